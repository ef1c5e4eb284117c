"""Rows of a whole pass by scope and by label."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

MOST_AT_ONCE = 50_000
"""So many texts of small scopes are grouped at once: of more the vectors wouldn't be held in memory."""


def batches(scopes: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    """The rows (ascending) of some whole scopes, MOST_AT_ONCE at most, or of one that has more."""
    order = np.argsort(scopes, kind="stable")
    ends = np.flatnonzero(np.diff(scopes[order], append=scopes[order[-1:]] + 1)) + 1
    start = last = 0
    for end in ends.tolist():
        if end - start > MOST_AT_ONCE and last > start:
            yield np.sort(order[start:last])
            start = last
        last = end
    if last > start:
        yield np.sort(order[start:last])


def together(labels: NDArray[np.int64], sizes: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """The rows of each label under which there are two opinions and more, ascending; labels in order."""
    _, place = np.unique(labels, return_inverse=True)
    rows = np.flatnonzero(np.bincount(place, sizes)[place] > 1)
    return [rows[some] for some in by_label(labels[rows])]


def by_label(labels: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """The rows of each label, ascending; labels in order."""
    order = np.argsort(labels, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(labels[order])) + 1) if len(labels) else []
