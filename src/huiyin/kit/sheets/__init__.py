"""Tables as clerks send them: .xlsx, .xls, .csv; read with guards, never evaluated, every failure a BadInput."""

from huiyin.kit.sheets.cells import Cell, Row, Sheet, is_blank, is_filled, text_of
from huiyin.kit.sheets.dates import DateRead, column_year, read_date
from huiyin.kit.sheets.headings import column_letter, normal_heading
from huiyin.kit.sheets.reading import read_sheet, read_sheets, sheet_from, sheets_from

__all__ = [
    "Cell",
    "DateRead",
    "Row",
    "Sheet",
    "column_letter",
    "column_year",
    "is_blank",
    "is_filled",
    "normal_heading",
    "read_date",
    "read_sheet",
    "read_sheets",
    "sheet_from",
    "sheets_from",
    "text_of",
]
