"""Days as places on a chart, in per cent of its width: the browser stretches them, and no letter with them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Generic, TypeVar

T = TypeVar("T")

_DAY = timedelta(days=1)
_NARROWEST = 700  # px: the width below which a chart is scrolled; labels are kept apart for it
_LETTER = 12.5  # px a Chinese character; half of it for others
_THINNEST = 0.45  # per cent of a bar that is still seen
_MOST_WEEKS = 56  # week numbers that find room beside each other


@dataclass(frozen=True)
class Place:
    """A bar: where it begins and how long it is."""

    x: str
    width: str


@dataclass(frozen=True)
class Tick:
    """A line of the grid; `label` is the day on which a week begins, 0 where it has no room."""

    x: str
    label: int = 0


@dataclass(frozen=True)
class Month:
    """A month of the axis: its first day that is shown."""

    first: date
    x: str


@dataclass(frozen=True)
class Scale:
    """The days from `first` to `last`, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def at(self, day: date) -> float:
        return (day - self.first).days / self.days * 100

    def shows(self, day: date) -> bool:
        return self.first <= day <= self.last

    def x(self, day: date) -> str:
        """Where a day begins."""
        return percent(self.at(day))

    def middle(self, day: date) -> str:
        """Where a day has its noon: marks of one day stand there."""
        return percent(self.at(day) + 50 / self.days)

    def bar(self, since: date, until: date) -> Place | None:
        """From the morning of the one to the evening of the other day, as far as it is on the chart."""
        if until < self.first or since > self.last:
            return None
        start, end = self.at(max(since, self.first)), self.at(min(until, self.last) + _DAY)
        width = max(end - start, _THINNEST)
        return Place(percent(min(start, 100 - width)), percent(width))

    def months(self) -> Iterator[Month]:
        day = self.first
        while day <= self.last:
            yield Month(day, self.x(day))
            day = _next_month(day)

    def weeks(self) -> list[Tick]:
        """The Mondays; where they are many, every other one or fewer says its day."""
        first = self.first + timedelta(days=-self.first.weekday() % 7)
        mondays = [first + timedelta(days=7 * n) for n in range((self.last - first).days // 7 + 1)]
        every = -(-len(mondays) // _MOST_WEEKS)
        last = 100 - _LETTER / _NARROWEST * 100
        return [
            Tick(self.x(day), day.day if n % every == 0 and self.at(day) < last else 0)
            for n, day in enumerate(mondays)
        ]


def percent(value: float) -> str:
    return f"{value:.2f}%"


def whole_months(first: date, last: date) -> Scale:
    """A scale over both days that begins and ends with a month."""
    return Scale(first.replace(day=1), _next_month(last) - _DAY)


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


@dataclass(frozen=True)
class Label(Generic[T]):
    """A word beside a mark. `row`: on which line from the top it has room; `left`: it stands before its mark."""

    thing: T
    text: str
    x: str
    row: int
    left: bool


@dataclass
class Labels:
    """Words put beside their marks so that none runs into another."""

    scale: Scale
    _ends: list[float] = field(default_factory=list)

    def place(self, things: Sequence[tuple[date, str, T]]) -> list[Label[T]]:
        """(day, text, thing) in the order of the days → each on the first line that has room."""
        found = []
        for day, text, thing in sorted(things, key=lambda each: each[0]):
            at, width = self.scale.at(day) + 50 / self.scale.days, _width(text)
            left = at + width > 100 and at > 50
            start, end = (at - width, at + 1) if left else (at - 1, at + width)
            found.append(Label(thing, text, percent(at), self._row(start, end), left))
        return found

    def _row(self, start: float, end: float) -> int:
        for row, taken in enumerate(self._ends):
            if taken <= start:
                self._ends[row] = end
                return row
        self._ends.append(end)
        return len(self._ends) - 1

    @property
    def rows(self) -> int:
        return len(self._ends)


def _width(text: str) -> float:
    """About how wide a label is with its mark, in per cent of the narrowest chart."""
    letters = sum(1.0 if letter > "⺀" else 0.58 for letter in text)
    return (letters * _LETTER + 14) / _NARROWEST * 100


def first_and_last(days: Iterable[date | None]) -> tuple[date, date] | None:
    known = [day for day in days if day is not None]
    return (min(known), max(known)) if known else None
