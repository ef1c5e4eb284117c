"""Texts as sparse vectors of character 2- and 3-grams, weighted by TF-IDF.

Character grams need no dictionary, survive typos, and catch the names of places and things, which is where the
sameness of matters sits in Chinese complaints. Grams are hashed into a fixed number of buckets, so that a vector
depends on its text and on the frequencies alone: no vocabulary has to be kept, and texts can come in blocks.

Weight of a gram in a text: (1 + ln tf) · (1 + ln((1 + N) / (1 + df))). A gram that no second text has can't connect
anything, so it's left out of the vector, but not out of the length that the vector is divided by: what only this text
says makes it less like the others.
"""

import struct
import zlib
from collections.abc import Sequence
from itertools import pairwise
from typing import Self

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from huiyin.analysis.normalise import Text, normalise

BUCKETS = 1 << 21
TITLE_WEIGHT = 3
TITLE_CHARS = 100
BODY_CHARS = 300

# Two short texts share a rare gram by chance far more easily than two long ones, and would look alike for it. The
# squared length of every vector is therefore raised by that of so many grams never seen before: a text of ten
# characters has to share more of itself to be as near as one of three hundred (additive smoothing of the cosine).
UNSEEN_GRAMS = 8

_BLOCK = 4096  # texts vectorised at once: about 60 MB of working memory, whatever the number of texts
_VALUES = 1 << 20  # entries of right rows copied at once by row_products: about 30 MB
_LINKING = 2  # the smallest document frequency that can connect two texts
# 2**64 divided by the golden ratio spreads close code points over all buckets (Knuth, The Art of Computer Programming 6.4).
_MIX = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(64 - (BUCKETS.bit_length() - 1))
_CODE_BITS = np.uint64(21)  # a Unicode code point fits, so three of them pack into 63 bits without loss
_TRIGRAM = np.uint64(1 << 63)
_HEADER = struct.Struct("<4sQ")
_MAGIC = b"HYF1"

Matrix = sp.csr_matrix[np.float32]
Sums = sp.csr_matrix[np.float64]


class Frequencies:
    """In how many texts each bucket of grams occurs: the memory that vectors are weighted with.

    `counts` is an int32 array of BUCKETS document frequencies, `texts` the number of texts counted. Feed it with the
    representatives of near duplicates only, or forty copies of one letter make its words look common.
    """

    def __init__(self) -> None:
        self.texts = 0
        self.counts: NDArray[np.int32] = np.zeros(BUCKETS, np.int32)

    @classmethod
    def of(cls, rows: Matrix) -> Self:
        """Those in which each row of a matrix counts as one text, with the features that it holds."""
        new = cls()
        new.texts = rows.shape[0]
        new.counts = np.bincount(rows.indices, minlength=BUCKETS).astype(np.int32)
        return new

    def add(self, texts: Sequence[Text]) -> None:
        """Count `texts`; the order and the blocks in which texts are added don't matter."""
        for start in range(0, len(texts), _BLOCK):
            grams = _gram_counts(texts[start : start + _BLOCK])
            self.counts += np.bincount(grams.indices, minlength=BUCKETS).astype(np.int32)
        self.texts += len(texts)

    def rarity(self, counts: NDArray[np.int32]) -> NDArray[np.float64]:
        """The idf of grams that `counts` texts have: 1 for a gram that all have, 1 + ln(1 + N) for one never seen."""
        return 1 + np.log((1 + self.texts) / (1.0 + counts))

    def to_bytes(self) -> bytes:
        """A compressed blob; equal counts give equal bytes with the same zlib."""
        head = _HEADER.pack(_MAGIC, self.texts)
        return head + zlib.compress(self.counts.astype("<i4").tobytes(), level=1)

    @classmethod
    def from_bytes(cls, blob: bytes) -> Self:
        """Read what `to_bytes` wrote; ValueError when it's something else or of another version."""
        if len(blob) < _HEADER.size or blob[:4] != _MAGIC:
            raise ValueError("not a frequency table of this version")
        new = cls()
        new.texts = _HEADER.unpack_from(blob)[1]
        try:
            counts = np.frombuffer(zlib.decompress(blob[_HEADER.size :]), "<i4")
        except zlib.error as cause:
            raise ValueError("a damaged frequency table") from cause
        if counts.size != BUCKETS:
            raise ValueError("a frequency table of another size")
        new.counts = counts.astype(np.int32)
        return new


