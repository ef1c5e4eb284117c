"""The pieces of a text that carried a score, from a weight for each pair of neighbouring characters."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from huiyin.analysis.characters import fold
from huiyin.analysis.lookup import Span
from huiyin.analysis.shared import trimmed

MOST_PIECES = 4
_LONGEST = 10
_LEAST = 0.25  # of the strongest piece's weight
_TELLING = 0.1  # what weighs less says nothing by itself; the strongest piece is told all the same


def carrying(text: str, links: NDArray[np.float64], taken: Sequence[Span] = ()) -> list[Span]:
    """Every place of the few different pieces with the most weight, the strongest first; none inside what is `taken`.

    `links[i]` is the weight of the characters i and i + 1, negative where they spoke against. A piece is a chain of pairs
    that weigh more than the average of those that speak for it, without the empty words at its ends. O(n).
    """
    speaking = links[links > 0]
    if not len(speaking):
        return []
    folded = fold(text)
    places: dict[str, list[Span]] = defaultdict(list)
    weights: dict[str, float] = defaultdict(float)
    for chain in _chains(links > speaking.mean()):
        piece = trimmed(folded[slice(*chain)])
        start = folded.index(piece, *chain)
        if piece and not _meets(start, start + len(piece), taken):
            places[piece].append((start, start + len(piece)))
            weights[piece] += float(links[start : start + len(piece) - 1].sum())
    order = sorted(places, key=lambda piece: (-weights[piece], places[piece][0]))
    least = max(_TELLING, _LEAST * max(weights.values(), default=0.0))
    chosen = order[:1] + [piece for piece in order[1:MOST_PIECES] if weights[piece] >= least]
    return [place for piece in chosen for place in places[piece]]


def _chains(strong: NDArray[np.bool_]) -> Iterator[Span]:
    """Runs of strong links as spans of characters, none longer than _LONGEST."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], strong, [False])).astype(np.int8)))
    for first, last in edges.reshape(-1, 2).tolist():
        for start in range(first, last, _LONGEST - 1):
            yield start, min(start + _LONGEST, last + 1)


def _meets(start: int, end: int, taken: Sequence[Span]) -> bool:
    return any(start < to and at < end for at, to in taken)
