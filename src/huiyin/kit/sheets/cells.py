"""A sheet as plain values: what a cell may hold, and the rows with the numbers that Excel shows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

Cell = str | int | float | date | datetime | None
Row = tuple[Cell, ...]

# Beyond this a float no longer holds every whole number, and writing it as an int would invent digits.
_EXACT_WHOLE = 10**15


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table as it lay in a file.

    `rows` are tuples of cells, not all of the same length; None is an empty cell. `first_row` is the number, as Excel
    shows it, of `rows[0]`; a row's first cell is column A.
    `merged_down` holds (row number, cell index) of cells whose value was filled down from a vertical merge.
    `others` names the file's other sheets; `zh` and `en` say in a sentence how the file was read, for the preview.
    """

    name: str
    rows: list[Row]
    first_row: int = 1
    merged_down: frozenset[tuple[int, int]] = field(default=frozenset())
    others: tuple[str, ...] = ()
    zh: str = ""
    en: str = ""

    def numbered(self) -> Iterator[tuple[int, Row]]:
        """Yield (row number, row)."""
        return enumerate(self.rows, start=self.first_row)


def cell_of(value: object) -> Cell:
    """Turn a reader's value into a Cell: an empty text is None, a whole float an int, anything odd its text.

    Excel keeps every number as a float, so 编号 12 arrives as 12.0; people wrote 12.
    """
    if isinstance(value, str):
        return value or None
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < _EXACT_WHOLE else value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if value is None or isinstance(value, int | date):
        return value
    if isinstance(value, time):
        return value.isoformat("minutes")
    return str(value)


def text_of(cell: Cell) -> str:
    """Return a cell as the text that a person would read in it; an empty cell is ""."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)


def is_blank(row: Sequence[Cell]) -> bool:
    """Say whether nothing but white space stands in the row."""
    if row.count(None) == len(row):  # most of a stray table is: not worth a loop
        return True
    return not any(map(is_filled, row))


def is_filled(cell: Cell) -> bool:
    """Say whether something other than white space stands in a cell."""
    return bool(cell) and not cell.isspace() if isinstance(cell, str) else cell is not None
