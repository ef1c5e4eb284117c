"""Texts as sparse rows of hashed characters and pairs of characters, for models that learn from decisions.

Single characters and pairs in Chinese are nearly morphemes and words: on the shared data a linear model on them is better
than on grams of two to four characters (docs/performance.md), and half as large. What the title says counts once more in
features of its own, because a title names the matter where a body tells a story.

A feature is a 32-bit hash: no vocabulary of words has to be kept, and what a model stores holds no word that anybody wrote.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from huiyin.analysis.characters import fold
from huiyin.analysis.normalise import Text

LONGEST_TEXT = 2_000
"""Characters of a text that are read: what comes later rarely says what it is about, and no letter may take long."""

TITLE_WEIGHT = 0.7
"""Length of the title's part of a row; the whole text's part has length 1."""

_CODE_BITS = np.uint64(21)  # of a Unicode code point
_PAIR = np.uint64(1 << 62)
_TITLE = np.uint64(1 << 63)
_MIX = np.uint64(0x9E3779B97F4A7C15)  # see grams.py
_FOLD, _HALF = np.uint64(31), np.uint64(32)
_BLOCK = 512  # texts whose occurrences are held at once
_PLANES = 0x30000  # letters lie below; beyond are tags and private use

Matrix = sp.csr_matrix[np.float32]


@dataclass(frozen=True, slots=True)
class Features:
    """Every feature that occurs in `texts` texts: an entry an occurrence, not summed.

    `row` is the text's number, `key` the hash, `first` and `last` the places (in `Text.whole`) of the one or two
    characters. A title's characters occur twice: in the whole text, and once more `titled`.
    """

    texts: int
    row: NDArray[np.int64]
    key: NDArray[np.uint32]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    titled: NDArray[np.bool_]


def features(texts: Sequence[Text]) -> Features:
    """What occurs in `texts`, read up to LONGEST_TEXT. O(characters), without a Python step for each."""
    wholes = [fold(text.whole[:LONGEST_TEXT]) for text in texts]
    codes = np.frombuffer("".join(wholes).encode("utf-32-le", "surrogatepass"), "<u4").astype(np.uint64)
    lengths = np.array([len(whole) for whole in wholes], np.int64)
    row = np.repeat(np.arange(len(texts)), lengths)
    place = np.arange(len(codes)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    kept = _letters()[np.minimum(codes, np.uint64(_PLANES)).astype(np.int64)]
    codes, row, place = codes[kept], row[kept], place[kept]
    # Punctuation between two characters doesn't part them: people write with it and without.
    at = np.flatnonzero(row[1:] == row[:-1])
    rows = np.concatenate((row, row[at]))
    grams = np.concatenate((codes, _PAIR | (codes[at] << _CODE_BITS) | codes[at + 1]))
    first, last = np.concatenate((place, place[at])), np.concatenate((place, place[at + 1]))
    titles = np.array([len(text.title) if text.body else 0 for text in texts], np.int64)
    titled = np.flatnonzero(last < titles[rows])
    return Features(
        len(texts),
        np.concatenate((rows, rows[titled])),
        _hashed(np.concatenate((grams, grams[titled] | _TITLE))),
        np.concatenate((first, first[titled])),
        np.concatenate((last, last[titled])),
        np.arange(len(grams) + len(titled)) >= len(grams),
    )


@dataclass(frozen=True, slots=True)
class Counts:
    """How often each text has each feature (texts x keys); `keys` ascending, `titled` which of them are a title's."""

    keys: NDArray[np.uint32]
    titled: NDArray[np.bool_]
    matrix: Matrix

    @classmethod
    def of(cls, texts: Sequence[Text]) -> "Counts":
        """All of them. O(n log n) in the characters; memory grows with the different features of each text."""
        blocks = [_counted(start, texts[start : start + _BLOCK]) for start in range(0, len(texts), _BLOCK)]
        rows, grams, titles, counts = (np.concatenate(parts) for parts in zip(*blocks, strict=True))
        keys, columns = np.unique(grams, return_inverse=True)
        titled = np.zeros(len(keys), np.bool_)
        titled[columns] = titles
        matrix: Matrix = sp.csr_matrix((counts, (rows, columns)), shape=(len(texts), len(keys)))
        return cls(keys, titled, matrix)

    def vocabulary(self, rows: NDArray[np.int64], fewest: int) -> tuple["Vocabulary", Matrix]:
        """The features that at least `fewest` of these texts have, with 1 + ln((1 + N) / (1 + df)); and the texts in it."""
        mine = self.matrix[rows]
        texts = np.bincount(mine.indices, minlength=len(self.keys))
        kept = np.flatnonzero(texts >= fewest)
        rarity = (1 + np.log((1 + len(rows)) / (1.0 + texts[kept]))).astype(np.float32)
        known = Vocabulary(self.keys[kept], rarity, self.titled[kept])
        return known, known.weighted(mine[:, kept])

    def within(self, rows: NDArray[np.int64], vocabulary: "Vocabulary") -> Matrix:
        """These texts in a vocabulary that is a part of this one."""
        return vocabulary.weighted(self.matrix[rows][:, np.searchsorted(self.keys, vocabulary.keys)])


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The features that a model knows: their `keys`, ascending, each with its rarity, and whether it is a title's."""

    keys: NDArray[np.uint32]
    rarity: NDArray[np.float32]
    titled: NDArray[np.bool_]

    def only(self, columns: NDArray[np.int64]) -> "Vocabulary":
        """Some of the features; `columns` ascending."""
        return Vocabulary(self.keys[columns], self.rarity[columns], self.titled[columns])

    def weighted(self, counts: Matrix) -> Matrix:
        """Counts as rows of a model: (1 + ln tf) x rarity, the whole text's part of length 1, the title's of TITLE_WEIGHT."""
        rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
        titled = self.titled[counts.indices]
        values = (1 + np.log(counts.data)) * self.rarity[counts.indices]
        for part, weight in ((~titled, 1.0), (titled, TITLE_WEIGHT)):
            lengths = np.sqrt(np.bincount(rows[part], values[part] ** 2, minlength=counts.shape[0]))
            values[part] *= weight / lengths[rows[part]]
        return sp.csr_matrix((values.astype(np.float32), counts.indices, counts.indptr), shape=counts.shape)

    def read(self, found: Features) -> "Read":
        """Texts of any words as rows over this vocabulary. O(n log n) in the occurrences."""
        width = max(len(self.keys), 1)
        columns = np.searchsorted(self.keys, found.key)
        known = np.flatnonzero(columns < len(self.keys))
        known = known[self.keys[columns[known]] == found.key[known]]
        cells, cell, counts = np.unique(
            found.row[known] * width + columns[known], return_inverse=True, return_counts=True
        )
        rows, cols = np.divmod(cells, width)
        ends = np.concatenate(([0], np.cumsum(np.bincount(rows, minlength=found.texts))))
        counted = sp.csr_matrix((counts.astype(np.float32), cols, ends), shape=(found.texts, len(self.keys)))
        matrix = self.weighted(counted)
        return Read(matrix, known, columns[known], (matrix.data / counts)[cell])


