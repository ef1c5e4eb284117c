"""A problem's own page, with the trace back to what was said (SPEC rule 3), as far as its reader may see (rules 4, 5)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q

from huiyin.platform.orgs.rules.rights import Actor
from huiyin.process.opinions.models import Opinion, OpinionQuerySet
from huiyin.process.opinions.rules.reach import Reach
from huiyin.process.problems.models import Link, Problem
from huiyin.process.problems.queries.behind import (
    Tally,
    excerpts,
    fewest_givers,
    homes,
    original_of,
    raw_reach_of,
    tallies,
    words_reach,
)
from huiyin.process.problems.rules import Part, in_order, shown_parts

MOST_ROWS = 200


@dataclass(frozen=True)
class BehindRow:
    """An opinion behind a problem. `repeats`: the earlier text of which it is a near duplicate."""

    opinion: int
    source_id: str
    excerpt: str
    unit: str
    giver_kind: str
    raised_on: date | None
    repeats: int | None


@dataclass(frozen=True)
class ProblemPage:
    """A problem as this reader may see it.

    `words`: the reader may read every word behind it. `summary` is None where it must be checked first. `opinions`, `givers`,
    `kinds` and the days are None or empty where too few givers stand behind it for this reader; for whoever reads some of the words
    they are of those, and for whoever reads none the days are the first of their months. `behind` are the opinions that
    the reader may read, at most MOST_ROWS; `more` how many further ones. Merged and split relations are numbers, and
    so is the closed problem that this one follows, and what it came back as.
    """

    problem: Problem
    words: bool
    summary: str | None
    opinions: int | None
    givers: int | None
    kinds: tuple[Part, ...]
    first: date | None
    last: date | None
    behind: tuple[BehindRow, ...]
    more: int
    merged: tuple[str, ...]
    merged_into: str | None
    split_from: str | None
    parts: tuple[str, ...]
    follows: str | None
    came_back_as: tuple[str, ...]
    group: int | None


def problem_page(problem: Problem, actors: Iterable[Actor]) -> ProblemPage:
    """What stands on a problem's page for a reader who sees it (access.get_problem). At most 10 queries; O(its opinions)."""
    campaign = problem.campaign
    reaches = raw_reach_of(actors, campaign)
    home = homes(campaign)
    # A merged problem's own page shows its own opinions.
    members = {problem.pk, *(pk for pk, into in home.items() if into == problem.pk)}
    tally = tallies([problem.pk], home, reaches)[problem.pk]
    words = words_reach(problem, tally, reaches)
    known = Opinion.objects.filter(pk__in=Link.objects.filter(problem__in=members).values("opinion_id"))
    rows, more = _behind(known, reaches, tally)
    fewest = fewest_givers(campaign)
    if not words and tally.reached:
        # Who reads most of the words would find the rest by difference: the figures are of what is read.
        known, tally = (
            known.within(reaches),
            replace(tally, opinions=tally.reached, givers=_givers(known, reaches)),
        )
        kinds, first, last = _figures(known, tally, 1)
    elif problem.merged_into_id and not words:
        # With the sum on the page of the one it lives in, a part would tell the other part.
        kinds, first, last = (), None, None
    else:
        kinds, first, last = _figures(known, tally, 1 if words else fewest)
        if not words:  # one day is often one giver's
            first, last = first and first.replace(day=1), last and last.replace(day=1)
    enough = words or tally.givers == 0 or bool(kinds)
    numbers = dict(Problem.objects.filter(pk__in=members - {problem.pk}).values_list("pk", "number"))
    related = Problem.objects.filter(Q(split_from=problem, dissolved=False) | Q(follows=problem))
    parts: list[str] = []
    again: list[str] = []
    for number, follows in related.values_list("number", "follows_id"):
        (again if follows == problem.pk else parts).append(number)
    return ProblemPage(
        problem=problem,
        words=words,
        summary=problem.manifestation if words or problem.checked_on else None,
        opinions=tally.opinions if enough else None,
        givers=tally.givers if enough else None,
        kinds=kinds,
        first=first,
        last=last,
        behind=rows,
        more=more,
        merged=tuple(sorted(numbers.values(), key=in_order)),
        merged_into=problem.merged_into.number if problem.merged_into else None,
        split_from=problem.split_from.number if problem.split_from else None,
        parts=tuple(sorted(parts, key=in_order)),
        follows=problem.follows.number if problem.follows else None,
        came_back_as=tuple(sorted(again, key=in_order)),
        group=problem.group.number if problem.group and problem.group.givers else None,
    )


def _givers(known: OpinionQuerySet, reaches: Iterable[Reach]) -> int:
    return (
        known.within(reaches)
        .annotate(original=original_of("pk"))
        .values("original")
        .distinct()
        .order_by()
        .count()
    )


def _behind(
    known: OpinionQuerySet, reaches: Iterable[Reach], tally: Tally
) -> tuple[tuple[BehindRow, ...], int]:
    if not tally.reached:
        return (), 0
    mine = known.within(reaches)
    readable = mine.in_order_said().annotate(original=original_of("pk"))
    rows = list(
        readable.values_list("pk", "source_id", "about__name", "giver_kind", "raised_on", "original")[
            :MOST_ROWS
        ]
    )
    words = excerpts(Opinion.objects.filter(pk__in=[pk for pk, *_ in rows]))
    originals = set(mine.filter(pk__in=[row[-1] for row in rows]).values_list("pk", flat=True))
    shown = tuple(
        BehindRow(
            pk,
            source_id,
            words[pk],
            unit or "",
            kind,
            day,
            original if original in originals - {pk} else None,
        )
        for pk, source_id, unit, kind, day, original in rows
    )
    return shown, tally.reached - len(shown)


def _figures(
    known: OpinionQuerySet, tally: Tally, fewest: int
) -> tuple[tuple[Part, ...], date | None, date | None]:
    """(givers by kind, first day, last day), nothing where fewer than `fewest` givers stand there. A giver is of the kind first said."""
    if tally.givers < fewest:
        return (), None, None
    kind_of: dict[int, str] = {}
    days: list[date] = []
    rows = known.in_order_said().annotate(original=original_of("pk"))
    for original, kind, day in rows.values_list("original", "giver_kind", "raised_on"):
        kind_of[original] = kind_of.get(original) or kind
        days += [day] if day else []
    return (
        shown_parts(Counter(kind_of.values()), fewest),
        min(days, default=None),
        max(days, default=None),
    )
