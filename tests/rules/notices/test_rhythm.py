from datetime import date, datetime, time

import pytest

from huiyin.platform.notices.rules.rhythm import Kind, Quiet, Rhythm, due_kinds, may_disturb

HOLIDAY = {date(2014, 5, day) for day in (1, 2, 3)}
W, H, D = Kind.WEEKLY, Kind.HALFMONTH, Kind.DIRECT


def off(day: date) -> bool:
    """The Labour Day break of 2014: 1 to 3 May off, Sunday 4 May worked."""
    return day in HOLIDAY or (day.isoweekday() > 5 and day != date(2014, 5, 4))


@pytest.mark.parametrize(
    ("day", "kinds"),
    [
        ((2014, 5, 19), {W, D}),  # a Monday
        ((2014, 5, 20), {D}),
        ((2014, 5, 24), set()),  # a Saturday
        ((2014, 5, 16), {H, D}),
        ((2014, 5, 1), set()),
        ((2014, 5, 4), {H, D}),  # the 1st was off, and this Sunday is the first day worked after it
        ((2014, 6, 16), {W, H, D}),
        ((2014, 2, 17), {W, H, D}),  # the 16th was a Sunday
    ],
)
def test_what_is_due_on_a_day(day: tuple[int, int, int], kinds: set[Kind]) -> None:
    assert due_kinds(date(*day), Rhythm(), off, weekly=True, halfmonth=True) == kinds


def test_who_wants_none_gets_what_came_up_alone() -> None:
    assert due_kinds(date(2014, 6, 16), Rhythm(), off, weekly=False, halfmonth=False) == {D}


def test_a_rhythm_may_be_another_one() -> None:
    other = Rhythm(weekday=5, month_days=(1, 15))
    assert due_kinds(date(2014, 5, 15), other, off, weekly=True, halfmonth=True) == {H, D}
    assert due_kinds(date(2014, 5, 16), other, off, weekly=True, halfmonth=True) == {W, D}


@pytest.mark.parametrize("days", [(0, 15), (1, 31)])
def test_a_rhythm_has_days_that_every_month_has(days: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="rhythm"):
        Rhythm(month_days=days)


@pytest.mark.parametrize(
    ("quiet", "at", "holds"),
    [
        (Quiet(), time(19, 59), False),
        (Quiet(), time(20), True),
        (Quiet(), time(3), True),
        (Quiet(), time(8), False),
        (Quiet(time(12), time(14)), time(13), True),
        (Quiet(time(12), time(14)), time(14), False),
        (Quiet(time(8), time(8)), time(8), False),
    ],
)
def test_quiet_hours(quiet: Quiet, at: time, *, holds: bool) -> None:
    assert quiet.holds(at) is holds
    assert may_disturb(datetime.combine(date(2014, 5, 23), at), quiet, off) is not holds


def test_a_day_off_is_quiet_all_day() -> None:
    assert not may_disturb(datetime.combine(date(2014, 5, 24), time(10)), Quiet(), off)
    assert (Quiet().hours(), Quiet(time(12), time(14)).hours(), Quiet(time(8), time(8)).hours()) == (12, 2, 0)
