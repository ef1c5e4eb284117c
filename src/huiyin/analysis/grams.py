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
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from huiyin.analysis.distinct import begins, distinct
from huiyin.analysis.normalise import Text, letters, letters_side_by_side

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
_FEW = range(4, 33)  # so many texts are read at once
_LENGTHS = 4  # grams of different lengths are kept apart until each is weighed: bucket · 4 + length

_PLACE = np.uint64(9)  # bits of a place in a text
_ROW = _PLACE + np.uint64((BUCKETS * _LENGTHS).bit_length() - 1)
_IN_TITLE = (1 << int(_PLACE)) - 1  # no place in a body
_SAID = np.append(0.5 ** (np.arange(_IN_TITLE) / HALF), float(TITLE_WEIGHT))
"""How much is said by a gram at each place."""

_BUCKET = _PLACE + np.uint64(_LENGTHS.bit_length() - 1)
_BODY = np.array(
    [[(length << int(_PLACE)) + at for at in range(BODY_CHARS)] for length in range(1, _LENGTHS)], np.uint64
)
_TITLE = np.array(
    [[(length << int(_PLACE)) + _IN_TITLE] * BODY_CHARS for length in range(1, _LENGTHS)], np.uint64
)
"""Length and place of the grams of a body, by length less one and place, and of a title."""

Matrix = sp.csr_matrix[np.float32]


class Grams(NamedTuple):
    """Rows of grams, one after the other: buckets (ascending in a row), how much of each is said, and where each row begins, and the last ends.

    What `gram_weights` makes a matrix of, which for one text takes as long as reading it.
    """

    buckets: NDArray[np.int32]
    said: NDArray[np.float32]
    ends: NDArray[np.int32]

    @property
    def rows(self) -> NDArray[np.int64]:
        """The row of each."""
        return np.repeat(np.arange(len(self.ends) - 1), np.diff(self.ends))


def gram_weights(texts: Sequence[Text]) -> Matrix:
    """How much each text says each gram (len(texts) x BUCKETS, columns sorted, all weights above 0).

    The weights of a gram's places are added up, in the title TITLE_WEIGHT each; what is said more than once counts by the
    logarithm. Where only one of title and body is given, it's the body.
    """
    grams = grams_of(texts)
    return sp.csr_matrix((grams.said, grams.buckets, grams.ends), shape=(len(texts), BUCKETS))


def grams_of(texts: Sequence[Text], among: NDArray[np.bool_] | None = None) -> Grams:
    """`gram_weights`; with `among`, of those grams alone whose bucket, counted from 0 again after len(among), a power of two, is named there."""
    keys = _keys_of_few(texts, among) if len(texts) in _FEW else None
    if keys is None:
        keys, ends = _keys(texts)
        if among is not None:
            kept = np.flatnonzero(among[(keys >> _BUCKET) & np.uint64(len(among) - 1)])
            keys, ends = keys[kept], np.searchsorted(kept, ends)
        # A text at a time, for sorting grows faster than what is sorted, and some processors sort long arrays of such numbers slowly.
        for row, (start, end) in enumerate(pairwise(ends.tolist())):
            own = keys[start:end]
            own.sort()
            own |= np.uint64(row) << _ROW
    cells = keys >> _PLACE
    starts = begins(cells)
    said = np.add.reduceat(_SAID[keys & np.uint64(_IN_TITLE)], starts) if len(starts) else np.zeros(0)
    cells = cells[starts]
    more = np.flatnonzero(said > 1)
    said[more] = 1 + np.log(said[more])
    weighed = (said * _WEIGHT[cells & np.uint64(_LENGTHS - 1)]).astype(np.float32)
    cells >>= np.uint64(_LENGTHS.bit_length() - 1)
    starts = begins(cells)  # grams of different lengths that fell into one bucket are one
    data = np.add.reduceat(weighed, starts) if len(starts) else weighed
    cells = cells[starts]
    rows = np.arange(len(texts) + 1, dtype=np.uint64) << np.uint64(BUCKETS.bit_length() - 1)
    buckets = (cells & np.uint64(BUCKETS - 1)).astype(np.int32)
    return Grams(buckets, data, np.searchsorted(cells, rows).astype(np.int32))


