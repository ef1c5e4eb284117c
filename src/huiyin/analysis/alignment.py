"""Laying two texts side by side: which stretch of one goes on like a stretch of the other, with small changes in between.

Seed and extend, as one looks for genes (BLAST; chaining after Myers and Miller 1995): where fingerprints met in order, the runs of
two letters and more that both texts have near there are strung together. A run counts for its letters, a changed word against
them; a chain that earns enough is a stretch in common. No list of synonyms is needed: what was put in their place is the gap.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

ENOUGH = 20.0
"""What a stretch has to earn: about 20 letters alike, or more of them with changes in between."""

SHORTEST_RUN = 2
LONGEST_GAP = 24  # letters without a run in common, after which a stretch is over
_EACH_RUN = 0.5  # what a run costs for being one more
_EACH_CHANGED = 0.5  # a letter put in the place of another
_EACH_MOVED = 0.35  # a letter more on one side than on the other

_AROUND = 80  # letters looked at before and after the fingerprints that met
_ASIDE = 120  # how far off the line of those fingerprints a run may lie
_NEXT = 80  # fingerprints that lie farther apart begin another stretch
_DRIFT = 24  # so far a stretch may move from one fingerprint to the next
_WHOLE = 12  # inside so long a run nothing else is looked for
_BACK = 48  # runs before a run that it may go on from
_MOST_PLACES = 12  # of a pair of letters near the line; one with more says nothing
_MOST_RUNS = 3  # a letter: no language has so many, a text typed to keep the machine busy has

Meeting = tuple[int, int]
"""A fingerprint in common: its place in one text, and in the other."""


class Run(NamedTuple):
    """`size` letters from `here` on in one text that stand, as they are, from `there` on in the other."""

    here: int
    there: int
    size: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Runs in the order of the first text, and what they earned together."""

    runs: tuple[Run, ...]
    earned: float

    @property
    def start(self) -> int:
        return self.runs[0].here

    @property
    def end(self) -> int:
        return self.runs[-1].here + self.runs[-1].size

    @property
    def there(self) -> tuple[int, int]:
        """From the first to the last letter in the other text."""
        return min(run.there for run in self.runs), max(run.there + run.size for run in self.runs)

    @property
    def alike(self) -> int:
        """How many letters both have."""
        return sum(run.size for run in self.runs)


def strands(meetings: Sequence[Meeting]) -> list[list[Meeting]]:
    """Meetings that follow each other in both texts, two and more of them: what is worth laying side by side."""
    done: list[list[Meeting]] = []
    growing: list[list[Meeting]] = []
    for here, there in sorted(meetings):
        still: list[list[Meeting]] = []
        for strand in growing:
            (still if here - strand[-1][0] <= _NEXT else done).append(strand)
        growing = still
        near = [one for one in growing if _drift(one[-1], (here, there)) <= _DRIFT]
        if near:
            min(near, key=lambda one: _drift(one[-1], (here, there))).append((here, there))
        else:
            growing.append([(here, there)])
    return [strand for strand in (*done, *growing) if len({here for here, _ in strand}) > 1]


def stretches(mine: str, theirs: str, strand: Sequence[Meeting]) -> list[Stretch]:
    """The stretches in common around a strand, the one that earned most first; none reuses another's runs."""
    most = _MOST_RUNS * (strand[-1][0] - strand[0][0] + 2 * _AROUND)
    runs = sorted(islice(_runs(mine, theirs, strand), most))
    best, before = _chained(runs)
    used: set[int] = set()
    found: list[Stretch] = []
    for last in sorted(range(len(runs)), key=lambda at: -best[at]):
        if best[last] < ENOUGH:
            break
        path, at = [], last
        while at >= 0 and at not in used:
            path.append(at)
            at = before[at]
        used.update(path)
        earned = best[last] - (best[at] if at >= 0 and path else 0.0)
        if path and earned >= ENOUGH:
            found.append(Stretch(_trimmed([runs[at] for at in reversed(path)]), earned))
    return found


def _drift(one: Meeting, other: Meeting) -> int:
    return abs((one[1] - one[0]) - (other[1] - other[0]))


def _runs(mine: str, theirs: str, strand: Sequence[Meeting]) -> Iterator[Run]:
    """The runs in common that can't be longer on either side, near the strand's line."""
    first, last = max(strand[0][0] - _AROUND, 0), min(strand[-1][0] + _AROUND, len(mine))
    lowest = max(min(there for _, there in strand) - _AROUND, 0)
    highest = min(max(there for _, there in strand) + _AROUND, len(theirs))
    places: defaultdict[str, list[int]] = defaultdict(list)
    for there in range(lowest, highest - 1):
        places[theirs[there : there + 2]].append(there)
    heres = [here for here, _ in strand]
    skip = first
    for here in range(first, last - 1):
        if here < skip or not (listed := places.get(mine[here : here + 2])):
            continue
        at_here, at_there = strand[max(bisect_left(heres, here + 1) - 1, 0)]
        expected = here + at_there - at_here
        near = listed[bisect_left(listed, expected - _ASIDE) : bisect_left(listed, expected + _ASIDE)]
        for there in near if len(near) <= _MOST_PLACES else ():
            if here > first and there > lowest and mine[here - 1] == theirs[there - 1]:
                continue
            size = _alike(mine, theirs, here, there)
            skip = max(skip, here + size - 2) if size >= _WHOLE else skip
            yield Run(here, there, size)


def _alike(mine: str, theirs: str, here: int, there: int) -> int:
    """How many letters from two places on are the same."""
    size, most = 2, min(len(mine) - here, len(theirs) - there)
    while size < most and mine[here + size] == theirs[there + size]:
        size += 1
    return size


def _chained(runs: Sequence[Run]) -> tuple[list[float], list[int]]:
    """For each run what the best chain that ends in it earns, and the run before it in that chain (-1: it is the first)."""
    best: list[float] = []
    before: list[int] = []
    for at, run in enumerate(runs):
        earned, previous = run.size - _EACH_RUN, -1
        for earlier in range(at - 1, max(at - 1 - _BACK, -1), -1):
            gain = _going_on(runs[earlier], run)
            if gain is not None and best[earlier] + gain > earned:
                earned, previous = best[earlier] + gain, earlier
        best.append(earned)
        before.append(previous)
    return best, before


def _going_on(one: Run, other: Run) -> float | None:
    """What `other` adds to a chain that ends in `one`; None where it doesn't go on from it."""
    if other.here <= one.here or other.there <= one.there:
        return None
    overlap = max(0, one.here + one.size - other.here, one.there + one.size - other.there)
    gap_here = other.here + overlap - one.here - one.size
    gap_there = other.there + overlap - one.there - one.size
    if overlap >= other.size or max(gap_here, gap_there) > LONGEST_GAP:
        return None
    changed, moved = min(gap_here, gap_there), abs(gap_here - gap_there)
    return other.size - overlap - _EACH_RUN - _EACH_CHANGED * changed - _EACH_MOVED * moved


def _trimmed(runs: Sequence[Run]) -> tuple[Run, ...]:
    """The runs without the letters that the run before has already, in either text."""
    kept = [runs[0]]
    for run in runs[1:]:
        last = kept[-1]
        cut = max(0, last.here + last.size - run.here, last.there + last.size - run.there)
        kept.append(Run(run.here + cut, run.there + cut, run.size - cut))
    return tuple(kept)
