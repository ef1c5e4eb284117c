"""How far to believe a learned model and how far the word lists: five numbers, fitted on decisions held back.

The chance of a code is a softmax over all codes of

    learned x the model's decision value + lists x the lists' weight for it + first (of the code that the lists put first)
    + silent (of "none", where the lists say nothing) + share x ln(the code's share of the decisions)

With few decisions the model's values say little about those held back, `learned` comes out small and the lists lead; with
many it is the other way round. What makes the first right also makes the chances calibrated: it is one likelihood.
"""

from dataclasses import astuple, dataclass, replace

import numpy as np
from numpy.typing import NDArray

HEAVIEST = 3.0
"""Beyond this weight more words of a list make its label no surer."""

_RIDGE = 0.5  # weight of the starting values, in decisions: a handful can't throw them over

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for each code in each text (texts x codes): decision values and weights of the lists; the column that
    the lists put first in each text, -1 where they are silent; the codes' shares of the decisions.

    `none` is the column of "none", None where that is no answer.
    """

    learned: Floats
    lists: Floats
    first: NDArray[np.int64]
    shares: Floats
    none: int | None

    def rows(self, some: NDArray[np.bool_]) -> "Evidence":
        """That of some of the texts."""
        return replace(self, learned=self.learned[some], lists=self.lists[some], first=self.first[some])


@dataclass(frozen=True, slots=True)
class Blend:
    """The five numbers."""

    learned: float
    lists: float
    first: float
    silent: float
    share: float

    def chances(self, evidence: Evidence) -> Floats:
        """The chance of each code in each text; rows sum to 1."""
        scores = sum(weight * part for weight, part in zip(astuple(self), _parts(evidence), strict=True))
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(scores / scores.sum(axis=1, keepdims=True), np.float64)


UNTAUGHT = Blend(learned=0.0, lists=2.2, first=1.2, silent=1.4, share=1.0)
"""Before anybody has decided anything; from the shipped invented opinions (bench/labels_learned.py)."""


def fitted(evidence: Evidence, chosen: NDArray[np.int64], start: Blend) -> Blend:
    """The numbers that make what people chose (a column each) most likely. O(texts x codes), some dozens of times."""
    from scipy.optimize import minimize  # noqa: PLC0415 - only training needs it

    parts = np.stack(_parts(evidence))
    rows = np.arange(len(chosen))
    begin = np.array(astuple(start))

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = np.tensordot(weights, parts, 1)
        scores -= scores.max(axis=1, keepdims=True)
        chances = np.exp(scores)
        total = chances.sum(axis=1)
        missed = chances / total[:, None]
        missed[rows, chosen] -= 1
        off = weights - begin
        value = float((np.log(total) - scores[rows, chosen]).sum() + _RIDGE * (off**2).sum())
        return value, (parts * missed).sum(axis=(1, 2)) + 2 * _RIDGE * off

    bounds = [(0, None), (0, None), (0, None), (None, None), (0, None)]
    found = minimize(loss, begin, jac=True, method="L-BFGS-B", bounds=bounds)
    return Blend(*(float(weight) for weight in found.x))


def _parts(evidence: Evidence) -> tuple[Floats, ...]:
    lists = np.minimum(evidence.lists, HEAVIEST)
    silent = np.zeros_like(lists)
    if evidence.none is not None:
        silent[:, evidence.none] = ~lists.any(axis=1)
    first = np.zeros_like(lists)
    said = np.flatnonzero(evidence.first >= 0)
    first[said, evidence.first[said]] = 1
    return evidence.learned, lists, first, silent, np.broadcast_to(np.log(evidence.shares), lists.shape)
