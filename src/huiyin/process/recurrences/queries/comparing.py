"""Later opinions beside closed problems: what is compared with what, and what is found."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from huiyin.platform.texts.models import IndexedText
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.models import Judgement, Opinion, OpinionQuerySet
from huiyin.process.problems.queries.compared import (
    NO_CANDIDATE,
    Asked,
    SaidOnce,
    Weighed,
    earlier_of,
    kin_of,
    later_of,
    said,
)
from huiyin.process.problems.queries.recurrence import MOST_COMPARED
from huiyin.process.recurrences.queries.circles import Circle


@dataclass(frozen=True)
class Found:
    """What may speak again of a closed problem, and why."""

    problem: int
    opinion: int
    margin: float
    likeness: float
    elsewhere: float
    certainty: str
    copy: bool
    said_same: bool
    nearest: tuple[int, ...]


def new_of(campaign: Campaign, opinions: Collection[int]) -> list[SaidOnce]:
    """Those of some opinions that may be candidates: with a day, their words, in the matter. One query."""
    mine = Opinion.objects.of(campaign).filter(pk__in=opinions, raised_on__isnull=False)
    return said(_indexed(mine.exclude(disposition__in=NO_CANDIDATE)).order_by("pk"))


def whole_of(circle: Circle) -> list[SaidOnce]:
    """All that came after a closing. One query."""
    return said(_indexed(later_of(circle.around(), circle.since)).order_by("raised_on", "pk"))


def compare(
    campaign: Campaign,
    weighed: Weighed,
    circles: Sequence[Circle],
    later: Mapping[int, Sequence[SaidOnce]],
    counted: Mapping[int, int],
) -> list[Found]:
    """What of the `later` opinions of each problem may speak of it again, the likeliest first within a problem.

    Each is first compared with what is behind the problem alone: no other text can make it nearer. Only for a problem that something comes
    near to, the earlier opinions of its units are read: 2 queries, and about 0.2 ms for each of them. `counted`: how many later ones
    there are in all. One query for what persons said.
    """
    said_of = _judged(campaign, {row.pk for rows in later.values() for row in rows})
    found: list[Found] = []
    for circle in circles:
        rows = later[circle.problem]
        if not rows:
            continue
        judged = {pk: yes for row in rows for pk, yes in _beside(said_of, row.pk, circle.behind)}
        asked = Asked(circle.inside, rows, (), judged, (), counted[circle.problem])
        near = [row for row, _ in weighed.found(asked)]
        if not near:
            continue
        before = said(earlier_of(circle.around(), circle.since), MOST_COMPARED)
        asked = Asked(circle.inside, near, before, judged, kin_of(circle.behind), counted[circle.problem])
        places = asked.rows
        found.extend(
            Found(
                problem=circle.problem,
                opinion=row.pk,
                margin=each.margin,
                likeness=each.likeness,
                elsewhere=each.elsewhere,
                certainty=each.certainty,
                copy=each.copy,
                said_same=asked.said_same(row),
                nearest=tuple(places[at].pk for at in each.nearest),
            )
            for row, each in weighed.found(asked)
        )
    return found


def _indexed(opinions: OpinionQuerySet) -> OpinionQuerySet:
    return opinions.filter(Exists(IndexedText.objects.filter(text=OuterRef("pk"))))


def _judged(campaign: Campaign, opinions: Collection[int]) -> dict[int, list[tuple[int, bool]]]:
    """Opinion → those that a person put beside it, and whether they are the same. One query."""
    standing = Judgement.objects.filter(campaign=campaign, taken_back=False)
    pairs = standing.filter(Q(one__in=opinions) | Q(other__in=opinions))
    found: dict[int, list[tuple[int, bool]]] = {}
    for one, other, same in pairs.values_list("one_id", "other_id", "same"):
        found.setdefault(one, []).append((other, same))
        found.setdefault(other, []).append((one, same))
    return found


def _beside(
    said_of: Mapping[int, list[tuple[int, bool]]], opinion: int, behind: Collection[int]
) -> list[tuple[int, bool]]:
    """What a person said of an opinion and one of those behind the problem, if anything; a yes outweighs a no."""
    words = [same for other, same in said_of.get(opinion, ()) if other in behind]
    return [(opinion, any(words))] if words else []
