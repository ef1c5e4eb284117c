"""Groups of the same matter: average linkage, exact, without comparing all pairs.

Two groups are as near as the mean cosine of their texts across (UPGMA, Sokal and Michener 1958), and they merge as long
as it's enough (`wanted`): CUT for two texts, and the less the more texts they are together, because sixty people say the
same in more ways than two do. Three facts keep this from being quadratic, and none is an approximation:

- A mean of the least that is ever enough needs a pair of so much, so only such pairs can start a merge (and a pair of groups
  that fell below it never comes back). Everything else is left out; what that leaves is a few pairs per text.
- The sum of all cosines between two groups is the product of their vector sums, so a mean over pairs that were never
  listed is still exact.
- Average linkage is reducible: merging every two groups that are each other's nearest, all at once, ends in the same
  groups as merging the nearest pair of all, one at a time (Bruynooghe 1977; Murtagh 1983). This is so for one cut (`ease` 0);
  with a cut that falls, the groups are still those of the rows alone, however these are ordered.

What can be lost is a pair that `neighbours` never proposed, because its caps are absolute: among three hundred texts on
one matter each meets only some others. So the groups themselves are looked up again, by the mean vectors of their
texts (whose product is the mean cosine), until nothing merges any more.

What persons decided bounds all this (`decided`): no merge joins what they keep apart, and at the end the groups that they
tied become one. A pair that may never merge counts as infinitely far; its mean with a third stays so, and reducibility
holds.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from huiyin.analysis.decided import Bounds, Decided, bounds, tied
from huiyin.analysis.grams import Matrix
from huiyin.analysis.nearduplicates import representatives
from huiyin.analysis.neighbours import Pairs, neighbour_pairs, neighbour_pairs_in_scopes
from huiyin.analysis.normalise import Text
from huiyin.analysis.stored import Held, Vectors, means, stored
from huiyin.analysis.vectors import Frequencies, Sums, narrowed, row_products, vectorise

__all__ = ["CUT", "Decided", "group_rows", "group_texts", "group_vectors", "regroup"]

# Mean smoothed cosine from which two texts speak of the same matter.
CUT = 0.185

# How fast less becomes enough with the number of texts: CUT · (texts / 2) ** -EASE, and no less for more than MOST_EASED of
# them. Ten texts need 0.157, sixty 0.132. Between 0.05 and 0.15 the groups of labelled messages are about equally good.
EASE = 0.1
MOST_EASED = 64

_BLOCK = 8192  # links whose sums are worked out at once
_DIGITS = 9  # means are compared after rounding, so that the order of a sum can't decide between equals


@dataclass(frozen=True, slots=True)
class _Links:
    """Pairs of groups (first < second by label), the sum of the known cosines between them, and how many are known."""

    first: NDArray[np.int64]
    second: NDArray[np.int64]
    total: NDArray[np.float64]
    known: NDArray[np.int64]

    def means(self, sizes: NDArray[np.int64]) -> NDArray[np.float64]:
        pairs = (sizes[self.first] * sizes[self.second]).astype(np.float64)
        return np.round(self.total / pairs, _DIGITS)

    def only(self, chosen: NDArray[np.bool_]) -> "_Links":
        return _Links(self.first[chosen], self.second[chosen], self.total[chosen], self.known[chosen])


def group_texts(texts: Sequence[Text]) -> list[int]:
    """For each text the index of the first text of its group: the whole engine on a batch held in memory.

    Near duplicates follow their original, so a letter sent forty times weighs as one.
    """
    original = representatives(texts)
    rows = [index for index, first in enumerate(original) if index == first]
    row_of = {index: row for row, index in enumerate(rows)}
    distinct = [texts[index] for index in rows]
    frequencies = Frequencies()
    frequencies.add(distinct)
    labels = group_vectors(vectorise(distinct, frequencies))
    return [rows[labels[row_of[first]]] for first in original]


def wanted(texts: NDArray[np.integer] | int, cut: float = CUT, ease: float = EASE) -> NDArray[np.float64]:
    """The mean likeness at which two groups of so many different `texts` together are one: `cut` for two texts, less for more."""
    pairs = np.clip(np.asarray(texts, np.float64) / 2, 1, MOST_EASED / 2)
    return np.asarray(cut * pairs**-ease, np.float64)


def group_vectors(
    matrix: Matrix | Vectors,
    cut: float = CUT,
    decided: Decided | None = None,
    scopes: NDArray[np.int64] | None = None,
    ease: float = EASE,
) -> NDArray[np.int64]:
    """For each row of `matrix` the lowest row of its group (int64); a row that nothing is near is a group of its own.

    Equal means are settled by the lower rows: give rows in the order of their ids, and the groups depend on nothing
    else. What is `decided` holds in the result, whatever the vectors say; ValueError when it contradicts itself. With an `ease`
    of 0, it's average linkage with one cut.

    With `scopes` (an integer for each row), each scope is grouped as if it were alone, thousands of small ones at the
    cost of one large one: what is common is counted inside the scope. Something decided across scopes says nothing.
    """
    vectors = stored(matrix)
    if isinstance(vectors, Held):
        vectors = Held(narrowed(vectors.matrix))
    held = bounds(decided or Decided.of(), vectors.shape[0], scopes)
    group = np.arange(vectors.shape[0])  # of each row, by the groups' own numbers
    lowest = group  # row of each group
    known, sizes = vectors, np.ones(vectors.shape[0], np.int64)
    least = float(wanted(MOST_EASED, cut, ease))
    while True:
        if scopes is None:
            pairs = neighbour_pairs(known, Frequencies.of(known), least)
        else:
            pairs = neighbour_pairs_in_scopes(known, scopes[lowest], least)
        labels = _linked(known, pairs, cut, ease, sizes, held.moved(group))
        kept, place = np.unique(labels, return_inverse=True)
        if len(kept) == len(labels):
            return tied(lowest[group], held)
        group, lowest = place[group], lowest[kept]
        sizes = np.bincount(group).astype(np.int64)
        del known  # its files make room for the next
        known = means(vectors, group, len(kept))


def regroup(
    matrix: Matrix,
    labels: NDArray[np.int64],
    concerned: Collection[int],
    decided: Decided,
    cut: float = CUT,
) -> NDArray[np.int64]:
    """`labels` after the rows of the `concerned` groups (their labels) were grouped anew, by all that is `decided` of them.

    What a decision changes at once, without a run over everything: one about rows of two groups concerns these two, and
    where they keep what is decided already, nothing changes. A row set free joins no third group by it; the next whole run
    looks for one. Cost: that of the rows concerned.
    """
    members = np.flatnonzero(np.isin(labels, list(concerned)))
    own = decided.among(members)
    if own.holds(labels[members]):
        return labels
    fresh = labels.copy()
    fresh[members] = members[group_vectors(matrix[members], cut, own)]
    return fresh


def group_rows(
    matrix: Matrix,
    pairs: Pairs,
    cut: float = CUT,
    sizes: NDArray[np.int64] | None = None,
    decided: Decided | None = None,
    ease: float = EASE,
) -> NDArray[np.int64]:
    """One pass over known `pairs` of rows: for each row of `matrix` the lowest row of its group (int64).

    With `sizes`, row r stands for sizes[r] texts and is the mean of their vectors; without, for one text. Rows that no
    chain of pairs or decisions connects don't influence each other, so a sweep may regroup one component alone.
    """
    vectors = stored(narrowed(matrix))
    held = bounds(decided or Decided.of(), matrix.shape[0])
    weights = np.ones(matrix.shape[0], np.int64) if sizes is None else sizes
    return tied(_linked(vectors, pairs, cut, ease, weights, held), held)


def _linked(
    vectors: Vectors,
    pairs: Pairs,
    cut: float,
    ease: float,
    weights: NDArray[np.int64],
    held: Bounds,
) -> NDArray[np.int64]:
    """What the likeness alone makes of rows that stand for `weights` texts each, without a merge that `held` forbids."""
    labels = np.arange(vectors.shape[0])
    sizes = weights.copy()
    known = sizes[pairs.first] * sizes[pairs.second]
    links = _Links(pairs.first, pairs.second, pairs.cosine * known, known)
    while True:
        links = links.only(links.means(sizes) >= wanted(MOST_EASED, cut, ease))
        links = links.only(~held.between(labels, links.first, links.second))
        means = links.means(sizes)
        ready = means >= wanted(sizes[links.first] + sizes[links.second], cut, ease)
        keep, give = _nearest_to_each_other(links.only(ready), means[ready], len(labels))
        if not len(keep):
            return labels
        moved = np.arange(len(labels))
        moved[give] = keep
        labels = moved[labels]
        sizes[keep] += sizes[give]
        links = _completed(_relabelled(links, moved), vectors, labels, sizes, weights)


def _nearest_to_each_other(
    links: _Links, means: NDArray[np.float64], groups: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The pairs of groups each of which is the other's nearest, as (lower, higher) labels."""
    ends = np.concatenate((links.first, links.second))
    others = np.concatenate((links.second, links.first))
    both = np.concatenate((means, means))
    highest = np.zeros(groups)
    np.maximum.at(highest, ends, both)
    ties = both == highest[ends]
    nearest = np.full(groups, groups)
    np.minimum.at(nearest, ends[ties], others[ties])
    lower = np.flatnonzero(nearest < groups)
    mutual = (nearest[nearest[lower]] == lower) & (lower < nearest[lower])
    return lower[mutual], nearest[lower[mutual]]


