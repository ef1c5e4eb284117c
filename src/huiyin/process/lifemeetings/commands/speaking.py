"""What is said is written down: once for a key, however often it is sent, and never changed (SPEC rules 1 and 7).

A recorder types without waiting; the entry is sent in the background, again and again until it is acknowledged. So an entry that comes
late, after another recorder has closed or broken off the meeting, is still taken.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import BadInput, Conflict, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.rules.rights import Actor
from huiyin.process.campaigns.queries import template_of
from huiyin.process.lifemeetings.commands.standing import (
    kept_for,
    needs_recorder,
    needs_room,
    needs_text,
    now_in,
)
from huiyin.process.lifemeetings.models import (
    Criticism,
    CriticismAnswer,
    LifeMeeting,
    RecordEntry,
    Seat,
    Turn,
    WordsCorrection,
)
from huiyin.process.lifemeetings.rules.pairs import needs_key, needs_pair
from huiyin.process.lifemeetings.rules.states import MeetingState, Presence, SeatKind
from huiyin.process.opinions.rules.identity import fresh_salt, sealed_digest

TAKING = frozenset({MeetingState.OPEN, MeetingState.SIGNING, MeetingState.CANCELLED})
_LATE = (
    "会没有在开，或记录已经签完。这一条还留在您的浏览器里；漏记的请登记更正。",
    "The meeting isn't open, or its record is done. The entry is still in your browser; what was left out is a correction.",
)


@dataclass(frozen=True)
class Entry:
    """A criticism as typed: from which seat to which, the words; the focus group and the instance where they were named."""

    from_seat: int
    to_seat: int
    words: str
    wind: str = ""
    fact: str = ""


@transaction.atomic
def record_turn(
    meeting: LifeMeeting, point: str, seat: int, words: str, key: str, *, by: Actor, at: datetime
) -> Turn:
    """Write down what somebody said at a point of the agenda. The same key again gives the same row; other words under it, Conflict."""
    _needs_taking(meeting, key, by)
    needs_text(words, "words", "发言原话", "what was said")
    template = template_of(meeting.participation.campaign)
    if template.lifemeetings.point(point) is None:
        raise BadInput("没有这项议程。", "There is no such point of the agenda.")
    there = Turn.objects.filter(meeting=meeting, key=key).first()
    if there is not None:
        _same(there.words == words and there.seat_id == seat)
        return there
    speaker = _seat(meeting, seat)
    made = Turn.objects.create(
        meeting=meeting,
        point=point,
        seat=speaker,
        words=words,
        key=key,
        by=by.code,
        at=at,
        retain_until=kept_for(meeting, template.lifemeetings.speech_kept, at),
        **sealed_entry(meeting, words),
    )
    _was_there(speaker)
    _record(meeting, "lifemeeting.turn", made, by, at)
    return made


@transaction.atomic
def record_criticism(meeting: LifeMeeting, entry: Entry, key: str, *, by: Actor, at: datetime) -> Criticism:
    """Write down what one member said to another. Sent twice it is one row; other words under the same key are a Conflict."""
    _needs_taking(meeting, key, by)
    needs_text(entry.words, "words", "批评意见原话", "what was said")
    needs_room(entry.fact, "fact")
    needs_pair(entry.from_seat, entry.to_seat)
    there = Criticism.objects.filter(meeting=meeting, key=key).first()
    if there is not None:
        pair = (there.from_seat_id, there.to_seat_id)
        _same(there.words == entry.words and pair == (entry.from_seat, entry.to_seat))
        return there
    template = template_of(meeting.participation.campaign)
    groups = {group.code for group in template.focus.groups}
    if entry.wind and entry.wind not in groups:
        raise BadInput("没有这个类别。", "There is no such kind.")
    speaker, to = _member(meeting, entry.from_seat), _member(meeting, entry.to_seat)
    made = Criticism.objects.create(
        meeting=meeting,
        point=template.lifemeetings.criticised_at("head" if to.head else "member"),
        from_seat=speaker,
        to_seat=to,
        words=entry.words,
        wind=entry.wind,
        fact=entry.fact.strip(),
        key=key,
        by=by.code,
        at=at,
        retain_until=kept_for(meeting, template.lifemeetings.criticism_kept, at),
        **sealed_entry(meeting, entry.words, entry.wind, entry.fact.strip()),
    )
    _was_there(speaker)
    _record(meeting, "lifemeeting.criticism", made, by, at)
    return made


@transaction.atomic
def record_answer(criticism: Criticism, words: str, key: str, *, by: Actor, at: datetime) -> CriticismAnswer:
    """Write down what the criticised answered; once for a criticism: a second answer is a Conflict."""
    meeting = criticism.meeting
    _needs_taking(meeting, key, by)
    needs_text(words, "words", "表态原话", "what was answered")
    there = CriticismAnswer.objects.filter(criticism=criticism).first()
    if there is not None:
        _same(there.words == words)
        return there
    made = CriticismAnswer.objects.create(
        criticism=criticism, words=words, key=key, by=by.code, at=at, **sealed_entry(meeting, words)
    )
    _record(meeting, "lifemeeting.answer", made, by, at)
    return made


@transaction.atomic
def correct_entry(
    entry: Turn | Criticism | CriticismAnswer, text: str, reason: str, *, by: Actor, at: datetime
) -> WordsCorrection:
    """Say what an entry should say, or with no text that it was recorded by mistake; the words stay. Until the record is done."""
    meeting = entry.criticism.meeting if isinstance(entry, CriticismAnswer) else entry.meeting
    needs_recorder(meeting, by)
    take_turn()
    now_in(meeting, TAKING, "记录已经签完，不再更正。", "The record is done.")
    needs_text(reason, "reason", "更正的理由", "why it is corrected")
    needs_room(text, "words")
    place = {Turn: "turn", Criticism: "criticism", CriticismAnswer: "answer"}[type(entry)]
    made = WordsCorrection.objects.create(
        meeting=meeting,
        text=text,
        strikes=not text,
        reason=reason.strip(),
        by=by.code,
        on=day_in_china(at),
        **{place: entry},
        **sealed_entry(meeting, text, reason.strip()),
    )
    _record(meeting, "lifemeeting.corrected", made, by, at)
    return made


def _needs_taking(meeting: LifeMeeting, key: str, by: Actor) -> None:
    needs_recorder(meeting, by)
    needs_key(key)
    take_turn()
    now_in(meeting, TAKING, *_LATE)


def _same(same: bool) -> None:  # noqa: FBT001 - a question, not a switch
    if not same:
        raise Conflict(
            "这一条已经记过别的话，没有改动。原话不改；记错了请登记更正。",
            "Other words stand under this entry already, and stay: what was recorded wrongly is corrected beside.",
        )


def _seat(meeting: LifeMeeting, pk: int) -> Seat:
    found = Seat.objects.filter(meeting=meeting, pk=pk).first()
    if found is None:
        raise BadInput("没有这个席位。", "There is no such seat.")
    return found


def _member(meeting: LifeMeeting, pk: int) -> Seat:
    found = _seat(meeting, pk)
    if found.kind != SeatKind.MEMBER:
        raise Refused("相互批评在班子成员之间。", "Criticism goes between members of the team.")
    return found


def _was_there(seat: Seat) -> None:
    """Whoever speaks is there, even where nobody ticked them yet."""
    sitting = (MeetingState.OPEN, MeetingState.SIGNING)  # a record that was broken off stays as it was
    unticked = Seat.objects.filter(pk=seat.pk, presence=Presence.AWAITED, meeting__state__in=sitting)
    unticked.update(presence=Presence.PRESENT)


def sealed_entry(meeting: LifeMeeting, *words: str) -> dict[str, Any]:
    """The next place in the record, and the digest of an entry's words under a salt of their own. 2 queries."""
    there = LifeMeeting.objects.filter(pk=meeting.pk)
    there.update(said=F("said") + 1)
    salt = fresh_salt()
    number = there.values_list("said", flat=True).get()
    return {"number": number, "salt": salt, "digest": sealed_digest(salt, words)}


def _record(meeting: LifeMeeting, act: str, made: RecordEntry, by: Actor, at: datetime) -> None:
    """The record keeps the digest of the words, never the words, and never who spoke to whom (SPEC rule 7)."""
    facts = {"row": made.pk, "digest": made.digest}
    record(act=act, subject=f"lifemeeting:{meeting.pk}", by=by.code, at=at, facts=facts)
