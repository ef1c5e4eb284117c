"""Pairs of opinions that wait for a person's word, and the words that stand, as far as a reader sees both opinions."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.analysis.decided import Decided, named_by_lowest
from huiyin.analysis.questions import Question, still_open
from huiyin.kit.ids import HIGHEST_ID
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.models import Doubt, Judgement, OpinionQuerySet, Placement
from huiyin.process.opinions.rules.judging import Pair

Place = tuple[int, int, int]
"""(put off, use, id) of a doubt: where it stands in the queue."""


def place_of(doubt: Doubt) -> Place:
    return doubt.put_off, doubt.use, doubt.pk


def waiting_doubts(campaign: Campaign, visible: OpinionQuerySet) -> "QuerySet[Doubt]":
    """The doubts about two opinions in the matter that the reader sees, those on which most hangs first, put off ones last.

    Without those that were answered by words said since they were put, and of several about the same two groups only one, that
    which was put off. 2 queries to know which; O(doubts + judgements).
    """
    found = _asked_of(campaign, visible)
    over = [pk for pk, is_open in _answered(campaign, found) if not is_open]
    return found.exclude(pk__in=over)


def count_waiting(campaign: Campaign, visible: OpinionQuerySet) -> int:
    """How many `waiting_doubts` there are. One query, two where there are any."""
    return sum(is_open for _, is_open in _answered(campaign, _asked_of(campaign, visible)))


def _asked_of(campaign: Campaign, visible: OpinionQuerySet) -> "QuerySet[Doubt]":
    """The doubts as they were put, in the order of the queue, about two opinions that the reader sees."""
    there = visible.in_scope().with_text()
    found = Doubt.objects.filter(
        Exists(there.filter(pk=OuterRef("one_id"))), Exists(there.filter(pk=OuterRef("other_id")))
    )
    return found.filter(campaign=campaign).order_by("put_off", "-use", "pk")


def _answered(campaign: Campaign, doubts: "QuerySet[Doubt]") -> list[tuple[int, bool]]:
    """The ids of some doubts and whether each is still open. One query, two where there are any."""
    # Who put a pair off means both groups, in whatever words they would be asked about: it stays, and stays last.
    rows = list(
        doubts.order_by("-put_off", "-use", "pk").values_list(
            "pk", "one_id", "other_id", "inside", "one__placed__group_id", "other__placed__group_id"
        )
    )
    group_of = {
        pk: group for _, *both, _, one, other in rows for pk, group in zip(both, (one, other), strict=True)
    }
    asked = [(one, other, inside) for _, one, other, inside, *_ in rows]
    left = _still_open(campaign, asked, group_of)
    return [(row[0], is_open) for row, is_open in zip(rows, left, strict=True)]


def open_beside(campaign: Campaign, opinion: int, others: Collection[int]) -> set[int]:
    """Which of some others it can still be asked about whether they speak of the same as an opinion: those in another group from which no
    word keeps it, one of each group, the first given. 2 queries.
    """
    asked = list(dict.fromkeys(others))
    placed = Placement.objects.filter(opinion__in=[opinion, *asked])
    group_of = dict(placed.values_list("opinion_id", "group_id"))
    left = _still_open(campaign, [(opinion, other, False) for other in asked], group_of)
    return {other for other, kept in zip(asked, left, strict=True) if kept}


def _still_open(
    campaign: Campaign, asked: Sequence[tuple[int, int, bool]], groups: Mapping[int, int | None]
) -> list[bool]:
    """For each (one, other, whether they are in one group) whether it's still a question (analysis.questions.still_open), of several about
    the same sides the first alone. `groups`: the group of each of these opinions. One query.
    """
    if not asked:
        return []
    words = _words_said(campaign)
    group_of = {**groups, **{pk: group for *_, both in words for pk, group in both.items()}}
    for one, other, _ in asked:
        group_of.setdefault(one, None)
        group_of.setdefault(other, None)
    row_of = {pk: row for row, pk in enumerate(group_of)}
    # Alone, an opinion is a group by itself: a number that no group has.
    labels = [group if group is not None else -1 - row for row, group in enumerate(group_of.values())]
    decided = Decided.of(
        [(row_of[one], row_of[other]) for (one, other), same, _ in words if same],
        [(row_of[one], row_of[other]) for (one, other), same, _ in words if not same],
    )
    put = [
        Question(row_of[one], row_of[other], likeness=0, weight=1, joined=inside, use=0)
        for one, other, inside in asked
    ]
    left = {
        id(question) for question in still_open(put, named_by_lowest(np.array(labels, np.int64)), decided)
    }
    return [id(question) in left for question in put]


def _words_said(campaign: Campaign) -> list[tuple[Pair, bool, dict[int, int | None]]]:
    """The judgements that stand: the pair, whether it's the same, and the group of each. One query."""
    rows = Judgement.objects.filter(campaign=campaign, taken_back=False).values_list(
        "one_id", "other_id", "same", "one__placed__group_id", "other__placed__group_id"
    )
    return [((one, other), same, {one: mine, other: theirs}) for one, other, same, mine, theirs in rows]


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
        newer = ordered.filter(pk__gt=min(before, HIGHEST_ID)).order_by("pk")
        rows, more = _cut(list(newer[: size + 1]), size)
        rows.reverse()
        return JudgementsPage(
            tuple(rows), rows[0].pk if rows and more else None, rows[-1].pk if rows else None
        )
    older = ordered.filter(pk__lt=min(after, HIGHEST_ID)) if after is not None else ordered
    rows, more = _cut(list(older[: size + 1]), size)
    first = rows[0].pk if rows and after is not None else None
    return JudgementsPage(tuple(rows), first, rows[-1].pk if rows and more else None)


def _cut(rows: Sequence[Judgement], size: int) -> tuple[list[Judgement], bool]:
    return list(rows[:size]), len(rows) > size
