"""Texts as counts of hashed character 2- and 3-grams.

Character grams need no dictionary, survive typos, and catch the names of places and things, which is where the
sameness of matters sits in Chinese complaints. Grams are hashed into a fixed number of buckets: no vocabulary has to be
kept, and texts can come in blocks.
"""

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from huiyin.analysis.normalise import Text, normalise

# A million really different texts have tens of millions of different grams. In a quarter of these buckets each would hold
# over a hundred texts by collision alone, and no gram would be rare enough to look others up by.
BUCKETS = 1 << 23
TITLE_WEIGHT = 3
TITLE_CHARS = 100
BODY_CHARS = 300
_SURELY = 3  # so many times more characters as written hold them, however many spaces and marks stand between

# 2**64 divided by the golden ratio spreads close code points over all buckets (Knuth, The Art of Computer Programming 6.4).
_MIX = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(64 - (BUCKETS.bit_length() - 1))
_CODE_BITS = np.uint64(21)  # a Unicode code point fits, so three of them pack into 63 bits without loss
_TRIGRAM = np.uint64(1 << 63)

Matrix = sp.csr_matrix[np.float32]


def gram_counts(texts: Sequence[Text]) -> Matrix:
    """How often each text says each gram, the title counted TITLE_WEIGHT times (len(texts) x BUCKETS, columns sorted).

    Where only one of title and body is given, it counts once.
    """
    titles = [normalise(text.title[: _SURELY * TITLE_CHARS])[:TITLE_CHARS] for text in texts]
    bodies = [normalise(text.body[: _SURELY * BODY_CHARS])[:BODY_CHARS] for text in texts]
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
