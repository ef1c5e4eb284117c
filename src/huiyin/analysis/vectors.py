"""Texts as sparse vectors of their character grams, weighted by how much a text says them and how rare they are.

Weight of a gram in a text: `gram_weights` · ln((1 + N) / (1 + df)), where N counts BEFOREHAND texts besides those counted. A
gram that no second text has can't connect anything, so it's left out of the vector, but not out of the length that the
vector is divided by: what only this text says makes it less like the others. A vector depends on its text and on the
frequencies alone.
"""

import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Self, TypeVar

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.sparse._sparsetools import csr_matvec

from huiyin.analysis.distinct import distinct
from huiyin.analysis.grams import BUCKETS, Matrix, gram_weights
from huiyin.analysis.normalise import Text
from huiyin.analysis.stored import Held, Laid, Vectors, in_parts, laid_down, stored

# Two short texts share a rare gram by chance far more easily than two long ones, and would look alike for it. The
# squared length of every vector is therefore raised by that of so many grams never seen before: a text of ten
# characters has to share more of itself to be as near as one of three hundred (additive smoothing of the cosine).
UNSEEN_GRAMS = 6

# So many texts that hold none of the words at hand count as heard before the first: of the first ten letters of a campaign, nine
# may speak of the canteen, and that doesn't make it a word without meaning.
BEFOREHAND = 100

BLOCK = 4096
"""Texts vectorised at once: about 60 MB of working memory, whatever the number of texts."""

_VALUES = 1 << 20  # entries of right rows copied at once by row_products: about 30 MB
_LINKING = 2  # the smallest document frequency that can connect two texts
_FEW = (
    1 << 17
)  # up to so many buckets are kept as a sorted list; more of them as one array over all buckets (32 MB)
_MANY = 64  # with more than this share of all buckets it's faster to go over all of them
_ROOMY = 8  # a matrix with so many times more columns than values is narrowed before work that touches every column
_MOSTLY = 2  # nor does it pay where one column in so many is used
_HEADER = struct.Struct("<4sQQBB")  # magic, texts, buckets, bytes a step, bytes a count
_MAGIC = b"HYF2"

Sums = sp.csr_matrix[np.float64]
AnyMatrix = Matrix | Sums
_Rows = TypeVar("_Rows", Matrix, AnyMatrix)