def _relabelled(links: _Links, moved: NDArray[np.int64]) -> _Links:
    """The links between the groups after a merge; those that became one are added up, those inside a group go."""
    one, other = moved[links.first], moved[links.second]
    between = one != other
    key = np.minimum(one, other)[between] * len(moved) + np.maximum(one, other)[between]
    pairs, place = np.unique(key, return_inverse=True)
    total = np.bincount(place, links.total[between], minlength=len(pairs)).astype(np.float64)
    known = np.bincount(place, links.known[between], minlength=len(pairs)).astype(np.int64)
    return _Links(pairs // len(moved), pairs % len(moved), total, known)


def _completed(
    links: _Links,
    vectors: Vectors,
    labels: NDArray[np.int64],
    sizes: NDArray[np.int64],
    weights: NDArray[np.int64],
) -> _Links:
    """The links with the sums that aren't fully known worked out from the groups' vector sums."""
    total = links.total.copy()
    every = sizes[links.first] * sizes[links.second]
    missing = np.flatnonzero(links.known < every)
    for start in range(0, len(missing), _BLOCK):
        block = missing[start : start + _BLOCK]
        one, other = links.first[block], links.second[block]
        larger = np.where(sizes[one] >= sizes[other], one, other)
        groups = np.unique(np.concatenate((one, other)))
        sums = _sums(vectors, labels, weights, groups)
        total[block] = row_products(
            sums, sums, np.searchsorted(groups, larger), np.searchsorted(groups, one + other - larger)
        )
    return _Links(links.first, links.second, total, every)


def _sums(
    vectors: Vectors, labels: NDArray[np.int64], weights: NDArray[np.int64], groups: NDArray[np.int64]
) -> Sums:
    """The vector sums of the texts of `groups` (ascending labels), a row each, in float64, over the columns that any has."""
    place = np.full(len(labels), -1)
    place[groups] = np.arange(len(groups))
    members = np.flatnonzero(place[labels] >= 0)
    membership = sp.csr_matrix(
        (weights[members].astype(np.float64), (place[labels[members]], np.arange(len(members)))),
        shape=(len(groups), len(members)),
    )
    sums: Sums = (membership @ narrowed(vectors.rows(members))).tocsr()
    return sums
