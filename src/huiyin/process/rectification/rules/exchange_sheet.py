"""The ledger's workbook as it comes back from a clerk's Excel: which row is which problem or measure, and what its cells say.

Two sheets: the ledger, a row for each problem, and 措施, a row for each measure. Rows are known by the column 编号 alone, columns by
their headings: both may be moved, sorted and deleted. A row of 措施 without a number is a new measure of the problem whose number it names.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from huiyin.kit.errors import BadInput
from huiyin.kit.sheets import Cell, Row, Sheet, is_blank, normal_heading, read_date, text_of
from huiyin.kit.sheets.returned import FOOT, HEAD_WITHIN, first_text, other_rows, plain_text, text_at
from huiyin.process.problems.rules import LONGEST as LONGEST_PLANNED
from huiyin.process.rectification.rules.exchange_keys import (
    DATES,
    KEY_SHAPE,
    MEASURE_FIELDS,
    NUMBER,
    PROBLEM_FIELDS,
    Key,
    day_text,
    read_key,
)
from huiyin.process.rectification.rules.words import LONGEST

KEY_HEADING, MEASURES = "编号", "措施"
MEASURE_HEADINGS: Mapping[str, str] = {
    "number": "问题编号",
    "problem": "问题",
    "what": "整改措施",
    "doer": "责任人",
    "until": "完成时限",
    "result": "可检查的结果",
    "progress": "进展情况",
    "state": "办理状态",
}
_LONGEST: Mapping[str, int] = {
    **LONGEST_PLANNED,
    "what": LONGEST["what"],
    "doer": LONGEST["doer"],
    "result": LONGEST["result"],
    "progress": LONGEST["line"],
}
_YEARS_AHEAD = 10

Headings = Mapping[str, str]
"""Code of a column → its heading."""
Choices = Mapping[str, Mapping[str, str]]
"""Field → name in the template → code, for the fields that hold codes."""


@dataclass(frozen=True, slots=True)
class CellRead:
    """A cell: the text that stands there, and its value, or why it has none."""

    typed: str
    value: str | None
    zh: str = ""
    en: str = ""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row: its number (None: a new measure of problem `number`), what may be edited, and the text of all other columns."""

    sheet: str
    row_no: int
    key: Key | None
    number: str
    title: str
    cells: Mapping[str, CellRead]
    others: Mapping[str, str]

    @property
    def same(self) -> tuple[tuple[str, str | None], ...]:
        """What two rows of one number must agree in."""
        return tuple((field, cell.value) for field, cell in self.cells.items())


@dataclass(frozen=True, slots=True)
class SheetFault:
    """What isn't taken: a row, or the cell below `heading` in which `typed` stands; what it is about, and why."""

    sheet: str
    row_no: int
    what: str
    zh: str
    en: str
    heading: str = ""
    typed: str = ""


@dataclass
class Exchanged:
    """What a workbook holds: rows that can be compared, rows that can't be taken, and the columns that weren't there."""

    rows: list[SheetRow] = field(default_factory=list)
    faults: list[SheetFault] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def read_exchange(
    sheets: Sequence[Sheet], form: Headings, choices: Choices, campaign: str, today: date
) -> Exchanged:
    """Read the sheets of a workbook. `form` are the headings of the template's ledger. BadInput where neither table is there."""
    found, known = Exchanged(), 0
    for sheet in sheets:
        for headings, fields, needed in (
            (MEASURE_HEADINGS, MEASURE_FIELDS, "number"),
            (form, PROBLEM_FIELDS, "problem"),
        ):
            head, columns = _columns(sheet, headings)
            if needed in columns and len(columns) > 2:
                table = _Table(sheet, head, columns, headings, fields, choices, campaign, today)
                table.read(found)
                known += 1
                break
    if not known:
        raise BadInput(
            f"认不出这张表：没有台账的表头，也没有“{MEASURES}”表的表头。请用这里下载的台账改，表头不要改。",
            "This workbook has neither the ledger's headings nor those of 措施. Edit the ledger as downloaded here, and leave its headings.",
        )
    found.rows = list(_each_once(found))
    found.faults.sort(key=lambda fault: (fault.sheet, fault.row_no))
    return found