class Frequencies:
    """In how many texts each bucket of grams occurs: the memory that vectors are weighted with.

    `texts` is the number of texts counted. Feed it with the representatives of near duplicates only, or forty copies of
    one letter make its words look common. Memory: 8 bytes a bucket in use, at most 32 MB.
    """

    def __init__(self) -> None:
        self.texts = 0
        self._buckets: NDArray[np.int64] = np.zeros(0, np.int64)  # in use, ascending
        self._counts: NDArray[np.int32] = np.zeros(0, np.int32)  # of those
        self._every: NDArray[np.int32] | None = None  # of all buckets, once too many are in use for the list
        self._rarities: NDArray[np.float64] = np.zeros(0)  # by count, once as many were asked for

    @classmethod
    def of(cls, rows: Matrix | Vectors) -> Self:
        """Those in which each row of a matrix counts as one text, with the features that it holds."""
        new = cls()
        new.texts = rows.shape[0]
        for part in in_parts(stored(rows)):
            new._count(part.indices)
        return new

    def add(self, texts: Sequence[Text]) -> None:
        """Count `texts`; the order and the blocks in which texts are added don't matter."""
        for start in range(0, len(texts), BLOCK):
            self.count(gram_weights(texts[start : start + BLOCK]))

    def count(self, grams: Matrix) -> None:
        """`add` texts whose grams are at hand."""
        self._count(grams.indices)
        self.texts += grams.shape[0]

    def holders(self, buckets: NDArray[np.integer]) -> NDArray[np.int32]:
        """How many texts hold each of `buckets`, in any order, repeated or not; 0 for those never seen."""
        if self._every is not None:
            return np.take(self._every, buckets)
        if not len(self._buckets):
            return np.zeros(len(buckets), np.int32)
        place = np.minimum(np.searchsorted(self._buckets, buckets), len(self._buckets) - 1)
        return np.where(self._buckets[place] == buckets, self._counts[place], np.int32(0))

    def in_use(self) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """The buckets that any text holds, ascending, and how many texts hold each."""
        if self._every is None:
            return self._buckets, self._counts
        buckets = np.flatnonzero(self._every)
        return buckets, self._every[buckets]

    def rarity(self, counts: NDArray[np.int32]) -> NDArray[np.float64]:
        """How much it tells that a text has grams that `counts` texts have: 0 where all have them, most where none had."""
        heard = self.texts + BEFOREHAND
        counts = np.minimum(counts, heard)
        # Looked up it takes a fifth of the time; to make the table takes as long as to ask for each once.
        if len(self._rarities) != heard + 1 and len(counts) > heard:
            self._rarities = _rarity(heard, np.arange(heard + 1))
        if len(self._rarities) == heard + 1:
            return np.take(self._rarities, counts)
        return _rarity(heard, counts)

    def to_bytes(self) -> bytes:
        """A compressed blob, about a byte a bucket in use; equal counts give equal bytes with the same zlib.

        Steps from bucket to bucket and counts, each as so many planes of bytes as the largest one needs.
        """
        buckets, counts = self.in_use()
        steps = np.diff(buckets, prepend=-1)
        widths = [_width(values) for values in (steps, counts)]
        planes = b"".join(
            _planes(values, width) for values, width in zip((steps, counts), widths, strict=True)
        )
        return _HEADER.pack(_MAGIC, self.texts, len(buckets), *widths) + zlib.compress(planes, level=1)

    @classmethod
    def from_bytes(cls, blob: bytes) -> Self:
        """Read what `to_bytes` wrote; ValueError when it's something else or of another version."""
        if len(blob) < _HEADER.size or blob[:4] != _MAGIC:
            raise ValueError("not a frequency table of this version")
        _, texts, size, *widths = _HEADER.unpack_from(blob)
        try:
            planes = zlib.decompress(blob[_HEADER.size :])
        except zlib.error as cause:
            raise ValueError("a damaged frequency table") from cause
        if len(planes) != size * sum(widths):
            raise ValueError("a frequency table of another size")
        new = cls()
        new.texts = texts
        buckets = np.cumsum(_values(planes[: size * widths[0]], widths[0]), dtype=np.int64) - 1
        if size and buckets[-1] >= BUCKETS:
            raise ValueError("a frequency table of another size")
        new._take(buckets, _values(planes[size * widths[0] :], widths[1]).astype(np.int32))
        return new

    def _count(self, buckets: NDArray[np.integer]) -> None:
        """Add a text to each of `buckets`, as often as it's named."""
        if self._every is None:
            named, times = np.unique(buckets, return_counts=True)
            together = np.concatenate((self._buckets, named))
            kept, place = np.unique(together, return_inverse=True)
            counts = np.bincount(place, np.concatenate((self._counts, times)), minlength=len(kept))
            self._take(kept, counts.astype(np.int32))
        else:
            if len(buckets) < BUCKETS // _MANY:
                np.add.at(self._every, buckets, 1)
            else:
                self._every += np.bincount(buckets, minlength=BUCKETS).astype(np.int32)

    def _take(self, buckets: NDArray[np.int64], counts: NDArray[np.int32]) -> None:
        if len(buckets) <= _FEW:
            self._buckets, self._counts = buckets, counts
            return
        self._every = np.zeros(BUCKETS, np.int32)
        self._every[buckets] = counts


def _rarity(heard: int, counts: NDArray[np.integer]) -> NDArray[np.float64]:
    found: NDArray[np.float64] = np.log((1 + heard) / (1.0 + counts))
    return found