def _keys(texts: Sequence[Text]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Bucket, length and place of every gram in one number, a text after the other, and where each text begins, and the last ends.

    Sorting these is a third of the work that scipy makes of adding up duplicates. Part by part: what is written there stays in the
    processor's cache.
    """
    parts = []
    for text in texts:
        title, body = (letters(part[: _SURELY * BODY_CHARS]) for part in text)
        most = TITLE_CHARS if len(body) else BODY_CHARS
        parts += [(title[:most], _TITLE if len(body) else _BODY), (body[:BODY_CHARS], _BODY)]
    sizes = [sum(max(len(codes) - less, 0) for less in range(len(WEIGHTS))) for codes, _ in parts]
    ends = np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))
    keys, places = np.empty(ends[-1], np.uint64), np.empty(ends[-1], np.uint64)
    for (codes, place), start, end in zip(parts, ends.tolist(), ends[1:].tolist(), strict=False):
        _grams(codes, keys[start:end])
        at = start
        for length in range(len(WEIGHTS)):
            size = max(len(codes) - length, 0)
            places[at : at + size] = place[length, :size]
            at += size
    _to_buckets(keys)
    keys <<= _BUCKET
    keys |= places
    return keys, ends[::2]


def _keys_of_few(texts: Sequence[Text], among: NDArray[np.bool_] | None) -> NDArray[np.uint64] | None:
    """The same, sorted and with the number of the text above, in half the time; None where a character takes more than 16 bits.

    All parts of all texts at once: of a dozen texts, asking part by part takes longer than what is asked.
    """
    read = letters_side_by_side([part[: _SURELY * BODY_CHARS] for text in texts for part in text])
    if read is None:
        return None
    found, written = read
    beside = written[1::2] > 0  # a title has a body beside it
    most = np.full(len(written), BODY_CHARS)
    most[::2][beside] = TITLE_CHARS
    sizes = np.minimum(written, most)
    starts = np.cumsum(sizes) - sizes
    part = np.repeat(np.arange(len(written)), sizes)
    at = np.arange(len(part)) - starts[part]
    codes = found[at + (np.cumsum(written) - written)[part]].astype(np.uint64)
    title = np.zeros(len(written), np.bool_)
    title[::2] = beside
    at[title[part]] = _IN_TITLE
    above = ((part >> 1) << int(_ROW)) + at
    twos = np.flatnonzero(part[1:] == part[:-1])
    threes = np.flatnonzero(part[2:] == part[:-2])
    pairs = (codes[:-1] << _CODE_BITS) | codes[1:]
    triples = (pairs[:-1] << _CODE_BITS) | codes[2:] | _TRIGRAM
    keys = np.concatenate((codes, pairs[twos], triples[threes]))
    _to_buckets(keys)
    beyond = np.concatenate(
        [above[own] + (length << int(_PLACE)) for length, own in enumerate((slice(None), twos, threes), 1)]
    )
    if among is not None:
        chosen = np.flatnonzero(among[keys & np.uint64(len(among) - 1)])
        keys, beyond = keys[chosen], beyond[chosen]
    keys <<= _BUCKET
    keys |= beyond.astype(np.uint64)
    keys.sort()
    return keys


def word_buckets(word: str) -> NDArray[np.int64]:
    """The buckets of a word's grams, each once, ascending: those of `gram_weights` without the matrix, a fifth of its time."""
    codes = letters(word)
    grams = np.empty(sum(max(len(codes) - less, 0) for less in range(len(WEIGHTS))), np.uint64)
    _grams(codes, grams)
    _to_buckets(grams)
    return distinct(grams.astype(np.int64))


def _grams(codes: NDArray[np.uint64], grams: NDArray[np.uint64]) -> None:
    """Write the grams of a string's code points: its characters, its pairs, its triples."""
    ones = len(codes)
    twos = max(2 * ones - 1, ones)
    grams[:ones] = codes
    if ones > 1:
        pairs = grams[ones:twos]
        np.left_shift(codes[:-1], _CODE_BITS, out=pairs)
        pairs |= codes[1:]
        triples = grams[twos:]
        np.left_shift(pairs[:-1], _CODE_BITS, out=triples)
        triples |= codes[2:]
        triples |= _TRIGRAM


def _to_buckets(grams: NDArray[np.uint64]) -> None:
    """Turn grams into the numbers of their buckets, where they stand."""
    grams ^= grams >> np.uint64(31)
    grams *= _MIX
    grams >>= _SHIFT
