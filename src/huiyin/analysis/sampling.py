"""Which of many to look at, so that nobody can have chosen them, and what was found tells of the rest (SPEC section 5).

A sample is drawn from a frozen population by a seed whose hash was published before: each thing's rank is the SHA-256 of seed and
name, so that anybody draws it again with ten lines (docs/statistics.md).
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import ceil, comb, floor


def sample_size(of: int, tolerable: float, confidence: float) -> int:
    """The fewest of `of` things to look at, so that finding nothing false says with `confidence` that fewer than the share `tolerable` are.

    Discovery sampling without replacement: the smallest n with P(0 false among n | K of N false) ≤ 1 − confidence, by the
    hypergeometric distribution, where K is the least number that makes up the share. 0 of none. O(log N) evaluations. ValueError
    unless both shares lie between 0 and 1.
    """
    if not (0 < tolerable < 1 and 0 < confidence < 1 and of >= 0):
        raise ValueError(f"{of} things, {tolerable}, {confidence}")
    if of == 0:
        return 0
    false, left = least_false(of, tolerable), 1 - Fraction(str(confidence))
    high = 1
    while high < of and _at_most(0, of, false, high) > left:
        high = min(of, 2 * high)
    low = high // 2 + 1
    while low < high:
        middle = (low + high) // 2
        if _at_most(0, of, false, middle) <= left:
            high = middle
        else:
            low = middle + 1
    return low


def least_false(of: int, tolerable: float) -> int:
    """The least number of false ones among `of` that makes up the share `tolerable`, at least one."""
    return max(1, ceil(Fraction(str(tolerable)) * of))


def _at_most(found: int, of: int, false: int, looked: int) -> Fraction:
    """P(at most `found` false among `looked` of `of`, of which `false` are), exactly."""
    false, looked = (
        max(false, looked),
        min(false, looked),
    )  # one for the other gives the same, with smaller numbers
    ways = sum(comb(false, hit) * comb(of - false, looked - hit) for hit in range(min(found, looked) + 1))
    return Fraction(ways, comb(of, looked))


def upper_bound(of: int, looked: int, found: int, confidence: float) -> int:
    """The most false ones that `of` things can hold, with `confidence`, when `found` of `looked` were false.

    Exact (the test by the hypergeometric distribution, inverted): the largest K with P(X ≤ found | K) > 1 − confidence; never fewer than
    were found, never more than there can be. O(log N). ValueError unless found ≤ looked ≤ of.
    """
    if not (0 <= found <= looked <= of and 0 < confidence < 1):
        raise ValueError(f"{found} of {looked} of {of}, {confidence}")
    low, high, left = found, of - (looked - found), 1 - Fraction(str(confidence))
    while low < high:
        middle = (low + high + 1) // 2
        if _at_most(found, of, middle, looked) > left:
            low = middle
        else:
            high = middle - 1
    return low


def population_digest(names: Iterable[str]) -> str:
    """SHA-256, in hex, of the population: the names in the order of their code points, a line each."""
    return hashlib.sha256("\n".join(sorted(names)).encode()).hexdigest()


def seed_hash(seed: str) -> str:
    """SHA-256, in hex: published before the population is frozen."""
    return hashlib.sha256(seed.encode()).hexdigest()


def drawn(names: Iterable[str], seed: str, size: int) -> list[str]:
    """The first `size` names in the order of SHA-256(seed, a line break, name); all where there are no more. O(N log N)."""
    return sorted(names, key=lambda name: hashlib.sha256(f"{seed}\n{name}".encode()).digest())[:size]


def drawn_by_strata(strata: Mapping[str, Sequence[str]], seed: str, size: int) -> dict[str, list[str]]:
    """The same within strata, each by its share of the population (largest remainders, ties by name); at least one of each that has any
    where `size` is enough for that."""
    shares = shares_of({name: len(things) for name, things in strata.items()}, size)
    return {name: drawn(strata[name], seed, share) for name, share in shares.items()}


def shares_of(counts: Mapping[str, int], size: int) -> dict[str, int]:
    """How many of `size` fall to each stratum; none gets more than it has."""
    total = sum(counts.values())
    if size >= total:
        return dict(counts)
    exact = {name: Fraction(n * size, total) for name, n in counts.items()}
    found = {name: floor(share) for name, share in exact.items()}
    order = sorted(counts, key=lambda name: (found[name] - exact[name], name))
    for name in order[: size - sum(found.values())]:
        found[name] += 1
    empty = [name for name in order if counts[name] and not found[name]]
    if size >= sum(n > 0 for n in counts.values()):
        for name in empty:
            found[max(found, key=lambda one: (found[one], one))] -= 1
            found[name] = 1
    return found
