"""What was pasted into a paper (R42): labelled to its author, and to who reviews it once it is handed in; blamed for nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

_SHOWN = 40
MOST = 100


@dataclass(frozen=True)
class Pasted:
    """So many characters at once into a block: how they begin."""

    block: str
    begins: str
    length: int

    def as_json(self) -> dict[str, Any]:
        return {"block": self.block, "begins": self.begins, "length": self.length}


def pasted_of(rows: object, least: int) -> tuple[Pasted, ...]:
    """What a page told of pasting, as far as it makes sense; nothing of `least` characters or fewer."""
    found = []
    for row in rows if isinstance(rows, list) else ():
        if not isinstance(row, Mapping):
            continue
        block, begins, length = row.get("block"), row.get("begins"), row.get("length")
        if isinstance(block, str) and isinstance(begins, str) and isinstance(length, int) and length > least:
            found.append(Pasted(block[:60], begins.strip()[:_SHOWN], min(length, 100_000)))
    return tuple(dict.fromkeys(found))[:MOST]


def still_there(pasted: Iterable[Pasted], text: str) -> tuple[Pasted, ...]:
    """Those whose beginning still stands in the text."""
    return tuple(one for one in pasted if one.begins and one.begins in text)
