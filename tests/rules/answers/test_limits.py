from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from huiyin.platform.calendar.rules import shipped
from huiyin.process.answers.rules.limits import Limits

CALENDAR = shipped()
DAYS = st.dates(date(2014, 4, 10), date(2014, 9, 20))


def test_ten_working_days_over_a_holiday() -> None:
    limits = Limits(CALENDAR, answer=10)
    assert limits.answer_by(date(2014, 5, 23)) == date(
        2014, 6, 9
    )  # the Dragon Boat Festival took the 2nd of June


@given(DAYS, DAYS, st.integers(0, 60))
def test_what_is_overdue_is_told_by_the_day_it_came_in(entered: date, on: date, days: int) -> None:
    limits = Limits(CALENDAR, answer=days)
    assert (entered < limits.overdue_before(on)) == (limits.answer_by(entered) < on)


@given(DAYS, st.integers(1, 60))
def test_the_last_day_is_worked_and_never_before_so_many_days(entered: date, days: int) -> None:
    last = Limits(CALENDAR, answer=days).answer_by(entered)
    assert CALENDAR.works(last)
    assert last >= entered + timedelta(days=days)