def _columns(sheet: Sheet, headings: Headings) -> tuple[int, dict[str, int]]:
    """The heading's row number and each code's position: the row that knows the most codes."""
    known = {normal_heading(heading): code for code, heading in reversed(list(headings.items()))}
    best: tuple[int, dict[str, int]] = (0, {})
    for row_no, row in list(sheet.numbered())[:HEAD_WITHIN]:
        found: dict[str, int] = {}
        for at, cell in enumerate(row):
            code = known.get(normal_heading(text_of(cell))) if isinstance(cell, str) else None
            if code is not None:
                found.setdefault(code, at)
        if len(found) > len(best[1]):
            best = row_no, found
    return best


class _Table:
    """One of the two tables, being read."""

    def __init__(
        self,
        sheet: Sheet,
        head: int,
        columns: Mapping[str, int],
        headings: Headings,
        fields: Sequence[str],
        choices: Choices,
        campaign: str,
        today: date,
    ) -> None:
        self.sheet, self.head, self.columns, self.headings = sheet, head, columns, headings
        self.fields = [name for name in fields if name in columns]
        self.missing = [headings[name] for name in fields if name in headings and name not in columns]
        self.choices, self.campaign, self.today = choices, campaign, today
        self.measures = headings is MEASURE_HEADINGS
        self.key = self._key_column()

    def read(self, found: Exchanged) -> None:
        """Read every row below the heading."""
        found.missing += [f"{self.sheet.name}：{heading}" for heading in self.missing]
        rows = [(no, row) for no, row in self.sheet.numbered() if no > self.head and not self._is_none(row)]
        if self.key is None:
            if rows:
                found.faults.append(
                    SheetFault(
                        self.sheet.name,
                        self.head,
                        "",
                        f"这张表没有“{KEY_HEADING}”一列，认不出哪一行是哪一条，整张表没有读入。请重新下载，把改好的内容贴进去。",
                        "this sheet lacks the column 编号, so nobody can tell which row is which: left out; download it again and paste into it",
                    )
                )
            return
        for row_no, row in rows:
            self._take(row_no, row, found)

    def _key_column(self) -> int | None:
        """Where most numbers stand, else the column with the heading."""
        counts: dict[int, int] = {}
        for row in self.sheet.rows:
            for at, cell in enumerate(row):
                if isinstance(cell, str) and KEY_SHAPE.fullmatch(cell):
                    counts[at] = counts.get(at, 0) + 1
        if counts:
            return max(counts, key=lambda at: (counts[at], -at))
        head = self.sheet.rows[self.head - self.sheet.first_row]
        words = [normal_heading(text_of(cell)) for cell in head]
        return words.index(KEY_HEADING) if KEY_HEADING in words else None

    def _is_none(self, row: Row) -> bool:
        """Whether a row is blank or the form's own: a total, a signature, a note, a heading repeated on each page."""
        if is_blank(row):
            return True
        if self.key is not None and text_at(row, self.key):
            known = {normal_heading(heading) for heading in self.headings.values()} | {KEY_HEADING}
            return sum(normal_heading(text_of(cell)) in known for cell in row) > 2
        if FOOT.match(first_text(row)):
            return True
        said = [self._raw(row, name) for name in (*self.fields, "number", "problem") if name in self.columns]
        return not any(text_of(cell).strip() for cell in said) or (
            self.measures and not any(self._text(row, name) for name in ("number", "what"))
        )

    def _take(self, row_no: int, row: Row, found: Exchanged) -> None:
        title = self._text(row, "problem")
        typed = text_at(row, self.key) if self.key is not None else ""

        def refuse(zh: str, en: str) -> None:
            found.faults.append(
                SheetFault(self.sheet.name, row_no, (title or first_text(row))[:80], zh, en, typed=typed[:40])
            )

        if self.key is not None and (row_no, self.key) in self.sheet.merged_down:
            return refuse(
                "编号一列合并了单元格，分不清是哪一条，没有读入。请拆开，各写各的编号。",
                "cells of the column 编号 are merged: left out; split them, each with its own number",
            )
        key = read_key(self.campaign, typed) if typed else None
        if typed and (key is None or (key.measure is None) is self.measures):
            return refuse(
                "编号不是本活动的、不属于这张表，或被改动过，没有读入。请从原表复制编号。",
                "its number isn't of this campaign or sheet, or was changed: left out; copy it from the sheet as downloaded",
            )
        if key is None and not self.measures:
            return refuse(
                "没有编号，认不出是哪个问题，没有读入。新问题请在页面上提，或用“导入别处的清单”。",
                "no number, so nobody can tell which problem it is: left out; raise a new problem on its page",
            )
        number = key.problem if key else unicodedata.normalize("NFKC", self._text(row, "number")).strip()
        if key is None and not NUMBER.fullmatch(number):
            return refuse(
                f"新措施要写明“{MEASURE_HEADINGS['number']}”，如 2014-037，没有读入。",
                "a new measure names its problem's number, as 2014-037: left out",
            )
        others = {code: _shown(self._raw(row, code)) for code in self.columns if code not in self.fields}
        cells = {name: self._cell(row_no, row, name) for name in self.fields}
        found.rows.append(SheetRow(self.sheet.name, row_no, key, number, title, cells, others))
        return None

    def _cell(self, row_no: int, row: Row, name: str) -> CellRead:
        cell = self._raw(row, name)
        typed = plain_text(_shown(cell))
        if (row_no, self.columns[name]) in self.sheet.merged_down:
            return CellRead(
                typed, None, "这一格是合并单元格，分不清是谁的，请拆开", "this cell is merged: split it"
            )
        if name in DATES:
            return self._date(cell, typed)
        if name in self.choices:
            return _choice(typed, self.choices[name])
        if len(typed) > _LONGEST[name]:
            return CellRead(
                typed,
                None,
                f"太长了：至多 {_LONGEST[name]} 字，现有 {len(typed)} 字",
                f"too long: at most {_LONGEST[name]} characters, here {len(typed)}",
            )
        return CellRead(typed, typed)

    def _date(self, cell: Cell, typed: str) -> CellRead:
        last = date(self.today.year + _YEARS_AHEAD, 12, 31)
        read = read_date(cell, default_year=self.today.year, today=last)
        if read.zh:
            return CellRead(typed, None, read.zh, read.en)
        return CellRead(typed, day_text(read.value))

    def _raw(self, row: Row, code: str) -> Cell:
        at = self.columns.get(code)
        return row[at] if at is not None and at < len(row) else None

    def _text(self, row: Row, code: str) -> str:
        return plain_text(_shown(self._raw(row, code)))


