"""Groups of the same matter: average linkage, exact, without comparing all pairs.

Two groups are as near as the mean cosine of their texts across (UPGMA, Sokal and Michener 1958), and they merge as long
as it's enough (`wanted`): CUT for two texts, and the less the more texts they are together, because sixty people say the
same in more ways than two do. Three facts keep this from being quadratic, exact as far as `neighbours` lists every pair of the least:

- A mean of the least that is ever enough needs a pair of so much, so only such pairs can start a merge (and a pair of groups
  that fell below it never comes back). Everything else is left out; what that leaves is a few pairs per text.
- The sum of all cosines between two groups is the product of their vector sums, so a mean over pairs that were never
  listed is still exact. It's worked out only where two groups may be each other's nearest, as what isn't listed is less than the least.
- Average linkage is reducible: merging every two groups that are each other's nearest, all at once, ends in the same
  groups as merging the nearest pair of all, one at a time (Bruynooghe 1977; Murtagh 1983). This is so for one cut (`ease` 0);
  with a cut that falls, the groups are still those of the rows alone, however these are ordered.

What can be lost is a pair that `neighbours` never proposed, because its caps are absolute: among three hundred texts on
one matter each meets only some others. So the groups themselves are looked up again, by the mean vectors of their
texts (whose product is the mean cosine), until nothing merges any more: those that the round before changed beside all.

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
from huiyin.analysis.distinct import distinct
from huiyin.analysis.grams import Matrix
from huiyin.analysis.nearduplicates import representatives
from huiyin.analysis.neighbours import Pairs, listed_in_scopes, listed_pairs
from huiyin.analysis.normalise import Text
from huiyin.analysis.stored import Patched, Vectors, means, stored
from huiyin.analysis.vectors import BLOCK, Sums, counted, in_order_of_use, narrowed, row_products, weighed

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

    def means(self, sizes: NDArray[np.int64], least: float) -> NDArray[np.float64]:
        """The mean cosines; where not all are known what they may be at most, for those that aren't listed are below `least`."""
        pairs = sizes[self.first] * sizes[self.second]
        found: NDArray[np.float64] = np.round((self.total + (pairs - self.known) * least) / pairs, _DIGITS)
        return found

    def sure(self, sizes: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Where all are known."""
        found: NDArray[np.bool_] = self.known == sizes[self.first] * sizes[self.second]
        return found

    def only(self, chosen: NDArray[np.bool_]) -> "_Links":
        return _Links(self.first[chosen], self.second[chosen], self.total[chosen], self.known[chosen])


def group_texts(texts: Sequence[Text]) -> list[int]:
    """For each text the index of the first text of its group: the whole engine on a batch held in memory.

    Near duplicates follow their original, so a letter sent forty times weighs as one.
    """
    original = representatives(texts)
    rows = [index for index, first in enumerate(original) if index == first]
    row_of = {index: row for row, index in enumerate(rows)}
    blocks = ([texts[index] for index in rows[start : start + BLOCK]] for start in range(0, len(rows), BLOCK))
    frequencies, grams = counted(blocks)
    vectors = weighed(grams, frequencies)
    del grams
    labels = group_vectors(vectors)
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
    vectors = in_order_of_use(stored(matrix))
    within = np.zeros(vectors.shape[0], np.int64) if scopes is None else scopes
    held = bounds(decided or Decided.of(), vectors.shape[0], scopes)
    group = np.arange(vectors.shape[0])  # of each row, by the groups' own numbers
    lowest = group  # row of each group
    sizes = np.ones(vectors.shape[0], np.int64)
    known = Patched([vectors], np.zeros(len(group), np.int64), group)
    listed, changed = listed_in_scopes(known, within), None
    least = float(wanted(MOST_EASED, cut, ease))
    while True:
        pairs = listed_pairs(known, listed, least, changed)
        labels = _linked(known, pairs, cut, ease, sizes, held.moved(group))
        kept, place = np.unique(labels, return_inverse=True)
        if len(kept) == len(labels):
            return tied(lowest[group], held)
        first = changed is None
        changed = np.bincount(place) > 1
        at = np.flatnonzero(changed)
        group, lowest = place[group], lowest[kept]
        number = np.full(len(kept), -1)
        number[at] = np.arange(len(at))
        known = known.with_rows(kept, means(vectors, number[group], len(at)), at)
        # What many texts said before is said by few groups now, so all are listed anew once. After that so few change that those will do.
        listed = listed_in_scopes(known, within[lowest]) if first else listed.joined(place, sizes)
        sizes = np.bincount(group).astype(np.int64)


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
    least = float(wanted(MOST_EASED, cut, ease))
    while True:
        means = links.means(sizes, least)
        links, means = links.only(means >= least), means[means >= least]
        apart = held.between(labels, links.first, links.second)
        links, means = links.only(~apart), means[~apart]
        ready = means >= wanted(sizes[links.first] + sizes[links.second], cut, ease)
        sure = links.sure(sizes)
        asked = ready & ~sure
        asked[asked] = _may_be_nearest(links, means, ready & sure, asked, len(labels))
        if asked.any():
            links = _completed(links, asked, vectors, labels, sizes, weights)
            continue
        ready &= sure
        keep, give = _nearest_to_each_other(links.only(ready), means[ready], len(labels))
        if not len(keep):
            return labels
        moved = np.arange(len(labels))
        moved[give] = keep
        labels = moved[labels]
        sizes[keep] += sizes[give]
        links = _relabelled(links, moved)


def _may_be_nearest(
    links: _Links, most: NDArray[np.float64], sure: NDArray[np.bool_], asked: NDArray[np.bool_], groups: int
) -> NDArray[np.bool_]:
    """Of the links `asked`, whose mean is `most` at most, which may be the nearest of one of its ends after all that is sure."""
    nearest = np.zeros(groups)
    np.maximum.at(nearest, links.first[sure], most[sure])
    np.maximum.at(nearest, links.second[sure], most[sure])
    return most[asked] >= np.minimum(nearest[links.first[asked]], nearest[links.second[asked]])


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
    asked: NDArray[np.bool_],
    vectors: Vectors,
    labels: NDArray[np.int64],
    sizes: NDArray[np.int64],
    weights: NDArray[np.int64],
) -> _Links:
    """The links with the sums of those `asked` worked out from the groups' vector sums."""
    total, known = links.total.copy(), links.known.copy()
    missing = np.flatnonzero(asked)
    for start in range(0, len(missing), _BLOCK):
        block = missing[start : start + _BLOCK]
        one, other = links.first[block], links.second[block]
        larger = np.where(sizes[one] >= sizes[other], one, other)
        groups = distinct(np.concatenate((one, other)))
        sums = _sums(vectors, labels, weights, groups)
        total[block] = row_products(
            sums, sums, np.searchsorted(groups, larger), np.searchsorted(groups, one + other - larger)
        )
        known[block] = sizes[one] * sizes[other]
    return _Links(links.first, links.second, total, known)


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
