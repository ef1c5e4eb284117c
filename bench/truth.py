"""Which texts are near duplicates in truth: by comparing each of a sample with all, and the messages pair by pair."""

from collections.abc import Iterable, Sequence
from math import ceil

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from bench.messages import SEED
from huiyin.analysis.nearduplicates import SAME, shingles
from huiyin.analysis.normalise import Text

SAMPLED = 500
_LOOKED_AT = 8 * SAMPLED  # texts in which those of the sample, which repeat something, are looked for


class Repeats:
    """Which earlier texts each of SAMPLED texts repeats (Jaccard >= SAME): `before`, row → rows. One pass over all texts."""

    def __init__(self, texts: Sequence[Text]) -> None:
        order = np.random.default_rng(SEED).permutation(len(texts))[:_LOOKED_AT].tolist()
        words = {row: shingles(texts[row]) for row in order}
        number = {word: place for place, word in enumerate(set().union(*words.values()))}
        sizes, held, ends = [], [], [0]
        for text in texts:  # of all texts only the looked at ones' shingles are kept
            mine = shingles(text)
            sizes.append(len(mine))
            held += [number[word] for word in mine if word in number]
            ends.append(len(held))
        every = sp.csr_matrix((np.ones(len(held), np.int32), held, ends), shape=(len(texts), len(number)))
        holders, size = every.tocsc(), np.array(sizes)
        texts_of = np.diff(holders.indptr)
        self.before: dict[int, list[int]] = {}
        for row in order:
            mine = every.indices[every.indptr[row] : every.indptr[row + 1]]
            other = _possible(holders, mine[np.argsort(texts_of[mine], kind="stable")])
            other = other[other < row]
            common = (every[other] @ every[row].T).toarray().ravel()
            near = other[common / np.maximum(size[row] + size[other] - common, 1) >= SAME]
            if len(near):
                self.before[row] = near.tolist()
            if len(self.before) == SAMPLED:
                break

    def found(self, labels: NDArray[np.int64]) -> float:
        """The share of the sample that has the label of a text that it repeats."""
        hits = (labels[row] in labels[before] for row, before in self.before.items())
        return sum(hits) / max(1, len(self.before))


def _possible(holders: sp.csc_matrix, rarest_first: NDArray[np.int32]) -> NDArray[np.int64]:
    """The texts that can be near one with these shingles: one that shares at least SAME of them can't lack all of so many."""
    enough = len(rarest_first) - ceil(SAME * len(rarest_first)) + 1
    held = [
        holders.indices[holders.indptr[each] : holders.indptr[each + 1]] for each in rarest_first[:enough]
    ]
    return np.unique(np.concatenate([np.zeros(0, np.int64), *held]))


class Pairs:
    """All pairs (lower row, higher row) of `texts` with Jaccard >= SAME, by one product of their sets of shingles."""

    def __init__(self, texts: Sequence[Text]) -> None:
        self.words = [shingles(text) for text in texts]
        number = {word: place for place, word in enumerate(set().union(*self.words))}
        columns = [number[word] for words in self.words for word in words]
        sizes = np.array([len(words) for words in self.words])
        ends = np.concatenate(([0], np.cumsum(sizes)))
        sets = sp.csr_matrix((np.ones(len(columns), np.int32), columns, ends))
        shared = sp.triu(sets @ sets.T, k=1).tocoo()
        alike = shared.data / (sizes[shared.row] + sizes[shared.col] - shared.data) >= SAME
        self.true = set(zip(shared.row[alike].tolist(), shared.col[alike].tolist(), strict=True))

    def found(self, proposed: Iterable[tuple[int, int]]) -> float:
        """The share of them that is among the proposed."""
        return len(self.true & set(proposed)) / len(self.true)