def _shown(cell: Cell) -> str:
    """A cell as text; a day without its hour."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return text_of(cell)


def _choice(typed: str, names: Mapping[str, str]) -> CellRead:
    """A name of the template, its code, or the beginning of one name alone."""
    plain = normal_heading(typed) if typed else ""
    if not plain:
        return CellRead(typed, "")
    known = {normal_heading(name): code for name, code in names.items()}
    found = {known[plain]} if plain in known else {known[name] for name in known if name.startswith(plain)}
    if len(found) == 1:
        return CellRead(typed, found.pop())
    zh = "、".join(names)
    return CellRead(typed, None, f"没有这一项，可填：{zh}", f"no such choice; there are: {zh}")


def _each_once(found: Exchanged) -> Iterator[SheetRow]:
    """One row for each number: a row that was copied says the same, or neither is taken."""
    first: dict[tuple[str, int | None], SheetRow] = {}
    numbers: dict[tuple[str, int | None], list[int]] = {}
    clashing: set[tuple[str, int | None]] = set()
    for row in found.rows:
        if row.key is None:
            continue
        name = row.key.problem, row.key.measure
        numbers.setdefault(name, []).append(row.row_no)
        if first.setdefault(name, row).same != row.same:
            clashing.add(name)
    for row in found.rows:
        if row.key is None:
            yield row
            continue
        name = row.key.problem, row.key.measure
        if name not in clashing:
            if first[name] is row:
                yield row
            continue
        zh, en = other_rows(numbers[name], row.row_no)
        found.faults.append(
            SheetFault(
                row.sheet,
                row.row_no,
                row.title,
                f"与第 {zh} 行编号相同、内容不同，都没有读入。请留下对的一行；要加一条新措施，请把编号一格清空。",
                f"the same number as row {en} and other words: neither is taken; keep the right one, or empty the number for a new measure",
            )
        )
