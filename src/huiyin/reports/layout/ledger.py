"""Draws a ledger as .xlsx by the conventions of DOMAIN 8.4.

Row 1 the title, row 2 unit and day, then the marks if there are any, the headings, the rows, 合计, the signatures, notes,
the classification (layout.labels). The classification stands on every printed page, too.
Cells hold numbers, dates and strings only: text is always written as a string, whatever it begins with, and text that
begins like a formula is also marked so that editing the cell doesn't turn it into one.
"""

import shutil
import tempfile
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import zip_longest
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter

from huiyin.kit.errors import BadInput
from huiyin.kit.legible import legible
from huiyin.reports.layout.fonts import FANGSONG, HEITI, XIAOBIAOSONG
from huiyin.reports.layout.labels import label_line
from huiyin.reports.layout.ledger_shape import (
    FIRST_YEAR,
    LONGEST_TEXT,
    MOST_ROWS,
    TALLEST_ROW,
    Cell,
    Column,
    LedgerSheet,
    LedgerWritten,
    legal_sheet_name,
    lines_needed,
    row_height,
    spans,
    utf16_length,
)

DATE_FORMAT = 'yyyy"年"m"月"d"日"'
COUNT_FORMAT = '#,##0"条"'
PAGE_FOOTER = "第 &P 页 共 &N 页"
CHOICES_SHEET = "选项"
SIGNATURES = ("单位负责人：", "填表人：", "联系电话：")

_A3, _A4 = 8, 9
_LONGEST_HEADER = 250  # Excel takes 255
_LONGEST_LIST = 255  # a validation list written into its rule; longer ones refer to a sheet
_ROWS_AROUND = 20  # title, headings, signatures and notes, kept free below Excel's limit
# Full-width signs too: Excel takes them for the half-width ones when somebody types in a Chinese setting.
_LIKE_A_FORMULA = frozenset("=+-@＝＋－＠\t")

_TITLE = {"font_name": XIAOBIAOSONG, "font_size": 22, "align": "center", "valign": "vcenter"}
_LINE = {"font_name": FANGSONG, "font_size": 12, "valign": "vcenter"}
_MARKS = {
    "font_name": HEITI,
    "font_size": 12,
    "valign": "vcenter",
    "font_color": "#C00000",
    "text_wrap": True,
}
_HEADING = {
    "font_name": HEITI,
    "font_size": 12,
    "align": "center",
    "valign": "vcenter",
    "text_wrap": True,
    "border": 1,
}
_NOTE = {"font_name": FANGSONG, "font_size": 10.5, "valign": "vcenter", "text_wrap": True}


def write_ledger(target: str | Path | BinaryIO, sheet: LedgerSheet) -> LedgerWritten:
    """Write `sheet` to a path or an open binary file; the same sheet gives the same cells and properties.

    Nothing reaches `target` before every row was taken; a path is then written in place, so hand over a file of your
    own when a reader may be looking. Raises BadInput for a text longer than a cell holds, more rows than a sheet
    holds, or a day before 1900 (importers refuse all three earlier), TypeError for a value that isn't of its column's
    kind, KeyError for a missing one.
    """
    return write_ledgers(target, (sheet,))[0]


