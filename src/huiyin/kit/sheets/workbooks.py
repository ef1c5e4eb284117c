"""Workbooks: which sheet is meant, its cells, merged ranges and formulas."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from xml.etree.ElementTree import ParseError

from python_calamine import (
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from huiyin.kit.errors import BadInput
from huiyin.kit.sheets.cells import Cell, Row, Sheet, cell_of, is_blank
from huiyin.kit.sheets.compound import check_compound
from huiyin.kit.sheets.formulas import uncached_formulas
from huiyin.kit.sheets.sniffing import Kind
from huiyin.kit.sheets.unpacking import check_workbook, damaged, encrypted, too_large

_MAX_FILLED_DOWN = 2_000_000
_MOST_SHEETS = 50


@dataclass(frozen=True, slots=True)
class _Table:
    """A sheet's cells from row 1, and how much there is in it."""

    name: str
    rows: list[Row]
    merges: list[tuple[tuple[int, int], tuple[int, int]]]

    @property
    def filled(self) -> tuple[int, int]:
        """Rank sheets: rows with two and more filled cells first (a table), then rows with any."""
        counts = [len(row) - row.count(None) for row in self.rows]
        return sum(count > 1 for count in counts), sum(count > 0 for count in counts)


def read_workbook(data: bytes, kind: Kind, name: str, *, sheet: str | None) -> Sheet:
    """Read one sheet of an .xlsx or .xls: the named one, else the visible one with the most filled rows.

    Raises BadInput for a damaged or encrypted workbook, a bomb, an unknown sheet, or one without any table.
    """
    has_formulas = _checked(data, kind, name)
    with _reader_errors(name), CalamineWorkbook.from_filelike(BytesIO(data)) as workbook:
        names = _worksheets(workbook)
        wanted = [_known(sheet, names, name)] if sheet is not None else list(names)
        table = _fullest(workbook, wanted)
    if table is None:
        raise BadInput(f"“{name}”中没有工作表。", f"“{name}” has no worksheet.")
    formulas = _formulas(data, table.name, name) if has_formulas else {}
    return _sheet(table, formulas, name, others=tuple(other for other in names if other != table.name))


def read_all(data: bytes, kind: Kind, name: str) -> list[Sheet]:
    """Read every visible sheet of an .xlsx or .xls, in their order, as `read_workbook` reads one. Raises BadInput."""
    has_formulas = _checked(data, kind, name)
    with _reader_errors(name), CalamineWorkbook.from_filelike(BytesIO(data)) as workbook:
        tables = [_table(workbook.get_sheet_by_name(each)) for each in _worksheets(workbook)[:_MOST_SHEETS]]
    if not tables:
        raise BadInput(f"“{name}”中没有工作表。", f"“{name}” has no worksheet.")
    return [
        _sheet(table, _formulas(data, table.name, name) if has_formulas else {}, name, others=())
        for table in tables
    ]


def _checked(data: bytes, kind: Kind, name: str) -> bool:
    """Whether a workbook that may be read has formulas."""
    if kind is Kind.ZIP:
        return check_workbook(data, name)
    check_compound(data, name)
    return False


@contextmanager
def _reader_errors(name: str) -> Iterator[None]:
    """Turn whatever the reader throws into BadInput.

    It is Rust, and a broken file can make it panic; PyO3 raises that as a BaseException of a module that can't be imported.
    """
    try:
        yield
    except BadInput:
        raise
    except PasswordError as error:
        raise encrypted(name) from error
    except MemoryError as error:
        raise too_large(name) from error
    except Exception as error:
        raise damaged(name) from error
    except BaseException as error:
        if type(error).__module__ != "pyo3_runtime":
            raise
        raise damaged(name) from error


def _worksheets(workbook: CalamineWorkbook) -> list[str]:
    """Return the worksheets' names, visible ones only unless all are hidden."""
    sheets = [meta for meta in workbook.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet]
    visible = [meta for meta in sheets if meta.visible == SheetVisibleEnum.Visible]
    return [meta.name for meta in visible or sheets]


def _known(sheet: str, names: list[str], name: str) -> str:
    if sheet in names:
        return sheet
    zh, en = "、".join(f"“{known}”" for known in names), ", ".join(f"“{known}”" for known in names)
    raise BadInput(
        f"“{name}”里没有名为“{sheet}”的工作表。现有：{zh}。",
        f"“{name}” has no sheet named “{sheet}”. There are: {en}.",
    )


def _fullest(workbook: CalamineWorkbook, names: list[str]) -> _Table | None:
    best: _Table | None = None
    for name in names:
        table = _table(workbook.get_sheet_by_name(name))
        if best is None or table.filled > best.filled:
            best = table
    return best


def _table(sheet: CalamineSheet) -> _Table:
    # iter_rows starts at row 1 whatever the first filled row is, but at the first filled column.
    left: Row = (None,) * (sheet.start[1] if sheet.start else 0)
    rows = [() if row.count("") == len(row) else left + tuple(map(cell_of, row)) for row in sheet.iter_rows()]
    return _Table(sheet.name, rows, sheet.merged_cell_ranges or [])


def _formulas(data: bytes, sheet: str, name: str) -> dict[tuple[int, int], str]:
    try:
        return uncached_formulas(data, sheet, name)
    except (ParseError, KeyError, ValueError, LookupError) as error:
        raise damaged(name) from error


def _sheet(
    table: _Table, formulas: dict[tuple[int, int], str], name: str, *, others: tuple[str, ...]
) -> Sheet:
    grid = table.rows
    for (row, column), formula in formulas.items():
        # The reader's grid ends at the last cell with a value; a formula without one may lie beyond.
        grid.extend([()] * (row + 1 - len(grid)))
        _put(grid, row, column, formula)
    merged = _fill_down(grid, table, name)
    while grid and is_blank(grid[-1]):
        grid.pop()
    zh, en = f"工作表“{table.name}”", f"sheet “{table.name}”"
    if others:
        zh += "（另有：" + "、".join(others) + "）"
        en += f" (beside {', '.join(others)})"
    return Sheet(table.name, grid, 1, merged, others, zh, en)


def _put(grid: list[Row], row: int, column: int, value: Cell) -> None:
    """Set one cell that is empty or lies right of its row's end."""
    cells = grid[row] + (None,) * (column + 1 - len(grid[row]))
    if cells[column] is None:
        grid[row] = (*cells[:column], value, *cells[column + 1 :])


def _fill_down(grid: list[Row], table: _Table, name: str) -> frozenset[tuple[int, int]]:
    """Repeat the value of a vertically merged cell on every row that it spans; say which cells were filled."""
    filled: set[tuple[int, int]] = set()
    for (top, column), (bottom, _) in table.merges:
        value = grid[top][column] if top < len(grid) and column < len(grid[top]) else None
        if value is None:
            continue
        for row in range(top + 1, min(bottom, len(grid) - 1) + 1):
            _put(grid, row, column, value)
            filled.add((row + 1, column))
        if len(filled) > _MAX_FILLED_DOWN:
            raise too_large(name)
    return frozenset(filled)
