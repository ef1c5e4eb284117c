"""What a unit was asked for: counted, nothing estimated (R07, SPEC rule 10 and section 5).

Burden = items asked of a unit, and the fields in them that it has to type itself. An item counts in the week (Monday to
Sunday) in which it is due; without a date, it stands apart. No minutes: nobody measured them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from huiyin.process.campaigns.rules.plans import AskOrigin


@dataclass(frozen=True, slots=True)
class Load:
    """Items asked, and the fields in them to be typed."""

    items: int = 0
    fields: int = 0

    def __add__(self, other: "Load") -> "Load":
        return Load(self.items + other.items, self.fields + other.fields)


@dataclass(frozen=True)
class WeekLoad:
    """What one week asks, and of it what each origin asks (only those that do)."""

    total: Load
    by_origin: Mapping[AskOrigin, Load] = field(default_factory=dict)


def week_load(parts: Iterable[tuple[AskOrigin, Load]]) -> WeekLoad:
    """One week from its parts."""
    by_origin: dict[AskOrigin, Load] = {}
    for origin, load in parts:
        by_origin[origin] = by_origin.get(origin, Load()) + load
    ordered = {origin: by_origin[origin] for origin in AskOrigin if origin in by_origin}
    return WeekLoad(sum(by_origin.values(), Load()), ordered)


@dataclass(frozen=True)
class Spread:
    """How a number is spread over `units` units: values that some unit really has, never averages of two."""

    units: int
    lower: int
    median: int
    upper: int
    most: int


def spread(values: Sequence[int]) -> Spread:
    """Median, quartiles and most by the nearest rank: the smallest value that a half (a quarter, …) doesn't exceed.

    A unit of which nothing is asked counts, with 0. All 0 for no units.
    """
    ordered = sorted(values)
    return Spread(
        units=len(ordered),
        lower=_ranked(ordered, 1),
        median=_ranked(ordered, 2),
        upper=_ranked(ordered, 3),
        most=ordered[-1] if ordered else 0,
    )


def _ranked(ordered: Sequence[int], quarters: int) -> int:
    return ordered[-(-quarters * len(ordered) // 4) - 1] if ordered else 0
