"""Working days by the Chinese calendar with make-up days; the rules that other rooms count with."""

from huiyin.platform.calendar.rules.arrangements import (
    Arrangement,
    Marked,
    Noted,
    shipped,
    shipped_arrangements,
)
from huiyin.platform.calendar.rules.notice import LineFault, Notice, as_lines, examples, read_notice
from huiyin.platform.calendar.rules.work_calendar import WorkCalendar, YearMissing, overlaid

__all__ = [
    "Arrangement",
    "LineFault",
    "Marked",
    "Noted",
    "Notice",
    "WorkCalendar",
    "YearMissing",
    "as_lines",
    "examples",
    "overlaid",
    "read_notice",
    "shipped",
    "shipped_arrangements",
]
