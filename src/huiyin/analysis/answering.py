"""Whether a text speaks of some matters, and where: which of what was said a paper answers, and which it leaves out.

By words alone: a paper that answers in other words is not found, so "left out" means "not found by its words", and a person looks.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from huiyin.analysis.grams import Matrix, gram_weights
from huiyin.analysis.lookup import Span
from huiyin.analysis.normalise import Text
from huiyin.analysis.vectors import Frequencies

SPEAKS_OF = 0.2
"""From which share of a matter's words, by weight, two neighbouring sentences speak of it (bench/answering_quality.py)."""

_SENTENCE = re.compile(r"[^。！？!?；;\n]+")
_TOGETHER = 2  # sentences: a matter is often named in one and dealt with in the next


class Spoken(NamedTuple):
    """Where a text speaks most of a matter: `start`–`end` in code points, and the share of the matter's words that stand there."""

    start: int
    end: int
    share: float


def speaks_of(
    text: str, matters: Sequence[str], frequencies: Frequencies | None = None
) -> list[Spoken | None]:
    """For each matter (a title, a summary) where the text speaks of it, None where it doesn't by its words.

    Words weigh by their rarity in `frequencies`; without them, all the same. O(sentences × words of the matters).
    """
    places = _places(text)
    if not places or not matters:
        return [None] * len(matters)
    windows = gram_weights([Text("", text[start:end]) for start, end in places])
    wanted = gram_weights([Text(matter, "") for matter in matters])
    return [
        _best(_of_row(wanted, row), _weights(wanted, row, frequencies), windows, places)
        for row in range(len(matters))
    ]


def _places(text: str) -> list[Span]:
    """Every sentence with the one after it, in the same paragraph."""
    spans = [found.span() for found in _SENTENCE.finditer(text)]
    places = []
    for at, (start, end) in enumerate(spans):
        for _, later in spans[at + 1 : at + _TOGETHER]:
            end = later if "\n" not in text[end:later] else end
        places.append((start, end))
    return places


def _of_row(matrix: Matrix, row: int) -> NDArray[np.integer]:
    return matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]]


def _weights(wanted: Matrix, row: int, frequencies: Frequencies | None) -> NDArray[np.float64]:
    """What each piece of a matter weighs, all of them together 1: the squares of its vector's values."""
    pieces = _of_row(wanted, row)
    said = wanted.data[wanted.indptr[row] : wanted.indptr[row + 1]]
    rarity = frequencies.rarity(frequencies.holders(pieces)) if frequencies else np.ones(len(pieces))
    squares = (said * rarity) ** 2
    return squares / max(float(squares.sum()), 1e-9)


def _best(
    pieces: NDArray[np.integer], weights: NDArray[np.float64], windows: Matrix, places: Sequence[Span]
) -> Spoken | None:
    if not len(pieces):
        return None
    at = np.minimum(np.searchsorted(pieces, windows.indices), len(pieces) - 1)
    gained = np.where(pieces[at] == windows.indices, weights[at], 0.0)
    rows = np.repeat(np.arange(len(places)), np.diff(windows.indptr))
    shares = np.bincount(rows, gained, minlength=len(places))
    best = int(shares.argmax())
    return Spoken(*places[best], float(shares[best])) if shares[best] >= SPEAKS_OF else None
