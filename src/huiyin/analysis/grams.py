"""Texts as sparse rows of hashed grams: how much each text says each character, pair and triple of characters.

Character grams need no dictionary, survive typos, and catch the names of places and things, which is where the
sameness of matters sits in Chinese complaints. A name of four characters is one thing said once, yet it is three pairs and
two triples: triples weigh less, or two matters of one housing estate would look alike for its name. Single characters
weigh a little more: people who speak of the same thing in other words still share many of them.

What somebody asks for stands in the title and at the beginning; further down come the story and the closing phrases. The weight of
a gram halves with every HALF characters.

Grams are hashed into a fixed number of buckets: no vocabulary has to be kept, and texts can come in blocks.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from huiyin.analysis.distinct import begins, distinct
from huiyin.analysis.normalise import Text, letters

# A million really different texts have tens of millions of different grams. In a quarter of these buckets each would hold
# over a hundred texts by collision alone, and no gram would be rare enough to look others up by.
BUCKETS = 1 << 23
TITLE_WEIGHT = 2
TITLE_CHARS = 100
BODY_CHARS = 300
_SURELY = 3  # so many times more characters as written hold them, however many spaces and marks stand between
HALF = 150

# Of a gram of one, two and three characters. These weights, HALF and TITLE_WEIGHT lie in the middle of a range over which the
# quality of groups hardly changes, on labels of two kinds (docs/performance.md).
WEIGHTS = (1.3, 1.0, 0.4)
_WEIGHT = np.array((0, *WEIGHTS))

# 2**64 divided by the golden ratio spreads close code points over all buckets (Knuth, The Art of Computer Programming 6.4).
_MIX = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(64 - (BUCKETS.bit_length() - 1))
_CODE_BITS = np.uint64(21)  # a Unicode code point fits, so three of them pack into 63 bits without loss
_TRIGRAM = np.uint64(1 << 63)
_LENGTHS = 4  # grams of different lengths are kept apart until each is weighed: column = bucket · 4 + length

_PLACE = np.uint64(9)  # bits of a place in a text
_ROW = _PLACE + np.uint64((BUCKETS * _LENGTHS).bit_length() - 1)
_IN_TITLE = (1 << int(_PLACE)) - 1  # no place in a body
_SAID = np.append(0.5 ** (np.arange(_IN_TITLE) / HALF), float(TITLE_WEIGHT))
"""How much is said by a gram at each place."""

Matrix = sp.csr_matrix[np.float32]


def gram_weights(texts: Sequence[Text]) -> Matrix:
    """How much each text says each gram (len(texts) x BUCKETS, columns sorted, all weights above 0).

    The weights of a gram's places are added up, in the title TITLE_WEIGHT each; what is said more than once counts by the
    logarithm. Where only one of title and body is given, it's the body.
    """
    parts = [part[: _SURELY * BODY_CHARS] for text in texts for part in text]
    codes, lengths = letters(parts)
    most = np.full(len(parts), BODY_CHARS)
    most[::2][lengths[1::2] > 0] = TITLE_CHARS
    codes, rows, places = _cut(codes, lengths, most)
    stands = (rows >> 1).astype(np.uint64) << _ROW
    stands |= np.where(most[rows] == TITLE_CHARS, _IN_TITLE, places).astype(np.uint64)
    # Row, column and place in one number: sorting these is a third of the work that scipy makes of adding up duplicates. A text at a time,
    # for sorting grows faster than what is sorted, and some processors sort long arrays of such numbers slowly.
    columns, at = _grams(codes, rows)
    keys = columns << _PLACE | stands[at]
    ends = np.searchsorted(at, np.searchsorted(rows, np.arange(0, len(parts) + 1, 2)))
    for start, end in pairwise(ends.tolist()):
        keys[start:end].sort()
    cells = keys >> _PLACE
    starts = begins(cells)
    said = np.add.reduceat(_SAID[keys & np.uint64(_IN_TITLE)], starts) if len(starts) else np.zeros(0)
    cells = cells[starts]
    more = np.flatnonzero(said > 1)
    said[more] = 1 + np.log(said[more])
    weighed = (said * _WEIGHT[cells & np.uint64(_LENGTHS - 1)]).astype(np.float32)
    cells = cells >> np.uint64(_LENGTHS.bit_length() - 1)
    starts = begins(cells)  # grams of different lengths that fell into one bucket are one
    data = np.add.reduceat(weighed, starts) if len(starts) else weighed
    cells = cells[starts]
    buckets = (cells & np.uint64(BUCKETS - 1)).astype(np.int32)
    lengths = np.bincount(
        (cells >> np.uint64(BUCKETS.bit_length() - 1)).astype(np.int64), minlength=len(texts)
    )
    ends = np.concatenate(([0], np.cumsum(lengths))).astype(np.int32)
    return sp.csr_matrix((data, buckets, ends), shape=(len(texts), BUCKETS))


def word_buckets(word: str) -> NDArray[np.int64]:
    """The buckets of a word's grams, each once, ascending: those of `gram_weights` without the matrix, a fifth of its time."""
    codes, _ = letters([word])
    columns, _ = _grams(codes, np.zeros(len(codes), np.int64))
    return distinct((columns // np.uint64(_LENGTHS)).astype(np.int64))


def _cut(
    codes: NDArray[np.uint64], lengths: NDArray[np.int64], most: NDArray[np.int64]
) -> tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64]]:
    """Of strings that lie one after the other the first `most` characters of each: codes, string and place in it."""
    rows = np.repeat(np.arange(len(lengths)), lengths)
    places = np.arange(len(rows)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    kept = places < most[rows]
    return codes[kept], rows[kept], places[kept]


def _grams(
    codes: NDArray[np.uint64], rows: NDArray[np.int64]
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Column (bucket · _LENGTHS + length) of every gram of strings that lie one after the other, and the character at which it begins
    (ascending).

    All strings are one array of code points, and a gram that would reach into the next string is dropped: a loop over characters in
    Python would take a hundred times as long.
    """
    grams = np.zeros((len(codes), len(WEIGHTS)), np.uint64)
    there = np.zeros(grams.shape, np.bool_)
    grams[:, 0], there[:, 0] = codes, True
    np.bitwise_or(codes[:-1] << _CODE_BITS, codes[1:], out=grams[:-1, 1])
    np.equal(rows[1:], rows[:-1], out=there[:-1, 1])
    np.bitwise_or(grams[:-2, 1] << _CODE_BITS | _TRIGRAM, codes[2:], out=grams[:-2, 2])
    np.logical_and(there[:-2, 1], there[1:-1, 1], out=there[:-2, 2])
    columns = _buckets(grams)
    columns *= np.uint64(_LENGTHS)
    columns += np.arange(1, _LENGTHS, dtype=np.uint64)
    return columns[there], np.repeat(np.arange(len(codes)), np.count_nonzero(there, axis=1))


def _buckets(grams: NDArray[np.uint64]) -> NDArray[np.uint64]:
    folded = grams >> np.uint64(31)
    folded ^= grams
    folded *= _MIX
    folded >>= _SHIFT
    return folded
