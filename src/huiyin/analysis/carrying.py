"""The pieces of a text that carried a score, from a weight for each pair of neighbouring characters."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from huiyin.analysis.lookup import Span

MOST_PIECES = 4
_LONGEST = 10
_LEAST = 0.25  # of the strongest piece's weight


def carrying(text: str, links: NDArray[np.float64], taken: Sequence[Span] = ()) -> list[Span]:
    """Every place of the few different pieces with the most weight, the strongest first; none inside what is `taken`.

    `links[i]` is the weight of the characters i and i + 1, negative where they spoke against. A piece is a chain of pairs
    that weigh more than the average of those that speak for it. O(n).
    """
    speaking = links[links > 0]
    if not len(speaking):
        return []
    places: dict[str, list[Span]] = defaultdict(list)
    weights: dict[str, float] = defaultdict(float)
    for start, end in _chains(links > speaking.mean()):
        places[text[start:end]].append((start, end))
        weights[text[start:end]] += float(links[start : end - 1].sum())
    least = _LEAST * max(weights.values(), default=0.0)
    free = [
        piece
        for piece, weight in weights.items()
        if weight >= least and not any(_meets(*place, taken) for place in places[piece])
    ]
    chosen = sorted(free, key=lambda piece: (-weights[piece], places[piece][0]))[:MOST_PIECES]
    return [place for piece in chosen for place in places[piece]]


def _chains(strong: NDArray[np.bool_]) -> Iterator[Span]:
    """Runs of strong links as spans of characters, none longer than _LONGEST."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], strong, [False])).astype(np.int8)))
    for first, last in edges.reshape(-1, 2).tolist():
        for start in range(first, last, _LONGEST - 1):
            yield start, min(start + _LONGEST, last + 1)


def _meets(start: int, end: int, taken: Sequence[Span]) -> bool:
    return any(start < to and at < end for at, to in taken)
