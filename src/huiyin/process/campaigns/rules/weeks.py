"""Weeks as burden counts them: Monday to Sunday, by the day on which something is due."""

from collections.abc import Iterator
from datetime import date, timedelta

SEVEN = timedelta(days=7)


def week_of(day: date) -> date:
    """The Monday of a day's week.

    >>> week_of(date(2014, 5, 25)), week_of(date(2014, 5, 26))
    (datetime.date(2014, 5, 19), datetime.date(2014, 5, 26))
    """
    return day - timedelta(days=day.weekday())


def sunday_of(monday: date) -> date:
    """The last day of a week."""
    return monday + timedelta(days=6)


def weeks_between(first: date, last: date) -> Iterator[date]:
    """The Mondays of every week that has a day from `first` to `last`, both included."""
    monday = week_of(first)
    while monday <= last:
        yield monday
        monday += SEVEN
