"""The clock, read only at the edge: commands and rules take `at` and `today` as arguments."""

from datetime import UTC, date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(tz=UTC)


def day_in_china(at: datetime) -> date:
    """The calendar day of `at` in China, where every unit of a campaign works (one time zone, UTC+8)."""
    return at.astimezone(CHINA).date()
