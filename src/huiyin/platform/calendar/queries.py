"""The calendar of this installation: what is shipped, with what people entered on top."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from huiyin.platform.calendar.models import Day, Year
from huiyin.platform.calendar.rules import WorkCalendar, overlaid, shipped, shipped_arrangements


@dataclass(frozen=True)
class ShownDay:
    """A day that the weekday doesn't tell. `zh` and `en` name the festival; `own`: entered here, so both are as entered."""

    day: date
    works: bool
    zh: str
    en: str
    own: bool


@dataclass(frozen=True)
class ShownYear:
    """A year of the calendar by day, in order. `known`: its working days can be counted; `entered`: in full, by people here."""

    year: int
    known: bool
    entered: bool
    source: str
    days: Mapping[date, ShownDay]


def calendar() -> WorkCalendar:
    """Which days are worked in this installation. 2 queries; ask once for many days."""
    years = Year.objects.values_list("year", flat=True)
    return overlaid(shipped(), Day.objects.values_list("day", "works"), years)


def known_years() -> list[int]:
    """The years whose working days can be counted. One query."""
    return sorted({*shipped_arrangements(), *Year.objects.values_list("year", flat=True)})


def days_of(year: int) -> ShownYear:
    """The days of a year that the weekday doesn't tell, with their names and where they come from. 2 queries."""
    entered = Year.objects.filter(year=year).first()
    arrangement = shipped_arrangements().get(year) if entered is None else None
    days = {
        marked.day: ShownDay(marked.day, marked.works, marked.zh, marked.en, own=False)
        for marked in (arrangement.days if arrangement else ())
    }
    for row in Day.objects.filter(day__year=year):
        days[row.day] = ShownDay(row.day, row.works, row.name, row.name, own=True)
    source = entered.source if entered else arrangement.source if arrangement else ""
    known = entered is not None or arrangement is not None
    return ShownYear(year, known, entered is not None, source, dict(sorted(days.items())))
