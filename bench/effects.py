"""How often a fix is called proven, or worse, where nothing changed; how often where it did. Simulated, so the truth is known.

    python -m bench.effects [--worlds 4000]

A unit is listened to for twenty weeks before a closing and as long after it, by links that come at random; each brings a burst of opinions
(1 and a Poisson number more, `burst` on average) within its week. `change` is the matter's rate after the closing by that before. Covered: the
95 % interval holds the true odds ratio. *Naive*: proven by the
opinions themselves, bursts and all.
"""

import argparse
from datetime import date, timedelta
from random import Random

from huiyin.analysis.effects import Counts, Heard, Ratio, Verdict, dispersion, episodes, ratio, verdict

DAY = date(2014, 6, 2)
WEEKS = 40


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--worlds", type=int, default=4000)
    worlds = parser.parse_args().worlds
    print(f"{'a week':>7}{'burst':>7}{'change':>8}{'covered':>9}{'proven':>9}{'worse':>9}{'naive':>9}")
    for a_week in (0.3, 1.2):
        for burst in (1, 2, 4):
            for change in (1.0, 0.25):
                _print(a_week, burst, change, worlds)
    return 0


def _print(a_week: float, burst: int, change: float, worlds: int) -> None:
    random = Random(f"{a_week} {burst} {change}")  # noqa: S311 - a simulation
    covered = proven = worse = naive = 0
    for _ in range(worlds):
        said = _world(random, a_week, burst, change)
        found = _counted(episodes(said))
        mine = [one.on for one in episodes(said) if one.matter == "m"]
        said_of = verdict(found, dispersion(mine, DAY, DAY + timedelta(days=7 * WEEKS - 1)), stands=True)
        covered += found.low <= change <= found.high
        proven += said_of is Verdict.PROVEN
        worse += said_of is Verdict.WORSE
        naive += _counted(said).high < 1
    rates = "".join(f"{n / worlds:>9.3f}" for n in (covered, proven, worse, naive))
    print(f"{a_week:>7}{burst:>7}{change:>8}{rates}", flush=True)


def _counted(said: list[Heard]) -> Ratio:
    closing = DAY + timedelta(days=7 * WEEKS // 2)
    cells = [0, 0, 0, 0]
    for one in said:
        cells[2 * (one.on >= closing) + (one.matter != "m")] += 1
    return ratio(Counts(*cells))


def _world(random: Random, a_week: float, burst: int, change: float) -> list[Heard]:
    said: list[Heard] = []
    for matter, rate in (("m", a_week), ("others", 5.0)):
        for week in range(WEEKS):
            now = rate * change if matter == "m" and week >= WEEKS // 2 else rate
            for link in range(_poisson(random, now)):
                name = matter if matter == "m" else f"o{week}.{link}"
                for _ in range(1 + _poisson(random, burst - 1)):
                    on = DAY + timedelta(days=7 * week + random.randrange(7))
                    number = len(said) + 1
                    said.append(Heard(number, on, number, name, "online", f"{matter}{week}.{link}"))
    return said


def _poisson(random: Random, mean: float) -> int:
    n, left = 0, random.expovariate(1.0)
    while left < mean:
        n, left = n + 1, left + random.expovariate(1.0)
    return n


if __name__ == "__main__":
    raise SystemExit(main())
