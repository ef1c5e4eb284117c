"""How crowding, sameness and likeness are found among plain values: pure."""

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from huiyin.analysis.normalise import normalise
from huiyin.process.formalism.rules.checks import Bounds

_SHORTEST = 10
"""Letters: shorter texts (已整改) are the same by chance."""


LEAST_FIELDS = 2
"""One field (整改措施) is the same in many tasks, and says nothing."""


@dataclass(frozen=True)
class Sent:
    """An ask as it was sent: its id, title, day, the fields that each unit types, and until when each unit has to."""

    pk: int
    title: str
    on: date
    fields: tuple[str, ...]
    due: Mapping[int, date | None]


@dataclass(frozen=True)
class Twice:
    """Two asks, the earlier first, with the fields that stand in both, and the units asked both in one period."""

    one: Sent
    other: Sent
    fields: tuple[str, ...]
    units: tuple[int, ...]


def asked_twice(asks: Sequence[Sent], bounds: Bounds) -> list[Twice]:
    """Pairs of asks that want the same fields of a unit in one period: due, or where one has no date, sent, within `ask_days`.

    O(n² × units) of asks with fields, some dozens in a campaign.
    """
    found = []
    wanting = sorted((one for one in asks if one.fields), key=lambda one: (one.on, one.pk))
    for one, other in combinations(wanting, 2):
        theirs = {normalise(name) for name in other.fields}
        same = tuple(name for name in one.fields if normalise(name) in theirs)
        least = bounds.fields_alike * min(len(set(one.fields)), len(theirs))
        if len(same) < LEAST_FIELDS or len(same) < least:
            continue
        units = tuple(
            unit for unit in one.due if unit in other.due and _apart(one, other, unit) <= bounds.ask_days
        )
        if units:
            found.append(Twice(one, other, same, units))
    return found


def _apart(one: Sent, other: Sent, unit: int) -> int:
    """Days between the two, as that unit has to answer them."""
    first, second = one.due[unit], other.due[unit]
    if first is None or second is None:
        first, second = one.on, other.on
    return abs((second - first).days)


@dataclass(frozen=True)
class Crowd:
    """Of `all` things of somebody, `n` on one day."""

    day: date
    n: int
    all: int


def crowded(days: Iterable[date], bounds: Bounds) -> Crowd | None:
    """The day on which most of many things fell; None where they are few, or spread. The earliest of equals."""
    counted = Counter(days)
    all_ = sum(counted.values())
    if all_ < bounds.burst_least:
        return None
    day, n = min(counted.items(), key=lambda one: (-one[1], one[0]))
    return Crowd(day, n, all_) if n >= bounds.burst_share * all_ else None


@dataclass(frozen=True)
class Hurry:
    """Of `all` things that kept their dates, `n` came in the last days; `before`: the dates before which they did, and how many each."""

    n: int
    all: int
    before: tuple[tuple[date, int], ...]


def hurried(rows: Iterable[tuple[date, date]], bounds: Bounds) -> Hurry | None:
    """Of (its date, when it was done), whether most came in the last days before their own dates; None where they are few, or didn't.

    What was late kept no date, and isn't counted. O(n).
    """
    kept = [(due, done) for due, done in rows if done <= due]
    last = Counter(due for due, done in kept if (due - done).days < bounds.due_days)
    n = sum(last.values())
    if len(kept) < bounds.burst_least or n < bounds.burst_share * len(kept):
        return None
    return Hurry(n, len(kept), tuple(sorted(last.items())))


@dataclass(frozen=True)
class Same:
    """Words that several units have: as the first of them wrote it, and the units, each once, as they came."""

    text: str
    units: tuple[int, ...]


def same_words(rows: Iterable[tuple[int, str]], least: int) -> list[Same]:
    """Of (unit, text), the texts equal but for punctuation that `least` units have, the first written first. O(letters)."""
    units: dict[str, dict[int, None]] = defaultdict(dict)
    first: dict[str, str] = {}
    for unit, text in rows:
        shape = "".join(letter for letter in normalise(text) if letter.isalnum())
        if len(shape) >= _SHORTEST:
            units[shape][unit] = None
            first.setdefault(shape, text)
    return [Same(first[shape], tuple(of)) for shape, of in units.items() if len(of) >= least]


@dataclass(frozen=True)
class Alike:
    """Two texts with so much of the shorter one in common."""

    one: int
    other: int
    share: float


def alike(
    shared: Iterable[tuple[Hashable, int]],
    sizes: Mapping[int, int],
    apart: Mapping[int, Hashable],
    bounds: Bounds,
) -> list[Alike]:
    """Pairs of texts of different `apart` that share fingerprints: `shared` are (key, text), `sizes` how many each has.

    A key that many texts hold (the template's own words) tells nothing: MOST holders. O(keys × MOST²).
    """
    holders: dict[Hashable, set[int]] = defaultdict(set)
    for key, text in shared:
        holders[key].add(text)
    counted: Counter[tuple[int, int]] = Counter()
    for texts in holders.values():
        if len(texts) <= MOST:
            counted.update(
                (one, other) for one, other in combinations(sorted(texts), 2) if apart[one] != apart[other]
            )
    found = [Alike(one, other, n / min(sizes[one], sizes[other])) for (one, other), n in counted.items()]
    return sorted(
        (pair for pair in found if pair.share >= bounds.alike_share and _long(pair, sizes)),
        key=lambda pair: (pair.one, pair.other),
    )


MOST = 6
LEAST_MARKS = 6
"""Fingerprints of a text: fewer are a sentence or two."""


def _long(pair: Alike, sizes: Mapping[int, int]) -> bool:
    return min(sizes[pair.one], sizes[pair.other]) >= LEAST_MARKS


def named(units: Collection[int], names: Mapping[int, str], most: int = 6) -> str:
    """Names of units in the order given, cut with how many more."""
    shown = [names[unit] for unit in units if unit in names]
    more = f"等 {len(shown)} 个" if len(shown) > most else ""
    return "、".join(shown[:most]) + more
