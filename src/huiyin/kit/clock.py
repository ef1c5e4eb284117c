"""The clock, read only at the edge: commands and rules take `at` and `today` as arguments."""

import os
import time
from datetime import UTC, date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")
DEMO_DAY = "HUIYIN_DEMO_DAY"

_STARTED = time.monotonic()


def now() -> datetime:
    """The present moment, aware, in UTC; in the demo (HUIYIN_DEMO_DAY=2014-05-23) that day from nine o'clock on."""
    demo = demo_day()
    if demo is None:
        return datetime.now(tz=UTC)
    morning = datetime(demo.year, demo.month, demo.day, 9, tzinfo=CHINA)
    return (morning + timedelta(seconds=time.monotonic() - _STARTED)).astimezone(UTC)


def wall_clock() -> datetime:
    """The present moment outside of any demo: for sessions and the queue, which the libraries date by it."""
    return datetime.now(tz=UTC)


def demo_day() -> date | None:
    """The day that the demo is played on, None outside of it."""
    day = os.environ.get(DEMO_DAY)
    return date.fromisoformat(day) if day else None


def day_in_china(at: datetime) -> date:
    """The calendar day of `at` in China, where every unit of a campaign works (one time zone, UTC+8)."""
    return at.astimezone(CHINA).date()
