"""What a whole pass lists so that new opinions find what is worth comparing (analysis.placing)."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from huiyin.analysis.grams import BUCKETS, Grams, Matrix
from huiyin.analysis.placing import Reading, signs_in
from huiyin.analysis.vectors import Frequencies

_LISTED_AT_ONCE = 1 << 22  # entries of the listing that are sorted at once: about 150 MB


class Listing:
    """Under which pieces each row is listed (analysis.placing), gathered as their grams come by: 4 bytes a piece.

    `lengths` are those of the rows' vectors, by which new opinions will be compared with them (analysis.placing.Reading).
    """

    def __init__(self, scopes: NDArray[np.int64]) -> None:
        self.scopes, self._scope, counts = np.unique(scopes, return_inverse=True, return_counts=True)
        self.texts: NDArray[np.int64] = counts.astype(np.int64)  # of each of `scopes`
        self.lengths = np.zeros(len(scopes))
        self._pieces: list[NDArray[np.int32]] = []
        self._rows: list[NDArray[np.int64]] = []
        self._counts: list[NDArray[np.uint8]] = []  # of pieces of each row

    def add(self, rows: NDArray[np.int64], grams: Matrix, frequencies: Frequencies) -> None:
        read = Reading.of_grams(Grams(grams.indices, grams.data, grams.indptr), frequencies)
        pieces, places = signs_in(read, self.texts[self._scope[rows]])
        self.lengths[rows] = read.lengths
        self._pieces.append(pieces.astype(np.int32))
        self._rows.append(rows)
        self._counts.append(np.bincount(places, minlength=len(rows)).astype(np.uint8))

    def by_piece(self) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]]:
        """All that is listed, as (places in `scopes`, pieces, rows) of equal length, rows ascending; all of a piece come at once."""
        size = sum(len(block) for block in self._pieces)
        steps = max(-(-size // _LISTED_AT_ONCE), 1)
        bounds = np.linspace(0, BUCKETS, steps + 1).astype(np.int64)
        for low, high in pairwise(bounds.tolist()):
            pieces, rows = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
            for block, of, counts in zip(self._pieces, self._rows, self._counts, strict=True):
                chosen = np.flatnonzero((block >= low) & (block < high))
                pieces.append(block[chosen].astype(np.int64))
                rows.append(np.repeat(of, counts)[chosen])
            every = np.concatenate(rows)
            yield self._scope[every], np.concatenate(pieces), every
