"""What words a meeting holds that may be deleted, for whoever deletes by law and reads none of them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Manager, Q

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import Unseen
from huiyin.kit.ids import HIGHEST_ID
from huiyin.process.lifemeetings.models import (
    Criticism,
    CriticismAnswer,
    LifeMeeting,
    Signing,
    Turn,
    WordsCorrection,
    WordsTombstone,
)
from huiyin.process.lifemeetings.queries.lapsing import KINDS, PLACE, Wordy, kept_until


@dataclass(frozen=True, slots=True)
class Held:
    """Words by kind and place among those of the kind, as the record numbers them; nothing of what they say, and not whose they are.

    `answers` and `corrections` go with them. `stays`: the tombstone of what is gone.
    """

    kind: str
    place: int
    pk: int
    on: date | None
    until: date | None
    answers: int
    corrections: int
    stays: WordsTombstone | None


def held_words(meeting: LifeMeeting) -> list[Held]:
    """The words of a meeting, kind by kind in the order of the record. 8 queries, however many."""
    gone = tombstones_of(meeting)
    answered = set(
        CriticismAnswer.objects.filter(criticism__meeting=meeting).values_list("criticism", flat=True)
    )
    fixes: Counter[tuple[str, int]] = Counter()
    rows = WordsCorrection.objects.filter(meeting=meeting)
    for turn, criticism, to in rows.values_list("turn", "criticism", "answer__criticism"):
        fixes["speech" if turn else "criticism", turn or criticism or to] += 1
    found = []
    for kind, model in KINDS.items():
        for place, one in enumerate(_of_kind(meeting, model), start=1):
            found.append(
                Held(
                    kind,
                    place,
                    one.pk,
                    _day(one),
                    kept_until(one),
                    int(kind == "criticism" and one.pk in answered),
                    fixes[kind, one.pk],
                    gone.get((PLACE[model], one.pk)),
                )
            )
    return found


def _of_kind(meeting: LifeMeeting, model: type[Wordy]) -> list[Wordy]:
    if model is LifeMeeting:
        return [meeting] if meeting.reported_on else []
    if model is Signing:
        said = Signing.objects.filter(meeting=meeting).exclude(remark="", remark_digest="")
        return list(said.order_by("pk"))
    rows: Manager[Any] = model._default_manager
    return list(rows.filter(meeting=meeting).order_by("pk"))


def _day(one: Wordy) -> date | None:
    if isinstance(one, LifeMeeting):
        return one.reported_on
    return day_in_china(one.at) if isinstance(one, Turn | Criticism) else one.on


def tombstones_of(meeting: LifeMeeting) -> Mapping[tuple[str, int], WordsTombstone]:
    """(turn, criticism, signing, judgement, order or meeting; its pk) → what stays of its words. One query."""
    rows = WordsTombstone.objects.filter(
        Q(turn__meeting=meeting)
        | Q(criticism__meeting=meeting)
        | Q(signing__meeting=meeting)
        | Q(judgement__meeting=meeting)
        | Q(order__meeting=meeting)
        | Q(meeting=meeting)
    )
    return {
        (place, pk): one
        for one in rows
        for place in PLACE.values()
        if (pk := getattr(one, f"{place}_id")) is not None
    }


def get_words(meeting: LifeMeeting, kind: str, pk: int) -> Wordy:
    """What a Held speaks of; Unseen for what this meeting hasn't. One query."""
    model = KINDS.get(kind)
    if model is None or pk > HIGHEST_ID:
        raise Unseen
    if model is LifeMeeting:
        if pk != meeting.pk or meeting.reported_on is None:
            raise Unseen
        return meeting
    rows: Manager[Any] = model._default_manager
    found: Wordy | None = rows.filter(pk=pk, meeting=meeting).first()
    if found is None or isinstance(found, LifeMeeting):
        raise Unseen
    found.meeting = meeting
    return found
