"""Which texts may speak of the same matter: candidate pairs without comparing all pairs.

Texts on one matter share some word that few others use: a name, a place, a thing. Each text is therefore listed under
its most telling features, and only texts listed together are compared. A feature that more than MOST_TEXTS texts have
lists nobody, and a text keeps at most MOST_NEIGHBOURS candidates: both caps are absolute, so that the cost per text
stays the same however many texts there are (a cap by share would let it grow with them).
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from huiyin.analysis.grams import Matrix
from huiyin.analysis.stored import Vectors, in_parts, stacked, stored
from huiyin.analysis.vectors import Frequencies, by_use, narrowed, spread_products

TELLING = 32
MOST_TEXTS = 100
MOST_NEIGHBOURS = 50

# By weight alone, a long text would be listed under chance findings that one other text has, and meet nobody of its own
# matter. How telling a feature is counts the texts that it leads to as well, but gently: weight · (df - 1) ** REACH.
# On real messages this finds 92 % of all pairs above the cut, by weight alone 53 to 89 % (bench/grouping_quality.py).
REACH = 0.3

# So much of the wanted cosine must already show in the shared telling features: one common word alone is chance. On real messages half as
# much lets 2.5 times as many pairs be compared and finds one pair in forty more, and the groups are the same either way.
SHOWN = 0.2

_BLOCK = 512  # rows looked up at once
_TILE = (
    80 * _BLOCK
)  # of two parts of so many rows each pair is compared at once: 16 bits name a row of a part
_SCORE_BITS = 31  # of a positive float32
_SCOPED = 8192  # rows of small scopes listed at once

_LEADS = np.append(np.maximum(np.arange(MOST_TEXTS + 1) - 1, 0) ** REACH, 0).astype(np.float32)
"""How far a feature leads that so many texts hold, 0 for those of more than MOST_TEXTS."""


class Pairs(NamedTuple):
    """Pairs of rows, first < second, each once, in ascending order; `cosine` is float64."""

    first: NDArray[np.int64]
    second: NDArray[np.int64]
    cosine: NDArray[np.float64]


def telling(matrix: Matrix | Vectors, frequencies: Frequencies, most: int = TELLING) -> Matrix:
    """The same rows with only their `most` most telling features, those of more than MOST_TEXTS texts left out.

    Ties fall to the lower feature. The stored columns of a row are the features that the text is to be listed under,
    in ascending order: `result.indices[result.indptr[row] : result.indptr[row + 1]]`.
    """
    vectors = stored(matrix)
    parts = [_telling_part(part, frequencies.holders(part.indices), most) for part in in_parts(vectors)]
    return stacked(parts, vectors.shape[1])


def neighbour_pairs(matrix: Matrix | Vectors, frequencies: Frequencies, least: float) -> Pairs:
    """The pairs of rows of `matrix` whose product is `least` or more, as far as their telling features show them."""
    return _listed_pairs(stored(matrix), narrowed(telling(matrix, frequencies)), least)


def neighbour_pairs_in_scopes(matrix: Matrix | Vectors, scopes: NDArray[np.int64], least: float) -> Pairs:
    """`neighbour_pairs` of each scope's rows (`scopes` has an integer for each row) as if it were a matrix alone, with
    the frequencies of its own rows. Thousands of small scopes take no longer than one large one.
    """
    vectors = stored(matrix)
    return _listed_pairs(vectors, _telling_by_scope(vectors, scopes), least)


def _listed_pairs(vectors: Vectors, listed: Matrix, least: float) -> Pairs:
    """Tile by tile, so that of the vectors no more than two parts are in memory."""
    tiles = _tiles(listed, SHOWN * least)
    names, width = by_use(vectors)
    found = [Pairs(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))]
    for one in sorted({one for one, _ in tiles}):
        left = _part(vectors, one, names, width)
        beside = [_near(left, left, tiles.pop((one, one), []), least)]
        for other in sorted(other for of, other in tiles if of == one):
            right = _part(vectors, other, names, width)
            near = _near(left, right, tiles.pop((one, other)), least)
            beside.append(near._replace(second=near.second + (other - one) * _TILE))
        first, second, cosine = (np.concatenate(values) for values in zip(*beside, strict=True))
        order = np.lexsort((second, first))
        found.append(Pairs(first[order] + one * _TILE, second[order] + one * _TILE, cosine[order]))
    return Pairs(*(np.concatenate(values) for values in zip(*found, strict=True)))


def _part(vectors: Vectors, tile: int, names: NDArray[np.int32], width: int) -> Matrix:
    own = vectors.between(tile * _TILE, (tile + 1) * _TILE)
    return sp.csr_matrix((own.data, names[own.indices], own.indptr), shape=(own.shape[0], width))


def _near(left: Matrix, right: Matrix, met: Sequence[NDArray[np.uint32]], least: float) -> Pairs:
    """Of the pairs that were met those whose product is `least` or more."""
    # A pair is met from both sides unless one side had too many candidates: keep it once.
    keys = np.unique(np.concatenate([np.zeros(0, np.uint32), *met])).astype(np.int64)
    first, second = keys >> 16, keys & 0xFFFF
    cosine = spread_products(left, right, first, second)
    near = cosine >= least
    return Pairs(first[near], second[near], cosine[near])


def _telling_part(part: Matrix, texts: NDArray[np.integer], most: int = TELLING) -> Matrix:
    """`telling` of some rows, as many at a time as can be sorted at once; `texts` says of each stored value how many texts hold
    its feature.
    """
    blocks = []
    for start in range(0, part.shape[0], _BLOCK):
        block = part[start : start + _BLOCK]
        own = texts[part.indptr[start] : part.indptr[start + block.shape[0]]]
        blocks.append(_telling_block(block, own, most))
    return stacked(blocks, part.shape[1])


def _telling_block(matrix: Matrix, texts: NDArray[np.integer], most: int) -> Matrix:
    score = matrix.data * _LEADS[np.minimum(texts, MOST_TEXTS + 1)]
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    _, kept = strongest(rows, np.arange(len(rows)), score, most)
    kept.sort()
    ends = np.concatenate(([0], np.cumsum(np.bincount(rows[kept], minlength=matrix.shape[0]))))
    return sp.csr_matrix((matrix.data[kept], matrix.indices[kept], ends), shape=matrix.shape)


def _telling_by_scope(vectors: Vectors, scopes: NDArray[np.int64]) -> Matrix:
    """What the rows are listed under, where a feature in one scope is another than the same feature in the next.

    The columns are numbered anew, ascending by scope and feature, so that ties fall as they would in the scope alone.
    """
    order = np.argsort(scopes, kind="stable")
    starts = np.flatnonzero(np.diff(scopes[order], prepend=scopes[order[:1]] - 1))
    columns, values, lengths = [np.zeros(0, np.int32)], [np.zeros(0, np.float32)], [np.zeros(0, np.int64)]
    width = 0
    for start, end in _whole_scopes(np.append(starts, len(order))):
        rows = order[start:end]
        if end - start > _SCOPED:
            own = _telling_of_one(vectors, rows)
        else:
            own = _telling_of_many(vectors.rows(rows), scopes[rows])
        used = np.flatnonzero(np.bincount(own.indices, minlength=own.shape[1]))
        names = np.zeros(own.shape[1], np.int32)
        names[used] = np.arange(width, width + len(used))
        columns.append(names[own.indices])
        values.append(own.data)
        lengths.append(np.diff(own.indptr).astype(np.int64))
        width += len(used)
    ends = np.concatenate(([0], np.cumsum(np.concatenate(lengths))))
    shape = (len(order), width)
    listed: Matrix = sp.csr_matrix((np.concatenate(values), np.concatenate(columns), ends), shape=shape)
    return listed if len(starts) < 2 else listed[np.argsort(order)]


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
    return _telling_part(own, holders[column])


def _telling_of_one(vectors: Vectors, rows: NDArray[np.int64]) -> Matrix:
    """The rows of one scope, however many, a part at a time."""
    holders = np.zeros(vectors.shape[1], np.int32)
    for part in in_parts(vectors, rows):
        holders += np.bincount(part.indices, minlength=len(holders)).astype(np.int32)
    parts = [_telling_part(part, holders[part.indices]) for part in in_parts(vectors, rows)]
    return stacked(parts, vectors.shape[1])


Tiles = dict[tuple[int, int], list[NDArray[np.uint32]]]


def _tiles(listed: Matrix, least: float) -> Tiles:
    """The candidate pairs by tile, the lower part first: in it lower row · 2 ** 16 + higher row."""
    by_feature = listed.T.tocsr()
    tiles: Tiles = defaultdict(list)
    for start in range(0, listed.shape[0], _BLOCK):
        rows, columns = _met(listed, by_feature, start, least)
        own = start // _TILE
        others = columns // _TILE
        order = np.argsort(others, kind="stable")
        for some in np.split(order, np.flatnonzero(np.diff(others[order])) + 1) if len(order) else ():
            other = int(others[some[0]])
            one, two = rows[some] - own * _TILE, columns[some] - other * _TILE
            if other < own:
                one, two = two, one
            elif other == own:
                one, two = np.minimum(one, two), np.maximum(one, two)
            tiles[min(own, other), max(own, other)].append((one << 16 | two).astype(np.uint32))
    return tiles


def _met(
    listed: Matrix, by_feature: Matrix, start: int, least: float
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The candidates of the rows from `start`: rows, and the rows that each meets."""
    shared = (listed[start : start + _BLOCK] @ by_feature).tocoo()
    likely = (shared.data >= least) & (shared.row + start != shared.col)
    rows, columns = strongest(shared.row[likely], shared.col[likely], shared.data[likely], MOST_NEIGHBOURS)
    return rows + start, columns