def vectorise(texts: Sequence[Text], frequencies: Frequencies) -> Matrix:
    """One row per text (len(texts) x BUCKETS, float32, columns sorted), of length below 1; an empty text's row is empty.

    The product of two rows is their cosine, smoothed by UNSEEN_GRAMS. The title counts TITLE_WEIGHT times; where only
    one of title and body is given, it counts once.
    """
    blocks = [
        _weighted(_gram_counts(texts[start : start + _BLOCK]), frequencies)
        for start in range(0, max(len(texts), 1), _BLOCK)
    ]
    return blocks[0] if len(blocks) == 1 else sp.vstack(blocks, format="csr")


def row_products(
    left: Matrix | Sums, right: Matrix | Sums, first: NDArray[np.int64], second: NDArray[np.int64]
) -> NDArray[np.float64]:
    """left[first[k]] · right[second[k]] for every k, in float64, touching only the pairs asked for.

    Fastest when `left` holds the long rows and `first` repeats: each distinct left row is spread out once, and the
    right rows are read against it.
    """
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


def _products_with_spread(
    left: Matrix | Sums, block: Matrix | Sums, first: NDArray[np.int64], spread: NDArray[np.float64]
) -> NDArray[np.float64]:
    """left[first[k]] · block[k] for ascending `first`; `spread` is a row of zeros to work on, and is left so.

    A product of scipy for each left row would spend nine tenths of the time on checking its arguments.
    """
    opposite = np.empty(block.nnz)
    bounds = np.append(np.flatnonzero(np.diff(first, prepend=-1)), len(first))
    for start, end in pairwise(bounds):
        row = slice(left.indptr[first[start]], left.indptr[first[start] + 1])
        columns = left.indices[row]
        spread[columns] = left.data[row]
        met = slice(block.indptr[start], block.indptr[end])
        opposite[met] = spread[block.indices[met]]
        spread[columns] = 0
    rows = np.repeat(np.arange(len(first)), np.diff(block.indptr))
    return np.bincount(rows, opposite * block.data, minlength=len(first)).astype(np.float64)


def _weighted(grams: Matrix, frequencies: Frequencies) -> Matrix:
    counts = frequencies.counts[grams.indices]
    weights = (1 + np.log(grams.data)) * frequencies.rarity(counts)
    rows = np.repeat(np.arange(grams.shape[0]), np.diff(grams.indptr))
    smoothing = UNSEEN_GRAMS * frequencies.rarity(np.zeros(1, np.int32)) ** 2
    lengths = np.sqrt(np.bincount(rows, weights**2, minlength=grams.shape[0]) + smoothing)
    keep = counts >= _LINKING
    ends = np.concatenate(([0], np.cumsum(keep)))[grams.indptr]
    scaled = (weights[keep] / lengths[rows[keep]]).astype(np.float32)
    return sp.csr_matrix((scaled, grams.indices[keep], ends), shape=grams.shape)


def _gram_counts(texts: Sequence[Text]) -> Matrix:
    """How often each text says each gram, the title counted TITLE_WEIGHT times (len(texts) x BUCKETS)."""
    titles = [normalise(text.title)[:TITLE_CHARS] for text in texts]
    bodies = [normalise(text.body)[:BODY_CHARS] for text in texts]
    weight = np.array([TITLE_WEIGHT if body else 1 for body in bodies], np.float32)
    title_rows, title_buckets = _grams(titles)
    body_rows, body_buckets = _grams(bodies)
    data = np.concatenate((weight[title_rows], np.ones(len(body_rows), np.float32)))
    rows = np.concatenate((title_rows, body_rows))
    buckets = np.concatenate((title_buckets, body_buckets))
    grams: Matrix = sp.csr_matrix((data, (rows, buckets)), shape=(len(texts), BUCKETS))
    grams.sum_duplicates()
    return grams


def _grams(strings: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(row, bucket) of every 2- and 3-gram of every string.

    All strings are read as one array of code points with two zeros after each, and a gram that would hold a zero is
    dropped: a loop over characters in Python would take a hundred times as long.
    """
    joined = "\0\0".join(strings) + "\0\0"
    codes = np.frombuffer(joined.encode("utf-32-le"), "<u4").astype(np.uint64)
    rows = np.repeat(np.arange(len(strings)), [len(string) + 2 for string in strings])
    one, two, three = codes[:-2], codes[1:-1], codes[2:]
    is_pair = (one > 0) & (two > 0)
    is_triple = is_pair & (three > 0)
    pairs = (one << _CODE_BITS) | two
    triples = _TRIGRAM | (pairs << _CODE_BITS) | three
    found = np.concatenate((pairs[is_pair], triples[is_triple]))
    return np.concatenate((rows[:-2][is_pair], rows[:-2][is_triple])), _buckets(found)


def _buckets(grams: NDArray[np.uint64]) -> NDArray[np.int64]:
    folded = (grams ^ (grams >> np.uint64(31))) * _MIX
    return (folded >> _SHIFT).astype(np.int64)
