"""What stands in a record when somebody signs it, and its digest: made of each entry's own digest, so that it can be verified without the words."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Line:
    """An entry of the record: what kind (turn, criticism, answer), of which seat, to whom or at which point, the digest of its words, and
    those of what was corrected."""

    kind: str
    row: int
    speaker: str
    to: str
    digest: str
    corrected: tuple[str, ...] = ()


def digest_of(head: Sequence[str], lines: Sequence[Line]) -> str:
    """SHA-256, in hex, of the meeting's head (unit, day, who was there) and its lines, in their order."""
    told = [
        list(head),
        [[one.kind, one.row, one.speaker, one.to, one.digest, *one.corrected] for one in lines],
    ]
    return sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()
