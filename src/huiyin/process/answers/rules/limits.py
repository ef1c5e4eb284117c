"""By when somebody is to hear back, and by when their matter is to be settled: working days from the day on which it came in."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from huiyin.platform.calendar.rules import WorkCalendar

ANSWER_DAYS, SETTLE_DAYS = 10, 40
"""Working days, where a template doesn't say: 15 and 60 days of the rules for letters and visits (DOMAIN 7.4), less the weekends."""


class Due(StrEnum):
    """Where an opinion with a receipt stands: its limit is over, it waits, somebody was told something."""

    OVERDUE = "overdue"
    WAITING = "waiting"
    ANSWERED = "answered"


class Wanted(StrEnum):
    """What a list of them shows; `UNREAD`: those whose givers said something more that nobody has noted."""

    UNANSWERED = "unanswered"
    OVERDUE = "overdue"
    WAITING = "waiting"
    ANSWERED = "answered"
    UNREAD = "unread"


@dataclass(frozen=True)
class Limits:
    """The working days that a campaign gives, on the calendar of the installation."""

    calendar: WorkCalendar
    answer: int = ANSWER_DAYS
    settle: int = SETTLE_DAYS

    def answer_by(self, entered: date) -> date:
        """The last day for the first answer. YearMissing where the calendar isn't known."""
        return self.calendar.move(entered, self.answer, "working")

    def overdue_before(self, on: date) -> date:
        """What came in before this day and has no answer is overdue on `on`: the day itself still counts as in time."""
        return _lapsed_before(self.calendar, on, self.answer)

    def settling_over_before(self, on: date) -> date:
        """What came in before this day is due for settling on `on`."""
        return _lapsed_before(self.calendar, on, self.settle)


def in_time_from(on: date, days: int) -> date:
    """What came in on this day or later is in time on `on`, whatever the calendar: `days` working days are as many days at least."""
    return on - timedelta(days)


def _lapsed_before(calendar: WorkCalendar, on: date, days: int) -> date:
    """`days` working days after d lie before `on` just when d lies before the day that is `days` working days ahead of `on`."""
    return calendar.move(on, -days, "working") if days else on