def strongest(
    rows: NDArray[np.integer], ties: NDArray[np.integer], scores: NDArray[np.floating], most: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The rows and `ties` of the `most` highest positive scores of each row, row by row; of equal ones the lower of `ties`.

    Row, score and tie are packed into one number where they fit, for that sorts ten times as fast.
    """
    positive = scores > 0
    rows, ties = rows[positive], ties[positive]
    little = np.uint32((1 << _SCORE_BITS) - 1) - scores[positive].astype(np.float32).view(np.uint32)
    width = int(ties.max(initial=0)).bit_length()
    if int(rows.max(initial=0)).bit_length() + _SCORE_BITS + width > 64:
        order = np.lexsort((ties, little, rows))
        kept = order[_rank(rows[order]) < most]
        return rows[kept].astype(np.int64), ties[kept].astype(np.int64)
    above, low = np.uint64(_SCORE_BITS + width), np.uint64(width)
    keys = rows.astype(np.uint64) << above | little.astype(np.uint64) << low | ties.astype(np.uint64)
    keys.sort()
    keys = keys[_rank(keys >> above) < most]
    return (keys >> above).astype(np.int64), (keys & np.uint64((1 << width) - 1)).astype(np.int64)


def _rank(ordered: NDArray[np.integer]) -> NDArray[np.int64]:
    """Of ascending values, which of its equals each is: 0, 1, …"""
    starts = np.concatenate(([0], np.flatnonzero(ordered[1:] != ordered[:-1]) + 1))
    rank: NDArray[np.int64] = np.arange(len(ordered)) - np.repeat(
        starts, np.diff(np.append(starts, len(ordered)))
    )
    return rank
