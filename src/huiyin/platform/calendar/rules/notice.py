"""Reading a year's arrangement as a clerk pastes it: the notice's own sentences, or one day a line.

一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
2027-01-01 休 元旦
1月4日 班
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from huiyin.kit.errors import BadInput
from huiyin.platform.calendar.rules.arrangements import Noted

LONGEST_NAME = 40
_LONGEST_LINE = 300
_MOST_LINES = 400
_LONGEST_RUN = 31  # days from one day to another; no arrangement has ever had more than ten

# Off in every arrangement: 《全国年节及纪念日放假办法》 article 2 (the other festivals move with the moon).
_ALWAYS_OFF = ((1, 1), (5, 1), (10, 1), (10, 2), (10, 3))

_IN_BRACKETS = re.compile(r"\([^()]*\)")
_HEAD = re.compile(r"\s*(?:(?:[一二三四五六七八九十]+|\d+)\s*[、.])?\s*(?P<name>[^\d\s:,;。]+)\s*:")
_CLAUSE = re.compile(r"[,;。]")
_DAY = re.compile(
    r"\s*(?:(?P<year>\d{4})\s*[年./-])?\s*(?:(?P<month>\d{1,2})\s*[月./-])?\s*(?P<day>\d{1,2})(?!\d)\s*日?\s*"
    r"(?:(?:周|星期)[一二三四五六日天])?\s*"
)
_AND, _TO = re.compile(r"[、和]"), re.compile(r"[至到~—–-]+")
_VERDICT = re.compile(
    r"(?:(?P<off>放假调休|放假|休息|补休|调休|休)|(?P<works>上班|补班|工作|班))(?:\s+|(?=共|\d|$))(?P<name>.*)$"
)
_SAYS_NOTHING = re.compile(r"(?:共?\s*\d+\s*天|(?:与周末连休)|不调休)?\s*$")


@dataclass(frozen=True)
class LineFault:
    """A line that can't be taken: its number from 1, its words, and why, in Chinese and English."""

    number: int
    line: str
    zh: str
    en: str


@dataclass(frozen=True)
class Notice:
    """What was read. Where there is a fault, the rest isn't to be taken either: half a year is worse than none."""

    days: tuple[Noted, ...]
    faults: tuple[LineFault, ...]


def read_notice(text: str, year: int) -> Notice:
    """The days of `year` that the lines name, in their order, and a fault for each line that can't be taken."""
    days: dict[date, Noted] = {}
    where: dict[date, int] = {}
    faults: list[LineFault] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            if number > _MOST_LINES or len(line) > _LONGEST_LINE:
                raise BadInput(
                    "太长了，请只贴放假安排那几条", "too long: paste the lines about holidays only"
                )
            for noted in list(_line_days(line, year)):
                _refuse_twice(noted, where)
                days[noted.day], where[noted.day] = noted, number
        except BadInput as why:
            faults.append(LineFault(number, line.strip()[:_LONGEST_LINE], why.zh, why.en))
        if number > _MOST_LINES:
            break
    if not faults:
        faults = list(_incomplete(days, year))
    return Notice(tuple(days.values()), tuple(faults))


def examples(year: int) -> str:
    """How a day a line is written, to be shown beside the field."""
    return f"{year}-01-01 休 元旦\n1月2日至3日 休 元旦\n1月4日 班 元旦"


def as_lines(days: Iterable[Noted]) -> str:
    """The days as lines that `read_notice` reads: `2027-01-01 休 元旦`."""
    return "\n".join(f"{each.day} {'班' if each.works else '休'} {each.name}".rstrip() for each in days)


def _refuse_twice(noted: Noted, where: dict[date, int]) -> None:
    if noted.day in where:
        raise BadInput(
            f"{noted.day} 在第 {where[noted.day]} 行已经有了，请留一处",
            f"{noted.day} stands in line {where[noted.day]} already: keep one of the two",
        )


def _incomplete(days: dict[date, Noted], year: int) -> Iterator[LineFault]:
    """A whole year's arrangement has the festivals of fixed date; what lacks one is a part of it."""
    lacking = [date(year, month, day) for month, day in _ALWAYS_OFF]
    lacking = [day for day in lacking if day not in days or days[day].works]
    if lacking:
        zh = "、".join(f"{day.month}月{day.day}日" for day in lacking)
        yield LineFault(
            0,
            "",
            f"不是全年的安排：{zh}是法定节假日，却没有列为休息。请把通知里的各条都贴进来",
            f"not the whole year: {', '.join(map(str, lacking))} must be off by law. Paste every line of the notice",
        )


def _line_days(line: str, year: int) -> Iterator[Noted]:
    said = _IN_BRACKETS.sub("", unicodedata.normalize("NFKC", line))
    head = _HEAD.match(said)
    name = head["name"] if head else ""
    found = False
    for clause in _CLAUSE.split(said[head.end() :] if head else said):
        if found and _SAYS_NOTHING.match(clause.strip()):
            continue
        if clause.strip():
            yield from _clause_days(clause.strip(), year, name)
            found = True
    if not found:
        raise BadInput("没有日期", "names no day")


def _clause_days(clause: str, year: int, name: str) -> Iterator[Noted]:
    """`10月1日至7日放假调休`, `9月20日、10月10日上班`: the days, then what they are, then perhaps a name."""
    days, at = _named_days(clause, year)
    verdict = _VERDICT.match(clause, at)
    if verdict is None:
        raise _not_understood(clause)
    own = "" if _SAYS_NOTHING.match(verdict["name"]) else verdict["name"].strip()
    if len(own or name) > LONGEST_NAME:
        raise BadInput(f"名称超过 {LONGEST_NAME} 个字", f"the name is longer than {LONGEST_NAME} characters")
    for day in days:
        yield Noted(day, verdict["works"] is not None, own or name)


def _named_days(clause: str, year: int) -> tuple[list[date], int]:
    """The days at the beginning of a clause, and where they end."""
    days: list[date] = []
    at, month, run = 0, None, False
    while True:
        match = _DAY.match(clause, at)
        if match is None:
            raise _not_understood(clause)
        day = _day(match, year, month)
        days += _run(days[-1], day) if run else [day]
        month, at = day.month, match.end()
        further = _AND.match(clause, at) or _TO.match(clause, at)
        if further is None:
            return days, at
        run, at = further.re is _TO, further.end()


def _not_understood(clause: str) -> BadInput:
    return BadInput(
        f"看不懂“{clause[:30]}”，请写成“1月1日 休 元旦”或“1月4日 班”",
        f"'{clause[:30]}' isn't understood; write '1月1日 休 元旦' or '1月4日 班'",
    )


def _day(match: re.Match[str], year: int, month: int | None) -> date:
    written = match[0].strip()
    in_year = int(match["year"] or year)
    in_month = int(match["month"]) if match["month"] else month
    if in_month is None:
        raise BadInput(f"“{written}”没有写月份", f"'{written}' names no month")
    if in_year != year:
        raise BadInput(
            f"“{written}”不是 {year} 年的，请到那一年的年历页录入",
            f"'{written}' isn't of {year}: enter it there",
        )
    try:
        return date(in_year, in_month, int(match["day"]))
    except ValueError:
        raise BadInput(f"没有“{written}”这一天", f"there is no day '{written}'") from None


def _run(first: date, last: date) -> list[date]:
    """The days after `first` up to `last`."""
    length = (last - first).days
    if not 0 < length <= _LONGEST_RUN:
        raise BadInput(f"{first} 至 {last}：起止不对", f"{first} to {last}: the wrong way round, or too long")
    return [first + timedelta(days=number) for number in range(1, length + 1)]
