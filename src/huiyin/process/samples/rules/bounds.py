"""How many of a whole population can be false, by what was found in a sample of it: also where it was drawn part by part. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import heapify, heappop, heappush

from huiyin.analysis.sampling import upper_bound


@dataclass(frozen=True)
class Part:
    """One part of a population: its size, how many of it were looked at, how many of those were false."""

    of: int
    looked: int
    false: int


def most_false(parts: Sequence[Part], confidence: float) -> int:
    """The most false ones in the whole, with `confidence`.

    One part: `sampling.upper_bound`. Several of which none was false: the most that can be spread over the parts so that finding none
    keeps a chance of more than 1 − confidence, in exact fractions; each goes where it lowers the chance least, which is the worst case,
    since the chance of a part falls the faster the more of it are false. Several with false ones: the sum of the parts' own bounds at a
    confidence that holds for all of them together (Bonferroni): safe, and wide. O(K log parts).
    """
    parts = [part for part in parts if part.of]
    if not parts:
        return 0
    if len(parts) == 1:
        return upper_bound(parts[0].of, parts[0].looked, parts[0].false, confidence)
    if any(part.false for part in parts):
        each = 1 - (1 - confidence) / len(parts)
        return sum(upper_bound(part.of, part.looked, part.false, each) for part in parts)
    return _none_found(parts, 1 - Fraction(str(confidence)))


def _none_found(parts: Sequence[Part], left: Fraction) -> int:
    """With K of N false and n looked at, one false more lowers the chance of finding none by (N − K − n) / (N − K)."""
    heap = [(-_factor(part, 0), at, 0) for at, part in enumerate(parts)]
    heapify(heap)
    chance, found = Fraction(1), 0
    while heap:
        factor, at, false = heappop(heap)
        chance *= -factor
        if chance <= left:
            break
        found += 1
        if false + 1 < parts[at].of:
            heappush(heap, (-_factor(parts[at], false + 1), at, false + 1))
    return found


def _factor(part: Part, false: int) -> Fraction:
    rest = part.of - false
    return Fraction(max(0, rest - part.looked), rest)
