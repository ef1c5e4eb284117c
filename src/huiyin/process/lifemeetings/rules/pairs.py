"""Who criticises whom: what may be entered, and the matrix of members that fills as one types (R16)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from huiyin.kit.errors import BadInput, Refused


@dataclass(frozen=True, slots=True)
class Cell:
    """How often one member criticised another. `own`: the diagonal."""

    to: int
    n: int
    own: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A member, whom they criticised, and how often in all."""

    seat: int
    cells: tuple[Cell, ...]

    @property
    def n(self) -> int:
        return sum(cell.n for cell in self.cells)

    @property
    def silent(self) -> bool:
        return self.n == 0


def matrix(seats: Sequence[int], pairs: Iterable[tuple[int, int]]) -> tuple[Row, ...]:
    """Members by members, in the order of `seats`. O(members² + criticisms)."""
    counts: Mapping[tuple[int, int], int] = Counter(pairs)
    return tuple(Row(by, tuple(Cell(to, counts[(by, to)], own=by == to) for to in seats)) for by in seats)


def needs_pair(by: int, to: int) -> None:
    """Refused for a criticism of oneself: that is a self-check."""
    if by == to:
        raise Refused(
            "自己说自己的，记成发言；批评意见记的是谁对谁。",
            "What somebody says of themselves is their self-check: a criticism goes from one member to another.",
        )


def needs_key(key: str) -> None:
    """BadInput unless the key of an entry is 16 to 64 letters, digits or dashes: by it the same entry sent twice counts once."""
    if not 16 <= len(key) <= 64 or not key.replace("-", "").isalnum() or not key.isascii():
        raise BadInput(
            "这一条的编号不对，请刷新页面后重新发送。", "The entry's key is malformed: reload the page."
        )
