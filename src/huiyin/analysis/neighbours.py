"""Which texts may speak of the same matter: candidate pairs without comparing all pairs.

Texts on one matter share some word that few others use: a name, a place, a thing. Each text is therefore listed under
its most telling features, and only texts listed together are compared. A feature that more than MOST_TEXTS texts have
lists nobody, and a text keeps at most MOST_NEIGHBOURS candidates: both caps are absolute, so that the cost per text
stays the same however many texts there are (a cap by share would let it grow with them).
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from huiyin.analysis.grams import Matrix
from huiyin.analysis.vectors import Frequencies, narrowed, row_products

TELLING = 32
MOST_TEXTS = 100
MOST_NEIGHBOURS = 50

# By weight alone, a long text would be listed under chance findings that one other text has, and meet nobody of its own
# matter. How telling a feature is counts the texts that it leads to as well, but gently: weight · (df - 1) ** REACH.
# On real messages this finds 92 % of all pairs above the cut, by weight alone 53 to 89 % (bench/grouping_quality.py).
REACH = 0.3

# So much of the wanted cosine must already show in the shared telling features: one common word alone is chance.
SHOWN = 0.1

_BLOCK = 512  # rows looked up at once
_SCOPED = 8192  # rows of small scopes listed at once


class Pairs(NamedTuple):
    """Pairs of rows, first < second, each once, in ascending order; `cosine` is float64."""

    first: NDArray[np.int64]
    second: NDArray[np.int64]
    cosine: NDArray[np.float64]


def telling(matrix: Matrix, frequencies: Frequencies, most: int = TELLING) -> Matrix:
    """The same rows with only their `most` most telling features, those of more than MOST_TEXTS texts left out.

    Ties fall to the lower feature. The stored columns of a row are the features that the text is to be listed under,
    in ascending order: `result.indices[result.indptr[row] : result.indptr[row + 1]]`.
    """
    starts = range(0, max(matrix.shape[0], 1), _BLOCK)
    parts = (matrix[start : start + _BLOCK] for start in starts)
    blocks = [_telling_block(part, frequencies.holders(part.indices), most) for part in parts]
    return blocks[0] if len(blocks) == 1 else sp.vstack(blocks, format="csr")


def neighbour_pairs(matrix: Matrix, frequencies: Frequencies, least: float) -> Pairs:
    """The pairs of rows of `matrix` whose product is `least` or more, as far as their telling features show them."""
    return _listed_pairs(matrix, narrowed(telling(matrix, frequencies)), least)


def neighbour_pairs_in_scopes(matrix: Matrix, scopes: NDArray[np.int64], least: float) -> Pairs:
    """`neighbour_pairs` of each scope's rows (`scopes` has an integer for each row) as if it were a matrix alone, with
    the frequencies of its own rows. Thousands of small scopes take no longer than one large one.
    """
    return _listed_pairs(matrix, _telling_by_scope(matrix, scopes), least)


def _listed_pairs(matrix: Matrix, listed: Matrix, least: float) -> Pairs:
    texts = matrix.shape[0]
    by_feature = listed.T.tocsr()
    met = [_met(listed, by_feature, start, SHOWN * least) for start in range(0, texts, _BLOCK)]
    # A pair is met from both sides unless one side had too many candidates: keep it once.
    keys = np.unique(np.concatenate([np.zeros(0, np.int64), *met]))
    first, second = keys // max(texts, 1), keys % max(texts, 1)
    cosine = row_products(matrix, matrix, first, second)
    near = cosine >= least
    return Pairs(first[near], second[near], cosine[near])


def _telling_block(matrix: Matrix, texts: NDArray[np.integer], most: int) -> Matrix:
    """`telling`; `texts` says of each stored value how many texts hold its feature."""
    score = np.where(texts <= MOST_TEXTS, matrix.data * (texts - 1.0) ** REACH, 0)
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    kept = _strongest(rows, matrix.indices, score, most)
    return sp.csr_matrix((matrix.data[kept], (rows[kept], matrix.indices[kept])), shape=matrix.shape)


def _telling_by_scope(matrix: Matrix, scopes: NDArray[np.int64]) -> Matrix:
    """What the rows are listed under, where a feature in one scope is another than the same feature in the next.

    The columns are numbered anew, ascending by scope and feature, so that ties fall as they would in the scope alone.
    """
    order = np.argsort(scopes, kind="stable")
    starts = np.flatnonzero(np.diff(scopes[order], prepend=scopes[order[:1]] - 1))
    lists = [matrix[:0, :0]]
    for start, end in _whole_scopes(np.append(starts, len(order))):
        rows = order[start:end]
        if end - start > _SCOPED:
            own = _telling_of_one(matrix, rows)
        else:
            own = _telling_of_many(matrix[rows], scopes[rows])
        lists.append(own[:, np.flatnonzero(np.bincount(own.indices, minlength=own.shape[1]))])
    listed: Matrix = sp.csr_matrix(sp.block_diag(lists, format="csr"), dtype=np.float32)[np.argsort(order)]
    return listed


def _whole_scopes(bounds: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Ranges between some of the ascending `bounds`: one scope, or several of no more than _SCOPED rows together."""
    start, last = 0, 0
    for end in bounds.tolist():
        if end - start > _SCOPED and last > start:
            yield start, last
            start = last
        last = end
    if last > start:
        yield start, last


