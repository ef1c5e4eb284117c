"""The parts of a unit's sum as the unit itself is told them: each 0 or of enough givers (SPEC rules 2, 5)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from huiyin.process.opinions.rules.disposition import Disposition

# Who said the same twice is counted where the first of it went, and not once more among the copies; whom a problem tells of, only there.
_ORDER = sorted(
    Disposition,
    key=lambda one: (one is not Disposition.LINKED, one in (Disposition.WITHDRAWN, Disposition.DUPLICATE)),
)


@dataclass(frozen=True)
class ToldPart:
    """How many opinions went to these places."""

    places: tuple[Disposition, ...]
    opinions: int


def told_parts(
    heard: Mapping[Disposition, tuple[int, Iterable[int]]], fewest: int
) -> tuple[ToldPart, ...] | None:
    """From place → (opinions, givers) to parts in the order of the places, of at least `fewest` givers each, nobody counted twice.

    What is too small stands together, with the smallest of the others where it must; None where all together are too few. Problems tell how
    many stand behind them, so what is linked hides nobody and never stands alone: less those, the rest would be of few. O(givers).
    """
    seen: set[int] = set()
    givers: dict[Disposition, int] = {}
    for place in _ORDER:
        opinions, persons = heard.get(place, (0, ()))
        if opinions:
            new = set(persons) - seen
            seen |= new
            givers[place] = 0 if place is Disposition.LINKED else len(new)
    if sum(givers.values()) < fewest:
        return None
    large = sorted((n, place) for place, n in givers.items() if n >= fewest)
    small = [place for place, n in givers.items() if n < fewest]
    while small and sum(givers[place] for place in small) < fewest:
        small.append(large.pop(0)[1])
    parts = [(place,) for _, place in large] + ([tuple(small)] if small else [])
    order = list(Disposition)
    told = [tuple(sorted(places, key=order.index)) for places in parts]
    told.sort(key=lambda places: (len(places) > 1, order.index(places[0])))  # what stands together is last
    return tuple(ToldPart(places, sum(heard[place][0] for place in places)) for places in told)
