"""A QR code as one SVG path, so that the page, the paper and a test draw the same squares."""

from dataclasses import dataclass

import segno

QUIET = 4
"""Modules of white around it, as ISO/IEC 18004 asks."""


@dataclass(frozen=True)
class QrCode:
    """`size` modules a side with the quiet zone; `path` draws the dark ones in a box of that size."""

    size: int
    path: str


ANY_MASK = 3
"""One of the eight patterns that a code may be laid over with. Any can be read; looking for the best takes three quarters of the time."""


def qr_code(text: str, mask: int | None = None) -> QrCode:
    """The code of an address, with a quarter of it to spare for dirt and folds (level Q); the best mask for print, unless one is given."""
    rows = segno.make_qr(text, error="q", boost_error=False, mask=mask).matrix
    strokes = [
        f"M{start + QUIET} {at + QUIET}h{length}v1h-{length}z"
        for at, row in enumerate(rows)
        for start, length in _runs(row)
    ]
    return QrCode(len(rows) + 2 * QUIET, "".join(strokes))


def _runs(row: bytes | bytearray) -> list[tuple[int, int]]:
    """(first, how many) of each run of dark modules."""
    found: list[tuple[int, int]] = []
    for at, dark in enumerate(row):
        if dark and found and sum(found[-1]) == at:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        elif dark:
            found.append((at, 1))
    return found
