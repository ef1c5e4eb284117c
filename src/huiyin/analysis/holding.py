"""Vectors held under a key each, so that a text that is compared again needn't be weighed again."""

from collections import OrderedDict
from collections.abc import Hashable, Iterable, Sequence
from itertools import pairwise
from threading import Lock

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from huiyin.analysis.grams import BUCKETS, Matrix

Row = tuple[NDArray[np.int32], NDArray[np.float32]]
"""Columns, ascending, and the value in each."""


class HeldVectors:
    """Rows under keys; of more than `most` values the rows that were asked for longest ago go first. Eight bytes a value. For several threads."""

    def __init__(self, most: int | None = None) -> None:
        self._most, self._values = most, 0
        self._rows: OrderedDict[Hashable, Row] = OrderedDict()
        self._turn = Lock()

    def __contains__(self, key: Hashable) -> bool:
        return key in self._rows

    def among(self, keys: Iterable[Hashable]) -> dict[Hashable, Row]:
        """Those of some keys that are held."""
        with self._turn:
            found = {key: row for key in keys if (row := self._rows.get(key)) is not None}
            if self._most is not None:
                for key in found:
                    self._rows.move_to_end(key)
        return found

    def hold(self, keys: Sequence[Hashable], rows: Matrix) -> dict[Hashable, Row]:
        """Hold each row under its key; the rows."""
        ends = rows.indptr.tolist()
        made: dict[Hashable, Row] = {
            key: (rows.indices[start:end].astype(np.int32), rows.data[start:end].copy())
            for key, (start, end) in zip(keys, pairwise(ends), strict=True)
        }
        with self._turn:
            for key, row in made.items():
                before = self._rows.pop(key, None)
                self._values += len(row[0]) - (0 if before is None else len(before[0]))
                self._rows[key] = row
            while self._most is not None and self._values > self._most and self._rows:
                _, gone = self._rows.popitem(last=False)
                self._values -= len(gone[0])
        return made


def matrix_of(rows: Sequence[Row]) -> Matrix:
    """The rows as a matrix again."""
    ends = np.concatenate(([0], np.cumsum([len(columns) for columns, _ in rows], dtype=np.int64)))
    columns = np.concatenate([np.zeros(0, np.int32), *(columns for columns, _ in rows)])
    values = np.concatenate([np.zeros(0, np.float32), *(values for _, values in rows)])
    matrix: Matrix = sp.csr_matrix((values, columns, ends.astype(np.int32)), shape=(len(rows), BUCKETS))
    return matrix
