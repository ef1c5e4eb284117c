"""Whether less is said of a matter since it was closed: a number, an interval, and a verdict that says when it can't tell (S16, SPEC section 5).

Opinions come in bursts, so episodes are counted, not opinions. Of all episodes about a unit, those of the matter are held against the
others, before the closing and after it: that more or less is listened to on the whole then changes nothing.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import ceil, exp, inf, lgamma, log, log1p

import numpy as np
import numpy.typing as npt

CONFIDENCE = 0.95
MOST_DISPERSION = 1.5
"""Above this nothing is proven: a few loud weeks would look like a change."""


class Verdict(StrEnum):
    """What can be said of a fix."""

    PROVEN = "proven"
    WORSE = "worse"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True)
class Heard:
    """An opinion as episodes see it. `copy_of`: the first of its near duplicates, or itself; `origin`: the link or the forum that it
    came by, "" where it came by none; `matter`: what it is of, "" where it is like no other."""

    opinion: int
    on: date
    copy_of: int
    matter: str
    channel: str
    origin: str


def episodes(heard: Iterable[Heard]) -> list[Heard]:
    """The first opinion of each episode, in the order of days.

    Near duplicates count once, and so do opinions of one matter, channel and calendar week that came from one link or forum.
    O(n log n).
    """
    seen: set[object] = set()
    first = []
    for one in sorted(heard, key=lambda each: (each.on, each.opinion)):
        year, week, _ = one.on.isocalendar()
        burst = (one.matter, one.channel, year, week, one.origin) if one.matter and one.origin else None
        if one.copy_of in seen or (burst is not None and burst in seen):
            seen |= {one.copy_of, burst}
            continue
        seen |= {one.copy_of, burst}
        first.append(one)
    return first


@dataclass(frozen=True, slots=True)
class Counts:
    """Episodes about a unit: of the matter and others, before its closing and after."""

    before: int
    before_others: int
    after: int
    after_others: int

    def __post_init__(self) -> None:
        if min(self.before, self.before_others, self.after, self.after_others) < 0:
            raise ValueError(f"{self}")

    @property
    def heard_before(self) -> int:
        return self.before + self.before_others

    @property
    def heard_after(self) -> int:
        return self.after + self.after_others


@dataclass(frozen=True, slots=True)
class Ratio:
    """The odds of the matter after its closing against those before, with the exact interval; inf where there is no bound."""

    value: float
    low: float
    high: float
    p: float


def ratio(counts: Counts) -> Ratio:
    """The conditional maximum-likelihood odds ratio and Fisher's exact 95 % interval (Fisher 1935; Cornfield 1956).

    The interval leaves 2.5 % at each end; `p` is twice the smaller tail, so that p ≤ 0.05 where the interval leaves out 1. Without an
    episode of the matter, or without listening on one of the sides, nothing is known: 0 to inf. O(episodes of the matter).
    """
    if not (counts.heard_before and counts.heard_after and counts.before + counts.after):
        return Ratio(1.0, 0.0, inf, 1.0)
    if not counts.before_others + counts.after_others:
        return Ratio(1.0, 0.0, inf, 1.0)
    chance = _Chance(counts.heard_after, counts.heard_before, counts.before + counts.after)
    at, end = counts.after, (1 - CONFIDENCE) / 2
    return Ratio(
        value=chance.odds(at, chance.mean),
        low=0.0 if at == chance.least else exp(_where(lambda odds: chance.at_least(at, odds), end)),
        high=inf if at == chance.most else exp(-_where(lambda odds: chance.at_most(at, -odds), end)),
        p=min(1.0, 2 * min(chance.at_most(at, 0.0), chance.at_least(at, 0.0))),
    )


class _Chance:
    """Fisher's noncentral hypergeometric distribution: how many of `marked` fall into the first of two lots, at some odds.

    Odds are given as their logarithm.
    """

    def __init__(self, first: int, second: int, marked: int) -> None:
        self.least, self.most = max(0, marked - second), min(first, marked)
        self._numbers = np.arange(self.least, self.most + 1, dtype=float)
        self._weights = np.array(
            [_log_ways(first, n) + _log_ways(second, marked - n) for n in range(self.least, self.most + 1)]
        )

    def at_least(self, n: int, odds: float) -> float:
        return float(self._chances(odds)[n - self.least :].sum())

    def at_most(self, n: int, odds: float) -> float:
        return float(self._chances(odds)[: n - self.least + 1].sum())

    def mean(self, odds: float) -> float:
        return float(self._chances(odds) @ self._numbers)

    def odds(self, n: int, grows: Callable[[float], float]) -> float:
        """The odds at which `grows` is n; 0 and inf at the ends."""
        if n in (self.least, self.most):
            return 0.0 if n == self.least else inf
        return exp(_where(grows, n))

    def _chances(self, odds: float) -> npt.NDArray[np.float64]:
        weights = self._weights + odds * self._numbers
        chances = np.exp(weights - weights.max())
        return np.asarray(chances / chances.sum())


def _log_ways(of: int, taken: int) -> float:
    return lgamma(of + 1) - lgamma(taken + 1) - lgamma(of - taken + 1)


def _where(grows: Callable[[float], float], wanted: float) -> float:
    """Where something that grows is `wanted`, by halving; logarithms of odds beyond ±60 say no more."""
    low, high = -60.0, 60.0
    for _ in range(70):
        middle = (low + high) / 2
        if grows(middle) < wanted:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def false_discoveries(p_values: Sequence[float], rate: float = 0.05) -> frozenset[int]:
    """Which of many hypotheses are rejected at a false discovery rate (Benjamini and Hochberg 1995): their places. O(n log n)."""
    order = sorted(range(len(p_values)), key=lambda at: p_values[at])
    passed = [rank for rank, at in enumerate(order, 1) if p_values[at] <= rate * rank / len(order)]
    return frozenset(order[: max(passed, default=0)])


def verdict(found: Ratio, dispersed: float, *, stands: bool) -> Verdict:
    """What can be said. `stands`: it isn't one of those that chance brings where many are asked about (false_discoveries)."""
    if not stands:
        return Verdict.NOT_YET
    if found.low > 1:
        return Verdict.WORSE
    return Verdict.PROVEN if found.high < 1 and dispersed <= MOST_DISPERSION else Verdict.NOT_YET


