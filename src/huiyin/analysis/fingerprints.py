"""Fingerprints of a formal text: a few of its short pieces, so chosen that two texts with a run of letters in common share one.

Winnowing (Schleimer, Wilkerson and Aiken 2003): of every WINDOW neighbouring pieces of GRAM letters the one with the smallest hash is
kept. Any run of GRAM + WINDOW - 1 letters that two texts share then gives both the same fingerprint, while only about two of
WINDOW + 1 pieces are stored.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from huiyin.analysis.distinct import distinct
from huiyin.analysis.letters import codes_of

GRAM = 5
WINDOW = 8

# Raise it with the letters, the gram, the window or the hash: stored fingerprints are comparable within one version only.
FINGERPRINT_VERSION = 1

# Of a piece that comes again and again in a text only the first places are kept: a list of headings isn't found by all of them.
MOST_PLACES = 4

_MULTIPLY = np.uint64(0x9E3779B97F4A7C15)
_SPREAD = np.uint64(0xD6E8FEB86659FD93)
_SHIFT = np.uint64(29)


class Fingerprint(NamedTuple):
    """`key` fits a signed 64-bit column; `at` is the piece's first letter, counted in letters."""

    key: int
    at: int


def fingerprints(letters: str) -> list[Fingerprint]:
    """The fingerprints of a text's letters, in order; none for fewer than GRAM letters. The same on every machine."""
    hashes = _hashes(letters)
    if not len(hashes):
        return []
    window = min(WINDOW, len(hashes))
    smallest = np.lib.stride_tricks.sliding_window_view(hashes, window).argmin(axis=1)
    chosen = distinct(smallest + np.arange(len(smallest)))
    return list(_few_of_each(hashes[chosen].view(np.int64).tolist(), chosen.tolist()))


def _hashes(letters: str) -> NDArray[np.uint64]:
    """A hash of each piece, in order: every letter mixed in at its place."""
    size = len(letters) - GRAM + 1
    if size <= 0:
        return np.zeros(0, np.uint64)
    codes = codes_of(letters).astype(np.uint64)
    mixed = np.zeros(size, np.uint64)
    for at in range(GRAM):
        mixed = (mixed * _MULTIPLY) ^ (codes[at : at + size] * _SPREAD)
        mixed ^= mixed >> _SHIFT
    return mixed


def _few_of_each(keys: Sequence[int], places: Sequence[int]) -> Iterator[Fingerprint]:
    seen: dict[int, int] = {}
    for key, at in zip(keys, places, strict=True):
        seen[key] = seen.get(key, 0) + 1
        if seen[key] <= MOST_PLACES:
            yield Fingerprint(key, at)
