"""An empty workbook to be filled in: headings that an import knows, what goes below them, and lists to choose from. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import xlsxwriter

_ROWS = 1000


@dataclass(frozen=True)
class Column:
    """A heading; `hint` stands in its note; `choices` are offered below it, other words aren't refused."""

    heading: str
    hint: str
    width: int = 16
    choices: Sequence[str] = ()


def empty_form(title: str, columns: Sequence[Column]) -> bytes:
    """The .xlsx. Every cell is text, so that a leading zero and a date stay what was typed.

    Notes hang on the headings and choices lie on a hidden sheet: a reader takes the sheet with the most rows.
    """
    data = BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet, lists = book.add_worksheet(title), book.add_worksheet("选项")
        lists.hide()
        bold = book.add_format({"bold": True, "bg_color": "#F1EEE6", "bottom": 1, "text_wrap": True})
        text = book.add_format({"num_format": "@"})
        for at, column in enumerate(columns):
            sheet.set_column(at, at, column.width, text)
            sheet.write_string(0, at, column.heading, bold)
            sheet.write_comment(0, at, column.hint, {"x_scale": 2, "author": ""})
            lists.write_column(0, at, column.choices)
            if column.choices:
                letter = xlsxwriter.utility.xl_col_to_name(at)
                source = f"=选项!${letter}$1:${letter}${len(column.choices)}"
                offered = {
                    "validate": "list",
                    "source": source,
                    "error_type": "information",
                    "show_error": False,
                }
                sheet.data_validation(1, at, _ROWS, at, offered)
        sheet.freeze_panes(1, 0)
    return data.getvalue()
