"""Numbers, names and counts of problems: pure functions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

LONGEST = {"goal": 500, "leader": 100, "responsible": 100}
"""Characters of what is planned for a problem."""

LONGEST_VIEW, LONGEST_QUERY, MOST_VIEWS = 40, 500, 30
"""A saved view's name and its filters in characters, and how many a person may keep."""

BY_INSPECTORS = "supervision"
OWN = "own"
"""The source of a problem that a unit found itself (自己找)."""


def problem_number(year: int, serial: int, occurrence: int = 1) -> str:
    """`2014-037`: the year in which it was raised and its place in that year; `2014-037-2` when it came back (SPEC rule 6)."""
    first = f"{year}-{serial:03d}"
    return first if occurrence == 1 else f"{first}-{occurrence}"


def serial_of(number: str) -> int:
    """37 for `2014-037`, and for its later rounds `2014-037-2`."""
    return int(number.split("-")[1])


def in_order(number: str) -> tuple[int, ...]:
    """What problems are sorted by: 2014-1000 comes after 2014-999."""
    return tuple(map(int, number.split("-")))


def giver_count(opinions: Iterable[int], near_duplicate_of: Mapping[int, int]) -> int:
    """Givers behind opinions: submissions after near duplicates are collapsed (SPEC rule 5). O(n)."""
    return len({near_duplicate_of.get(opinion, opinion) for opinion in opinions})


def standing(problem: int, merged_into: Mapping[int, int]) -> int:
    """The problem in which `problem` lives now, through however many merges. ValueError for a circle."""
    seen = set()
    while problem in merged_into:
        if problem in seen:
            raise ValueError(f"merge circle at {problem}")
        seen.add(problem)
        problem = merged_into[problem]
    return problem


@dataclass(frozen=True)
class Part:
    """How many givers are of these kinds."""

    kinds: tuple[str, ...]
    givers: int


def shown_parts(counted: Mapping[str, int], fewest: int) -> tuple[Part, ...]:
    """`counted` givers by kind, small kinds together until each part is at least `fewest` (SPEC rules 2, 5); largest first.

    Empty where there are fewer than `fewest` in all. O(n log n).
    """
    rows = sorted((n, kind) for kind, n in counted.items() if n)
    if sum(n for n, _ in rows) < fewest:
        return ()
    small = [(n, kind) for n, kind in rows if n < fewest]
    large = [(n, kind) for n, kind in rows if n >= fewest]
    # What is left over by itself would be the sum less the other parts: the smallest large kind hides it.
    while small and sum(n for n, _ in small) < fewest:
        small.append(large.pop(0))
    parts = [Part((kind,), n) for n, kind in large]
    if small:
        parts.append(Part(tuple(sorted(kind for _, kind in small)), sum(n for n, _ in small)))
    return tuple(sorted(parts, key=lambda part: (-part.givers, part.kinds)))


@dataclass(frozen=True)
class Window:
    """Days from `first` to `last`, both of them in."""

    first: date
    last: date


def two_windows(last: date, days: int) -> tuple[Window, Window]:
    """The `days` up to `last`, and as many right before them. ValueError for less than one day."""
    if days < 1:
        raise ValueError("a window has a day")
    length = timedelta(days=days)
    now = Window(last - length + timedelta(days=1), last)
    return now, Window(now.first - length, now.last - length)


def last_sunday(today: date) -> date:
    """The end of the last whole week before `today`: figures for units go by weeks, so that no day's difference is one giver."""
    return today - timedelta(days=today.isoweekday())


def home_of(merged_into: Mapping[int, int]) -> dict[int, int]:
    """Every merged problem → the one in which it lives now. O(n) for chains as people make them."""
    return {problem: standing(problem, merged_into) for problem in merged_into}
