"""The one door: a file in, a Sheet out, and every failure a BadInput that says what to do."""

from pathlib import Path

from huiyin.kit.errors import BadInput
from huiyin.kit.sheets.cells import Sheet
from huiyin.kit.sheets.delimited import read_delimited
from huiyin.kit.sheets.guarding import checked_size, load
from huiyin.kit.sheets.sniffing import Kind, kind_of
from huiyin.kit.sheets.workbooks import read_all, read_workbook


def read_sheet(path: Path, *, sheet: str | None = None) -> Sheet:
    """Read a table from an .xlsx, .xls, .csv, .tsv or .txt, told apart by content and not by name.

    `sheet` names the sheet of a workbook; without it the visible one with the most filled rows is taken. Merged cells are
    filled down, formulas are their cached value, else their text, and never evaluated. Raises BadInput.
    """
    return sheet_from(load(path), path.name, sheet=sheet)


def sheet_from(data: bytes, name: str, *, sheet: str | None = None) -> Sheet:
    """Read a table from bytes, as an upload brings them; `name` is only for the messages. Raises BadInput."""
    checked_size(data, name)
    kind = kind_of(data, name)
    if kind is not Kind.TEXT:
        return read_workbook(data, kind, name, sheet=sheet)
    if sheet is not None:
        raise BadInput(
            f"“{name}”是文本表格，没有工作表，请去掉指定的工作表名“{sheet}”。",
            f"“{name}” is a text table and has no sheets; leave out the sheet name “{sheet}”.",
        )
    return read_delimited(data, name)


def read_sheets(path: Path) -> list[Sheet]:
    """Every visible sheet of a workbook, each as `read_sheet` reads it. Raises BadInput."""
    return sheets_from(load(path), path.name)


def sheets_from(data: bytes, name: str) -> list[Sheet]:
    """Every visible sheet of a workbook, or the one table of a text, from bytes; each as `sheet_from` reads it. Raises BadInput."""
    checked_size(data, name)
    kind = kind_of(data, name)
    return [read_delimited(data, name)] if kind is Kind.TEXT else read_all(data, kind, name)
