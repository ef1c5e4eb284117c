"""Closed problems with what is behind them and the units around them: to which of them a new opinion is compared."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from huiyin.kit.blocks import in_blocks
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.tree import tops
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.models import Opinion, OpinionQuerySet
from huiyin.process.problems.models import Link, Problem
from huiyin.process.problems.queries.behind import homes
from huiyin.process.problems.queries.compared import (
    SaidOnce,
    about,
    heard,
    later_of,
    links_behind,
    paths_around,
)
from huiyin.process.problems.queries.recurrence import MOST_COMPARED
from huiyin.process.recurrences.models import Around, Watched

_LEVEL = 4  # characters of a unit's path a level
_A_QUERY = 5000
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
    """The watched problems to which any of some opinions are compared. 5 queries, and 2 a 5,000 opinions behind them.

    O(what their units' closed problems hold), without their words: some 10 µs each.
    """
    days = [row.raised_on for row in rows if row.raised_on is not None]
    if not days:
        return []
    above = {row.path[:end] for row in rows if row.path for end in range(0, len(row.path) + 1, _LEVEL)}
    units = Unit.objects.filter(path__in=above).values("pk")
    near = Around.objects.filter(Q(unit__in=units) | Q(unit=None)).values("watched")
    watched = Watched.objects.filter(pk__in=near, since__lt=max(days), problem__campaign=campaign)
    known = {
        pk: (since, path) for pk, since, path in watched.values_list("pk", "since", "problem__owner__path")
    }
    members = {pk: pk for pk in known} | {pk: into for pk, into in homes(campaign).items() if into in known}
    behind: dict[int, set[int]] = defaultdict(set)
    for some in in_blocks(sorted(members), _A_QUERY):
        links = Link.objects.filter(problem__in=some).order_by()
        for problem, opinion in links.values_list("problem_id", "opinion_id"):
            behind[members[problem]].add(opinion)
    there: dict[int, SaidOnce] = {}
    for some in in_blocks(sorted(set().union(*behind.values())), _A_QUERY):
        there.update((row.pk, row) for row in heard(Opinion.objects.filter(pk__in=some).order_by()))
    found = []
    for pk, (since, path) in sorted(known.items()):
        inside = tuple(there[one] for one in sorted(behind[pk]) if one in there)
        if inside:
            paths = frozenset(paths_around(path, inside))
            found.append(Circle(pk, campaign.pk, since, frozenset(behind[pk]), inside, paths))
    return found


def later_counts(campaign: Campaign, circles: Collection[Circle]) -> dict[int, int]:
    """How many opinions came after each closing, MOST_COMPARED at most.

    Counted by days, one query for each set of units, and one for a problem behind which later ones stand; none where it is full.
    """
    found: dict[int, int] = {}
    for some in in_blocks([one.problem for one in circles], _A_QUERY):
        rows = Watched.objects.filter(pk__in=some, later__gte=MOST_COMPARED)
        since = {one.problem: one.since for one in circles}
        found.update((pk, MOST_COMPARED) for pk, on in rows.values_list("pk", "since") if since[pk] == on)
    by_units: dict[tuple[str, ...], list[Circle]] = defaultdict(list)
    for one in circles:
        if one.problem not in found:
            by_units[tops(one.paths)].append(one)
    for paths, open_ in by_units.items():
        days = _by_day(_about(campaign.pk, paths), min(one.since for one in open_))
        for one in open_:
            n = sum(days[day] for day in days if day > one.since)
            if any(row.raised_on is not None and row.raised_on > one.since for row in one.inside):
                own = Opinion.objects.filter(pk__in=one.behind).filter(about(paths))
                n -= sum(_by_day(own, one.since).values())
            found[one.problem] = min(n, MOST_COMPARED)
    return found


def _about(campaign: int, paths: Collection[str]) -> OpinionQuerySet:
    """The opinions about the units at these paths and below. Up to 2 queries.

    Of a large part of all units those of some days are found by walking the days (`opinions_by_day`), else by looking at those of the units.
    """
    found = Opinion.objects.filter(campaign=campaign).filter(about(paths))
    units = Unit.objects.in_scopes(paths).count() if paths else 1
    if paths and units * _LARGE < Unit.objects.count():
        return found
    return found.filter(salt__isnull=False)


def _by_day(opinions: OpinionQuerySet, since: date) -> dict[date, int]:
    """How many of them were said on each day after `since`. One query."""
    days = later_of(opinions.with_text(), since).order_by().values("raised_on").annotate(n=Count("pk"))
    return {day: n for day, n in days.values_list("raised_on", "n") if day is not None}