@dataclass(frozen=True, slots=True)
class Read:
    """`matrix` (texts x features); beside it the occurrences that are in it: their numbers in `Features`, the columns, and
    the share that each has in its text's value of that column.
    """

    matrix: Matrix
    occurrence: NDArray[np.int64]
    column: NDArray[np.int64]
    share: NDArray[np.float64]


def _counted(
    start: int, texts: Sequence[Text]
) -> tuple[NDArray[np.int32], NDArray[np.uint32], NDArray[np.bool_], NDArray[np.float32]]:
    """(row, key, of a title, how often) of every feature of every text; rows are counted from `start`."""
    found = features(texts)
    cells = (found.row.astype(np.uint64) << _HALF) | found.key
    cells, at, counts = np.unique(cells, return_index=True, return_counts=True)
    rows = (cells >> _HALF).astype(np.int32) + np.int32(start)
    return rows, cells.astype(np.uint32), found.titled[at], counts.astype(np.float32)


def _hashed(grams: NDArray[np.uint64]) -> NDArray[np.uint32]:
    return (((grams ^ (grams >> _FOLD)) * _MIX) >> _HALF).astype(np.uint32)


@cache
def _letters() -> NDArray[np.bool_]:
    """Whether a code point is a letter or a digit of any script; the last entry stands for all beyond."""
    return np.fromiter((chr(code).isalnum() for code in range(_PLANES + 1)), np.bool_, _PLANES + 1)
