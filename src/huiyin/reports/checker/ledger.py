"""Checks a ledger (.xlsx) against the conventions of DOMAIN 8.4: its sheet, its printing, then its cells."""

import warnings
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from huiyin.kit.errors import BadInput
from huiyin.reports.checker.faults import Fault
from huiyin.reports.checker.ledger_cells import Block, cell_faults, choice_faults
from huiyin.reports.layout.fonts import HEITI, XIAOBIAOSONG
from huiyin.reports.layout.ledger import PAGE_FOOTER
from huiyin.reports.layout.ledger_shape import MOST_COLUMNS_ON_A4, Kind, legal_sheet_name

_SEARCHED_ROWS = 10  # title, unit and marks stand above the headings
_PAPERS = {"8": "A3", "9": "A4"}
_NOT_GIVEN: Mapping[str, Kind] = MappingProxyType({})


def check_ledger(
    ledger: str | Path | BinaryIO, expected_headings: Sequence[str], kinds: Mapping[str, Kind] = _NOT_GIVEN
) -> list[Fault]:
    """What is wrong with the form of `ledger`; an empty list when nothing is.

    `kinds` says by heading what a column holds. Without it only what shows by itself is judged: 序号 holds numbers, a
    column doesn't mix numbers or dates with text, a column named for a time holds no date written as text.
    Raises BadInput for what is no .xlsx.
    """
    book = _opened(ledger)
    sheet = book.worksheets[0]
    faults = [*_formula_faults(book), *_name_faults(sheet)]
    header = _header_row(sheet, expected_headings)
    if header is None:
        return [*faults, _headings_fault(sheet, expected_headings)]
    block = Block(sheet, header, _last_row(sheet, header), tuple(expected_headings), kinds)
    return [
        *faults,
        *_title_faults(sheet, len(expected_headings)),
        *_heading_look_faults(sheet, header, len(expected_headings)),
        *_screen_faults(sheet, block),
        *_print_faults(sheet, block),
        *cell_faults(block),
        *choice_faults(block),
    ]


def _opened(ledger: str | Path | BinaryIO) -> Workbook:
    try:
        with warnings.catch_warnings():
            # openpyxl warns of too long a sheet name and the like: here that becomes a fault.
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(ledger)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, SyntaxError, OSError) as error:
        raise BadInput("不是可以打开的 .xlsx 文件。", "Not an .xlsx file that can be opened.") from error


