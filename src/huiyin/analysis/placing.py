"""One new text among those known: which are worth comparing, and to which group it is near enough.

The whole pass (analysis.grouping) sees all texts at once. This sees one, and must cost the same whether ten thousand or a
million are known: the text is looked up under its most telling pieces in lists of bounded length (MOST_TEXTS), the few
texts that share most with it are compared exactly, and the groups of the nearest are judged by the mean cosine to some of
their members, as the whole pass judges by the mean to all.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from huiyin.analysis.grams import Matrix, gram_weights
from huiyin.analysis.neighbours import MOST_TEXTS, REACH, strongest
from huiyin.analysis.normalise import Text
from huiyin.analysis.vectors import Frequencies, vectorise, weighted

LISTED = 40
"""Under so many pieces a text is listed."""

MOST_COMPARED = 20
"""With so many known texts a new one is compared, those that share most with it."""

MOST_GROUPS = 4
MOST_OF_A_GROUP = 12
"""The groups of so many of them are judged, by so many of their most typical members at most."""

_BLOCK = 512  # texts looked at at once
_SOME = (
    1 << 16
)  # columns are first looked for by their last bits: nineteen in twenty of another text aren't this one's
_UNSEEN = 2  # a piece that no counted text has: this one and one more, or it could connect nothing


class Signs(NamedTuple):
    """The pieces under which a text is listed (ascending buckets), and how much each of them tells."""

    pieces: NDArray[np.int64]
    weights: NDArray[np.float64]


def signs_of(
    texts: Sequence[Text], frequencies: Frequencies, shelf: int, most: int = LISTED
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The pieces under which each of many texts is listed, as (pieces, places in `texts`) of equal length, text by text."""
    pieces, rows = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for start in range(0, len(texts), _BLOCK):
        grams = gram_weights(texts[start : start + _BLOCK])
        some, at = signs_in(grams, frequencies, np.full(grams.shape[0], shelf), most)
        pieces.append(some)
        rows.append(at + start)
    return np.concatenate(pieces), np.concatenate(rows)


def signs_in(
    grams: Matrix, frequencies: Frequencies, shelves: NDArray[np.int64], most: int = LISTED
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """`signs_of` texts whose grams are at hand; of each how many texts its shelf holds."""
    pieces, rows = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for start in range(0, grams.shape[0], _BLOCK):
        block = _told(grams[start : start + _BLOCK], frequencies, shelves[start : start + _BLOCK], most)
        pieces.append(block.pieces)
        rows.append(block.rows + start)
    return np.concatenate(pieces), np.concatenate(rows)


def signs(
    text: Text, frequencies: Frequencies, shelf: int, most: int = LISTED, grams: Matrix | None = None
) -> Signs:
    """The `most` most telling pieces of a text on a shelf of `shelf` texts; `grams` are its `gram_weights`, when they are at hand.

    As analysis.neighbours chooses them, but from this text and the counts alone: how many texts of the shelf hold a piece is
    what its share of all texts counted lets expect. Pieces that no text counted holds are kept, for the next text may.
    """
    own = gram_weights([text]) if grams is None else grams
    found = _told(own, frequencies, np.array([shelf]), most)
    return Signs(found.pieces, found.weights)


class _Told(NamedTuple):
    rows: NDArray[np.int64]
    pieces: NDArray[np.int64]
    weights: NDArray[np.float64]


def _told(grams: Matrix, frequencies: Frequencies, shelves: NDArray[np.int64], most: int) -> _Told:
    """The most telling pieces of each text, ascending, one text after the other."""
    rows = np.repeat(np.arange(grams.shape[0]), np.diff(grams.indptr))
    counts = frequencies.holders(grams.indices)
    expected = np.maximum(counts * (shelves[rows] / max(frequencies.texts, 1)), _UNSEEN)
    few = np.flatnonzero(expected <= MOST_TEXTS)
    weights = grams.data[few] * frequencies.rarity(counts[few])
    _, chosen = strongest(rows[few], np.arange(len(few)), weights * (expected[few] - 1) ** REACH, most)
    chosen.sort()
    at = few[chosen]
    return _Told(rows[at], grams.indices[at].astype(np.int64), weights[chosen].astype(np.float64))


def worth_comparing(
    own: Signs, holders: Mapping[int, Sequence[int] | NDArray[np.int64]], most: int = MOST_COMPARED
) -> list[int]:
    """Of the texts listed under a text's pieces (piece → texts), the `most` that share most with it, the lower id on a tie."""
    weights = dict(zip(own.pieces.tolist(), own.weights.tolist(), strict=True))
    met = [(holders[piece], weight * weight) for piece, weight in weights.items() if piece in holders]
    if not met:
        return []
    listed = np.concatenate([np.asarray(texts, np.int64) for texts, _ in met])
    told = np.repeat([weight for _, weight in met], [len(texts) for texts, _ in met])
    texts, place = np.unique(listed, return_inverse=True)
    shared = np.bincount(place, told, minlength=len(texts))
    return texts[np.argsort(-shared, kind="stable")[:most]].tolist()  # type: ignore[no-any-return]


def likeness(
    text: Text, others: Sequence[Text], frequencies: Frequencies, grams: Matrix | None = None
) -> NDArray[np.float64]:
    """The cosine of a text and each of `others`, smoothed as everywhere (float64); also by pieces that nobody counted yet.

    `grams` are the text's `gram_weights`, when they are at hand.
    """
    own = weighted(gram_weights([text]) if grams is None else grams, frequencies, _UNSEEN)
    if not others or not own.nnz:
        return np.zeros(len(others))
    rows = vectorise(others, frequencies, unseen=_UNSEEN)
    # By hand: a product of scipy would go over all columns, of which there are millions.
    likely = np.zeros(_SOME, np.bool_)
    likely[own.indices % _SOME] = True
    some = np.flatnonzero(likely[rows.indices % _SOME])
    columns, weights = own.indices, own.data.astype(np.float64)
    named = rows.indices[some]
    place = np.minimum(np.searchsorted(columns, named), len(columns) - 1)
    met = np.where(columns[place] == named, weights[place], 0) * rows.data[some]
    row = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))[some]
    return np.bincount(row, met, minlength=rows.shape[0]).astype(np.float64)
