"""Pairs of opinions that wait for a person's word, and the words that stand, as far as a reader sees both opinions."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.models import Doubt, Judgement, OpinionQuerySet

_HIGHEST_ID = 2**63 - 1

Place = tuple[int, int, int]
"""(put off, use, id) of a doubt: where it stands in the queue."""


def place_of(doubt: Doubt) -> Place:
    return doubt.put_off, doubt.use, doubt.pk


def waiting_doubts(campaign: Campaign, visible: OpinionQuerySet) -> "QuerySet[Doubt]":
    """The doubts about two opinions in the matter that the reader sees, those on which most hangs first, put off ones last."""
    there = visible.in_scope().with_text()
    found = Doubt.objects.filter(
        Exists(there.filter(pk=OuterRef("one_id"))), Exists(there.filter(pk=OuterRef("other_id")))
    )
    return found.filter(campaign=campaign).order_by("put_off", "-use", "pk")


def doubt_after(doubts: "QuerySet[Doubt]", place: Place | None = None) -> Doubt | None:
    """The first of `waiting_doubts`, or the first behind a place; None when there is none. One query."""
    return (doubts if place is None else doubts.filter(_behind(place))).first()


def doubt_before(doubts: "QuerySet[Doubt]", place: Place) -> Doubt | None:
    """The last before a place. One query."""
    before = doubts.exclude(_behind(place)).exclude(pk=place[2])
    return before.order_by("-put_off", "use", "-pk").first()


def _behind(place: Place) -> Q:
    put_off, use, pk = place
    return Q(put_off__gt=put_off) | Q(put_off=put_off, use__lt=use) | Q(put_off=put_off, use=use, pk__gt=pk)


def standing_judgements(campaign: Campaign, visible: OpinionQuerySet) -> "QuerySet[Judgement]":
    """The judgements that stand on two opinions of which the reader sees both, the newest first."""
    found = Judgement.objects.filter(
        Exists(visible.filter(pk=OuterRef("one_id"))),
        Exists(visible.filter(pk=OuterRef("other_id"))),
        campaign=campaign,
        taken_back=False,
    )
    return found.order_by("-pk")


@dataclass(frozen=True)
class JudgementsPage:
    """A page of judgements with both opinions' units; `before` and `after` lead to the pages around, None where there is none."""

    rows: tuple[Judgement, ...]
    before: int | None
    after: int | None


def judgements_page(
    judgements: "QuerySet[Judgement]", *, before: int | None = None, after: int | None = None, size: int = 50
) -> JudgementsPage:
    """A page of `standing_judgements`: those older than `after`, or newer than `before`. One query."""
    ordered = judgements.select_related("one__about", "other__about").defer("one__body", "other__body")
    if before is not None:
        newer = ordered.filter(pk__gt=min(before, _HIGHEST_ID)).order_by("pk")
        rows, more = _cut(list(newer[: size + 1]), size)
        rows.reverse()
        return JudgementsPage(
            tuple(rows), rows[0].pk if rows and more else None, rows[-1].pk if rows else None
        )
    older = ordered.filter(pk__lt=min(after, _HIGHEST_ID)) if after is not None else ordered
    rows, more = _cut(list(older[: size + 1]), size)
    first = rows[0].pk if rows and after is not None else None
    return JudgementsPage(tuple(rows), first, rows[-1].pk if rows and more else None)


def _cut(rows: Sequence[Judgement], size: int) -> tuple[list[Judgement], bool]:
    return list(rows[:size]), len(rows) > size
