"""Rows of an opinion table: good ones with their fields verbatim, bad ones with a reason, and what is no opinion at all.

A row is bad only when its words can't be kept; a date that isn't understood or an unknown unit is a note on a good row.
"""

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from huiyin.kit.sheets import Cell, Row, Sheet, is_blank, is_filled, text_of
from huiyin.kit.sheets.dates import DateRead, column_year, read_date
from huiyin.platform.orgs.rules.unit_names import UnitNames, match_unit
from huiyin.process.opinions.rules.columns import Columns, filled_words

MAX_TEXT = 20_000
MAX_TITLE = 500
MAX_SHORT = 200  # channel, giver, unit, about
MAX_NUMBER = 80

_TOTAL = re.compile(
    r"(?:本页)?(?:合计|总计|小计|共计|累计)[:：]?(?:\d+[条件个份]?)?|共\d+[条件个份](?:意见|建议)*"
)
_NOTE = r"(?:注|备注|说明|填表说明|填写说明|注意事项)\d*[:：]"
_PERSON = r"(?:填表人|填报人|制表人?|审核人?|(?:单位|主要)?负责人|联系人)"
_HEADING = r"(?:(?:联系)?电话|填[表报](?:时间|日期)|日期|填[表报]单位|单位)"
_SIGNATURE = r"(?:[(（](?:签字|签名|签章|盖章|公章)[)）])?"
# Beside the text column a few words are enough …
_FOOT = re.compile(
    rf"{_NOTE}|(?:{_PERSON}|{_HEADING}){_SIGNATURE}(?:[:：]|$)|[此本]表|以上(?:意见|内容|由|为)|第\d+页"
)
# … in it only what nobody says as an opinion: 「本表一年要填三次」 and 「电话：打不通」 are opinions.
_SURE_FOOT = re.compile(
    rf"{_NOTE}|第\d+页(?:[,，/]?共\d+页)?$|填[表报]单位{_SIGNATURE}[:：]"
    rf"|{_PERSON}{_SIGNATURE}(?:$|[:：][^，。；！？]{{0,4}}(?:$|[:：]|{_PERSON}|{_HEADING}))"
    rf"|{_HEADING}{_SIGNATURE}[:：][\d.\-/年月日]*(?:$|{_PERSON}|{_HEADING})"
)
_PERSON_ALONE = re.compile(rf"{_PERSON}{_SIGNATURE}[:：]?")
_SPACES = re.compile(r"[\s\u3000]+")
_INVISIBLE = re.compile(r"[\s\u200b-\u200f\ufeff]+")
_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
_CONTROL = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BINARY_SHARE = 0.1
_NO_NUMBER = frozenset({"无", "/", "-", "—", "——", "、", "\\"})
_SIGNED_NUMBER = re.compile(r"[\d.\-/年月日]+")  # a telephone number or a date beside 「填表人」 and the like
_NAME = re.compile(r".{1,4}")  # beside 「填表人」 alone: the channel 「电话」 may stand beside 「停电」
_START = 80  # characters
_TOTAL_WITHIN, _TOTAL_LENGTH = 4, 20  # cells and characters


@dataclass(frozen=True, slots=True)
class Note:
    """A remark on a row that was kept."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class GoodRow:
    """An opinion as the file holds it; every text is verbatim, "" where the cell is empty.

    `source_no` is the file's own number; `raised_raw` is the date's cell as text; `unit` is the key of the unit that
    `unit_raw` was matched to, None when it wasn't. `year_given` says that the date's cell names no year.
    """

    row_no: int
    source_no: str | None
    title: str
    body: str
    raised_on: date | None
    raised_raw: str
    channel_raw: str
    giver_raw: str
    unit_raw: str
    about_raw: str
    unit: str | None = None
    notes: tuple[Note, ...] = ()
    year_given: bool = False


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that can't be taken, with the reason; the others are taken all the same."""

    row_no: int
    zh: str
    en: str


