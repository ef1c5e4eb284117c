"""Numbers, names and counts of problems: pure functions."""

from collections.abc import Iterable, Mapping
from datetime import date


def problem_number(day: date, serial: int) -> str:
    """`2014-037`: the year in which it was raised and its place in that year (SPEC rule 6)."""
    return f"{day.year}-{serial:03d}"


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