def write_ledgers(target: str | Path | BinaryIO, sheets: Iterable[LedgerSheet]) -> list[LedgerWritten]:
    """The same for several ledgers in one workbook, each on its own sheet, in their order; their names differ."""
    with tempfile.TemporaryDirectory(prefix="huiyin-ledger-") as folder:
        drawn = Path(folder) / "drawn.xlsx"
        options = {
            "constant_memory": True,
            "tmpdir": folder,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        book = xlsxwriter.Workbook(str(drawn), options)
        try:
            written = [_Drawing(book, sheet).draw() for sheet in sheets]
        finally:
            # After a refused row as well: only this closes XlsxWriter's row files.
            book.close()
        if isinstance(target, str | Path):
            shutil.copyfile(drawn, target)
        else:
            with drawn.open("rb") as whole:
                shutil.copyfileobj(whole, target)
    return written


_Formats = dict[tuple[bool, bool], Any]
"""A column's cell formats by (text begins like a formula, text is too tall for any row)."""


class _Drawing:
    """One ledger being drawn, from the top down: in constant memory a row can't be touched again."""

    def __init__(self, book: Any, sheet: LedgerSheet) -> None:
        self.book = book
        self.sheet = sheet
        self.page = book.add_worksheet(legal_sheet_name(sheet.sheet_name or sheet.title))
        self.widths = sheet.widths
        self.formats = [self._formats_of(column) for column in sheet.columns]
        self.sums: dict[str, float] = {column.key: 0 for column in sheet.columns if column.summed}
        self.row = 0
        self.replaced = 0
        self.cut = 0

    def draw(self) -> LedgerWritten:
        made = datetime.combine(self.sheet.filled_on or date(1980, 1, 1), datetime.min.time())
        self.book.set_properties({"title": legible(self.sheet.title)[0], "created": made})
        for number, width in enumerate(self.widths):
            self.page.set_column(number, number, width)
        self._head()
        header = self.row
        self._headings()
        self._body()
        self._page_setup(header)
        self._choices(header)
        rows = self.row - header - 1
        self._foot(rows)
        return LedgerWritten(rows=rows, replaced_cells=self.replaced, cut_rows=self.cut)

    def _formats_of(self, column: Column) -> _Formats:
        look: dict[str, Any] = {"font_name": FANGSONG, "font_size": self.sheet.body_size, "border": 1}
        look |= {"text_wrap": True, "align": "left" if column.kind in ("text", "long_text") else "center"}
        if column.kind == "date":
            look["num_format"] = DATE_FORMAT
        if column.kind == "code" or column.typed:
            look["num_format"] = "@"  # an edited 007 stays 007
        return {
            # A text that is cut shows its beginning, not its middle.
            (guarded, cut): self.book.add_format(
                {**look, "quote_prefix": guarded, "valign": "top" if cut else "vcenter"}
            )
            for guarded in (False, True)
            for cut in (False, True)
        }

    def _head(self) -> None:
        self._across(self.sheet.title, _TITLE, 36)
        day = self.sheet.filled_on
        filled = f"{day.year}年{day.month}月{day.day}日" if day else "　　　年　　月　　日"
        self._side_by_side((f"填报单位（盖章）：{self.sheet.unit}", f"填报时间：{filled}"), ("left", "right"))
        if self.sheet.marks:
            text = "　".join(f"【{mark}】" for mark in self.sheet.marks)
            self._across(text, _MARKS, row_height(lines_needed(text, sum(self.widths), 12), 12))

    def _headings(self) -> None:
        look = self.book.add_format(_HEADING)
        lines = max(
            lines_needed(c.heading, w, 12) for c, w in zip(self.sheet.columns, self.widths, strict=True)
        )
        self.page.set_row(self.row, max(24, row_height(lines, 12)))
        for number, column in enumerate(self.sheet.columns):
            self._text(number, column.heading, look)
        self.row += 1

    def _body(self) -> None:
        size = self.sheet.body_size
        for row in self.sheet.rows:
            if self.row > MOST_ROWS - _ROWS_AROUND:
                raise BadInput(
                    f"台账超过一张工作表能容纳的 {MOST_ROWS:,} 行，请分开导出。",
                    f"The ledger has more rows than the {MOST_ROWS:,} of a sheet; export it in parts.",
                )
            lines = 1
            for number, column in enumerate(self.sheet.columns):
                lines = max(lines, self._cell(number, column, row[column.key]))
            self._add_up(row)
            height = row_height(lines, size)
            self.cut += height > TALLEST_ROW
            # After the cells: constant memory writes a row out when the next one is begun.
            self.page.set_row(self.row, min(TALLEST_ROW, max(22, height)))
            self.row += 1

    def _cell(self, number: int, column: Column, value: Cell) -> int:
        """Write one cell of the body; the lines that it takes."""
        plain = self.formats[number][False, False]
        if value is None or value == "":
            self.page.write_blank(self.row, number, None, plain)
            return 1
        if column.kind == "number" and isinstance(value, int | float) and not isinstance(value, bool):
            self.page.write_number(self.row, number, value, plain)
            return 1
        if column.kind == "date" and isinstance(value, date) and not isinstance(value, datetime):
            self._date(number, value, plain)
            return 1
        if column.kind in ("number", "date") or not isinstance(value, str):
            raise TypeError(f"column {column.key!r} holds {column.kind}, got {type(value).__name__}")
        size = self.sheet.body_size
        lines = lines_needed(value, self.widths[number], size)
        kind = (value[0] in _LIKE_A_FORMULA, row_height(lines, size) > TALLEST_ROW)
        self._text(number, value, self.formats[number][kind])
        return lines

    def _date(self, number: int, value: date, look: Any) -> None:
        if value.year < FIRST_YEAR:
            raise BadInput(
                f"第 {self.row + 1} 行第 {number + 1} 列的日期早于 {FIRST_YEAR} 年，表格软件不能表示，请核对。",
                f"The date in row {self.row + 1}, column {number + 1} is before {FIRST_YEAR}, where sheets begin; check it.",
            )
        self.page.write_datetime(self.row, number, value, look)

    def _text(self, number: int, text: str, look: Any) -> None:
        """Write a string cell."""
        shown, replaced = legible(text)
        self.replaced += replaced
        if len(shown) > LONGEST_TEXT // 2 and utf16_length(shown) > LONGEST_TEXT:
            raise BadInput(
                f"第 {self.row + 1} 行第 {number + 1} 列的文字超过 {LONGEST_TEXT:,} 个字符，单元格容纳不下。",
                f"The text in row {self.row + 1}, column {number + 1} is longer than the {LONGEST_TEXT:,} characters of a cell.",
            )
        self.page.write_string(self.row, number, shown, look)

    def _add_up(self, row: Mapping[str, Cell]) -> None:
        for key in self.sums:
            value = row[key]
            if isinstance(value, int | float):
                self.sums[key] += value

    def _foot(self, rows: int) -> None:
        if self.sheet.counted:
            self._total(rows)
        self._side_by_side(SIGNATURES, ("left", "left", "left"))
        for note in (*self.sheet.notes, *self._own_notes(), label_line(self.sheet.marks)):
            text = f"注：{note}"
            self._across(text, _NOTE, row_height(lines_needed(text, sum(self.widths), 10.5), 10.5))

    def _total(self, rows: int) -> None:
        look = self.book.add_format({**_HEADING, "num_format": "#,##0"})
        self.page.set_row(self.row, 24)
        self._text(0, "合计", look)
        for number, column in enumerate(self.sheet.columns[1:], start=1):
            if number == 1 and not column.summed:
                count = self.book.add_format({**_HEADING, "num_format": COUNT_FORMAT})
                self.page.write_number(self.row, number, rows, count)
            elif column.summed:
                self.page.write_number(self.row, number, self.sums[column.key], look)
            else:
                self.page.write_blank(self.row, number, None, look)
        self.row += 1

    def _own_notes(self) -> list[str]:
        notes = []
        if self.replaced:
            notes.append(f"{self.replaced} 个单元格的原文含不可打印的字符，已换成可见符号（如 ␀、�）。")
        if self.cut:
            notes.append(f"{self.cut} 行文字过长，打印时只见前部；全文在单元格内，点开可读。")
        return notes

    def _across(self, text: str, look: dict[str, Any], height: float) -> None:
        self.page.set_row(self.row, min(TALLEST_ROW, height))
        self._span(0, len(self.widths) - 1, text, self.book.add_format(look))
        self.row += 1

    def _side_by_side(self, texts: tuple[str, ...], aligns: tuple[str, ...]) -> None:
        self.page.set_row(self.row, 26)
        if len(self.widths) < len(texts):
            texts, aligns = ("　　".join(texts),), ("left",)
        for text, align, (first, last) in zip(texts, aligns, spans(self.widths, len(texts)), strict=True):
            self._span(first, last, text, self.book.add_format({**_LINE, "align": align}))
        self.row += 1

    def _span(self, first: int, last: int, text: str, look: Any) -> None:
        if last > first:
            self.page.merge_range(self.row, first, self.row, last, "", look)
        self._text(first, text, look)

    def _page_setup(self, header: int) -> None:
        last = len(self.widths) - 1
        self.page.set_landscape()
        self.page.set_paper(_A3 if self.sheet.is_wide else _A4)
        self.page.set_margins(left=0.5, right=0.5, top=0.75, bottom=0.75)
        self.page.center_horizontally()
        self.page.fit_to_pages(1, 0)
        self.page.repeat_rows(header)
        self.page.freeze_panes(header + 1, min(self.sheet.frozen_columns, last))
        self.page.autofilter(header, 0, max(header, self.row - 1), last)
        self.page.set_footer(f'&C&"{FANGSONG}"&12{PAGE_FOOTER}')
        printed = f'&L&"{FANGSONG}"&9{label_line(self.sheet.marks)}'
        if self.sheet.marks:
            marks = "　".join(legible(mark)[0].replace("&", "&&") for mark in self.sheet.marks)
            # A blank keeps a mark that begins with a digit apart from the letter size.
            printed += f'&R&"{HEITI}"&14 {marks}'
        self.page.set_header(printed[:_LONGEST_HEADER])

    def _choices(self, header: int) -> None:
        """Validation lists: in their rule when short and free of commas, else on a hidden sheet."""
        spilled: list[tuple[str, ...]] = []
        for number, column in enumerate(self.sheet.columns):
            if column.kind != "choice" or not column.choices or self.row == header + 1:
                continue
            source: list[str] | str = list(column.choices)
            if _needs_a_sheet(column.choices):
                letter = xlsxwriter.utility.xl_col_to_name(len(spilled))
                source = f"='{self._choices_name()}'!${letter}$1:${letter}${len(column.choices)}"
                spilled.append(column.choices)
            rule = {
                "validate": "list",
                "source": source,
                "error_title": "不在选项内",
                "error_message": "请从下拉列表中选择。",
            }
            self.page.data_validation(header + 1, number, self.row - 1, number, rule)
        if spilled:
            self._choices_sheet(spilled)

    def _choices_name(self) -> str:
        """The hidden sheet of this ledger's lists; of a workbook's second ledger it has a number."""
        there = sum(name.startswith(CHOICES_SHEET) for name in self.book.sheetnames)
        return f"{CHOICES_SHEET}{there + 1}" if there else CHOICES_SHEET

    def _choices_sheet(self, lists: list[tuple[str, ...]]) -> None:
        page = self.book.add_worksheet(self._choices_name())
        page.hide()
        for row, choices in enumerate(zip_longest(*lists)):
            for number, choice in enumerate(choices):
                if choice is not None:
                    page.write_string(row, number, choice)


def _needs_a_sheet(choices: tuple[str, ...]) -> bool:
    """Whether a validation rule can't hold the list itself: too long, or a choice with a comma or a quote."""
    return len(",".join(choices)) > _LONGEST_LIST or any("," in choice or '"' in choice for choice in choices)
