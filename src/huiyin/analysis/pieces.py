"""The grams of texts as bytes, so that a text that is compared again needn't be read again.

What a text says of each gram depends on the text alone; how much that tells (analysis.vectors) changes with every count of the others, so it
isn't kept. Eight bytes a gram, two kilobytes a text.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import scipy.sparse as sp

from huiyin.analysis.grams import BUCKETS, Grams, Matrix

VERSION = b"1"
"""To be raised when `gram_weights` says anything else of a text, or what was kept before would be taken for it."""

_GRAM = np.dtype([("bucket", "<i4"), ("said", "<f4")])


def packed(grams: Matrix) -> list[bytes]:
    """The rows of `gram_weights`, each by itself."""
    rows = np.empty(grams.nnz, _GRAM)
    rows["bucket"], rows["said"] = grams.indices, grams.data
    whole, ends = rows.tobytes(), (grams.indptr * _GRAM.itemsize).tolist()
    return [whole[start:end] for start, end in pairwise(ends)]


def unpacked(rows: Sequence[bytes]) -> Matrix:
    """The matrix again, bit by bit as it was. ValueError for what `packed` hasn't written."""
    buckets, said, ends = grams_in(rows)
    if len(buckets) and (buckets.min() < 0 or buckets.max() >= BUCKETS):
        raise ValueError("these aren't the pieces of texts")
    grams: Matrix = sp.csr_matrix((said, buckets, ends), shape=(len(rows), BUCKETS))
    return grams


def grams_in(rows: Sequence[bytes]) -> Grams:
    """What `packed` wrote of several texts, one after the other."""
    every = np.frombuffer(b"".join(rows), _GRAM)
    ends = np.concatenate(([0], np.cumsum([len(row) for row in rows], dtype=np.int64) // _GRAM.itemsize))
    return Grams(every["bucket"].astype(np.int32), every["said"].astype(np.float32), ends.astype(np.int32))
