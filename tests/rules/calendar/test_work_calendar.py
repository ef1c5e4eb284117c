"""Working days of the shipped years, and counting with them."""

from collections.abc import Callable
from datetime import date, timedelta
from time import perf_counter

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.platform.calendar.rules import WorkCalendar, YearMissing, overlaid, shipped, shipped_arrangements

D = date.fromisoformat
SHIPPED = (2014, 2025, 2026)


def days(year: int) -> list[date]:
    return [date(year, 1, 1) + timedelta(days=number) for number in range(365)]


@pytest.mark.parametrize("year", SHIPPED)
def test_every_day_is_as_an_independent_library_has_it(year: int) -> None:
    assert [day for day in days(year) if shipped().works(day) != chinese_calendar.is_workday(day)] == []


def test_each_shipped_year_names_the_notice_it_is_from() -> None:
    assert tuple(shipped_arrangements()) == SHIPPED
    for year, arrangement in shipped_arrangements().items():
        assert f"国务院办公厅关于{year}年部分节假日安排的通知" in arrangement.source
        assert list(arrangement.days) == sorted(arrangement.days, key=lambda marked: marked.day)


@pytest.mark.parametrize(
    ("start", "offset", "kind", "end"),
    [
        ("2014-05-01", 30, "calendar", "2014-05-31"),
        ("2014-05-01", -1, "calendar", "2014-04-30"),
        ("2014-12-31", 1, "calendar", "2015-01-01"),  # a plain day asks nobody which year is known
        ("2014-05-23", 0, "working", "2014-05-23"),
        ("2014-06-01", 0, "working", "2014-06-01"),  # nothing moved, so nothing rolled
        ("2014-05-23", 1, "working", "2014-05-26"),
        ("2014-04-30", 1, "working", "2014-05-04"),  # the make-up Sunday is a working day
        ("2014-05-04", 1, "working", "2014-05-05"),
        ("2014-05-30", 1, "working", "2014-06-03"),  # 2 June is off
        ("2014-06-03", -1, "working", "2014-05-30"),
        ("2014-05-03", 1, "working", "2014-05-04"),
        ("2014-05-03", -1, "working", "2014-04-30"),
        ("2014-09-30", 1, "working", "2014-10-08"),
        ("2014-10-08", 3, "working", "2014-10-11"),
        ("2025-12-31", 1, "working", "2026-01-04"),  # into the next year, over 1 to 3 January
        ("2026-01-04", -1, "working", "2025-12-31"),
        ("2025-01-02", 300, "working", "2026-03-23"),
    ],
)
def test_moving(start: str, offset: int, kind: str, end: str) -> None:
    assert shipped().move(D(start), offset, kind) == D(end)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "how", "rolled"),
    [
        ("2014-06-02", "next", "2014-06-03"),
        ("2014-06-02", "previous", "2014-05-30"),
        ("2014-06-02", "none", "2014-06-02"),
        ("2014-05-04", "next", "2014-05-04"),
        ("2014-05-04", "previous", "2014-05-04"),
        ("1999-01-01", "none", "1999-01-01"),  # "none" doesn't ask
    ],
)
def test_rolling(day: str, how: str, rolled: str) -> None:
    assert shipped().roll(D(day), how) == D(rolled)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "ask",
    [
        lambda: shipped().works(D("2015-03-02")),
        lambda: shipped().roll(D("2015-03-01"), "next"),
        lambda: shipped().move(D("2014-12-31"), 1, "working"),
        lambda: shipped().move(D("2014-01-02"), 9_999_999, "working"),
    ],
)
def test_an_unknown_year_is_named_and_never_guessed(ask: Callable[[], object]) -> None:
    with pytest.raises(YearMissing, match="2015 年的年历未录入") as missing:
        ask()
    assert missing.value.year == 2015


def test_backwards_out_of_the_known_years() -> None:
    with pytest.raises(YearMissing) as missing:
        shipped().move(D("2014-01-02"), -1, "working")
    assert missing.value.year == 2013


def test_corrections_lie_over_the_shipped_days() -> None:
    changed = overlaid(shipped(), [(D("2014-05-04"), False), (D("2014-05-10"), True)], [])
    assert not changed.works(D("2014-05-04"))
    assert changed.works(D("2014-05-10"))
    assert changed.move(D("2014-04-30"), 1, "working") == D("2014-05-05")
    assert shipped().works(D("2014-05-04")), "what is shipped stays as it is"


def test_a_day_alone_does_not_make_its_year_known() -> None:
    with pytest.raises(YearMissing):
        overlaid(shipped(), [(D("2027-01-01"), False)], []).works(D("2027-01-01"))


def test_a_year_entered_in_full_takes_the_place_of_the_shipped_one() -> None:
    changed = overlaid(shipped(), [(D("2014-01-01"), False)], [2014, 2015])
    assert not changed.works(D("2014-01-01"))
    assert changed.works(D("2014-06-02")), "a Monday again"
    assert changed.move(D("2014-12-31"), 1, "working") == D("2015-01-01")


WORKED = sorted(day for year in (2025, 2026) for day in days(year) if shipped().works(day))


@given(st.sampled_from(WORKED), st.integers(-480, 480))
def test_there_and_back_again_on_working_days(start: date, offset: int) -> None:
    try:
        there = shipped().move(start, offset, "working")
    except YearMissing as missing:
        assert missing.year in {2024, 2027}  # noqa: PT017 - beyond the two years nothing is known
        return
    assert shipped().works(there)
    assert shipped().move(there, -offset, "working") == start
    assert abs(WORKED.index(there) - WORKED.index(start)) == abs(offset)


def test_five_thousand_days_take_no_time() -> None:
    """A plan of sixty units asks about as often; nothing walks day by day."""
    calendar = WorkCalendar(shipped().days, shipped().years)
    began = perf_counter()
    for number in range(5_000):
        calendar.move(D("2025-01-02") + timedelta(days=number % 365), number % 240, "working")
    assert perf_counter() - began < 0.5
