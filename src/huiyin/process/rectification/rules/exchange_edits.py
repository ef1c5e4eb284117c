"""What is taken of a workbook that came back: cells and rows, gathered by problem, and as a page carries them. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from huiyin.process.rectification.rules.exchange_keys import Values


@dataclass(frozen=True, slots=True)
class CellEdit:
    """A cell that changes: of a problem (`measure` None) or a measure; `old` is what it was looked at as."""

    sheet: str
    row_no: int
    problem: str
    measure: int | None
    field: str
    old: str
    new: str

    @property
    def name(self) -> str:
        """How a form says which cell is meant."""
        return f"{self.problem}.{self.measure or 0}.{self.field}"


@dataclass(frozen=True, slots=True)
class NewMeasure:
    """A measure that a row without a number adds to a problem."""

    sheet: str
    row_no: int
    problem: str
    values: Values


@dataclass(frozen=True)
class MeasureEdit:
    """What a row says of a measure: its number (None: a new one), and field → (as it was looked at, as it will be)."""

    row_no: int
    sheet: str
    number: int | None
    cells: Mapping[str, tuple[str, str]]


@dataclass
class ProblemEdit:
    """Everything that a workbook says of one problem: taken together or not at all."""

    number: str
    row_no: int = 0
    sheet: str = ""
    plan: dict[str, tuple[str, str]] = field(default_factory=dict)
    measures: dict[int, MeasureEdit] = field(default_factory=dict)
    added: list[MeasureEdit] = field(default_factory=list)


def edits_of(cells: Iterable[CellEdit], added: Iterable[NewMeasure]) -> list[ProblemEdit]:
    """Cells and rows by problem, in the order of the sheets. O(n)."""
    found: dict[str, ProblemEdit] = {}
    for cell in cells:
        edit = found.setdefault(cell.problem, ProblemEdit(cell.problem, cell.row_no, cell.sheet))
        if cell.measure is None:
            edit.plan[cell.field] = (cell.old, cell.new)
            continue
        measure = edit.measures.get(cell.measure) or MeasureEdit(cell.row_no, cell.sheet, cell.measure, {})
        edit.measures[cell.measure] = MeasureEdit(
            measure.row_no, measure.sheet, cell.measure, {**measure.cells, cell.field: (cell.old, cell.new)}
        )
    for row in added:
        edit = found.setdefault(row.problem, ProblemEdit(row.problem, row.row_no, row.sheet))
        edit.added.append(
            MeasureEdit(row.row_no, row.sheet, None, {k: ("", v) for k, v in row.values.items()})
        )
    return list(found.values())


def packed_cell(cell: CellEdit) -> list[Any]:
    """A cell as JSON holds it."""
    return [cell.sheet, cell.row_no, cell.problem, cell.measure, cell.field, cell.old, cell.new]


def packed_row(row: NewMeasure) -> list[Any]:
    """A new measure as JSON holds it."""
    return [row.sheet, row.row_no, row.problem, dict(row.values)]


def unpacked_rows(rows: Sequence[Sequence[Any]]) -> tuple[list[CellEdit], list[NewMeasure]]:
    """What the two made."""
    return (
        [CellEdit(*row) for row in rows if len(row) == 7],
        [NewMeasure(*row) for row in rows if len(row) == 4],
    )
