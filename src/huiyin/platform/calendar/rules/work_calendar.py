"""Chinese working days: Monday to Friday, but for the days off and the make-up days of each year's arrangement (SPEC rule 12)."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from huiyin.kit.errors import BadInput

_SATURDAY = 5  # of date.weekday()


class YearMissing(BadInput):
    """The arrangement of a year isn't known, so nobody can say which of its days are worked. `year` is that year."""

    def __init__(self, year: int) -> None:
        super().__init__(
            f"{year} 年的年历未录入，算不出工作日。请在“年历”页录入国务院办公厅的放假安排，再重新排期。",
            f"The calendar of {year} hasn't been entered, so its working days can't be counted. Enter the State Council office's "
            "arrangement of holidays on the page 'Calendar', then schedule again.",
        )
        self.year = year


@dataclass(frozen=True)
class WorkCalendar:
    """Which days are worked. `days` are the days that the weekday doesn't tell (True: works); `years` those that are known.

    A day of any other year is a YearMissing, never a guess.
    """

    days: Mapping[date, bool]
    years: frozenset[int]
    _worked: dict[int, list[date]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def works(self, day: date) -> bool:
        """Whether `day` is worked."""
        self._needs(day.year)
        return self.days.get(day, day.weekday() < _SATURDAY)

    def move(self, day: date, offset: int, days: Literal["working", "calendar"]) -> date:
        """The day `offset` days from `day`: after it, or before it when negative. 0 is the day itself, worked or not.

        Working days are counted from the day after (before) `day`: from a Friday, 1 is Monday. O(years crossed).
        """
        if days == "calendar":
            return day + timedelta(days=offset)
        if offset == 0:
            return day
        return self._after(day, offset) if offset > 0 else self._before(day, -offset)

    def roll(self, day: date, how: Literal["next", "previous", "none"]) -> date:
        """`day` if it is worked, else the next or previous day that is. "none" leaves it and never asks the calendar."""
        if how == "none" or self.works(day):
            return day
        return self.move(day, 1 if how == "next" else -1, "working")

    def _after(self, day: date, count: int) -> date:
        year, worked = day.year, self._worked_in(day.year)
        at = bisect_right(worked, day) + count - 1
        while at >= len(worked):
            at -= len(worked)
            year += 1
            worked = self._worked_in(year)
        return worked[at]

    def _before(self, day: date, count: int) -> date:
        year, worked = day.year, self._worked_in(day.year)
        at = bisect_left(worked, day) - count
        while at < 0:
            year -= 1
            worked = self._worked_in(year)
            at += len(worked)
        return worked[at]

    def _worked_in(self, year: int) -> list[date]:
        """The working days of a year in order, made once."""
        self._needs(year)
        if year not in self._worked:
            first = date(year, 1, 1)
            every = (
                first + timedelta(days=number) for number in range((date(year, 12, 31) - first).days + 1)
            )
            self._worked[year] = [day for day in every if self.works(day)]
        return self._worked[year]

    def _needs(self, year: int) -> None:
        if year not in self.years:
            raise YearMissing(year)


def overlaid(
    base: WorkCalendar, days: Iterable[tuple[date, bool]], years: Iterable[int] = ()
) -> WorkCalendar:
    """`base` with corrections: each of `days` says whether that day works, whatever `base` says of it.

    `years` are those entered in full: what `base` knew of them is forgotten, and `days` alone count.
    """
    entered = frozenset(years)
    kept = {day: works for day, works in base.days.items() if day.year not in entered}
    return WorkCalendar(kept | dict(days), base.years | entered)
