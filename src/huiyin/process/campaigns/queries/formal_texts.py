"""The formal texts of campaigns that others may have copied from, or copied: papers, what is issued and added on its way down, what
units fill in. The index of passages (platform.texts) keeps their fingerprints and asks here for their words.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from typing import Any

from django.db.models import BigIntegerField, Exists, F, OuterRef, QuerySet, Value

from huiyin.platform.texts.models import FormalText
from huiyin.platform.texts.queries import Source
from huiyin.process.campaigns.models import Campaign, Circular, CircularStop, Paper, PlanItem

Waiting = list[tuple[int, int]]
"""(id, version of its words) of texts that the index doesn't know as they are."""


class TextKind(StrEnum):
    """Of what kind a source is, in the index of passages."""

    PAPER = "paper"
    CIRCULAR = "circular"
    ADDED = "added"
    ITEM = "item"


def waiting(campaign: Campaign, kind: TextKind, most: int) -> Waiting:
    """At most so many texts of a kind that the index doesn't know, or knows by older words. One query, O(texts of the kind)."""
    known = FormalText.objects.filter(kind=kind, thing=OuterRef("pk"), stamp=OuterRef("stamped"))
    rows = _with_stamp(campaign, kind).exclude(Exists(known)).order_by("pk")
    return list(rows.values_list("pk", "stamped")[:most])


def texts_wait(campaign: Campaign) -> bool:
    """Whether any text of the campaign waits for the index. A query a kind at most."""
    return any(waiting(campaign, kind, 1) for kind in TextKind)


def words_of(sources: Collection[Source]) -> dict[Source, str]:
    """What stands in some texts now, whoever asks: for comparing, never for showing. One query a kind."""
    found: dict[Source, str] = {}
    for kind, things in by_kind(sources).items():
        found.update((Source(kind, thing), words) for thing, words in _words(kind, things))
    return found


def by_kind(sources: Iterable[Source]) -> Mapping[TextKind, list[int]]:
    """The ids by kind; of other rooms' kinds none."""
    things: defaultdict[TextKind, list[int]] = defaultdict(list)
    known = {kind.value for kind in TextKind}
    for kind, thing in sources:
        if kind in known:
            things[TextKind(kind)].append(thing)
    return things


def filled_text(filled: Mapping[str, str] | None) -> str:
    """What a unit filled in as one text, a field a line."""
    return "\n".join(text for text in (filled or {}).values() if text)


def _with_stamp(campaign: Campaign, kind: TextKind) -> "QuerySet[Any]":
    once = Value(1, output_field=BigIntegerField())
    if kind is TextKind.PAPER:
        return Paper.objects.of(campaign).annotate(stamped=F("version"))
    if kind is TextKind.CIRCULAR:
        return Circular.objects.of(campaign).exclude(text="").annotate(stamped=once)
    if kind is TextKind.ADDED:
        stops = CircularStop.objects.filter(circular__campaign=campaign)
        return stops.exclude(added_text="").annotate(stamped=once)
    items = PlanItem.objects.filter(ask__campaign=campaign, filled__isnull=False)
    return items.annotate(stamped=F("version"))


def _words(kind: TextKind, things: Collection[int]) -> list[tuple[int, str]]:
    if kind is TextKind.PAPER:
        return list(Paper.objects.filter(pk__in=things).values_list("pk", "body"))
    if kind is TextKind.CIRCULAR:
        return list(Circular.objects.filter(pk__in=things).values_list("pk", "text"))
    if kind is TextKind.ADDED:
        return list(CircularStop.objects.filter(pk__in=things).values_list("pk", "added_text"))
    rows = PlanItem.objects.filter(pk__in=things).values_list("pk", "filled")
    return [(pk, filled_text(filled)) for pk, filled in rows]
