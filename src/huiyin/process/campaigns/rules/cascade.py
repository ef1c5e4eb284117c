"""How long a circular took from level to level: working time, and how it is spread over the units (never who was slowest)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from math import ceil

from huiyin.platform.calendar.rules import WorkCalendar

CHINA = timezone(timedelta(hours=8))
"""One time zone for every unit; rules don't import the clock."""

HOURS_A_DAY = 8
"""State Council decree 174 (1995-03-25), article 3: eight hours a day, forty a week."""

# Where the eight hours lie is a convention of this product: morning and afternoon, two hours of rest between.
_SPELLS = ((time(8), time(12)), (time(14), time(18)))

FEWEST_FOR_A_RATE = 10
"""SPEC rule 14."""

BINS: tuple[float, ...] = (4, 8, 16, 24, 40)
"""Upper ends of the bars in working hours, each included: half a day, one day, two, three, a week; the last bar has no end."""


def work_hours(calendar: WorkCalendar, start: datetime, end: datetime) -> float:
    """Working hours between two moments; 0 where none lie between. YearMissing where the calendar doesn't know a day. O(days)."""
    first, last = start.astimezone(CHINA), end.astimezone(CHINA)
    total, day = timedelta(), first.date()
    while day <= last.date():
        if calendar.works(day):
            total += sum((_overlap(day, spell, first, last) for spell in _SPELLS), timedelta())
        day += timedelta(days=1)
    return total / timedelta(hours=1)


def _overlap(day: date, spell: tuple[time, time], start: datetime, end: datetime) -> timedelta:
    opens, closes = (datetime.combine(day, at, tzinfo=CHINA) for at in spell)
    return max(min(closes, end) - max(opens, start), timedelta())


def day_of(at: datetime) -> date:
    """The calendar day of a moment in China."""
    return at.astimezone(CHINA).date()


@dataclass(frozen=True, slots=True)
class Spread:
    """How long units took, in working hours. `n` units, `waiting` of them not yet.

    `quarter`, `half`, `three_quarters`: within how long that share of all `n` had done it (those still waiting take longer than
    all others), None while it hasn't. `longest` is of those that have. `bins` counts them by BINS, and one bar more for what took longer.
    """

    n: int
    waiting: int
    quarter: float | None
    half: float | None
    three_quarters: float | None
    longest: float | None
    bins: tuple[int, ...]


def spread(hours: Iterable[float | None]) -> Spread:
    """The spread of some durations; None stands for a unit that hasn't done it yet. O(n log n)."""
    given = list(hours)
    done = sorted(hour for hour in given if hour is not None)
    return Spread(
        n=len(given),
        waiting=len(given) - len(done),
        quarter=_reached(done, len(given), 0.25),
        half=_reached(done, len(given), 0.5),
        three_quarters=_reached(done, len(given), 0.75),
        longest=done[-1] if done else None,
        bins=_binned(done),
    )


def _reached(done: Sequence[float], n: int, share: float) -> float | None:
    place = ceil(share * n) - 1
    return done[place] if 0 <= place < len(done) else None


def _binned(done: Sequence[float]) -> tuple[int, ...]:
    counts, low = [], float("-inf")
    for high in (*BINS, float("inf")):
        counts.append(sum(low < hour <= high for hour in done))
        low = high
    return tuple(counts)


@dataclass(frozen=True, slots=True)
class InTime:
    """How many of those that were due have acknowledged within the limit; no share under ten (SPEC rule 14)."""

    k: int
    n: int

    @property
    def share(self) -> float | None:
        return self.k / self.n if self.n >= FEWEST_FOR_A_RATE else None


def last_day(calendar: WorkCalendar, reached_at: datetime, ack_days: int | None) -> date | None:
    """The last day for acknowledging; None without a limit."""
    return None if ack_days is None else calendar.move(day_of(reached_at), ack_days, "working")


def in_time(rows: Iterable[tuple[datetime | None, date | None]], on: date) -> InTime:
    """Of (acknowledged_at, last day): those that had to be acknowledged by `on`, and those that were, in time."""
    k = n = 0
    for acknowledged_at, due in rows:
        if due is None:
            continue
        day = day_of(acknowledged_at) if acknowledged_at else None
        if (day is not None and day <= due) or due < on:
            n += 1
            k += day is not None and day <= due
    return InTime(k, n)


def tops_below(paths: Iterable[str]) -> list[str]:
    """Of the paths of units that take part, sorted, those with none of the others above them: the next level down."""
    kept: list[str] = []
    for path in sorted(paths):
        if not kept or not path.startswith(kept[-1]):
            kept.append(path)
    return kept
