"""One new text among those known: which are worth comparing, and to which group it is near enough.

The whole pass (analysis.grouping) sees all texts at once. This sees one, and must cost the same whether ten thousand or a
million are known: the text is looked up under its most telling pieces in lists of bounded length (MOST_TEXTS), the few
texts that share most with it are compared exactly, and the groups of the nearest are judged by the mean cosine to some of
their members, as the whole pass judges by the mean to all.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from huiyin.analysis.grams import gram_counts
from huiyin.analysis.neighbours import MOST_TEXTS, REACH
from huiyin.analysis.normalise import Text
from huiyin.analysis.vectors import Frequencies, vectorise

LISTED = 40
"""Under so many pieces a text is listed."""

MOST_COMPARED = 24
"""With so many known texts a new one is compared, those that share most with it."""

MOST_GROUPS = 3
MOST_OF_A_GROUP = 12
"""So many groups are judged, by so many of their members at most."""

_UNSEEN = 2  # a piece that no counted text has: this one and one more, or it could connect nothing


class Signs(NamedTuple):
    """The pieces under which a text is listed (ascending buckets), and how much each of them tells."""

    pieces: NDArray[np.int64]
    weights: NDArray[np.float64]


def signs_of(
    texts: Sequence[Text], frequencies: Frequencies, shelf: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The pieces under which each of many texts is listed, as (pieces, places in `texts`) of equal length."""
    found = [signs(text, frequencies, shelf).pieces for text in texts]
    rows = np.repeat(np.arange(len(texts)), [len(pieces) for pieces in found])
    return np.concatenate([np.zeros(0, np.int64), *found]), rows


def signs(text: Text, frequencies: Frequencies, shelf: int, most: int = LISTED) -> Signs:
    """The `most` most telling pieces of a text on a shelf of `shelf` texts.

    As analysis.neighbours chooses them, but from this text and the counts alone: how many texts of the shelf hold a piece is
    what its share of all texts counted lets expect. Pieces that no text counted holds are kept, for the next text may.
    """
    grams = gram_counts([text])
    pieces = grams.indices.astype(np.int64)
    counts = frequencies.holders(pieces)
    weights = (1 + np.log(grams.data)) * frequencies.rarity(counts)
    expected = np.maximum(counts * (shelf / max(frequencies.texts, 1)), _UNSEEN)
    score = np.where(expected <= MOST_TEXTS, weights * (expected - 1) ** REACH, 0)
    chosen = np.lexsort((pieces, -score))[:most]
    chosen = np.sort(chosen[score[chosen] > 0])
    return Signs(pieces[chosen], weights[chosen].astype(np.float64))


def worth_comparing(own: Signs, holders: Mapping[int, Sequence[int]], most: int = MOST_COMPARED) -> list[int]:
    """Of the texts listed under a text's pieces (piece → texts), the `most` that share most, the lower id on a tie."""
    shared: dict[int, float] = defaultdict(float)
    for piece, weight in zip(own.pieces.tolist(), own.weights.tolist(), strict=True):
        for text in holders.get(piece, ()):
            shared[text] += weight * weight
    return sorted(shared, key=lambda text: (-shared[text], text))[:most]


def likeness(text: Text, others: Sequence[Text], frequencies: Frequencies) -> NDArray[np.float64]:
    """The cosine of a text and each of `others`, smoothed as everywhere (float64); also by pieces that nobody counted yet."""
    if not others:
        return np.zeros(0)
    rows = vectorise([text, *others], frequencies, unseen=_UNSEEN)
    found: NDArray[np.float64] = (rows[1:] @ rows[0].T).toarray().ravel().astype(np.float64)
    return found


class Nearest(NamedTuple):
    """A group (or a text alone) and the mean cosine to it."""

    group: int
    likeness: float


def nearest_groups(
    cosines: Mapping[int, float], group_of: Mapping[int, int], most: int = MOST_GROUPS
) -> list[int]:
    """The groups of the texts compared (text → cosine, text → group), by their nearest text: the `most` best, the lower on a tie."""
    best: dict[int, float] = {}
    for text, cosine in cosines.items():
        group = group_of[text]
        best[group] = max(best.get(group, 0.0), cosine)
    return sorted(
        (group for group, cosine in best.items() if cosine > 0), key=lambda group: (-best[group], group)
    )[:most]
