"""Words with marks in them: the pieces of a text, each plain or marked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

Mark = tuple[str, int, int]
"""Kind, start, end."""


@dataclass(frozen=True)
class Piece:
    """A stretch of text; `kind` is "" where it isn't marked."""

    text: str
    kind: str = ""


_LEAD = 60  # so many characters in front of the mark that a window opens on
_CUT = Piece("…")


def pieces(text: str, marks: Iterable[Mark]) -> list[Piece]:
    """Cut `text` at its marks (kind, start, end; code points, end exclusive). Joined, the pieces are the text.

    Two of a kind that overlap are one (上周 and 周三 are 上周三); of two kinds the earlier one keeps its place, of two with
    one start the longer. What lies outside the text is left out. O(n + m log m).
    """
    cut: list[Piece] = []
    at = 0
    for kind, start, end in _joined(mark for mark in marks if 0 <= mark[1] < mark[2] <= len(text)):
        if start < at:
            continue
        if start > at:
            cut.append(Piece(text[at:start]))
        cut.append(Piece(text[start:end], kind))
        at = end
    if at < len(text):
        cut.append(Piece(text[at:]))
    return cut


def layers(text: str, marks: Iterable[Mark]) -> list[Piece]:
    """As `pieces`, but marks may lie over each other: a piece has every kind that covers it, joined by spaces, by their order
    in the alphabet. O(n + m²) for m marks.
    """
    known = [mark for mark in marks if 0 <= mark[1] < mark[2] <= len(text)]
    edges = sorted({0, len(text), *(mark[1] for mark in known), *(mark[2] for mark in known)})
    cut: list[Piece] = []
    for start, end in pairwise(edges):
        kinds = " ".join(sorted({kind for kind, one, two in known if one <= start and end <= two}))
        if cut and cut[-1].kind == kinds:
            cut[-1] = Piece(cut[-1].text + text[start:end], kinds)
        else:
            cut.append(Piece(text[start:end], kinds))
    return cut


def window(text: str, marks: Sequence[Mark], most: int) -> list[Piece]:
    """As `pieces`, but of a text longer than `most` only so many characters, those around its first mark as given; … where it was cut."""
    if len(text) <= most:
        return pieces(text, marks)
    at = next((start for _, start, end in marks if 0 <= start < end <= len(text)), 0)
    start = max(0, min(at - _LEAD, len(text) - most))
    end = start + most
    seen = [(kind, max(one, start) - start, min(two, end) - start) for kind, one, two in marks]
    cut = pieces(text[start:end], seen)
    return [*([_CUT] if start else []), *cut, *([_CUT] if end < len(text) else [])]


def _joined(marks: Iterable[Mark]) -> list[Mark]:
    joined: list[Mark] = []
    for kind, start, end in sorted(marks, key=lambda mark: (mark[1], -mark[2])):
        if joined and joined[-1][0] == kind and start < joined[-1][2]:
            joined[-1] = (kind, joined[-1][1], max(end, joined[-1][2]))
        else:
            joined.append((kind, start, end))
    return joined
