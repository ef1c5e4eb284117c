"""Closed problems with what is behind them and the units around them: to which of them a new opinion is compared."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, chain, product
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet

from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.tree import gaps, tops
from huiyin.platform.prepared import PreparedAmong, PreparedRows
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.models import Opinion, OpinionQuerySet
from huiyin.process.problems.models import Link, Problem
from huiyin.process.problems.queries.behind import original_of
from huiyin.process.problems.queries.compared import (
    SaidOnce,
    about,
    heard,
    later_of,
    links_behind,
    paths_around,
    unread,
)
from huiyin.process.problems.queries.recurrence import MOST_COMPARED
from huiyin.process.recurrences.models import Around, Watched

_LEVEL = 4  # characters of a unit's path a level
_LARGE = 16  # a part of the tree is large with more than one in so many units


@dataclass(frozen=True)
class Circle:
    """A closed problem: since when, the opinions behind it (all of them, and those whose words are kept), the units around it."""

    problem: int
    campaign: int
    since: date
    behind: frozenset[int]
    inside: tuple[SaidOnce, ...]
    paths: frozenset[str]

    def around(self) -> OpinionQuerySet:
        """The opinions about its units, without those behind it."""
        return _about(self.campaign, self.paths).exclude(pk__in=self.behind)

    def later_among(self, rows: Iterable[SaidOnce]) -> list[SaidOnce]:
        """Those of some opinions that are about its units and were said after the closing."""
        return [
            row
            for row in rows
            if row.raised_on is not None
            and row.raised_on > self.since
            and row.pk not in self.behind
            and (not self.paths or any((row.path or "").startswith(path) for path in self.paths))
        ]


def circle_of(problem: Problem) -> Circle | None:
    """The problem as it is now; None where it isn't closed, lives on in another, or no words are kept. 4 queries."""
    now = Problem.objects.standing().filter(pk=problem.pk, closed_on__isnull=False)
    row = now.select_related("owner", "campaign__root").defer("campaign__template").first()
    if row is None or row.closed_on is None:
        return None
    behind = frozenset(links_behind(row).values_list("opinion_id", flat=True))
    inside = heard(Opinion.objects.filter(pk__in=behind).order_by("pk"))
    if not inside:
        return None
    paths = frozenset(paths_around(row.owner.path if row.owner else None, inside))
    return Circle(row.pk, row.campaign_id, row.closed_on, behind, tuple(inside), paths)


def circles_around(campaign: Campaign, rows: Sequence[SaidOnce]) -> list[Circle]:
    """The watched problems to which any of some opinions are compared. 3 queries, one for each generation of merged ones, and one a 400 problems.

    O(what their units' closed problems hold), without their words: some 5 µs each.
    """
    days = [row.raised_on for row in rows if row.raised_on is not None]
    if not days:
        return []
    known = _watched_around(campaign, rows, max(days))
    members = {pk: pk for pk in known} | _living_in(known)
    behind: dict[int, set[int]] = defaultdict(set)
    there: dict[int, SaidOnce] = {}
    for problem, opinion, worded, *told in _BEHIND.all(sorted(members)):
        behind[members[problem]].add(opinion)
        if worded and opinion not in there:
            there[opinion] = unread(opinion, *told)
    found = []
    for pk, (since, path, _) in sorted(known.items()):
        inside = tuple(there[one] for one in sorted(behind[pk]) if one in there)
        if inside:
            paths = frozenset(paths_around(path, inside))
            found.append(Circle(pk, campaign.pk, since, frozenset(behind[pk]), inside, paths))
    return found


def _watched_around(
    campaign: Campaign, rows: Sequence[SaidOnce], until: date
) -> dict[int, tuple[date, str | None, int | None]]:
    """Watched problem → since when, the owner's path, and what it was merged into. 2 queries and one a 400 units."""
    above = {row.path[:end] for row in rows if row.path for end in range(0, len(row.path) + 1, _LEVEL)}
    units = sorted(Unit.objects.filter(path__in=above).order_by().values_list("pk", flat=True))
    found = [*_AROUND.all(units, until, campaign.pk), *_AROUND_ALL.all(until, campaign.pk)]
    return {pk: (since, path, into) for pk, since, path, into in found}


def _living_in(known: Mapping[int, tuple[date, str | None, int | None]]) -> dict[int, int]:
    """Problem → that of `known` in which it lives now, through however many mergers. A query a generation."""
    found: dict[int, int] = {}
    last = {pk: pk for pk, (_, _, into) in known.items() if into is None}
    while last:
        last = {pk: last[into] for pk, into in _MERGED.all(sorted(last)) if pk not in found}
        found |= last
    return found


