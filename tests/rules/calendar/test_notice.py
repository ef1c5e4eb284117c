"""What a clerk pastes: the sentences of a notice, or a day a line."""

from datetime import date

import pytest

from huiyin.platform.calendar.rules import (
    Noted,
    Notice,
    as_lines,
    examples,
    read_notice,
    shipped_arrangements,
)

NOTICE_2026 = """一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。

二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。"""
NOTICE_2014 = """一、元旦：1月1日放假1天。
二、春节：1月31日至2月6日放假调休，共7天。1月26日（星期日）、2月8日（星期六）上班。
三、清明节：4月5日放假，4月7日（星期一）补休。
四、劳动节：5月1日至3日放假调休，共3天。5月4日（星期日）上班。
五、端午节：6月2日放假，与周末连休。
六、中秋节：9月8日放假，与周末连休。
七、国庆节：10月1日至7日放假调休，共7天。9月28日（星期日）、10月11日（星期六）上班。"""
FIXED = "1月1日 休\n5月1日 休\n10月1日至3日 休\n"


@pytest.mark.parametrize(("year", "text"), [(2014, NOTICE_2014), (2026, NOTICE_2026)])
def test_the_notice_itself_gives_what_is_shipped(year: int, text: str) -> None:
    read = read_notice(text, year)
    assert read.faults == ()
    shipped = shipped_arrangements()[year].days
    assert sorted(read.days) == [Noted(marked.day, marked.works, marked.zh) for marked in shipped]


@pytest.mark.parametrize(
    ("line", "noted"),
    [
        ("2027-02-06 休 春节", [("2027-02-06", False, "春节")]),
        ("2027/2/6 周六 休 春节", [("2027-02-06", False, "春节")]),
        ("2027年2月6日 放假 春节", [("2027-02-06", False, "春节")]),
        ("2月6日 休", [("2027-02-06", False, "")]),
        ("２月２０日　班", [("2027-02-20", True, "")]),
        ("2月20日上班", [("2027-02-20", True, "")]),
        ("春节：2月20日、21日上班", [("2027-02-20", True, "春节"), ("2027-02-21", True, "春节")]),
        ("1月31日至2月1日 休 春节", [("2027-01-31", False, "春节"), ("2027-02-01", False, "春节")]),
        ("2027-01-31~2027-02-01 休", [("2027-01-31", False, ""), ("2027-02-01", False, "")]),
    ],
)
def test_a_line_as_people_write_it(line: str, noted: list[tuple[str, bool, str]]) -> None:
    read = read_notice(FIXED + line, 2027)
    assert read.faults == ()
    assert list(read.days[5:]) == [Noted(date.fromisoformat(day), works, name) for day, works, name in noted]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("2月30日 休", "没有“2月30日”这一天"),
        ("13月1日 休", "没有“13月1日”这一天"),
        ("2026-02-06 休", "不是 2027 年的"),
        ("6日 休", "没有写月份"),
        ("2月6日", "看不懂"),
        ("2月6日 休班吗", "看不懂"),
        ("元旦放假", "看不懂"),
        ("春节：", "没有日期"),
        ("2月6日、休", "看不懂"),
        ("2月6日至 休", "看不懂"),
        ("2月10日至6日 休", "起止不对"),
        ("2月6日至9月6日 休", "起止不对"),
        ("1月1日 班", "在第 1 行已经有了"),
        ("10月2日 休", "在第 3 行已经有了"),
        ("2月6日 休 " + "春" * 41, "名称超过 40 个字"),
        ("春" * 400, "太长"),
    ],
)
def test_a_line_that_cannot_be_taken_says_why(line: str, why: str) -> None:
    (fault,) = read_notice(FIXED + line + "\n2月8日 休", 2027).faults
    assert (fault.number, fault.line) == (4, line[:300])
    assert why in fault.zh
    assert fault.en


def test_every_line_at_fault_is_named() -> None:
    assert [fault.number for fault in read_notice("甲\n\n乙\n1月1日 休", 2027).faults] == [1, 3]


def test_half_a_year_is_not_taken_for_a_whole_one() -> None:
    (fault,) = read_notice("1月1日 休\n10月1日至2日 休\n5月1日 班", 2027).faults
    assert fault.zh.startswith("不是全年的安排：5月1日、10月3日是法定节假日")
    assert read_notice("", 2027).faults


@pytest.mark.parametrize("year", [2014, 2025, 2026])
def test_a_year_written_as_lines_is_read_back(year: int) -> None:
    days = tuple(Noted(each.day, each.works, each.zh) for each in shipped_arrangements()[year].days)
    assert read_notice(as_lines(days), year) == Notice(days, ())


def test_the_examples_on_the_page_can_be_read() -> None:
    assert len(read_notice(examples(2027) + "\n5月1日 休\n10月1日至3日 休", 2027).days) == 8
