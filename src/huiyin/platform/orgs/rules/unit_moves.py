"""Where a list of units puts a known unit elsewhere: never done by an import, for moving a unit is an act of its own."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from huiyin.platform.orgs.rules.unit_rows import UnitRow


@dataclass(frozen=True, slots=True)
class Move:
    """A unit that the list puts under another parent than the tree has."""

    row_no: int
    name: str
    now: str
    wanted: str


def moves(rows: Iterable[UnitRow], parents: Mapping[str, str]) -> Iterator[Move]:
    """Yield what moved. `parents` has the parent's name of every known unit that has one."""
    for row in rows:
        now = parents.get(row.name)
        if row.parent_name is not None and now is not None and now != row.parent_name:
            yield Move(row.row_no, row.name, now, row.parent_name)
