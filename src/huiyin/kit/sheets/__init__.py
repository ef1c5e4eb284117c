"""Tables as clerks send them: .xlsx, .xls, .csv; read with guards, never evaluated, every failure a BadInput."""

from huiyin.kit.sheets.cells import Cell, Row, Sheet, is_blank, is_filled, text_of
from huiyin.kit.sheets.headings import column_letter, normal_heading
from huiyin.kit.sheets.reading import read_sheet, sheet_from

__all__ = [
    "Cell",
    "Row",
    "Sheet",
    "column_letter",
    "is_blank",
    "is_filled",
    "normal_heading",
    "read_sheet",
    "sheet_from",
    "text_of",
]
