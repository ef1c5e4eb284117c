"""The workbook of units, as `run` and `plan` read it."""

from collections.abc import Iterable
from pathlib import Path

from huiyin.kit.errors import BadInput
from huiyin.kit.sheets import Sheet, read_sheet
from huiyin.platform.orgs.rules.unit_rows import UnitRow, read_units

NAMELESS = "本单位"


def unit_sheet(path: Path) -> Sheet:
    """The sheet, looked into before anything is written: BadInput where it names no unit."""
    sheet = read_sheet(path)
    if not read_units(sheet).rows:
        raise BadInput(f"单位表“{path.name}”里没有可用的单位。", f"The workbook '{path.name}' names no unit.")
    return sheet


def only_top_unit(rows: Iterable[UnitRow]) -> str | None:
    """The one unit of the list that has no parent: the bureau that the others belong to."""
    tops = [row.name for row in rows if not row.parent_name]
    return tops[0] if len(tops) == 1 else None
