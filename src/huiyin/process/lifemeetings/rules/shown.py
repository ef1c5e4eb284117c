"""What stands in a record when somebody signs it, and its digest."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the record as it is read: what kind (turn, criticism, answer), of whom, to whom, the words, what was corrected."""

    kind: str
    row: int
    speaker: str
    to: str
    words: str
    corrected: tuple[str, ...] = ()


def digest_of(head: Sequence[str], lines: Sequence[Line]) -> str:
    """SHA-256, in hex, of the meeting's head (unit, day, who was there) and its lines, in their order."""
    told = [
        list(head),
        [[one.kind, one.row, one.speaker, one.to, one.words, *one.corrected] for one in lines],
    ]
    return sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()