_WATCHED = ("pk", "since", "problem__owner__path", "problem__merged_into")
_AROUND = PreparedAmong(
    lambda units, until, campaign: Watched.objects.filter(
        pk__in=Around.objects.filter(unit__in=units).values("watched"),
        since__lt=until,
        problem__campaign=campaign,
    ).values_list(*_WATCHED),
    date(1, 1, 1),
    -1,
)
_AROUND_ALL = PreparedRows(
    lambda until, campaign: Watched.objects.filter(
        pk__in=Around.objects.filter(unit=None).values("watched"),
        since__lt=until,
        problem__campaign=campaign,
    ).values_list(*_WATCHED),
    date(1, 1, 1),
    -1,
)
_MERGED = PreparedAmong(
    lambda problems: Problem.objects.filter(merged_into__in=problems).values_list("pk", "merged_into_id")
)
_BEHIND = PreparedAmong(
    lambda problems: (
        Link.objects.filter(problem__in=problems)
        .order_by()
        .annotate(
            worded=ExpressionWrapper(Q(opinion__salt__isnull=False), BooleanField()),
            original=original_of("opinion_id"),
        )
        .values_list(
            "problem_id",
            "opinion_id",
            "worded",
            "opinion__raised_on",
            "opinion__about_id",
            "opinion__about__path",
            "opinion__digest",
            "original",
            "opinion__placed__length",
        )
    )
)


def later_counts(campaign: Campaign, circles: Collection[Circle]) -> dict[int, int]:
    """How many opinions came after each closing, MOST_COMPARED at most.

    Counted by days, one query for each set of units, and one for a problem behind which later ones stand; none where it is full.
    """
    since = {one.problem: one.since for one in circles}
    full = _FULL.all(sorted(since))
    found = {pk: MOST_COMPARED for pk, on in full if since[pk] == on}
    by_units: dict[tuple[str, ...], list[Circle]] = defaultdict(list)
    for one in circles:
        if one.problem not in found:
            by_units[tops(one.paths)].append(one)
    for paths, open_ in by_units.items():
        days = sorted(_days_after(campaign.pk, paths, min(one.since for one in open_)))
        up_to = [0, *accumulate(n for _, n in days)]
        for one in open_:
            n = up_to[-1] - up_to[bisect_right(days, one.since, key=lambda day: day[0])]
            if any(row.raised_on is not None and row.raised_on > one.since for row in one.inside):
                own = Opinion.objects.filter(pk__in=one.behind).filter(about(paths))
                n -= sum(_by_day(own, one.since).values())
            found[one.problem] = min(n, MOST_COMPARED)
    return found


_FULL = PreparedAmong(
    lambda problems: Watched.objects.filter(pk__in=problems, later__gte=MOST_COMPARED).values_list(
        "pk", "since"
    )
)


def _about(campaign: int, paths: Collection[str]) -> OpinionQuerySet:
    """The opinions about the units at these paths and below. Up to 2 queries.

    Of a large part of all units those of some days are found by walking the days (`opinions_by_day`), else by looking at those of the units.
    """
    found = Opinion.objects.filter(campaign=campaign).filter(about(paths))
    return found.filter(salt__isnull=False) if _are_many(paths) else found


def _are_many(paths: Collection[str]) -> bool:
    units = Unit.objects.in_scopes(paths).count() if paths else 1
    return not paths or units * _LARGE >= Unit.objects.count()


def _days_after(campaign: int, paths: tuple[str, ...], since: date) -> list[tuple[date, int]]:
    """How many opinions about the units at these paths and below were said on each day after `since`. Up to 3 queries."""
    if len(paths) > 1 or any(map(gaps, paths)):
        return list(_by_day(_about(campaign, paths), since).items())
    ranges = [(path, path + "~") for path in paths]
    return _DAYS[_are_many(paths), bool(paths)].all(campaign, since, *chain(*ranges))


def _days(*, many: bool, within: bool) -> PreparedRows:
    def make(campaign: int, since: date, *units: str) -> QuerySet[Opinion, Any]:
        found = later_of(Opinion.objects.filter(campaign=campaign).with_text(), since).order_by()
        if within:
            below = Unit.objects.filter(path__gte=units[0], path__lt=units[1])
            found = found.filter(about__in=below.order_by().values("pk"))
        if many:
            found = found.filter(salt__isnull=False)
        return found.values("raised_on").annotate(n=Count("pk")).values_list("raised_on", "n")

    return PreparedRows(make, -1, date(1, 1, 1), *(("from", "to") if within else ()))


_DAYS = {(many, within): _days(many=many, within=within) for many, within in product((False, True), repeat=2)}


def _by_day(opinions: OpinionQuerySet, since: date) -> dict[date, int]:
    """How many of them were said on each day after `since`. One query."""
    days = later_of(opinions.with_text(), since).order_by().values("raised_on").annotate(n=Count("pk"))
    return {day: n for day, n in days.values_list("raised_on", "n") if day is not None}
