"""Sparse rows of which a million need not fit in memory: laid down block by block, read again by range or one by one.

A million texts have about 5 GB of vectors. What is done with them needs a few thousand rows at a time, so beyond MOST_HELD values they lie
in two temporary files without a name, which the system forgets when the process ends however it ends; TMPDIR says where, and a
folder that is memory itself won't do. What is computed doesn't depend on where the rows lie: they come back bit by bit as they were.
"""

import os
from collections.abc import Iterable, Sequence
from io import FileIO
from tempfile import TemporaryFile
from weakref import finalize

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from huiyin.analysis.distinct import distinct
from huiyin.analysis.grams import Matrix

MOST_HELD = 1 << 25
"""So many values are held in memory, 8 bytes each: those of about 60,000 messages."""

AT_ONCE = 8192
"""Rows that are read at once where one goes through all of them: about 40 MB of messages."""


class Held:
    """Rows in memory."""

    def __init__(self, matrix: Matrix) -> None:
        self.matrix = matrix

    @property
    def shape(self) -> tuple[int, int]:
        return self.matrix.shape

    def between(self, start: int, end: int) -> Matrix:
        """The rows from `start` to before `end`, or to the last."""
        return self.matrix[start:end]

    def rows(self, chosen: NDArray[np.int64]) -> Matrix:
        """Some rows, in any order."""
        return self.matrix[chosen]

    def lengths(self, chosen: NDArray[np.int64]) -> NDArray[np.int64]:
        """How many values each of some rows has."""
        return (self.matrix.indptr[chosen + 1] - self.matrix.indptr[chosen]).astype(np.int64)


class Laid:
    """Rows in temporary files: a file of columns, a file of values, both of four bytes a value."""

    def __init__(self, width: int) -> None:
        self._width = width
        self._starts = np.zeros(1, np.int64)
        self._new: list[NDArray[np.int64]] = []
        self._columns, self._values = _file(), _file()
        finalize(self, _close, self._columns, self._values)

    @property
    def shape(self) -> tuple[int, int]:
        self._settle()
        return len(self._starts) - 1, self._width

    def append(self, block: Matrix) -> None:
        """Lay rows down behind the others."""
        self._columns.write(np.ascontiguousarray(block.indices, np.int32).data)
        self._values.write(np.ascontiguousarray(block.data, np.float32).data)
        self._new.append(np.diff(block.indptr).astype(np.int64))

    def between(self, start: int, end: int) -> Matrix:
        """The rows from `start` to before `end`, or to the last."""
        return self.rows(np.arange(start, min(end, self.shape[0])))

    def rows(self, chosen: NDArray[np.int64]) -> Matrix:
        """Some rows, in any order; two reads a run of rows that lie beside each other."""
        lengths = self.lengths(chosen)
        ends = np.concatenate(([0], np.cumsum(lengths)))
        columns, values = np.empty(ends[-1], np.int32), np.empty(ends[-1], np.float32)
        runs = np.concatenate(([0], np.flatnonzero(np.diff(chosen) != 1) + 1, [len(chosen)]))
        places = self._starts[chosen[runs[:-1]]] if len(chosen) else np.zeros(0, np.int64)
        for at, start, end in zip(
            places.tolist(), ends[runs[:-1]].tolist(), ends[runs[1:]].tolist(), strict=False
        ):
            _read(self._columns.fileno(), at, columns[start:end])
            _read(self._values.fileno(), at, values[start:end])
        return sp.csr_matrix((values, columns, ends), shape=(len(chosen), self._width))

    def lengths(self, chosen: NDArray[np.int64]) -> NDArray[np.int64]:
        """How many values each of some rows has."""
        self._settle()
        return self._starts[chosen + 1] - self._starts[chosen]

    def _settle(self) -> None:
        if self._new:
            lengths = np.cumsum(np.concatenate(self._new))
            self._starts = np.concatenate((self._starts, lengths + self._starts[-1]))
            self._new = []