class Skip(StrEnum):
    """Why a row is no opinion."""

    BLANK = "blank"
    HEAD = "head"  # the page head once more
    FOOT = "foot"  # totals, signatures and notes
    MERGED = "merged"  # the rest of an opinion's merged cell
    REPEATED = "repeated"  # the same number and the same words a second time


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row that is counted and left out."""

    row_no: int
    why: Skip


Outcome = GoodRow | BadRow | SkippedRow


def read_rows(
    sheet: Sheet, columns: Columns, *, default_year: int, today: date, units: UnitNames | None = None
) -> Iterator[Outcome]:
    """Yield one outcome for each row below the heading, in order.

    A date without a year takes the year that the rest of its column names, else `default_year`, and never lies after
    `today`. Without `units` no unit is matched, and none is called unknown.
    """
    start = columns.first_data_row - sheet.first_row
    lines = [(row_no, row) for row_no, row in enumerate(sheet.rows[start:], start=columns.first_data_row)]
    year = _year(lines, columns, default_year, today)
    reader = _Reader(columns, year, today, units)
    merged_cells = _by_row(sheet.merged_down)
    feet = _foot_rows(lines, columns)
    for row_no, row in lines:
        merged = merged_cells.get(row_no, frozenset())
        why = Skip.FOOT if row_no in feet else _skip(row, merged, columns)
        yield SkippedRow(row_no, why) if why else reader.read(row_no, row)


def _by_row(cells: Set[tuple[int, int]]) -> dict[int, frozenset[int]]:
    rows: dict[int, set[int]] = {}
    for row_no, at in cells:
        rows.setdefault(row_no, set()).add(at)
    return {row_no: frozenset(at) for row_no, at in rows.items()}


def _year(lines: Iterable[tuple[int, Row]], columns: Columns, default_year: int, today: date) -> int:
    cells = (row[at] for _, row in lines for at in columns.of("raised_on") if at < len(row))
    return column_year(cells, today=today) or default_year


# ── what is no opinion ───────────────────────────────────────────────────────────────────────────────────────────────


def _skip(row: Row, merged: Set[int], columns: Columns) -> Skip | None:
    own = [at for at, cell in enumerate(row) if at not in merged and is_filled(cell)]
    texts = columns.of("text")
    if not own or (len(own) == 1 and own[0] not in texts and _is_printed_number(row[own[0]])):
        return Skip.BLANK
    if _is_head(row, columns):
        return Skip.HEAD
    if merged and not any(at in texts for at in own) and any(at in texts for at in merged):
        return Skip.MERGED
    return None


def _is_printed_number(cell: Cell) -> bool:
    """Forms come with their lines numbered, by hand or by a formula (=ROW()-2): a lone number is an unused line."""
    text = text_of(cell).strip()
    return text.isdigit() or text.startswith("=")


def _is_head(row: Row, columns: Columns) -> bool:
    first = next((text_of(cell).strip() for cell in row if cell is not None), "")
    return first in columns.head_starts and filled_words(row) in columns.heads


def _is_total(row: Row, texts: tuple[int, ...]) -> bool:
    words = [cell for cell in row[:_TOTAL_WITHIN] if isinstance(cell, str) and len(cell) <= _TOTAL_LENGTH]
    if not any(_TOTAL.fullmatch(_SPACES.sub("", word)) for word in words):
        return False
    return all(_TOTAL.fullmatch(word) or word.isdigit() for word in _starts(row, texts))


def _start(cell: Cell) -> str:
    """Return what a cell begins with, without spaces: enough to know a note, and quick on a long opinion."""
    return _SPACES.sub("", text_of(cell)[:_START])


def _starts(row: Row, columns: Iterable[int]) -> Iterator[str]:
    return (_start(row[at]) for at in columns if at < len(row) and is_filled(row[at]))


def _foot_rows(lines: list[tuple[int, Row]], columns: Columns) -> set[int]:
    """Return the numbers of the rows that are totals, and of notes and signatures at the end or right above a page head.

    In the middle of a table 「注：……」 may be an opinion, and no opinion is lost for a form's sake.
    """
    feet: set[int] = set()
    run: list[int] = []
    texts = columns.of("text")
    read = {guess.index for guess in columns.guesses}
    for row_no, row in lines:
        if is_blank(row):
            continue
        if _is_head(row, columns):
            feet.update(run)
            run = []
        elif _is_total(row, texts):
            feet.add(row_no)
        elif _is_foot(row, texts, read):
            run.append(row_no)
        else:
            run = []
    return feet | set(run)


def _is_foot(row: Row, texts: tuple[int, ...], read: Set[int]) -> bool:
    filled = [at for at, cell in enumerate(row) if is_filled(cell)]
    first = _start(row[filled[0]])
    if len(filled) == 1 and filled[0] not in read and not first.isdigit():
        return True
    if not _FOOT.match(first):
        return False
    signed = _PERSON_ALONE.fullmatch(first)
    return all(
        _SURE_FOOT.match(word) or _SIGNED_NUMBER.fullmatch(word) or (signed and _NAME.fullmatch(word))
        for word in _starts(row, texts)
    )


# ── an opinion ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _texts(row: Row, columns: Iterable[int]) -> list[str]:
    """Return the non-blank texts of some columns, verbatim but for the line breaks that the format leaves at the end."""
    texts = (text_of(row[at]).rstrip("\r\n") for at in columns if at < len(row))
    return [text for text in texts if text and not _INVISIBLE.fullmatch(text)]


@dataclass(frozen=True, slots=True)
class _Reader:
    columns: Columns
    year: int
    today: date
    units: UnitNames | None

    def read(self, row_no: int, row: Row) -> GoodRow | BadRow:
        notes: list[Note] = []
        title = self._text(row, "title")
        body = "\n".join(_texts(row, self.columns.of("text")))
        if not body and title:
            title, body = "", title
            notes.append(Note("正文为空，以标题作原文", "no body: the title is taken as the text"))
        number = self._text(row, "source_no").strip()
        short = {field: self._short(row, field, notes) for field in ("channel", "giver", "unit", "about")}
        fault = _fault(title, body, number, short.values())
        if fault:
            return BadRow(row_no, fault.zh, fault.en)
        if _CONTROL.search(body):
            notes.append(
                Note(
                    "原文含不可见的控制字符，已原样保留", "the text holds control characters; they were kept"
                )
            )
        raised = self._raised(row, notes)
        return GoodRow(
            row_no=row_no,
            source_no=None if number in _NO_NUMBER else number or None,
            title=title,
            body=body,
            raised_on=raised.value,
            raised_raw=text_of(self._cell(row, "raised_on")),
            channel_raw=short["channel"],
            giver_raw=short["giver"],
            unit_raw=short["unit"],
            about_raw=short["about"],
            unit=self._unit(short["unit"], notes),
            notes=tuple(notes),
            year_given=raised.value is not None and not raised.explicit,
        )

    def _cell(self, row: Row, field: str) -> Cell:
        at = self.columns.of(field)
        return row[at[0]] if at and at[0] < len(row) else None

    def _text(self, row: Row, field: str) -> str:
        return text_of(self._cell(row, field)).rstrip("\r\n")

    def _short(self, row: Row, field: str, notes: list[Note]) -> str:
        text = self._text(row, field)
        if len(text) <= MAX_SHORT:
            return text
        header = next(guess.header for guess in self.columns.guesses if guess.field == field)
        notes.append(
            Note(f"“{header}”一栏过长，未采用", f"the cell under “{header}” is too long and was left out")
        )
        return ""

    def _raised(self, row: Row, notes: list[Note]) -> DateRead:
        read = read_date(self._cell(row, "raised_on"), default_year=self.year, today=self.today)
        if read.zh:
            notes.append(Note(f"日期未采用：{read.zh}", f"date left out: {read.en}"))
        return read

    def _unit(self, raw: str, notes: list[Note]) -> str | None:
        if self.units is None or not raw.strip():
            return None
        match = match_unit(raw, self.units)
        if match.zh:
            notes.append(Note(match.zh, match.en))
        return match.key


def _fault(title: str, body: str, number: str, short: Iterable[str]) -> Note | None:
    """Return why a row can't be kept. No message quotes what the cell holds (kit.errors)."""
    if not body:
        return Note("没有意见原文", "there is no text")
    if any(map(_UNSTORABLE.search, (body, title, number, *short))):
        return Note(
            "含有空字符（NUL）或残缺的文字，可能是文件损坏",
            "holds NUL or broken characters; the file may be damaged",
        )
    if _CONTROL.search(body) and len(_CONTROL.findall(body)) > _BINARY_SHARE * len(body):
        return Note("原文是二进制数据，不是文字", "the text is binary data")
    if len(body) > MAX_TEXT:
        return Note(
            f"原文有 {len(body):,} 字，超过 {MAX_TEXT:,} 字，请检查是否多条粘在一格，分行后再导入",
            f"the text has {len(body):,} characters, more than {MAX_TEXT:,}; were several put into one cell?",
        )
    if len(title) > MAX_TITLE:
        return Note(
            f"标题超过 {MAX_TITLE} 字，请核对列是否对应",
            f"the title is longer than {MAX_TITLE} characters; check the columns",
        )
    if len(number) > MAX_NUMBER:
        return Note(
            f"编号超过 {MAX_NUMBER} 字，请核对列是否对应",
            f"the number is longer than {MAX_NUMBER} characters; check the columns",
        )
    return None
