"""Closed problems with what is behind them and the units around them: to which of them a new opinion is compared."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from huiyin.platform.orgs.models import Unit
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.models import Opinion, OpinionQuerySet
from huiyin.process.problems.models import Link, Problem
from huiyin.process.problems.queries.behind import homes
from huiyin.process.problems.queries.compared import (
    SaidOnce,
    about,
    later_of,
    links_behind,
    paths_around,
    said,
)
from huiyin.process.problems.queries.recurrence import MOST_COMPARED
from huiyin.process.recurrences.models import Around, Watched

_LEVEL = 4  # characters of a unit's path a level


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
        mine = Opinion.objects.filter(campaign=self.campaign).filter(about(self.paths))
        return mine.exclude(pk__in=self.behind)

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
    inside = said(Opinion.objects.filter(pk__in=behind).order_by("pk"))
    if not inside:
        return None
    paths = frozenset(paths_around(row, inside))
    return Circle(row.pk, row.campaign_id, row.closed_on, behind, tuple(inside), paths)


def circles_around(campaign: Campaign, rows: Sequence[SaidOnce]) -> list[Circle]:
    """The watched problems to which any of some opinions are compared. 6 queries, O(what their units' closed problems hold)."""
    days = [row.raised_on for row in rows if row.raised_on is not None]
    if not days:
        return []
    above = {row.path[:end] for row in rows if row.path for end in range(0, len(row.path) + 1, _LEVEL)}
    units = Unit.objects.filter(path__in=above).values("pk")
    near = Around.objects.filter(Q(unit__in=units) | Q(unit=None)).values("watched")
    watched = Watched.objects.filter(pk__in=near, since__lt=max(days), problem__campaign=campaign)
    watched = watched.order_by("pk").select_related("problem__owner")
    since = {row.pk: row.since for row in watched}
    behind: dict[int, set[int]] = defaultdict(set)
    members = {pk: pk for pk in since} | {pk: into for pk, into in homes(campaign).items() if into in since}
    for problem, opinion in Link.objects.filter(problem__in=members).values_list("problem_id", "opinion_id"):
        behind[members[problem]].add(opinion)
    words = {row.pk: row for row in said(Opinion.objects.filter(pk__in=set().union(*behind.values())))}
    found = []
    for one in watched:
        inside = [words[pk] for pk in sorted(behind[one.pk]) if pk in words]
        paths = frozenset(paths_around(one.problem, inside))
        found.append(Circle(one.pk, campaign.pk, one.since, frozenset(behind[one.pk]), tuple(inside), paths))
    return [circle for circle in found if circle.inside]


def later_counts(campaign: Campaign, circles: Collection[Circle]) -> dict[int, int]:
    """How many opinions came after each closing, MOST_COMPARED at most. One query for each set of units; none where it is full."""
    full = set(
        Watched.objects.filter(pk__in=[one.problem for one in circles], later__gte=MOST_COMPARED).values_list(
            "pk", "since"
        )
    )
    by_units: Mapping[frozenset[str], list[Circle]] = _by_units(circles)
    found: dict[int, int] = {}
    for paths, some in by_units.items():
        open_ = [one for one in some if (one.problem, one.since) not in full]
        found.update((one.problem, MOST_COMPARED) for one in some if (one.problem, one.since) in full)
        if not open_:
            continue
        all_ = Opinion.objects.of(campaign).with_text().filter(about(paths))
        later = later_of(all_, min(one.since for one in open_)).values_list("pk", "raised_on")
        days = {pk: day for pk, day in later if day is not None}
        for one in open_:
            n = sum(day > one.since for day in days.values())
            n -= sum(days[pk] > one.since for pk in one.behind & days.keys())
            found[one.problem] = min(n, MOST_COMPARED)
    return found


def _by_units(circles: Iterable[Circle]) -> dict[frozenset[str], list[Circle]]:
    found: dict[frozenset[str], list[Circle]] = defaultdict(list)
    for one in circles:
        found[one.paths].append(one)
    return found
