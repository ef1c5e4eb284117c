"""Tables for the tests, as they come out of a file."""

from collections.abc import Sequence
from datetime import date

from huiyin.kit.sheets import Cell, Sheet
from huiyin.platform.orgs.rules.unit_names import UnitNames
from huiyin.process.opinions.rules.columns import find_columns
from huiyin.process.opinions.rules.rows import BadRow, GoodRow, Outcome, SkippedRow, read_rows

TODAY = date(2014, 6, 30)


def sheet_of(*rows: Sequence[Cell], merged: frozenset[tuple[int, int]] = frozenset()) -> Sheet:
    return Sheet("意见", [tuple(row) for row in rows], merged_down=merged)


def read(sheet: Sheet, *, units: UnitNames | None = None, **told: str) -> list[Outcome]:
    return list(
        read_rows(sheet, find_columns(sheet, overrides=told), default_year=2014, today=TODAY, units=units)
    )


def good(rows: list[Outcome]) -> list[GoodRow]:
    return [row for row in rows if isinstance(row, GoodRow)]


def bad(rows: list[Outcome]) -> list[BadRow]:
    return [row for row in rows if isinstance(row, BadRow)]


def skipped(rows: list[Outcome]) -> list[tuple[int, str]]:
    return [(row.row_no, row.why.value) for row in rows if isinstance(row, SkippedRow)]
