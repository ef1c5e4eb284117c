"""What was planted in a simulated city (bench/city.py), and the tables that are to be expected of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import exp

SINCE = date(2014, 2, 24)
OTHERS = 5.0
"""Other things a week in each unit; each comes by a link of its own."""
LINKS = 40
"""Links by which a matter comes: two bursts of a week by the same one are an episode."""


@dataclass
class Matter:
    """What is planted: how often it comes up a week, from which day on how much more often or less, and what became of it."""

    unit: int
    name: str
    a_week: float
    change: float
    closed_on: date
    opinions: list[tuple[str, date]] = field(default_factory=list)
    problem: int = 0

    def rate(self, week: int) -> float:
        """Bursts in a week since SINCE."""
        middle = SINCE + timedelta(days=7 * week + 3)
        return self.a_week * (self.change if middle > self.closed_on else 1)


@dataclass(frozen=True)
class Expected:
    """Episodes to be expected in the four cells of a matter's table (docs/statistics.md)."""

    before: float
    before_others: float
    after: float
    after_others: float

    @property
    def ratio(self) -> float:
        """The odds ratio that was planted: of the matter and of everything else that is said about its unit."""
        return self.after * self.before_others / (self.before * self.after_others)


def expected(matter: Matter, neighbours: Sequence[Matter], *, weeks: int, burst: float) -> Expected:
    """`neighbours`: the other matters of its unit, which change as they were planted; `burst`: opinions a burst on average."""
    cells = [0.0, 0.0, 0.0, 0.0]
    for week in range(weeks):
        monday = SINCE + timedelta(days=7 * week)
        early = min(max((matter.closed_on - monday).days + 1, 0), 7) / 7
        for at, share in ((0, early), (2, 1 - early)):
            seen = 1 - (1 - share) * exp(-(burst - 1) * share)
            cells[at] += _distinct(matter.rate(week) * seen)
            cells[at + 1] += OTHERS * seen + sum(_distinct(one.rate(week) * seen) for one in neighbours)
    return Expected(*cells)


def _distinct(bursts: float) -> float:
    """Links among LINKS that bring any of a Poisson number of bursts."""
    return LINKS * (1 - exp(-bursts / LINKS))
