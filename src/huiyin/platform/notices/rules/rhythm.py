"""When the regular messages are due (DOMAIN section 9, R20): a rhythm that people can rely on, and nobody has to answer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

DayOff = Callable[[date], bool]
"""Whether nobody works on a day; given by whoever knows a calendar."""

MOST_QUIET = 20  # hours: what is left must be long enough for a server that was off to catch up
_LONGEST_BREAK = 14  # days: no public holiday of China is longer


class Kind(StrEnum):
    """What a message is made of: the week's reminder, the half month's digest, what came up."""

    WEEKLY = "weekly"
    HALFMONTH = "halfmonth"
    DIRECT = "direct"


@dataclass(frozen=True)
class Rhythm:
    """On which days the regular ones are due: an ISO weekday (1 is Monday), and two days of the month.

    The defaults are ours; a campaign may give its own (the 1st and the 15th, say).
    """

    weekday: int = 1
    month_days: tuple[int, int] = (1, 16)

    def __post_init__(self) -> None:
        """ValueError for days that not every week or month has."""
        if not 1 <= self.weekday <= 7 or not all(1 <= day <= 28 for day in self.month_days):
            raise ValueError(f"no such rhythm: {self.weekday}, {self.month_days}")


@dataclass(frozen=True)
class Quiet:
    """Hours of the day in China without messages, over midnight or not. `since` equal to `until`: none."""

    since: time = time(20)
    until: time = time(8)

    def hours(self) -> float:
        """How many of the day's 24 they are."""
        begin, end = (60 * each.hour + each.minute for each in (self.since, self.until))
        return ((end - begin) % (24 * 60)) / 60

    def holds(self, at: time) -> bool:
        """Whether `at` is among them: the first minute is, the last isn't.

        >>> Quiet().holds(time(20)), Quiet().holds(time(7, 59)), Quiet().holds(time(8))
        (True, True, False)
        """
        if self.since <= self.until:
            return self.since <= at < self.until
        return at >= self.since or at < self.until


def may_disturb(local: datetime, quiet: Quiet, off: DayOff) -> bool:
    """Whether a message may go out at `local`, the time in China: not in the quiet hours, not on a day off."""
    return not quiet.holds(local.time()) and not off(local.date())


def due_kinds(day: date, rhythm: Rhythm, off: DayOff, *, weekly: bool, halfmonth: bool) -> frozenset[Kind]:
    """The kinds that are due on `day` for somebody who wants the `weekly` and the `halfmonth` one, or doesn't.

    None on a day off; what was due on one is due on the first working day after it. What came up is due on any working day.
    """
    if off(day):
        return frozenset()
    scheduled = [day]
    while len(scheduled) <= _LONGEST_BREAK and off(scheduled[-1] - timedelta(days=1)):
        scheduled.append(scheduled[-1] - timedelta(days=1))
    due = {Kind.DIRECT}
    if weekly and any(each.isoweekday() == rhythm.weekday for each in scheduled):
        due.add(Kind.WEEKLY)
    if halfmonth and any(each.day in rhythm.month_days for each in scheduled):
        due.add(Kind.HALFMONTH)
    return frozenset(due)
