"""What a ledger is made of and how much room its text needs (DOMAIN 8.4). Pure.

Widths are in Excel's unit: one digit of the workbook's default font (Calibri 11), 7 pixels of 1/96 inch = 5.25 pt.
"""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

Cell = str | int | float | date | None
Kind = Literal["number", "date", "text", "long_text", "choice", "code"]

LONGEST_TEXT = 32_767  # UTF-16 units in a cell: Excel's limit
TALLEST_ROW = 409.0  # pt: Excel's limit
FIRST_YEAR = 1900  # Excel counts days from here
MOST_ROWS = 1_048_576  # Excel's limit
LONGEST_SHEET_NAME = 31
MOST_COLUMNS_ON_A4 = 14

POINTS_PER_WIDTH = 5.25
# Fangsong needs about 1.3 of its size from line to line; the free Song that stands in for it 1.45, but it is drawn
# (by LibreOffice) in columns a tenth wider, so that it needs fewer lines.
LINE_FACTOR = 1.35
# Part of a line that Chinese line breaking (no comma at a line's start) and cell padding leave unused.
UNUSED_SHARE = 0.05

# For letters of 12 pt on A4, and of 10.5 pt on A3. A date that doesn't fit shows as ####: both hold 2014年12月31日.
_WIDTHS: dict[Kind, float] = {
    "number": 8,
    "date": 17.5,
    "text": 16,
    "long_text": 54,
    "choice": 13,
    "code": 13,
}
_NARROW: dict[Kind, float] = {
    "number": 6.5,
    "date": 15.5,
    "text": 11.5,
    "long_text": 42,
    "choice": 9.5,
    "code": 10,
}
# The one text of a ledger may spread: of 4,326 real messages 9 % don't fit on a row at this width, 16 % at 42.
_ONLY_LONG_TEXT = 60
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


@dataclass(frozen=True)
class Column:
    """One column: `key` finds its value in a row, `heading` is printed exactly so.

    `width` overrides the kind's usual one. A `choice` column gets a validation list of its `choices`; with none it has
    no list. `summed` puts a number column's sum into the last row. In a `typed` column of text somebody will write: what looks
    like a number or a date there ("80%", "5-23") stays the text that it is.
    """

    key: str
    heading: str
    kind: Kind = "text"
    width: float | None = None
    choices: tuple[str, ...] = ()
    summed: bool = False
    typed: bool = False


@dataclass(frozen=True)
class LedgerSheet:
    """A ledger ready to be drawn.

    Each row gives a value for every column's key; None is an empty cell. Numbers are int or float, dates are dates (a
    moment is first turned into its day in China), everything else is text. `rows` is read once. `unit` and `filled_on`
    may stay open for the clerk to fill in. `marks` (内部未脱敏, 建议 …) stand in a line above the headings and on every
    printed page. `counted` writes the last row, 合计, with the number of rows. `notes` are printed below the signatures.
    """

    title: str
    columns: tuple[Column, ...]
    rows: Iterable[Mapping[str, Cell]]
    unit: str = ""
    filled_on: date | None = None
    sheet_name: str = ""
    marks: tuple[str, ...] = ()
    counted: bool = True
    notes: tuple[str, ...] = ()
    frozen_columns: int = 1

    @property
    def is_wide(self) -> bool:
        """Whether the ledger needs A3 (more than 14 columns)."""
        return len(self.columns) > MOST_COLUMNS_ON_A4

    @property
    def widths(self) -> list[float]:
        """The width of each column: its own, else the usual one of its kind."""
        usual = dict(_NARROW if self.is_wide else _WIDTHS)
        if sum(column.kind == "long_text" for column in self.columns) == 1:
            usual["long_text"] = _ONLY_LONG_TEXT
        return [usual[column.kind] if column.width is None else column.width for column in self.columns]

    @property
    def body_size(self) -> float:
        """Letter size of the body in pt, within the 10-12 of DOMAIN 8.4."""
        return 10.5 if self.is_wide else 12


@dataclass(frozen=True)
class LedgerWritten:
    """What came out: the rows, the cells with signs put for unprintable characters, the rows taller than Excel allows."""

    rows: int
    replaced_cells: int
    cut_rows: int


def legal_sheet_name(name: str) -> str:
    """`name` as Excel takes it: none of []:*?/\\, no quote at either end, not empty, at most 31 UTF-16 units."""
    legal = _NOT_IN_SHEET_NAMES.sub("_", name).strip().strip("'")
    while utf16_length(legal) > LONGEST_SHEET_NAME:
        legal = legal[:-1]
    legal = legal.rstrip("' ")
    # Excel keeps "History" for itself.
    return "台账" if not legal or legal.lower() == "history" else legal


def utf16_length(text: str) -> int:
    """The length of `text` as Excel counts it."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def halves(text: str) -> int:
    """The width of `text` in half characters: a Chinese character has two.

    UTF-8 spends three bytes where Chinese spends two halves, so the mean of bytes and characters is the width; it is
    a little too much for letters of other scripts, which only gives them room.
    """
    return (len(text) + len(text.encode("utf-8", "replace")) + 1) // 2


def lines_needed(text: str, width: float, size: float) -> int:
    """The lines that `text` takes in a cell of `width` with letters of `size` pt; at least one."""
    across = max(2, math.floor(width * POINTS_PER_WIDTH * (1 - UNUSED_SHARE) / size * 2))
    if "\n" not in text:
        return max(1, -(-halves(text) // across))
    return sum(max(1, -(-halves(line) // across)) for line in text.split("\n"))


def row_height(lines: int, size: float) -> float:
    """The height of a row of that many lines, in pt, not yet held to `TALLEST_ROW`."""
    return lines * size * LINE_FACTOR + 6


def spans(widths: list[float], parts: int) -> list[tuple[int, int]]:
    """The columns cut into `parts` neighbouring spans (first, last) of about the same width; none is empty.

    Needs at least `parts` columns.
    """
    cuts, total, start = [], sum(widths), 0
    for part in range(1, parts + 1):
        last = start
        while last < len(widths) - 1 - (parts - part) and sum(widths[: last + 1]) < total * part / parts:
            last += 1
        cuts.append((start, last))
        start = last + 1
    return [*cuts[:-1], (cuts[-1][0], len(widths) - 1)]