class Patched:
    """The rows of several stores in an order of their own: row r is row `places[r]` of `stores[store[r]]`."""

    def __init__(
        self, stores: Sequence[Held | Laid], store: NDArray[np.int64], places: NDArray[np.int64]
    ) -> None:
        self.stores, self.store, self.places = tuple(stores), store, places

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.places), self.stores[0].shape[1]

    def between(self, start: int, end: int) -> Matrix:
        """The rows from `start` to before `end`, or to the last."""
        return self.rows(np.arange(start, min(end, len(self.places))))

    def rows(self, chosen: NDArray[np.int64]) -> Matrix:
        """Some rows, in any order."""
        lengths = self.lengths(chosen)
        ends = np.concatenate(([0], np.cumsum(lengths)))
        columns, values = np.empty(ends[-1], np.int32), np.empty(ends[-1], np.float32)
        for start in range(0, len(chosen), AT_ONCE):
            some = self._some(chosen[start : start + AT_ONCE])
            own = slice(ends[start], ends[start] + some.nnz)
            columns[own], values[own] = some.indices, some.data
        return sp.csr_matrix((values, columns, ends), shape=(len(chosen), self.shape[1]))

    def lengths(self, chosen: NDArray[np.int64]) -> NDArray[np.int64]:
        """How many values each of some rows has."""
        found = np.zeros(len(chosen), np.int64)
        for number, rows in enumerate(self.stores):
            own = self.store[chosen] == number
            found[own] = rows.lengths(self.places[chosen[own]])
        return found

    def _some(self, chosen: NDArray[np.int64]) -> Matrix:
        of, places = self.store[chosen], self.places[chosen]
        named = distinct(of).tolist()
        every = stacked([self.stores[each].rows(places[of == each]) for each in named], self.shape[1])
        in_order: Matrix = every[np.argsort(np.argsort(of, kind="stable"))]
        return in_order

    def with_rows(self, kept: NDArray[np.int64], fresh: Held | Laid, at: NDArray[np.int64]) -> "Patched":
        """The rows `kept` of these, but for those of `fresh`, which are to lie `at` places (ascending) of the result."""
        store, places = self.store[kept], self.places[kept]
        store[at], places[at] = len(self.stores), np.arange(len(at))
        return Patched((*self.stores, fresh), store, places)


Vectors = Held | Laid | Patched


def stored(rows: Matrix | Vectors) -> Vectors:
    return rows if isinstance(rows, Held | Laid | Patched) else Held(rows)


def laid_down(blocks: Iterable[Matrix], width: int) -> Held | Laid:
    """Blocks of rows, one after the other: in memory up to MOST_HELD values, in files when they are more."""
    held: list[Matrix] = []
    values = 0
    laid: Laid | None = None
    for block in blocks:
        values += block.nnz
        if laid is None and values > MOST_HELD:
            laid = Laid(width)
            for earlier in held:
                laid.append(earlier)
            held = []
        if laid is not None:
            laid.append(block)
        else:
            held.append(block)
    if laid is not None:
        return laid
    return Held(stacked(held, width))


def stacked(blocks: Sequence[Matrix], width: int) -> Matrix:
    """Blocks of rows over `width` columns, one after the other; there may be none."""
    if blocks:
        every: Matrix = sp.vstack(blocks, format="csr")
        return every
    nothing = np.zeros(0, np.float32), np.zeros(0, np.int32), np.zeros(1, np.int32)
    return sp.csr_matrix(nothing, shape=(0, width))


def in_parts(vectors: Vectors, chosen: NDArray[np.int64] | None = None) -> Iterable[Matrix]:
    """All rows, or those chosen, AT_ONCE at a time."""
    for start in range(0, vectors.shape[0] if chosen is None else len(chosen), AT_ONCE):
        end = start + AT_ONCE
        yield vectors.between(start, end) if chosen is None else vectors.rows(chosen[start:end])


def means(vectors: Vectors, group: NDArray[np.int64], groups: int) -> Held | Laid:
    """The mean vector of each of `groups` groups; `group` says of each row which one it is in, -1 of none."""
    order = np.argsort(group, kind="stable")
    order = order[np.searchsorted(group[order], 0) :]
    ends = np.concatenate(([0], np.cumsum(np.bincount(group[order], minlength=groups))))
    width = vectors.shape[1]

    def blocks() -> Iterable[Matrix]:
        start = 0
        while start < groups:
            end = max(int(np.searchsorted(ends, ends[start] + AT_ONCE, "right")) - 1, start + 1)
            rows = order[ends[start] : ends[end]]
            place = group[rows] - start
            by_row = np.argsort(rows)  # neighbours in a file are read at once
            shares = (1 / np.diff(ends[start : end + 1])[place]).astype(np.float32)
            membership = sp.csr_matrix(
                (shares[by_row], (place[by_row], np.arange(len(rows)))), shape=(end - start, len(rows))
            )
            block = (membership @ vectors.rows(rows[by_row])).tocsr()
            block.sort_indices()
            yield block
            start = end

    return laid_down(blocks(), width)


def _close(*files: FileIO) -> None:
    for file in files:
        file.close()


def _file() -> FileIO:
    return TemporaryFile(buffering=0, prefix="huiyin-")


def _read(file: int, at: int, into: NDArray[np.int32] | NDArray[np.float32]) -> None:
    if os.preadv(file, [into.data], at * into.itemsize) == into.nbytes:
        return
    # Of more than 2 GB, or disturbed by a signal, a call may bring a part.
    bytes_ = into.view(np.uint8)
    done = 0
    while done < into.nbytes:
        brought = os.preadv(file, [bytes_[done:].data], at * into.itemsize + done)
        if not brought:
            raise OSError("a temporary file of vectors is cut off")
        done += brought
