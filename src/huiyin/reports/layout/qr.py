"""A QR code as one SVG path, so that the page, the paper and a test draw the same squares."""

import re
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import getitem, xor

import segno

QUIET = 4
"""Modules of white around it, as ISO/IEC 18004 asks."""

ANY_MASK = 3
"""One of the eight patterns that a code may be laid over with. Any can be read; looking for the best takes three quarters of the time."""

_DARK = re.compile("1+")
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
    turned = [_change(len(start), len(ending), *one) for one in enumerate(ending)]
    return _drawn(_Squares(first.side, reduce(xor, turned, first.bits)))


@lru_cache(maxsize=32)
def _first(start: str, length: int) -> _Squares:
    return _squares(start + _ZERO * length, ANY_MASK)


@lru_cache(maxsize=4096)
def _change(before: int, length: int, place: int, character: str) -> int:
    """The squares that turn with a character at that place of the ending."""
    changed = [of for bit, of in enumerate(_changes(before, length)[place]) if _differs(character, bit)]
    return reduce(xor, changed, 0)


def _differs(character: str, bit: int) -> bool:
    return bool((ord(character) ^ ord(_ZERO)) >> bit & 1)


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
    strokes = map(getitem, _strokes(squares.side), _in_bytes(squares))
    return QrCode(squares.side + 2 * QUIET, "".join(strokes))


def _in_bytes(squares: _Squares) -> bytes:
    """Eight squares a byte, row after row without a gap; what is left over at the end is white."""
    count = squares.side * squares.side
    return (squares.bits << -count % 8).to_bytes(-(-count // 8))


@lru_cache(maxsize=4)
def _strokes(side: int) -> "list[_Strokes]":
    return [_Strokes(side, start) for start in range(0, side * side, 8)]


class _Strokes(dict[int, str]):
    """Byte → what draws its eight squares from `start` on, made when it's first asked for and then kept for all codes of a size.

    A run of dark squares that goes on in the next byte is drawn in two parts; they touch and belong to one path, like those of two rows.
    """

    def __init__(self, side: int, start: int) -> None:
        self._side, self._start = side, start

    def __missing__(self, byte: int) -> str:
        written = format(byte, "08b")
        cut = self._side - self._start % self._side  # where the next row begins
        made = self._part(0, written[:cut]) + self._part(cut, written[cut:])
        self[byte] = made
        return made

    def _part(self, first: int, bits: str) -> str:
        row, column = divmod(self._start + first, self._side)
        runs = [(column + run.start() + QUIET, len(run[0])) for run in _DARK.finditer(bits)]
        return "".join(f"M{at} {row + QUIET}h{length}v1h-{length}z" for at, length in runs)
