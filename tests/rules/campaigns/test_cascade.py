"""Working time between two moments, and how it spreads over units."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.platform.calendar.rules import YearMissing, shipped
from huiyin.process.campaigns.rules.cascade import (
    BINS,
    CHINA,
    InTime,
    in_time,
    last_day,
    spread,
    tops_below,
    work_hours,
)

DAYS = shipped()


def at(month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2014, month, day, hour, minute, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        (at(5, 23, 9), at(5, 23, 11), 2),
        (at(5, 23, 11), at(5, 23, 15), 2),  # over noon
        (at(5, 23, 12, 30), at(5, 23, 13, 30), 0),
        (at(5, 23, 17), at(5, 26, 9), 2),  # over a weekend
        (at(5, 30, 17), at(6, 3, 9), 2),  # over Dragon Boat Festival, 2 June
        (at(5, 4, 8), at(5, 5, 8), 8),  # Sunday 4 May 2014 was worked
        (at(5, 23, 11), at(5, 23, 9), 0),
    ],
)
def test_working_hours(start: datetime, end: datetime, hours: float) -> None:
    assert work_hours(DAYS, start, end) == hours


def test_a_year_without_a_calendar_is_never_guessed() -> None:
    with pytest.raises(YearMissing):
        work_hours(DAYS, datetime(2031, 3, 3, 9, tzinfo=CHINA), datetime(2031, 3, 4, 9, tzinfo=CHINA))


def test_who_waits_takes_longer_than_everybody() -> None:
    found = spread([2, 5, 9, None])
    assert (found.n, found.waiting, found.longest) == (4, 1, 9)
    assert (found.quarter, found.half, found.three_quarters) == (2, 5, 9)
    assert found.bins == (1, 1, 1, 0, 0, 0)
    assert spread([3, None, None]).half is None
    assert spread([]).half is None
    assert spread([None]).longest is None


@given(st.lists(st.one_of(st.none(), st.floats(0, 400)), max_size=60))
def test_nobody_falls_out_of_a_spread(hours: list[float | None]) -> None:
    found = spread(hours)
    assert sum(found.bins) + found.waiting == found.n == len(hours)
    assert len(found.bins) == len(BINS) + 1
    if found.half is not None:
        assert sum(hour is not None and hour <= found.half for hour in hours) * 2 >= found.n


def test_in_time_counts_who_was_due() -> None:
    due = last_day(DAYS, at(5, 23), 2)
    assert due == date(2014, 5, 27)
    rows = [(at(5, 27, 17), due), (at(5, 28), due), (None, due), (None, None)]
    assert in_time(rows, date(2014, 5, 28)) == InTime(1, 3)
    # The last day isn't over: who still waits isn't late.
    assert in_time(rows[:1] + rows[2:], date(2014, 5, 27)) == InTime(1, 1)
    assert InTime(9, 9).share is None
    assert InTime(5, 10).share == 0.5


def test_the_next_level_steps_over_what_takes_no_part() -> None:
    assert tops_below(["aaaabbbb", "aaaabbbbcccc", "aaaadddd"]) == ["aaaabbbb", "aaaadddd"]
    assert tops_below(["aaaabbbbcccc"]) == ["aaaabbbbcccc"]
