"""Later opinions beside closed problems: what is compared with what, and what is found."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from django.db.models import Exists, OuterRef, Q

from huiyin.analysis.recurrence import ELSEWHERE, HARDLY, NEAREST, bar, nearest_among, nearness
from huiyin.kit.blocks import in_blocks
from huiyin.platform.texts.models import IndexedText
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.models import Judgement, Opinion, OpinionQuerySet
from huiyin.process.problems.queries.compared import (
    NO_CANDIDATE,
    Asked,
    SaidOnce,
    Weighed,
    earlier_of,
    heard,
    kin_of,
    later_of,
    overheard,
)
from huiyin.process.problems.queries.recurrence import MOST_COMPARED
from huiyin.process.recurrences.queries.circles import Circle

_AT_ONCE = 500


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


@dataclass(frozen=True)
class Near:
    """A closed problem that some later opinions come near to, as far as what is behind it tells alone: no other text can make them nearer.

    `likeness` is that of each of `rows`, within HARDLY; `judged` what a person said of them and of one behind the problem. `counted`: how many
    later ones there are in all.
    """

    circle: Circle
    rows: Sequence[SaidOnce]
    likeness: Sequence[float]
    judged: Mapping[int, bool]
    counted: int

    @property
    def originals(self) -> set[int]:
        return {row.original for row in self.circle.inside}

    def surely(self, row: SaidOnce) -> bool:
        """A copy, or a person said that it is the same: whatever else it is like."""
        return self.judged.get(row.pk) is True or row.original in self.originals

    def __add__(self, more: "Near") -> "Near":
        rows, likeness = [*self.rows, *more.rows], [*self.likeness, *more.likeness]
        return Near(self.circle, rows, likeness, {**self.judged, **more.judged}, self.counted)


def new_of(campaign: Campaign, opinions: Collection[int]) -> list[SaidOnce]:
    """Those of some opinions that may be candidates: with a day, their words, in the matter. One query."""
    mine = Opinion.objects.of(campaign).filter(pk__in=opinions, raised_on__isnull=False)
    return heard(_indexed(mine.exclude(disposition__in=NO_CANDIDATE)).order_by("pk"))


def whole_of(circle: Circle) -> list[SaidOnce]:
    """All that came after a closing. One query."""
    return heard(_indexed(later_of(circle.around(), circle.since)).order_by("raised_on", "pk"))


def near_to(
    campaign: Campaign,
    weighed: Weighed,
    circles: Sequence[Circle],
    later: Mapping[int, Sequence[SaidOnce]],
    counted: Mapping[int, int],
) -> list[Near]:
    """The problems of `circles` that any of the `later` opinions of each comes near to: all of them weighed at once, by what is behind them.

    One query for what persons said, and those of `Weighed.vectors`.
    """
    asked = [circle for circle in circles if later[circle.problem]]
    rows = list({row.pk: row for circle in asked for row in later[circle.problem]}.values())
    inside = list({(row.pk, row.about): row for circle in asked for row in circle.inside}.values())
    if not rows:
        return []
    said_of = _judged(campaign, {row.pk for row in rows})
    place = {row.pk: at for at, row in enumerate(rows)}
    column = {(row.pk, row.about): at for at, row in enumerate(inside)}
    found: list[Near] = []
    for some in in_blocks(range(len(rows)), _AT_ONCE):
        beside = weighed.beside([rows[at] for at in some], inside)
        for circle in asked:
            mine = [row for row in later[circle.problem] if some[0] <= place[row.pk] <= some[-1]]
            if mine:
                columns = [column[row.pk, row.about] for row in circle.inside]
                likeness = nearness(beside[np.ix_([place[row.pk] - some[0] for row in mine], columns)])
                chances = max(len(later[circle.problem]), counted[circle.problem])
                judged = {pk: yes for row in mine for pk, yes in _beside(said_of, row.pk, circle.behind)}
                found += _sifted(
                    Near(circle, mine, likeness.tolist(), judged, counted[circle.problem]), bar(chances)
                )
    return joined(found)


def _sifted(near: Near, least: float) -> list[Near]:
    wanted = [
        (row, like)
        for row, like in zip(near.rows, near.likeness, strict=True)
        if near.judged.get(row.pk) is not False and (like >= least - HARDLY or near.surely(row))
    ]
    return (
        [replace(near, rows=[row for row, _ in wanted], likeness=[like for _, like in wanted])]
        if wanted
        else []
    )


def joined(found: Iterable[Near]) -> list[Near]:
    """Those of one problem as one."""
    whole: dict[int, Near] = {}
    apart: list[Near] = []
    for near in found:
        first = whole.setdefault(near.circle.problem, near)
        if first is not near and first.circle == near.circle:
            whole[near.circle.problem] = first + near
        elif first is not near:
            apart.append(near)  # it changed in between
    return [*whole.values(), *apart]


def compare(weighed: Weighed, nears: Iterable[Near]) -> list[Found]:
    """What of that may speak of each problem again, the likeliest first within a problem.

    For each the earlier opinions of its units are asked for, without their words. What of them is weighed already may tell that all comes nearer to
    others; else all of them are weighed, and those compared word by word that may be the nearest. 3 queries each, those of `Weighed.vectors`, and about
    0.02 ms for each of them that was read before.
    """
    found: list[Found] = []
    for near in nears:
        circle = near.circle
        before = overheard(earlier_of(circle.around(), circle.since), MOST_COMPARED)
        kin = kin_of(circle.behind)
        others = others_than(near, before, kin)
        rows = not_nearer_to_others(weighed, near, others)
        if not rows:
            continue
        asked = Asked(circle.inside, rows, _nearest(weighed, rows, others), near.judged, kin, near.counted)
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


def others_than(near: Near, before: Sequence[SaidOnce], kin: Collection[int]) -> list[SaidOnce]:
    """Which earlier opinions speak of something else than the problem: of copies the first, as in Heard.again."""
    first = {row.original: row for row in reversed(before)}
    for original in near.originals:
        first.pop(original, None)
    return [row for row in first.values() if row.pk not in kin and near.judged.get(row.pk) is not True]


def not_nearer_to_others(weighed: Weighed, near: Near, others: Sequence[SaidOnce]) -> list[SaidOnce]:
    """Those of which the `others` that are weighed already leave open whether they are near enough: more of them only take more off."""
    known = weighed.held(others)
    least = bar(max(len(near.rows), near.counted)) - HARDLY
    if not known:
        return list(near.rows)
    beside = weighed.beside(near.rows, known)
    # Where fewer than NEAREST are known, the others may be as far off as can be.
    most = min(NEAREST, len(others))
    taken = nearness(beside) * min(NEAREST, len(known)) / most
    return [
        row
        for row, like, off in zip(near.rows, near.likeness, taken.tolist(), strict=True)
        if near.surely(row) or like - ELSEWHERE * off >= least
    ]


def _nearest(weighed: Weighed, rows: Sequence[SaidOnce], others: Sequence[SaidOnce]) -> list[SaidOnce]:
    """Those of the others that may be among the NEAREST to one of `rows`: what is taken off is the same without the rest."""
    wanted: set[int] = set()
    for some in in_blocks(rows, _AT_ONCE):
        wanted.update(nearest_among(weighed.beside(some, others)).tolist())
    return [others[at] for at in sorted(wanted)]


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
