"""Dates as people write them: DOMAIN 8.4 and every other form seen in clerks' files.

A date that isn't understood is None with a reason, never a guess: `raised_on` decides what counts as before and after a fix.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import islice

from huiyin.kit.sheets.cells import Cell, text_of

_EARLIEST = 1949
_YEAR_SAMPLE = 2000  # cells; enough to know what year a column speaks of
_SERIAL_START = date(1899, 12, 30)  # Excel's day 0, its 29 February 1900 allowed for
_SERIALS = range(18264, 73051)  # 1950 to 2099; smaller whole numbers are counts, larger ones are yyyymmdd
_TIME = re.compile(
    r"(?:(?<=[\d日号])[t\s]\s*|[\s,]+|(?<=[日号]))(?:上午|下午|早上|晚上|中午|am|pm)?\s*"
    r"(?:\d{1,2}[:时点](?:\d{1,2}(?:[:分]\d{1,2}(?:\.\d+)?秒?|分)?|半|整)?)\s*(?:am|pm)?(?:z|[+-]\d{2}:?\d{2})?$"
)
_WEEKDAY = re.compile(r"[(\[]?(?:星期|周)[一二三四五六日天][)\]]?$")
# What systems export; tried first, because it is by far the most common and the rest takes ten times as long.
_EXPORTED = re.compile(
    r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?", re.ASCII
)
_SEPARATOR = r"\s*[./\-、]\s*"
_FULL = re.compile(rf"(\d{{4}}|\d{{2}}){_SEPARATOR}(\d{{1,2}}){_SEPARATOR}(\d{{1,2}})[日号]?")
_FULL_HAN = re.compile(r"(\d{4}|\d{2})\s*年\s*(\d{1,2})\s*[月./\-]\s*(\d{1,2})\s*[日号]?")
_YEAR_LAST = re.compile(rf"(\d{{1,2}}){_SEPARATOR}(\d{{1,2}}){_SEPARATOR}(\d{{4}})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SHORT = re.compile(r"(\d{1,2})\s*(?:[./\-]|月)\s*(\d{1,2})\s*[日号]?")
_VAGUE = re.compile(
    r"旬|初$|底$|末$|中$|左右|前后|期间|学期|上周|本周|月份?$|年$|[至到~—–]|^\d{4}[./\-]\d{1,2}$"
)
_HAN_DATE = re.compile(r"[〇○零一二三四五六七八九十年月日号\s]+")
_HAN_DIGITS = {digit: str(value) for value, digit in enumerate("〇一二三四五六七八九")} | {
    "○": "0",
    "零": "0",
}


@dataclass(frozen=True, slots=True)
class DateRead:
    """A date, or the reason (Chinese, English) why the cell gave none; both empty for an empty cell.

    `explicit` says whether the cell itself named the year.
    """

    value: date | None = None
    zh: str = ""
    en: str = ""
    explicit: bool = False


def read_date(cell: Cell, *, default_year: int, today: date) -> DateRead:
    """Read one cell as a date.

    A date without a year takes `default_year`, or the year before where that would lie after `today`. A date with a year
    that lies after `today`, or before 1949, is a slip of the pen: None with the reason.
    """
    if isinstance(cell, datetime):
        return _checked(cell.date(), today)
    if isinstance(cell, date):
        return _checked(cell, today)
    if isinstance(cell, float):
        return _from_float(cell, default_year, today)
    text = text_of(cell).strip()
    if not text:
        return DateRead()
    return _from_text(text, default_year, today)


def column_year(cells: Iterable[Cell], *, today: date) -> int | None:
    """Return the year that most dates of a column name themselves, None when none does."""
    reads = (read_date(cell, default_year=today.year, today=today) for cell in islice(cells, _YEAR_SAMPLE))
    years = Counter(read.value.year for read in reads if read.value and read.explicit)
    return years.most_common(1)[0][0] if years else None


def _plain(text: str) -> str:
    """Return the text in half width, Chinese numerals as digits, without weekday and time of day."""
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    if _HAN_DATE.fullmatch(plain):
        plain = _arabic(plain)
    for _ in range(2):  # 5月23日（周五）8:00 and 5月23日 8:00（周五）
        plain = _TIME.sub("", _WEEKDAY.sub("", plain).strip()).strip(" .,。，")
    return plain


def _arabic(text: str) -> str:
    """Turn 二〇一四年五月二十三日 into 2014年5月23日."""
    text = re.sub(r"([一二三四五六七八九])十([一二三四五六七八九])", r"\1\2", text)
    text = re.sub(r"([一二三四五六七八九])十", r"\g<1>0", text)
    text = re.sub(r"十([一二三四五六七八九])", r"1\1", text).replace("十", "10")
    return "".join(_HAN_DIGITS.get(letter, letter) for letter in text)


def _from_float(number: float, default_year: int, today: date) -> DateRead:
    if _SERIALS.start <= number < _SERIALS.stop:
        return _checked(_SERIAL_START + timedelta(days=int(number)), today)
    month, _, day = repr(number).partition(".")
    if day in {"1", "2", "3"} and month.isdigit() and 1 <= int(month) <= 12:
        # A number cell drops the last nought: 5.20 was stored as 5.2, and so was 5.2.
        return DateRead(
            None,
            f"“{number}”是数字，分不清是{month}月{day}日还是{month}月{day}0日",
            f"“{number}” is a number: {month}/{day} or {month}/{day}0?",
        )
    return _from_text(repr(number), default_year, today)


@lru_cache(maxsize=4096)
def _from_text(raw: str, default_year: int, today: date) -> DateRead:
    exported = _EXPORTED.fullmatch(raw)
    if exported:
        return _full(exported[1], exported[2], exported[3], raw, today)
    plain = _plain(raw)
    if plain.isdigit() and len(plain) == 5 and int(plain) in _SERIALS:
        return _checked(_SERIAL_START + timedelta(days=int(plain)), today)
    for pattern in (_COMPACT, _FULL_HAN, _FULL):
        match = pattern.fullmatch(plain)
        if match:
            return _full(match[1], match[2], match[3], raw, today)
    match = _YEAR_LAST.fullmatch(plain)
    if match:
        return _year_last(match[1], match[2], match[3], raw, today)
    match = _SHORT.fullmatch(plain)
    if match:
        return _yearless(int(match[1]), int(match[2]), raw, default_year, today)
    if _VAGUE.search(plain):
        return DateRead(None, f"{_shown(raw)}不是具体的某一天", f"{_shown_en(raw)} is no single day")
    return DateRead(None, f"{_shown(raw)}不是能认出的日期", f"{_shown_en(raw)} is no date that is understood")


def _full(year: str, month: str, day: str, raw: str, today: date) -> DateRead:
    number = int(year)
    if len(year) == 2:
        number += 2000 if 2000 + number <= today.year + 1 else 1900
    try:
        return _checked(date(number, int(month), int(day)), today)
    except ValueError:
        return _no_such_day(raw)


def _year_last(first: str, second: str, year: str, raw: str, today: date) -> DateRead:
    """5/23/2014 and 23/5/2014 are clear, 5/6/2014 is not."""
    low, high = sorted((int(first), int(second)))
    if high > 12 or low == high:
        return _full(year, str(low), str(high), raw, today)
    return DateRead(None, f"{_shown(raw)}分不清月和日", f"{_shown_en(raw)}: month or day first?")


def _yearless(month: int, day: int, raw: str, default_year: int, today: date) -> DateRead:
    try:
        value = date(default_year, month, day)
        if value > today:
            value = date(min(default_year, today.year + 1) - 1, month, day)
    except ValueError:
        return _no_such_day(raw)
    if value > today:
        return _yearless(month, day, raw, today.year, today)
    return replace(_checked(value, today), explicit=False)


def _no_such_day(raw: str) -> DateRead:
    return DateRead(None, f"{_shown(raw)}：没有这一天", f"{_shown_en(raw)}: there is no such day")


def _checked(value: date, today: date) -> DateRead:
    if value > today:
        return DateRead(None, f"日期 {value} 在今天之后", f"the date {value} is after today")
    if value.year < _EARLIEST:
        return DateRead(None, f"日期 {value} 太早", f"the date {value} is too early")
    return DateRead(value, explicit=True)


def _shown(raw: str) -> str:
    """Return the cell for a message, unless it may hold an opinion's words (kit.errors: no message quotes them)."""
    short = len(raw) <= 20 and any(letter.isdigit() or letter in "年月日旬周" for letter in raw)
    return f"“{raw}”" if short else "日期一栏的内容"


def _shown_en(raw: str) -> str:
    shown = _shown(raw)
    return shown if shown.startswith("“") else "the date cell"
