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

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from huiyin.analysis.distinct import begins, distinct
from huiyin.analysis.normalise import Text, normalise

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
    whole = [
        (normalise(text.title[: _SURELY * BODY_CHARS]), normalise(text.body[: _SURELY * BODY_CHARS]))
        for text in texts
    ]
    titles = [title[:TITLE_CHARS] if body else "" for title, body in whole]
    bodies = [(body or title)[:BODY_CHARS] for title, body in whole]
    title_rows, title_columns, _ = _grams(titles)
    body_rows, body_columns, places = _grams(bodies)
    rows = np.concatenate((title_rows, body_rows)).astype(np.uint64)
    columns = np.concatenate((title_columns, body_columns)).astype(np.uint64)
    places = np.concatenate((np.full(len(title_rows), _IN_TITLE), places)).astype(np.uint64)
    # Row, column and place in one number: sorting these is a third of the work that scipy makes of adding up duplicates.
    keys = rows << _ROW | columns << _PLACE | places
    keys.sort()
    cells = keys >> _PLACE
    starts = begins(cells)
    said = np.add.reduceat(_SAID[keys & np.uint64(_IN_TITLE)], starts) if len(starts) else np.zeros(0)
    cells = cells[starts]
    told = np.where(said > 1, 1 + np.log(np.maximum(said, 1)), said)
    weighed = (told * np.array((0, *WEIGHTS))[cells & np.uint64(_LENGTHS - 1)]).astype(np.float32)
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
    return distinct(_grams([normalise(word)])[1] // _LENGTHS)


def _grams(strings: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Row, column (bucket · _LENGTHS + length) and place in its string of every gram of every string.

    All strings are read as one array of code points with two zeros after each, and a gram that would hold a zero is
    dropped: a loop over characters in Python would take a hundred times as long.
    """
    joined = "\0\0".join(strings) + "\0\0"
    codes = np.frombuffer(joined.encode("utf-32-le"), "<u4").astype(np.uint64)
    lengths = np.array([len(string) + 2 for string in strings], np.int64)
    rows = np.repeat(np.arange(len(strings)), lengths)[:-2]
    places = np.arange(len(rows)) - np.repeat(np.cumsum(lengths) - lengths, lengths)[:-2]
    one, two, three = codes[:-2], codes[1:-1], codes[2:]
    is_one = one > 0
    is_pair = is_one & (two > 0)
    is_triple = is_pair & (three > 0)
    pairs = (one << _CODE_BITS) | two
    triples = _TRIGRAM | (pairs << _CODE_BITS) | three
    chosen = ((one, is_one), (pairs, is_pair), (triples, is_triple))
    columns = [_buckets(grams[at]) * _LENGTHS + length for length, (grams, at) in enumerate(chosen, start=1)]
    at = np.concatenate([np.flatnonzero(at) for _, at in chosen])
    return rows[at], np.concatenate(columns), places[at]


def _buckets(grams: NDArray[np.uint64]) -> NDArray[np.int64]:
    folded = (grams ^ (grams >> np.uint64(31))) * _MIX
    return (folded >> _SHIFT).astype(np.int64)