def _formula_faults(book: Workbook) -> list[Fault]:
    faults = []
    for number, sheet in enumerate(book.worksheets):
        formulas = (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f")
        prefix = f"{sheet.title}!" if number else ""
        faults += [
            Fault(f"{prefix}{cell.coordinate}", "单元格是公式。", "The cell is a formula.")
            for cell in formulas
        ]
    return faults


def _name_faults(sheet: Worksheet) -> list[Fault]:
    if sheet.title == legal_sheet_name(sheet.title):
        return []
    return [
        Fault(
            "工作表名 / sheet name",
            "工作表名超过 31 个字或含非法字符。",
            "The sheet name is too long or illegal.",
        )
    ]


def _row(sheet: Worksheet, number: int) -> list[object]:
    values: list[object] = [cell.value for cell in sheet[number]]
    while values and values[-1] is None:
        values.pop()
    return values


def _header_row(sheet: Worksheet, headings: Sequence[str]) -> int | None:
    top = min(_SEARCHED_ROWS, sheet.max_row)
    return next((row for row in range(1, top + 1) if _row(sheet, row) == list(headings)), None)


def _headings_fault(sheet: Worksheet, headings: Sequence[str]) -> Fault:
    """Names the first heading that differs in the row that agrees with most of them."""
    rows = {row: _row(sheet, row) for row in range(1, min(_SEARCHED_ROWS, sheet.max_row) + 1)}
    best = max(rows, key=lambda row: len(set(rows[row]) & set(headings)))
    found = rows[best]
    pairs = enumerate(zip(headings, found, strict=False), start=1)
    column = next((n for n, (wanted, there) in pairs if wanted != there), min(len(headings), len(found)) + 1)
    return Fault(
        f"第 {best} 行第 {column} 列 / row {best}, column {column}",
        "表头与规定不一致。",
        "The headings differ from the form.",
    )


def _title_faults(sheet: Worksheet, columns: int) -> list[Fault]:
    title = sheet["A1"]
    if not title.value:
        return [Fault("A1", "没有标题。", "There is no title.")]
    faults = []
    if (title.font.name, title.font.sz) != (XIAOBIAOSONG, 22):
        faults.append(Fault("A1", "标题应为 22 磅小标宋。", "The title should be in 小标宋 of 22 pt."))
    spans = [(area.min_row, area.max_row, area.min_col, area.max_col) for area in sheet.merged_cells.ranges]
    if columns > 1 and (1, 1, 1, columns) not in spans:
        faults.append(Fault("A1", "标题应跨全部列合并。", "The title should span all columns."))
    return faults


def _heading_look_faults(sheet: Worksheet, header: int, columns: int) -> list[Fault]:
    cells = [sheet.cell(header, column) for column in range(1, columns + 1)]
    where = f"第 {header} 行 / row {header}"
    faults = []
    if any((cell.font.name, cell.font.sz) != (HEITI, 12) for cell in cells):
        faults.append(Fault(where, "表头应为 12 磅黑体。", "The headings should be in 黑体 of 12 pt."))
    if any(not cell.alignment.wrap_text for cell in cells):
        faults.append(Fault(where, "表头应自动换行。", "The headings should wrap."))
    if not all(_has_thin_borders(cell) for cell in cells):
        faults.append(Fault(where, "表头应有细边框。", "The headings should have thin borders."))
    return faults


def _has_thin_borders(cell: Cell | MergedCell) -> bool:
    sides = (cell.border.top, cell.border.left, cell.border.bottom, cell.border.right)
    return all(side is not None and side.style == "thin" for side in sides)


def _last_row(sheet: Worksheet, header: int) -> int:
    """The last row of data: the one before 合计 or the signatures."""
    for row in range(header + 1, sheet.max_row + 1):
        first = sheet.cell(row, 1).value
        if isinstance(first, str) and first.startswith(("合计", "单位负责人")):
            return row - 1
    return sheet.max_row


def _screen_faults(sheet: Worksheet, block: Block) -> list[Fault]:
    faults = []
    pane = sheet.sheet_view.pane
    # Not freeze_panes: that is the cell in the corner, which moves when somebody scrolls.
    if pane is None or not str(pane.state).startswith("frozen") or pane.ySplit != block.header:
        faults.append(Fault("窗口 / window", "表头没有冻结。", "The header row is not frozen."))
    if sheet.auto_filter.ref != block.area(block.header):
        faults.append(
            Fault(
                "筛选 / filter",
                "自动筛选没有覆盖表头和全部数据行。",
                "The autofilter doesn't cover header and rows.",
            )
        )
    return faults


def _print_faults(sheet: Worksheet, block: Block) -> list[Fault]:
    where = "打印设置 / printing"
    faults = []
    paper = "A3" if len(block.headings) > MOST_COLUMNS_ON_A4 else "A4"
    if _PAPERS.get(str(sheet.page_setup.paperSize)) != paper:
        faults.append(Fault(where, f"纸张应为 {paper}。", f"The paper should be {paper}."))
    if sheet.page_setup.orientation != "landscape":
        faults.append(Fault(where, "纸张方向应为横向。", "The paper should lie across (landscape)."))
    if not _fits_one_page_across(sheet):
        faults.append(Fault(where, "应缩放为一页宽。", "The sheet should be fitted to one page across."))
    if (sheet.print_title_rows or "").replace("$", "") != f"{block.header}:{block.header}":
        faults.append(Fault(where, "表头没有设为每页重复。", "The header row doesn't repeat on each page."))
    footer = sheet.oddFooter.center.text if sheet.oddFooter else ""
    if PAGE_FOOTER not in (footer or ""):
        faults.append(Fault(where, "页脚没有“第 × 页 共 × 页”。", "The footer doesn't number the pages."))
    return faults


def _fits_one_page_across(sheet: Worksheet) -> bool:
    fits = sheet.sheet_properties.pageSetUpPr
    if fits is None or not fits.fitToPage:
        return False
    # One is what the format leaves out; nought pages down is as many as it takes.
    return sheet.page_setup.fitToWidth in (None, 1) and sheet.page_setup.fitToHeight == 0
