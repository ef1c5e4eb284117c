"""A QR code as one SVG path, so that the page, the paper and a test draw the same squares."""

import re
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import xor

import segno

QUIET = 4
"""Modules of white around it, as ISO/IEC 18004 asks."""

ANY_MASK = 3
"""One of the eight patterns that a code may be laid over with. Any can be read; looking for the best takes three quarters of the time."""

_DARK = re.compile("1+")
_RUN = [f"h{length}v1h-{length}z" for length in range(178)]  # the largest code is 177 modules wide
_BITS = 7  # of a character of ASCII
_ZERO = "@"  # the character from which each bit is changed: none of its neighbours leaves ASCII


@dataclass(frozen=True)
class QrCode:
    """`size` modules a side with the quiet zone; `path` draws the dark ones in a box of that size."""

    size: int
    path: str


@dataclass(frozen=True)
class _Squares:
    """A code without its quiet zone: `side` modules a side, row by row as the bits of a number, the first one the highest."""

    side: int
    bits: int


def qr_code(text: str) -> QrCode:
    """The code of an address, with a quarter of it to spare for dirt and folds (level Q), under the mask that prints best."""
    return _drawn(_squares(text, None))


def qr_code_of_ending(start: str, ending: str) -> QrCode:
    """The code of `start` + `ending` under ANY_MASK, for one start with many endings: five times faster than drawing each.

    Every square is a sum modulo 2 of bits of the text (the error correction of a QR code is linear, and so is a mask), so that a code
    differs from another of the same length by what their characters differ in. `ending` is ASCII; where `start` isn't, or could be
    written in fewer bits than eight a character, the code is drawn anew.
    """
    if not start.isascii() or start == start.upper():
        return _drawn(_squares(start + ending, ANY_MASK))
    first = _first(start, len(ending))
    changes = _changes(len(start), len(ending))
    turned = [
        changes[place][bit]
        for place, character in enumerate(ending)
        for bit in range(_BITS)
        if (ord(character) ^ ord(_ZERO)) >> bit & 1
    ]
    return _drawn(_Squares(first.side, reduce(xor, turned, first.bits)))


@lru_cache(maxsize=32)
def _first(start: str, length: int) -> _Squares:
    return _squares(start + _ZERO * length, ANY_MASK)


@lru_cache(maxsize=8)
def _changes(before: int, length: int) -> list[list[int]]:
    """[place in the ending][bit of its character] → the squares that turn with it. What stands before turns none of them."""
    start = "a" * before
    whole = _first(start, length).bits
    return [
        [whole ^ _turned(start, length, place, bit).bits for bit in range(_BITS)] for place in range(length)
    ]


def _turned(start: str, length: int, place: int, bit: int) -> _Squares:
    other = chr(ord(_ZERO) ^ 1 << bit)
    return _squares(start + _ZERO * place + other + _ZERO * (length - place - 1), ANY_MASK)


def _squares(text: str, mask: int | None) -> _Squares:
    rows = segno.make_qr(text, error="q", boost_error=False, mask=mask).matrix
    return _Squares(len(rows), int("".join(str(int(dark)) for row in rows for dark in row), 2))


def _drawn(squares: _Squares) -> QrCode:
    side = squares.side
    written = format(squares.bits, f"0{side * side}b")
    strokes = []
    for at in range(side):
        row, down = written[at * side : (at + 1) * side], f" {at + QUIET}"
        for run in _DARK.finditer(row):
            start, end = run.span()
            strokes.append(f"M{start + QUIET}{down}{_RUN[end - start]}")
    return QrCode(side + 2 * QUIET, "".join(strokes))
