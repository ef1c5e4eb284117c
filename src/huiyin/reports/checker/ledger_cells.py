"""The cells of a ledger: numbers are numbers, dates are dates, choices come from their list (DOMAIN 8.4)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from huiyin.reports.checker.faults import Fault
from huiyin.reports.layout.fonts import FANGSONG
from huiyin.reports.layout.ledger import DATE_FORMAT
from huiyin.reports.layout.ledger_shape import Kind

_NAMED_FOR_A_TIME = re.compile(r"(日期|时间|时限)$")
_DATE_AS_TEXT = re.compile(r"\s*\d{2,4}\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*日?\s*")


@dataclass(frozen=True)
class Block:
    """The rows of a ledger between its headings and 合计; `last` is `header` when there are none."""

    sheet: Worksheet
    header: int
    last: int
    headings: tuple[str, ...]
    kinds: Mapping[str, Kind]

    def area(self, first: int) -> str:
        """The range from row `first` to the last one, over all columns."""
        return f"A{first}:{get_column_letter(len(self.headings))}{max(first, self.last)}"

    def cells(self, column: int) -> list[Any]:
        """The filled cells of a column (from 1)."""
        rows = range(self.header + 1, self.last + 1)
        found = (self.sheet.cell(row, column) for row in rows)
        return [cell for cell in found if cell.value is not None]


def cell_faults(block: Block) -> list[Fault]:
    """Faults of type and letters, at most one of each for a column, at its first cell."""
    faults = []
    for column, heading in enumerate(block.headings, start=1):
        cells = block.cells(column)
        for find in (_type_fault, _date_format_fault, _letters_fault):
            fault = find(cells, heading, block.kinds)
            if fault:
                faults.append(fault)
    return faults


def choice_faults(block: Block) -> list[Fault]:
    """Columns of kind choice must have a validation list over all their rows, and hold nothing else."""
    if block.last == block.header:
        return []
    return [
        fault
        for column, heading in enumerate(block.headings, start=1)
        if block.kinds.get(heading) == "choice"
        for fault in _choice_faults(block, column)
    ]


def _type_fault(cells: Sequence[Any], heading: str, kinds: Mapping[str, Kind]) -> Fault | None:
    kind = kinds.get(heading, "number" if heading == "序号" else None)
    if kind is not None:
        wanted = {"number": "n", "date": "d"}.get(kind, "s")
    elif any(_is_date_as_text(cell, heading) for cell in cells):
        wanted = "d"
    else:
        # Unknown: the first cell says what the column holds.
        wanted = _type(cells[0]) if cells else "s"
    wrong = next((cell for cell in cells if _type(cell) != wanted), None)
    return (
        None if wrong is None else Fault(wrong.coordinate, *_TYPE_SENTENCES.get(wanted, _TYPE_SENTENCES["s"]))
    )


def _is_date_as_text(cell: Any, heading: str) -> bool:
    named = _NAMED_FOR_A_TIME.search(heading) is not None
    return named and _type(cell) == "s" and _DATE_AS_TEXT.fullmatch(cell.value) is not None


_TYPE_SENTENCES = {
    "n": ("应为数字，不是文字或日期。", "The cell should be a number."),
    "d": ("应为日期，不是文字或数字。", "The cell should be a date."),
    "s": ("应为文字，不是数字或日期。", "The cell should be text."),
}


def _type(cell: Any) -> str:
    """n for a number, d for a date, s for text, else openpyxl's letter."""
    return "d" if isinstance(cell.value, datetime) else str(cell.data_type)


def _date_format_fault(cells: Sequence[Any], _heading: str, _kinds: Mapping[str, Kind]) -> Fault | None:
    for cell in cells:
        if isinstance(cell.value, datetime) and _bare(cell.number_format) != _bare(DATE_FORMAT):
            return Fault(
                cell.coordinate, "日期格式应为“2014年5月23日”。", "The date should show as 2014年5月23日."
            )
    return None


def _bare(number_format: str) -> str:
    """A number format without its ways of quoting: "年" and \\年 are the same."""
    return number_format.replace('"', "").replace("\\", "")


def _letters_fault(cells: Sequence[Any], _heading: str, _kinds: Mapping[str, Kind]) -> Fault | None:
    for cell in cells:
        if cell.font.name != FANGSONG or not 10 <= (cell.font.sz or 0) <= 12:
            return Fault(
                cell.coordinate, "正文应为 10—12 磅仿宋。", "The body should be in 仿宋 of 10 to 12 pt."
            )
    return None


def _choice_faults(block: Block, column: int) -> Iterator[Fault]:
    letter = get_column_letter(column)
    choices = _choices(block, column)
    if choices is None:
        yield Fault(
            f"{letter} 列 / column {letter}",
            "没有覆盖全部数据行的下拉选项。",
            "No validation list covers its rows.",
        )
        return
    for cell in block.cells(column):
        if cell.value not in choices:
            yield Fault(cell.coordinate, "内容不在下拉选项之内。", "The value is not in its validation list.")
            return


def _choices(block: Block, column: int) -> list[str] | None:
    for rule in block.sheet.data_validations.dataValidation:
        areas = [area.bounds for area in rule.sqref.ranges]
        if rule.type == "list" and (column, block.header + 1, column, block.last) in areas:
            return _listed(block.sheet, str(rule.formula1))
    return None


def _listed(sheet: Worksheet, source: str) -> list[str]:
    """The choices of a rule: written in it, or in a range of the same workbook."""
    if source.startswith('"'):
        return source.strip('"').split(",")
    name, _, area = source.rpartition("!")
    book = sheet.parent
    if book is None:
        return []
    left, top, right, bottom = range_boundaries(area.replace("$", ""))
    rows = book[name.strip("'")].iter_rows(
        min_row=top, max_row=bottom, min_col=left, max_col=right, values_only=True
    )
    return [str(value) for row in rows for value in row if value is not None]
