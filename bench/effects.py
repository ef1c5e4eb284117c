"""How often a fix is called proven, or worse, where nothing changed; how often where it did. Simulated, so the truth is known.

    python -m bench.effects [--worlds 4000]

A unit is listened to for twenty weeks before a closing and as long after it, by links that come at random; each brings a burst of opinions
(1 and a Poisson number more, `burst` on average) within its week. `change` is the matter's rate after the closing by that before. Covered: the
95 % interval holds the true odds ratio. *Naive*: proven by the opinions themselves, bursts and all. *Plain*: proven if the variance of the
weekly numbers by their mean, over both sides, took the place of the spread by what was listened to. In the last rows bursts come by no
link, so that nothing shows them but the spread; and in the rows `rounds` nobody is asked but in two rounds of six weeks each.
"""

import argparse
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from huiyin.analysis.effects import CONFIDENCE, MOST_DISPERSION, Counts, Heard, Ratio, Verdict, ratio, verdict
from huiyin.analysis.listening import OURS, Sides, spread, two_sides

DAY = date(2014, 6, 2)
WEEKS = 40
OTHERS = 5.0
TAIL = (1 - CONFIDENCE) / 2
CLOSING = DAY + timedelta(days=7 * WEEKS // 2 - 1)
ROUNDS = [*range(6), *range(26, 32)]
"""The weeks of two rounds: at the start, and six weeks after the closing."""


@dataclass(frozen=True)
class Setting:
    """What one row of the table simulates."""

    a_week: float
    burst: int
    change: float
    linked: bool = True
    weeks: tuple[int, ...] = tuple(range(WEEKS))

    @property
    def name(self) -> str:
        return "" if self.linked and len(self.weeks) == WEEKS else "rounds" if self.linked else "no link"


SETTINGS = [
    *(
        Setting(a_week, burst, change)
        for a_week in (0.3, 1.2, 4.0)
        for burst in (1, 2, 4)
        for change in (1.0, 0.25)
    ),
    *(Setting(4.0, 2, change, weeks=tuple(ROUNDS)) for change in (1.0, 0.25)),
    *(Setting(1.2, burst, 1.0, linked=False) for burst in (2, 4)),
]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--worlds", type=int, default=4000)
    worlds = parser.parse_args().worlds
    heads = ("a week", "burst", "change", "", "covered", "proven", "worse", "naive", "plain")
    heads += ("exactly:", "proven", "worse")
    print("".join(f"{head:>9}" for head in heads))
    for setting in SETTINGS:
        _print(setting, worlds)
    return 0


def _print(setting: Setting, worlds: int) -> None:
    random = Random(f"{setting}")  # noqa: S311 - a simulation
    covered = proven = worse = naive = plain = 0
    for _ in range(worlds):
        said = _world(random, setting)
        sides = two_sides(said, {one.opinion for one in said if one.matter == "m"}, (), CLOSING)
        found = ratio(sides.counts)
        said_of = verdict(found, spread(sides.before, DAY).dispersion, stands=True)
        covered += found.low <= setting.change <= found.high
        proven += said_of is Verdict.PROVEN
        worse += said_of is Verdict.WORSE
        naive += _naive(said).high < 1
        plain += found.high < 1 and _plain(sides) <= MOST_DISPERSION
    rates = "".join(f"{n / worlds:>9.3f}" for n in (covered, proven, worse, naive, plain))
    rates += "".join(f"{share:>9.4f}" for share in (exactly(setting, random) if setting.linked else ()))
    print(f"{setting.a_week:>9}{setting.burst:>9}{setting.change:>9}{setting.name:>9}{rates}", flush=True)


def exactly(setting: Setting, random: Random, draws: int = 4000) -> tuple[float, float, float]:
    """The chances that the interval covers the true ratio, lies below 1, lies above it."""
    weeks = [
        sum(week < WEEKS // 2 for week in setting.weeks),
        sum(week >= WEEKS // 2 for week in setting.weeks),
    ]
    covered = proven = worse = 0.0
    for _ in range(draws):
        own = [
            _poisson(random, n * setting.a_week * rate)
            for n, rate in zip(weeks, (1, setting.change), strict=True)
        ]
        before, after = (_poisson(random, n * OTHERS) + mine for n, mine in zip(weeks, own, strict=True))
        few, many = _ends(before, after, sum(own), 1.0)
        low, high = _ends(before, after, sum(own), setting.change)
        chances = _chances(before, after, sum(own), setting.change)
        covered += chances[low : high + 1].sum()
        proven += chances[:few].sum()
        worse += chances[many + 1 :].sum()
    return covered / draws, proven / draws, worse / draws


def _ends(before: int, after: int, mine: int, odds: float) -> tuple[int, int]:
    """The places of the fewest and of the most later episodes whose interval holds these odds: neither tail is under 2.5 %."""
    chances = _chances(before, after, mine, odds)
    at_most, at_least = np.cumsum(chances), np.cumsum(chances[::-1])[::-1]
    return int((at_most < TAIL).sum()), len(chances) - 1 - int((at_least < TAIL).sum())


def _chances(before: int, after: int, mine: int, odds: float) -> NDArray[np.float64]:
    """Of each possible number of later episodes of the matter, from the lowest on (Fisher's noncentral hypergeometric distribution)."""
    later = np.arange(max(0, mine - before), min(after, mine) + 1)
    ways = (after, later), (before, mine - later)
    logs = sum(gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1) for n, k in ways) + later * np.log(odds)
    chances: NDArray[np.float64] = np.exp(logs - logs.max())
    return chances / chances.sum()


def _naive(said: list[Heard]) -> Ratio:
    cells = [0, 0, 0, 0]
    for one in said:
        cells[2 * (one.on > CLOSING) + (one.matter != "m")] += 1
    return ratio(Counts(*cells))


def _plain(sides: Sides) -> float:
    weeks = Counter((one.on - DAY).days // 7 for one in (*sides.before, *sides.after) if one.matter == OURS)
    mean = sum(weeks.values()) / WEEKS
    if not mean:
        return 1.0
    return sum((weeks[week] - mean) ** 2 for week in range(WEEKS)) / (WEEKS - 1) / mean


def _world(random: Random, setting: Setting) -> list[Heard]:
    said: list[Heard] = []
    for matter, rate in (("m", setting.a_week), ("others", OTHERS)):
        for week in setting.weeks:
            now = rate * setting.change if matter == "m" and week >= WEEKS // 2 else rate
            for link in range(_poisson(random, now)):
                name = matter if matter == "m" else f"o{week}.{link}"
                for _ in range(1 + _poisson(random, setting.burst - 1)):
                    on = DAY + timedelta(days=7 * week + random.randrange(7))
                    number = len(said) + 1
                    origin = f"{matter}{week}.{link}" if setting.linked else ""
                    said.append(Heard(number, on, number, name, "online", origin))
    return said


def _poisson(random: Random, mean: float) -> int:
    n, left = 0, random.expovariate(1.0)
    while left < mean:
        n, left = n + 1, left + random.expovariate(1.0)
    return n


if __name__ == "__main__":
    raise SystemExit(main())
