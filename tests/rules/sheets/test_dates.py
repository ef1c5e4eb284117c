"""Dates as clerks write them (DOMAIN 8.4)."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.kit.sheets import Cell
from huiyin.kit.sheets.dates import column_year, read_date
from tests.rules.opinions.tables import TODAY

MAY_23 = date(2014, 5, 23)


@pytest.mark.parametrize(
    "cell",
    [
        "5.23", "5月23日", "5月23号", "5-23", "5/23", "05.23", "5.23日", "５．２３", " 5 月 23 日 ", "五月二十三日", 5.23,
        "2014.5.23", "2014-05-23", "2014/5/23", "2014.5.23日", "2014年5月23日", "２０１４年５月２３日", "2014年 5月 23日", "2014、5、23",
        "2014/5/23 8:00", "2014-05-23T08:00:00Z", "2014年5月23日8时", "2014年5月23日（星期五）", "2014年5月23日 上午8:30（周五）", "2014.05.23。",
        "14.5.23", "14-05-23", "14年5月23日", "二〇一四年五月二十三日", "二○一四年五月二十三日", "5/23/2014", "23/5/2014",
        "20140523", 20140523, 41782, "41782", 41782.5, MAY_23, datetime.combine(MAY_23, datetime.max.time()),
    ],
)  # fmt: skip
def test_it_is_the_twenty_third_of_may(cell: Cell) -> None:
    assert read_date(cell, default_year=2014, today=TODAY).value == MAY_23


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("5月下旬", "不是具体的某一天"),
        ("5月初", "不是具体的某一天"),
        ("上周", "不是具体的某一天"),
        ("2014.5", "不是具体的某一天"),
        ("2014年", "不是具体的某一天"),
        ("6月31日", "没有这一天"),
        ("2013.2.29", "没有这一天"),
        ("13.1", "没有这一天"),
        ("0.0", "没有这一天"),
        ("5/6/2014", "分不清月和日"),
        (5.2, "分不清是5月2日还是5月20日"),
        ("2015-01-01", "在今天之后"),
        ("1900-01-01", "太早"),
        (12, "不是能认出的日期"),
        (float("nan"), "不是能认出的日期"),
        (1e300, "不是能认出的日期"),
        ("5.20—5.23", "不是"),
        ("食堂的饭菜太贵了", "日期一栏的内容不是能认出的日期"),
    ],
)
def test_it_is_no_date_and_the_reason_is_told_without_quoting_an_opinion(cell: Cell, reason: str) -> None:
    read = read_date(cell, default_year=2014, today=TODAY)
    assert read.value is None
    assert reason in read.zh
    assert read.en


def test_an_empty_cell_is_no_date_and_no_fault() -> None:
    for cell in (None, "", "  "):
        read = read_date(cell, default_year=2014, today=TODAY)
        assert (read.value, read.zh) == (None, "")


def test_a_date_without_a_year_never_lies_in_the_future() -> None:
    assert read_date("12.25", default_year=2014, today=TODAY).value == date(2013, 12, 25)
    assert read_date("5.1", default_year=2030, today=TODAY).value == date(2014, 5, 1)
    assert read_date("6.30", default_year=2014, today=TODAY).value == TODAY


def test_two_digit_years_belong_to_the_century_that_has_been() -> None:
    assert read_date("98.1.2", default_year=2014, today=TODAY).value == date(1998, 1, 2)


def test_a_column_s_year_is_the_one_that_most_of_its_dates_name() -> None:
    assert column_year(["5.23", "2013.5.1", "2013-6-1", "2014.1.1", None, "下旬"], today=TODAY) == 2013
    assert column_year(["5.23", None], today=TODAY) is None


@given(
    st.dates(date(1950, 1, 1), TODAY),
    st.sampled_from(["{y}.{m}.{d}", "{y}年{m}月{d}日", "{y}-{m:02}-{d:02} 08:00", "{y}{m:02}{d:02}"]),
)
def test_every_day_written_with_its_year_is_that_day(day: date, form: str) -> None:
    text = form.format(y=day.year, m=day.month, d=day.day)
    assert read_date(text, default_year=2000, today=TODAY).value == day
    assert read_date((day - date(1899, 12, 30)).days, default_year=2000, today=TODAY).value == day


@given(
    st.one_of(
        st.text(max_size=30), st.floats(), st.integers(), st.text("0123456789年月日.-/ ：上午", max_size=20)
    ),
    st.dates(),
)
def test_whatever_the_cell_holds_there_is_a_past_date_or_a_reason(cell: str | float, today: date) -> None:
    read = read_date(cell, default_year=today.year, today=today)
    if read.value is None:
        assert read.zh or not str(cell).strip()
    else:
        assert date(1949, 1, 1) - timedelta(days=1) < read.value <= today