def _width(values: NDArray[np.integer]) -> int:
    """How many bytes the largest of `values` takes, 1 at least."""
    return max((int(values.max(initial=0)).bit_length() + 7) // 8, 1)


def _planes(values: NDArray[np.integer], width: int) -> bytes:
    """The lowest bytes of all values, then the second lowest, and so on: like bytes beside each other compress best."""
    return np.ascontiguousarray(values.astype("<u4").view(np.uint8).reshape(-1, 4)[:, :width].T).tobytes()


def _values(planes: bytes, width: int) -> NDArray[np.uint32]:
    size = len(planes) // width if width else 0
    values = np.zeros((size, 4), np.uint8)
    values[:, :width] = np.frombuffer(planes, np.uint8).reshape(width, size).T
    return values.view("<u4").ravel().astype(np.uint32)


def vectorise(texts: Sequence[Text], frequencies: Frequencies, *, unseen: int = 0) -> Matrix:
    """One row per text (len(texts) x BUCKETS, float32, columns sorted), of length below 1; an empty text's row is empty.

    The product of two rows is their cosine, smoothed by UNSEEN_GRAMS. With `unseen`, grams that fewer texts hold are taken to be held by so many: for
    texts that weren't there when the frequencies were counted.
    """
    blocks = [
        weighted(gram_weights(texts[start : start + BLOCK]), frequencies, unseen)
        for start in range(0, max(len(texts), 1), BLOCK)
    ]
    return blocks[0] if len(blocks) == 1 else sp.vstack(blocks, format="csr")


def counted(blocks: Iterable[Sequence[Text]]) -> tuple[Frequencies, Held | Laid]:
    """What vectors of texts are made of, without reading the texts twice: their frequencies and their grams (see `weighed`)."""
    frequencies = Frequencies()

    def grams() -> Iterator[Matrix]:
        for texts in blocks:
            block = gram_weights(texts)
            frequencies.count(block)
            yield block

    laid = laid_down(grams(), BUCKETS)
    return frequencies, laid


def weighed(grams: Vectors, frequencies: Frequencies) -> Held | Laid:
    """The vectors of texts whose grams were laid down."""
    blocks = (grams.between(start, start + BLOCK) for start in range(0, grams.shape[0], BLOCK))
    return laid_down((weighted(block, frequencies) for block in blocks), BUCKETS)


def narrowed(matrix: Matrix) -> Matrix:
    """The same rows over the columns that they use, in the same order; as it is when it has few others.

    Unused columns cost nothing where rows are read, but scipy's products and transposes touch every one of BUCKETS.
    """
    return _narrowed([matrix])[0]


def row_products(
    left: AnyMatrix, right: AnyMatrix, first: NDArray[np.int64], second: NDArray[np.int64]
) -> NDArray[np.float64]:
    """left[first[k]] · right[second[k]] for every k, in float64, touching only the pairs asked for.

    Fastest when `left` holds the long rows and `first` repeats: each distinct left row is spread out once, and the
    right rows are read against it.
    """
    left, right = _narrowed([left, right])
    return spread_products(left, right, first, second)


def spread_products(
    left: AnyMatrix, right: AnyMatrix, first: NDArray[np.int64], second: NDArray[np.int64]
) -> NDArray[np.float64]:
    """`row_products` over columns that are few enough as they are: it works on a row of all of them."""
    order = np.argsort(first, kind="stable")
    first, second = first[order], second[order]
    work = np.cumsum(np.diff(right.indptr)[second], dtype=np.int64) // _VALUES
    bounds = np.concatenate(([0], np.flatnonzero(np.diff(work)) + 1, [len(order)]))
    products = np.zeros(len(order))
    spread = np.zeros(left.shape[1])
    for start, end in pairwise(bounds):
        block = right[second[start:end]]
        products[order[start:end]] = _products_with_spread(left, block, first[start:end], spread)
    return products


def in_order_of_use(vectors: Vectors) -> Held | Laid:
    """The same rows over the columns in use, named by `by_use`; in each row they stand in the order in which they stood."""
    if isinstance(vectors, Held):
        vectors = Held(narrowed(vectors.matrix))
    names, width = by_use(vectors)
    if isinstance(vectors, Held):
        return Held(_named(vectors.matrix, names, width))
    return laid_down((_named(part, names, width) for part in in_parts(vectors)), width)


def _named(rows: Matrix, names: NDArray[np.int32], width: int) -> Matrix:
    return sp.csr_matrix((rows.data, names[rows.indices], rows.indptr), shape=(rows.shape[0], width))


def by_use(vectors: Vectors) -> tuple[NDArray[np.int32], int]:
    """A new number for each column, and how many are in use: those that most rows hold first, so that what is read most lies together."""
    holders = np.zeros(vectors.shape[1], np.int32)
    for part in in_parts(vectors):
        holders += np.bincount(part.indices, minlength=len(holders)).astype(np.int32)
    halvings = np.frexp(holders.astype(np.float32))[1]
    order = np.argsort((np.iinfo(np.int8).max - halvings).astype(np.int8), kind="stable")
    names = np.empty(len(order), np.int32)
    names[order] = np.arange(len(order), dtype=np.int32)
    return names, int(np.count_nonzero(holders))


def _narrowed(matrices: Sequence[_Rows]) -> list[_Rows]:
    """See `narrowed`; of several matrices a column stays where one uses it."""
    columns = matrices[0].shape[1]
    if sum(matrix.nnz for matrix in matrices) * _ROOMY < columns:
        used = distinct(np.concatenate([matrix.indices for matrix in matrices]))
        places = [np.searchsorted(used, matrix.indices).astype(np.int32) for matrix in matrices]
        width = len(used)
    else:
        named = np.zeros(columns, np.bool_)
        for matrix in matrices:
            named[matrix.indices] = True
        used = np.flatnonzero(named)
        width = len(used)
        if width * _MOSTLY > columns:
            return list(matrices)
        names = np.empty(columns, np.int32)
        names[used] = np.arange(width)
        places = [names[matrix.indices] for matrix in matrices]
    return [
        sp.csr_matrix((matrix.data, place, matrix.indptr), shape=(matrix.shape[0], width))
        for matrix, place in zip(matrices, places, strict=True)
    ]


def _products_with_spread(
    left: AnyMatrix, block: AnyMatrix, first: NDArray[np.int64], spread: NDArray[np.float64]
) -> NDArray[np.float64]:
    """left[first[k]] · block[k] for ascending `first`; `spread` is a row of zeros to work on, and is left so.

    scipy's product of a matrix and a vector, without the checks of its arguments, which would take nine tenths of the time of so many.
    """
    values = block.data.astype(np.float64)
    columns, ends = block.indices, block.indptr.astype(block.indices.dtype, copy=False)
    bounds = np.append(np.flatnonzero(np.diff(first, prepend=-1)), len(first)).tolist()
    rows = first[bounds[:-1]].tolist()
    products = np.zeros(len(first))
    for row, start, end in zip(rows, bounds, bounds[1:], strict=False):
        own = slice(left.indptr[row], left.indptr[row + 1])
        named = left.indices[own]
        spread[named] = left.data[own]
        csr_matvec(
            end - start, len(spread), ends[start : end + 1], columns, values, spread, products[start:end]
        )
        spread[named] = 0
    return products


def weighted(grams: Matrix, frequencies: Frequencies, unseen: int = 0) -> Matrix:
    """`vectorise` of texts whose grams are at hand."""
    counts, weights = _weights(grams, frequencies, unseen)
    rows = np.repeat(np.arange(grams.shape[0]), np.diff(grams.indptr))
    length = lengths(rows, weights, grams.shape[0], frequencies)
    if unseen >= _LINKING:  # nothing is left out
        scaled = (weights / length[rows]).astype(np.float32)
        return sp.csr_matrix((scaled, grams.indices, grams.indptr), shape=grams.shape)
    keep = counts >= _LINKING
    ends = np.concatenate(([0], np.cumsum(keep)))[grams.indptr]
    scaled = (weights[keep] / length[rows[keep]]).astype(np.float32)
    return sp.csr_matrix((scaled, grams.indices[keep], ends), shape=grams.shape)


def lengths_of(grams: Matrix, frequencies: Frequencies, unseen: int = 0) -> NDArray[np.float64]:
    """What the vector of each of these texts is divided by."""
    _, weights = _weights(grams, frequencies, unseen)
    rows = np.repeat(np.arange(grams.shape[0]), np.diff(grams.indptr))
    return lengths(rows, weights, grams.shape[0], frequencies)


def _weights(
    grams: Matrix, frequencies: Frequencies, unseen: int
) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    counts = np.maximum(frequencies.holders(grams.indices), np.int32(unseen))
    return counts, grams.data * frequencies.rarity(counts)


def lengths(
    rows: NDArray[np.int64], weights: NDArray[np.float64], texts: int, frequencies: Frequencies
) -> NDArray[np.float64]:
    """What the vector of each of `texts` is divided by: `weights` are those of all its grams, `rows` says of each whose it is."""
    smoothing = UNSEEN_GRAMS * frequencies.rarity(np.zeros(1, np.int32)) ** 2
    found: NDArray[np.float64] = np.sqrt(np.bincount(rows, weights**2, minlength=texts) + smoothing)
    return found
