"""The rows that stayed out, with reasons, so that a clerk can mend and import them again: nothing is lost."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from huiyin.cli.judging import Judged
from huiyin.cli.wording import FIELD_NAMES
from huiyin.kit.outputs import written_whole
from huiyin.kit.sheets import Cell, Row, text_of
from huiyin.process.opinions.rules.intake import Clash
from huiyin.process.opinions.rules.returned import (
    REFUSED_HEADINGS,
    REFUSED_SHEET,
    REMARKS_HEADINGS,
    REMARKS_SHEET,
)
from huiyin.reports.layout.labels import RAW_WORDS, label_line

REFUSALS = "未收录的行.xlsx"
LABEL_SHEET = "密级"

_MOST_ROWS = 1_048_575  # below the heading, in one sheet
_LONGEST_CELL = 32_767  # UTF-16 units that a cell holds
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_WIDTHS = (8, 40, 40)


def write_refusals(judged: Judged, clashes: Sequence[Clash], out: Path) -> list[str]:
    """Write the rows that stayed out as they stood, and every remark on those that came in; the file's name, or nothing
    when there is neither.

    An older file goes: it would speak of rows that are in by now.
    """
    reasons = {row.row_no: (row.zh, row.en) for row in judged.bad}
    reasons.update((clash.row_no or 0, (clash.zh, clash.en)) for clash in clashes)
    remarks = judged.notes()
    path = out / REFUSALS
    if not reasons and not remarks:
        path.unlink(missing_ok=True)
        return []
    refused: Iterator[Row] = (
        (row_no, zh, en, *_cells(judged, row_no)) for row_no, (zh, en) in sorted(reasons.items())
    )
    noted: Iterator[Row] = ((row_no, note.zh, note.en) for row_no, note in remarks)
    with written_whole(path) as part, xlsxwriter.Workbook(str(part), _OPTIONS) as book:
        bold = book.add_format({"bold": True})
        _write(_page(book, REFUSED_SHEET), (*REFUSED_HEADINGS, *_headings(judged)), refused, bold)
        _write(_page(book, REMARKS_SHEET), REMARKS_HEADINGS, noted, bold)
        # On a sheet of its own: below the rows it would be taken for one of them when they are imported again.
        _page(book, LABEL_SHEET).write_string(0, 0, label_line([RAW_WORDS]), bold)
    return [REFUSALS]


def _page(book: Workbook, name: str) -> Worksheet:
    page = book.add_worksheet(name)
    page.freeze_panes(1, 0)
    for at, width in enumerate(_WIDTHS):
        page.set_column(at, at, width)
    return page


def _write(page: Worksheet, headings: Iterable[str], rows: Iterator[Row], bold: Format) -> None:
    for at, heading in enumerate(headings):
        page.write_string(0, at, heading, bold)
    for row_no, row in enumerate(islice(rows, _MOST_ROWS - 1), start=1):
        for at, cell in enumerate(row):
            _put(page, row_no, at, cell)
    more = sum(1 for _ in rows)
    if more:
        page.write_string(_MOST_ROWS, 1, f"一张工作表写不下，另有 {more} 行没有列出")


def _put(page: Worksheet, row: int, at: int, cell: Cell) -> None:
    """Write a cell as text, for nothing may be run or reformatted; only a number with a fraction stays a number, because
    as a text 5.2 would be read as the second of May, and nobody knows whether it was 5.20.
    """
    if cell is None or cell == "":
        return
    if isinstance(cell, float):
        page.write_number(row, at, cell)
        return
    page.write_string(row, at, _fitting(text_of(cell)))


def _fitting(text: str) -> str:
    """Return the text, cut with a remark where no cell can hold it; such a row stayed out for its length."""
    units = text.encode("utf-16-le", "replace")
    if len(units) <= 2 * _LONGEST_CELL:
        return text
    kept = units[: 2 * (_LONGEST_CELL - 100)].decode("utf-16-le", "ignore")
    return f"{kept}……（还有 {len(text) - len(kept)} 字，见原表）"


def _headings(judged: Judged) -> list[str]:
    """The columns' headings as written; one that has none and was read is called by what it was taken for."""
    names = {guess.index: FIELD_NAMES[guess.field] for guess in judged.columns.guesses}
    return [header or names.get(at, "") for at, header in enumerate(judged.columns.headers)]


def _cells(judged: Judged, row_no: int) -> Row:
    return judged.sheet.rows[row_no - judged.sheet.first_row]
