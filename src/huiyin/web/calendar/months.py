"""A year as twelve small months, and its festivals in a row."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from huiyin.platform.calendar.queries import ShownDay, ShownYear

WEEKDAYS = (("一", "Mo"), ("二", "Tu"), ("三", "We"), ("四", "Th"), ("五", "Fr"), ("六", "Sa"), ("日", "Su"))
_SATURDAY = 5
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Cell:
    """A day in its month. `kind`: worked or weekend by the weekday; off or made_up (worked) by the arrangement."""

    day: date
    kind: str
    shown: ShownDay | None
    today: bool


@dataclass(frozen=True)
class Month:
    """A month by weeks from Monday on, None where another month's day would stand; `worked`: how many working days."""

    first: date
    weeks: list[list[Cell | None]]
    worked: int


@dataclass
class Run:
    """Days off without a gap."""

    first: date
    last: date

    @property
    def length(self) -> int:
        return (self.last - self.first).days + 1


@dataclass
class Festival:
    """What one festival brings: days off, and the make-up days that are worked for them."""

    zh: str
    en: str
    own: bool
    off: list[Run] = field(default_factory=list)
    made_up: list[date] = field(default_factory=list)


def months_of(year: ShownYear, today: date) -> list[Month]:
    """The twelve months of a known year."""
    return [_month(date(year.year, number, 1), year, today) for number in range(1, 13)]


def _month(first: date, year: ShownYear, today: date) -> Month:
    cells: list[Cell | None] = [None] * first.weekday()
    day = first
    while day.month == first.month:
        shown = year.days.get(day)
        cells.append(Cell(day, _kind(day, shown), shown, day == today))
        day += _DAY
    cells += [None] * (-len(cells) % 7)
    worked = sum(cell is not None and cell.kind in {"worked", "made_up"} for cell in cells)
    return Month(first, [cells[at : at + 7] for at in range(0, len(cells), 7)], worked)


def _kind(day: date, shown: ShownDay | None) -> str:
    if shown is not None:
        return "made_up" if shown.works else "off"
    return "worked" if day.weekday() < _SATURDAY else "weekend"


def festivals_of(days: Iterable[ShownDay]) -> list[Festival]:
    """The days by festival, in the order of the year."""
    found: dict[tuple[str, bool], Festival] = {}
    for shown in days:
        festival = found.setdefault((shown.zh, shown.own), Festival(shown.zh, shown.en, shown.own))
        if shown.works:
            festival.made_up.append(shown.day)
        elif festival.off and festival.off[-1].last + _DAY == shown.day:
            festival.off[-1].last = shown.day
        else:
            festival.off.append(Run(shown.day, shown.day))
    return list(found.values())