def before_needed(exposure: float) -> int:
    """How many episodes must have come before for none afterwards to prove anything, at an exposure (listening after ÷ before).

    The smallest k with (1 ÷ (1 + exposure))^k ≤ 2.5 %: 6, 10, 17 and 39 at 1, ½, ¼ and 0.1.
    """
    if not exposure > 0:
        raise ValueError(f"exposure {exposure}")
    return max(1, ceil(-log((1 - CONFIDENCE) / 2) / log1p(exposure)))


def listening_needed(counts: Counts, most: int = 100_000) -> int | None:
    """How many episodes must be heard after the closing, in all, for a verdict, if the matter comes up no more than it did by now.

    None where neither `most` nor what was heard already is enough, so that no listening will tell. O(log most) intervals.
    """
    if not counts.before:
        return None

    def tells(heard: int) -> bool:
        return ratio(Counts(counts.before, counts.before_others, counts.after, heard - counts.after)).high < 1

    low = max(counts.heard_after, counts.after + 1)
    high = max(low, most)
    if not tells(high):
        return None
    while low < high:
        middle = (low + high) // 2
        if tells(middle):
            high = middle
        else:
            low = middle + 1
    return low


def per_day(numbers: Collection[date], since: date, until: date) -> float:
    """Episodes a day from `since` to `until`, both included: beside the verdict, never for it."""
    days = (until - since).days + 1
    return len([day for day in numbers if since <= day <= until]) / days if days > 0 else 0.0


def weeks_of(episodes_needed: int, a_week: float) -> int | None:
    """How many weeks of listening bring so many episodes; None where nothing comes in."""
    return ceil(episodes_needed / a_week) if a_week > 0 else None
