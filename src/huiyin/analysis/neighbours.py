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

from huiyin.analysis.distinct import distinct
from huiyin.analysis.grams import Matrix
from huiyin.analysis.stored import Vectors, in_parts, stacked, stored
from huiyin.analysis.vectors import Frequencies, in_order_of_use, narrowed, spread_products

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
    parts = [
        _telling_part(part, _leads(frequencies.holders(part.indices)), most) for part in in_parts(vectors)
    ]
    return stacked(parts, vectors.shape[1])


class Listed(NamedTuple):
    """Under which features rows are listed, weighted as in the rows, and how far each of these features leads (see REACH).

    The columns are numbered anew; a feature of one scope is another than the same feature of the next.
    """

    rows: Matrix
    reach: NDArray[np.float32]

    def joined(self, place: NDArray[np.int64], weights: NDArray[np.int64]) -> "Listed":
        """The same after rows became one: row r, which stands for weights[r] texts, is in row place[r] now.

        One is listed under what its rows were listed under, of that the TELLING most telling again, by the weight that is known so.
        """
        total = np.bincount(place, weights)
        shares = (weights / total[place]).astype(np.float32)
        shape = (len(total), len(place))
        every = (sp.csr_matrix((shares, (place, np.arange(len(place)))), shape=shape) @ self.rows).tocsr()
        every.sort_indices()
        return Listed(_telling_part(every, self.reach[every.indices]), self.reach)


def neighbour_pairs(matrix: Matrix | Vectors, frequencies: Frequencies, least: float) -> Pairs:
    """The pairs of rows of `matrix` whose product is `least` or more, as far as their telling features show them."""
    vectors = stored(matrix)
    return _pairs(in_order_of_use(vectors), narrowed(telling(vectors, frequencies)), least)


def neighbour_pairs_in_scopes(matrix: Matrix | Vectors, scopes: NDArray[np.int64], least: float) -> Pairs:
    """`neighbour_pairs` of each scope's rows (`scopes` has an integer for each row) as if it were a matrix alone, with
    the frequencies of its own rows. Thousands of small scopes take no longer than one large one.
    """
    vectors = in_order_of_use(stored(matrix))
    return listed_pairs(vectors, listed_in_scopes(vectors, scopes), least)


def listed_pairs(
    vectors: Vectors, listed: Listed, least: float, changed: NDArray[np.bool_] | None = None
) -> Pairs:
    """`neighbour_pairs` of rows over columns `in_order_of_use` that are listed already; with `changed`, of those pairs only of
    which a row has changed.
    """
    return _pairs(vectors, listed.rows, least, changed)


def _pairs(vectors: Vectors, listed: Matrix, least: float, changed: NDArray[np.bool_] | None = None) -> Pairs:
    """Tile by tile, so that of the vectors no more than two parts are in memory, and of these the rows that are compared."""
    tiles = _tiles(listed, SHOWN * least, changed)
    found = [Pairs(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))]
    for one in sorted({one for one, _ in tiles}):
        met = {other: _once(tiles.pop((one, other))) for other in sorted(o for of, o in tiles if of == one)}
        left = _Part.of(vectors, one, [keys >> 16 for keys in met.values()], met.get(one))
        beside = []
        for other, keys in met.items():
            right = left if other == one else _Part.of(vectors, other, [keys & 0xFFFF])
            near = _near(left, right, keys, least)
            beside.append(near._replace(second=near.second + (other - one) * _TILE))
        first, second, cosine = (np.concatenate(values) for values in zip(*beside, strict=True))
        order = np.lexsort((second, first))
        found.append(Pairs(first[order] + one * _TILE, second[order] + one * _TILE, cosine[order]))
    return Pairs(*(np.concatenate(values) for values in zip(*found, strict=True)))


class _Part(NamedTuple):
    """The rows of a tile that are compared, and the place of each row of the tile among them."""

    rows: Matrix
    place: NDArray[np.int64]

    @classmethod
    def of(
        cls,
        vectors: Vectors,
        tile: int,
        named: Sequence[NDArray[np.int64]],
        both: NDArray[np.int64] | None = None,
    ) -> "_Part":
        """`named`: of which rows, counted from the beginning of the tile; of the pairs `both` within the tile both rows."""
        wanted = np.zeros(1 << 16, np.bool_)
        for rows in [*named, both & 0xFFFF] if both is not None else named:
            wanted[rows] = True
        return cls(vectors.rows(np.flatnonzero(wanted) + tile * _TILE), np.cumsum(wanted) - 1)


def _once(met: Sequence[NDArray[np.uint32]]) -> NDArray[np.int64]:
    """A pair is met from both sides unless one side had too many candidates: keep it once."""
    return distinct(np.concatenate(met)).astype(np.int64)


def _near(left: _Part, right: _Part, keys: NDArray[np.int64], least: float) -> Pairs:
    """Of the pairs that were met those whose product is `least` or more."""
    first, second = keys >> 16, keys & 0xFFFF
    cosine = spread_products(left.rows, right.rows, left.place[first], right.place[second])
    near = cosine >= least
    return Pairs(first[near], second[near], cosine[near])


def _leads(texts: NDArray[np.integer]) -> NDArray[np.float32]:
    """How far features lead that so many texts hold."""
    found: NDArray[np.float32] = _LEADS[np.minimum(texts, MOST_TEXTS + 1)]
    return found