def _telling_of_many(matrix: Matrix, scopes: NDArray[np.int64]) -> Matrix:
    """The rows of some whole scopes, few enough to be sorted by scope and feature at once."""
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    _, place = np.unique(scopes, return_inverse=True)
    keys = place[rows] * matrix.shape[1] + matrix.indices
    features, column, holders = np.unique(keys, return_inverse=True, return_counts=True)
    own = sp.csr_matrix((matrix.data, column, matrix.indptr), shape=(matrix.shape[0], len(features)))
    return _telling_block(own, holders[column], TELLING)


def _telling_of_one(matrix: Matrix, rows: NDArray[np.int64]) -> Matrix:
    """The rows of one scope, however many, a block at a time."""
    blocks = [rows[start : start + _BLOCK] for start in range(0, len(rows), _BLOCK)]
    holders = np.zeros(matrix.shape[1], np.int32)
    for block in blocks:
        features, texts = np.unique(matrix[block].indices, return_counts=True)
        holders[features] += texts.astype(np.int32)
    parts = (matrix[block] for block in blocks)
    listed: Matrix = sp.vstack(
        [_telling_block(part, holders[part.indices], TELLING) for part in parts], format="csr"
    )
    return listed


def _met(listed: Matrix, by_feature: Matrix, start: int, least: float) -> NDArray[np.int64]:
    """The candidate pairs of the rows from `start`, each as lower · texts + higher."""
    shared = (listed[start : start + _BLOCK] @ by_feature).tocoo()
    rows, columns = shared.row.astype(np.int64) + start, shared.col.astype(np.int64)
    likely = (shared.data >= least) & (rows != columns)
    rows, columns = rows[likely], columns[likely]
    kept = _strongest(rows, columns, shared.data[likely], MOST_NEIGHBOURS)
    rows, columns = rows[kept], columns[kept]
    keys: NDArray[np.int64] = np.minimum(rows, columns) * listed.shape[0] + np.maximum(rows, columns)
    return keys


def _strongest(
    rows: NDArray[np.integer], columns: NDArray[np.integer], scores: NDArray[np.floating], most: int
) -> NDArray[np.int64]:
    """The places of the `most` highest positive scores of each row, row by row; of equal ones the lower column's."""
    positive = np.flatnonzero(scores > 0)
    order = positive[np.lexsort((columns[positive], -scores[positive], rows[positive]))]
    ordered = rows[order]
    rank = np.arange(len(ordered)) - np.searchsorted(ordered, ordered)
    return order[rank < most]