def _telling_part(part: Matrix, reach: NDArray[np.float32], most: int = TELLING) -> Matrix:
    """`telling` of some rows, as many at a time as can be sorted at once; `reach` says of each stored value how far it leads."""
    blocks = []
    for start in range(0, part.shape[0], _BLOCK):
        block = part[start : start + _BLOCK]
        own = reach[part.indptr[start] : part.indptr[start + block.shape[0]]]
        blocks.append(_telling_block(block, own, most))
    return stacked(blocks, part.shape[1])


def _telling_block(matrix: Matrix, reach: NDArray[np.float32], most: int) -> Matrix:
    score = matrix.data * reach
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    _, kept = strongest(rows, np.arange(len(rows)), score, most)
    kept.sort()
    ends = np.concatenate(([0], np.cumsum(np.bincount(rows[kept], minlength=matrix.shape[0]))))
    return sp.csr_matrix((matrix.data[kept], matrix.indices[kept], ends), shape=matrix.shape)


def listed_in_scopes(vectors: Vectors, scopes: NDArray[np.int64]) -> Listed:
    """What the rows are listed under, each scope by the frequencies of its own rows.

    The columns are numbered anew, ascending by scope and feature, so that ties fall as they would in the scope alone.
    """
    order = np.argsort(scopes, kind="stable")
    starts = np.flatnonzero(np.diff(scopes[order], prepend=scopes[order[:1]] - 1))
    columns, values, lengths = [np.zeros(0, np.int32)], [np.zeros(0, np.float32)], [np.zeros(0, np.int64)]
    reach = [np.zeros(0, np.float32)]
    width = 0
    for start, end in _whole_scopes(np.append(starts, len(order))):
        rows = order[start:end]
        if end - start > _SCOPED:
            own, holders = _telling_of_one(vectors, rows)
        else:
            own, holders = _telling_of_many(vectors.rows(rows), scopes[rows])
        used = np.flatnonzero(np.bincount(own.indices, minlength=own.shape[1]))
        names = np.zeros(own.shape[1], np.int32)
        names[used] = np.arange(width, width + len(used))
        columns.append(names[own.indices])
        values.append(own.data)
        reach.append(_leads(holders[used]))
        lengths.append(np.diff(own.indptr).astype(np.int64))
        width += len(used)
    ends = np.concatenate(([0], np.cumsum(np.concatenate(lengths))))
    shape = (len(order), width)
    listed: Matrix = sp.csr_matrix((np.concatenate(values), np.concatenate(columns), ends), shape=shape)
    return Listed(listed if len(starts) < 2 else listed[np.argsort(order)], np.concatenate(reach))


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


def _telling_of_many(matrix: Matrix, scopes: NDArray[np.int64]) -> tuple[Matrix, NDArray[np.integer]]:
    """The rows of some whole scopes, few enough to be sorted by scope and feature at once, and how many rows hold each column."""
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    _, place = np.unique(scopes, return_inverse=True)
    keys = place[rows] * matrix.shape[1] + matrix.indices
    features, column, holders = np.unique(keys, return_inverse=True, return_counts=True)
    own = sp.csr_matrix((matrix.data, column, matrix.indptr), shape=(matrix.shape[0], len(features)))
    return _telling_part(own, _leads(holders[column])), holders


def _telling_of_one(vectors: Vectors, rows: NDArray[np.int64]) -> tuple[Matrix, NDArray[np.integer]]:
    """The rows of one scope, however many, a part at a time, and how many of them hold each column."""
    holders = np.zeros(vectors.shape[1], np.int32)
    for part in in_parts(vectors, rows):
        holders += np.bincount(part.indices, minlength=len(holders)).astype(np.int32)
    leads = _leads(holders)
    parts = [_telling_part(part, leads[part.indices]) for part in in_parts(vectors, rows)]
    return stacked(parts, vectors.shape[1]), holders


Tiles = dict[tuple[int, int], list[NDArray[np.uint32]]]


def _tiles(listed: Matrix, least: float, changed: NDArray[np.bool_] | None) -> Tiles:
    """The candidate pairs by tile, the lower part first: in it lower row · 2 ** 16 + higher row."""
    every = np.arange(listed.shape[0])
    tiles: Tiles = defaultdict(list)
    if changed is None:
        _meet(tiles, listed, every, every, least)
    else:
        # What changed is compared with all, what didn't with what changed.
        _meet(tiles, listed, np.flatnonzero(changed), every, least)
        _meet(tiles, listed, np.flatnonzero(~changed), np.flatnonzero(changed), least)
    return tiles


def _meet(
    tiles: Tiles, listed: Matrix, rows: NDArray[np.int64], others: NDArray[np.int64], least: float
) -> None:
    """Add the candidates of `rows` among `others` (both ascending) to the tiles."""
    by_feature = listed[others].T.tocsr()
    for start in range(0, len(rows), _BLOCK):
        own = rows[start : start + _BLOCK]
        shared = (listed[own] @ by_feature).tocoo()
        beside = others[shared.col]
        likely = (shared.data >= least) & (own[shared.row] != beside)
        place, met = strongest(shared.row[likely], beside[likely], shared.data[likely], MOST_NEIGHBOURS)
        one, two = np.minimum(own[place], met), np.maximum(own[place], met)
        left, right = one // _TILE, two // _TILE
        keys = ((one - left * _TILE) << 16 | (two - right * _TILE)).astype(np.uint32)
        tile = left << 16 | right
        order = np.argsort(tile, kind="stable")
        for some in np.split(order, np.flatnonzero(np.diff(tile[order])) + 1) if len(order) else ():
            at = int(tile[some[0]])
            tiles[at >> 16, at & 0xFFFF].append(keys[some])


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
