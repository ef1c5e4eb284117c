"""What to ask a person, most useful first: which pairs of texts, so that few answers set many opinions right.

Two things can be wrong with a grouping, and each is asked as a pair of texts, answered *same*, *different* or *later*:

- Two groups are one matter in different words. Asked where their mean likeness falls short of the cut by little; the
  typical text of each stands for it. *Same* joins the groups whole. A group that persons tied of several in different
  words is like another if one of those is: its mean would say less with every word that is said of it.
- One group holds two matters. Asked where a group falls into parts at a stricter cut; the typical text of a part is set
  against that of the largest. *Different* divides them, and every other member goes where it's nearer.

The use of a question is what its answer can set right times the chance that it sets anything right: for sides of a and b
opinions 2ab / (a + b), by which B-cubed recall or precision (Bagga and Baldwin 1998) gains when they are joined or divided
rightly, so that a stray of a large group comes before a stray of a small one; and a curve over the mean likeness that says
how often such sides are the same matter (`chance_same`). What was decided or put off isn't asked again, in whatever words.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from huiyin.analysis.decided import Bounds, Decided, bounds
from huiyin.analysis.distinct import distinct
from huiyin.analysis.grams import Matrix
from huiyin.analysis.grouping import CUT, group_vectors
from huiyin.analysis.neighbours import neighbour_pairs, neighbour_pairs_in_scopes
from huiyin.analysis.vectors import Frequencies, narrowed, row_products

LOW = (
    0.026  # two groups less alike than this are one matter in so few cases that other means find them sooner
)
STRICT = 1.5  # a group is doubted where it falls apart at so many times the cut
NEAREST = 5  # a group is asked about with no more than so many others at a time

_HALF = 0.105  # mean likeness at which one pair of sides in two is the same matter (bench/clerk.py)
_STEEP = 2.0
_FAR = 1 << 31  # more than there are sides
_DIGITS = 9  # likeness is compared after rounding, so that the order of a sum can't decide between equals


@dataclass(frozen=True, slots=True)
class Question:
    """Do rows `one` < `other` speak of the same matter?

    Each stands for a side; `likeness` is the mean between the sides, `weight` the opinions of the smaller, which the answer
    can move, `joined` whether the two are in one group now. `use` is what questions are ordered by.
    """

    one: int
    other: int
    likeness: float
    weight: int
    joined: bool
    use: float


def chance_same(likeness: NDArray[np.float64]) -> NDArray[np.float64]:
    """How often two sides of this mean likeness are one matter: 1 in 2 at _HALF, 3 in 4 at the cut."""
    raised = np.maximum(likeness, 0) ** _STEEP
    chance: NDArray[np.float64] = raised / (raised + _HALF**_STEEP)
    return chance


@dataclass(frozen=True, slots=True, eq=False)
class _Sides:
    """Rows gathered into sides: of each row its side; of each side its rows, opinions, mean vector and typical row."""

    side: NDArray[np.int64]
    rows: NDArray[np.int64]
    opinions: NDArray[np.int64]
    means: Matrix
    typical: NDArray[np.int64]


def questions(
    matrix: Matrix,
    labels: NDArray[np.int64],
    decided: Decided | None = None,
    *,
    put_off: NDArray[np.int64] | None = None,
    opinions: NDArray[np.int64] | None = None,
    scopes: NDArray[np.int64] | None = None,
    cut: float = CUT,
    low: float = LOW,
) -> list[Question]:
    """What is worth asking about the groups `labels` (of each row, the lowest row of its group), most useful first.

    `opinions` says for how many opinions each row stands (near duplicates), `scopes` which rows may be joined at all, and
    `put_off` (n, 2) which pairs of rows a person laid aside: the sides that they stand for aren't asked about. Near-linear
    in the rows: one search for neighbours among the groups, one grouping of each group's members.
    """
    matrix = narrowed(matrix)
    decided = decided or Decided.of()
    aside = np.zeros((0, 2), np.int64) if put_off is None else put_off
    weights = np.ones(matrix.shape[0], np.int64) if opinions is None else opinions
    held = bounds(decided, matrix.shape[0], scopes)
    groups = _sides(matrix, labels, weights)
    parts = _sides(matrix, group_vectors(matrix, STRICT * cut, decided, labels), weights)
    found = [
        *_between(groups, _cores(matrix, groups, decided, weights, cut), held, aside, scopes, low),
        *_inside(groups, parts, aside),
    ]
    return sorted(found, key=lambda asked: (-asked.use, asked.one, asked.other))


def still_open(asked: Sequence[Question], labels: NDArray[np.int64], decided: Decided) -> list[Question]:
    """Of questions put earlier, in their order, those that answers since then have left open, one for each two groups.

    A question between groups is over when they became one, or when something keeps them apart now, as one inside a group is
    when its two texts were parted or tied. Groups that grew meanwhile may be asked about in two ways, of which the first stays.
    Between two runs of `questions`, which see more, at the cost of what was decided and asked.
    """
    if not asked:
        return []
    held = bounds(decided, len(labels))
    pairs = np.array([(each.one, each.other) for each in asked], np.int64)
    inside = np.array([each.joined for each in asked])
    sides = labels[pairs]
    parts = held.parts[pairs]
    kept = (sides[:, 0] == sides[:, 1]) == inside
    kept &= np.where(inside, parts[:, 0] != parts[:, 1], ~held.between(labels, sides[:, 0], sides[:, 1]))
    about = np.where(inside, _keys(parts[:, 0], parts[:, 1]), _keys(sides[:, 0], sides[:, 1]))
    places = np.flatnonzero(kept)
    _, first = np.unique(2 * about[places] + inside[places], return_index=True)
    return [asked[place] for place in np.sort(places[first]).tolist()]


def _between(
    groups: _Sides,
    cores: _Sides,
    held: Bounds,
    aside: NDArray[np.int64],
    scopes: NDArray[np.int64] | None,
    low: float,
) -> list[Question]:
    """Pairs of groups some cores of which are `low` alike or more, neither joined nor to be kept apart."""
    if scopes is None:
        pairs = neighbour_pairs(cores.means, Frequencies.of(cores.means), low)
    else:
        pairs = neighbour_pairs_in_scopes(cores.means, scopes[cores.typical], low)
    group = groups.side[cores.typical]
    one, other = group[pairs.first], group[pairs.second]
    key = _keys(one, other)
    asked = (one != other) & ~held.between(groups.side, one, other)
    asked &= ~np.isin(key, _keys(groups.side[aside[:, 0]], groups.side[aside[:, 1]]))
    order = np.flatnonzero(asked)
    order = order[np.lexsort((order, -np.round(pairs.cosine[order], _DIGITS), key[order]))]
    best = order[np.unique(key[order], return_index=True)[1]]
    kept = best[_nearest_few(one[best], other[best], pairs.cosine[best])]
    first, second, likeness = pairs.first[kept], pairs.second[kept], pairs.cosine[kept]
    ours, theirs = groups.opinions[one[kept]], groups.opinions[other[kept]]
    use = chance_same(likeness) * _gain(ours, theirs)
    return _listed(
        cores.typical[first], cores.typical[second], likeness, np.minimum(ours, theirs), use, joined=False
    )


def _cores(
    matrix: Matrix, groups: _Sides, decided: Decided, opinions: NDArray[np.int64], cut: float
) -> _Sides:
    """What each group would be without the words that tied it: what its texts themselves hold together."""
    tied = distinct(groups.side[decided.together])
    rows = np.flatnonzero(np.isin(groups.side, tied))
    core = groups.side.copy()
    alone = Decided(np.zeros((0, 2), np.int64), decided.apart)
    core[rows] = len(groups.rows) + group_vectors(matrix[rows], cut, alone.among(rows), groups.side[rows])
    return _sides(matrix, core, opinions)


def _inside(groups: _Sides, parts: _Sides, aside: NDArray[np.int64]) -> list[Question]:
    """Parts of groups against the rest of the group, but for the largest part of each. What a person tied is one part."""
    group = groups.side[parts.typical]
    order = np.lexsort((np.arange(len(group)), -parts.rows, group))
    largest = np.zeros(len(groups.rows), np.int64)
    largest[group[order][::-1]] = order[::-1]  # the last to be written is the first of each group
    sound = np.zeros(len(group), np.bool_)
    sound[largest] = True
    sound[parts.side[aside[groups.side[aside[:, 0]] == groups.side[aside[:, 1]]].ravel()]] = True
    asked = np.flatnonzero(~sound)
    rest = groups.rows[group[asked]] - parts.rows[asked]
    # The mean to the rest, from the mean to the whole group and the part's own.
    whole = row_products(groups.means, parts.means, group[asked], asked) * groups.rows[group[asked]]
    own = row_products(parts.means, parts.means, asked, asked) * parts.rows[asked]
    likeness = (whole - own) / rest
    theirs = groups.opinions[group[asked]] - parts.opinions[asked]
    use = (1 - chance_same(likeness)) * _gain(parts.opinions[asked], theirs)
    weight = np.minimum(parts.opinions[asked], theirs)
    other = parts.typical[largest[group[asked]]]
    return _listed(parts.typical[asked], other, likeness, weight, use, joined=True)


def _sides(matrix: Matrix, labels: NDArray[np.int64], opinions: NDArray[np.int64]) -> _Sides:
    _, side = np.unique(labels, return_inverse=True)
    rows = np.bincount(side).astype(np.int64)
    shares = (1 / rows[side]).astype(np.float32)
    membership = sp.csr_matrix((shares, (side, np.arange(len(side)))), shape=(len(rows), len(side)))
    means = (membership @ matrix).tocsr()
    every = np.arange(len(side))
    to_mean = np.round(row_products(means, matrix, side, every), _DIGITS)
    order = np.lexsort((every, -to_mean, side))
    typical = order[np.flatnonzero(np.diff(side[order], prepend=-1))]
    return _Sides(side, rows, np.bincount(side, opinions).astype(np.int64), means, typical)


def _nearest_few(
    first: NDArray[np.int64], second: NDArray[np.int64], likeness: NDArray[np.float64]
) -> NDArray[np.int64]:
    """The places of the pairs that are among the NEAREST of one of their ends."""
    ends, others = np.concatenate((first, second)), np.concatenate((second, first))
    order = np.lexsort((others, -np.round(np.tile(likeness, 2), _DIGITS), ends))
    rank = np.arange(len(order)) - np.searchsorted(ends[order], ends[order])
    return distinct(order[rank < NEAREST] % max(len(first), 1))


def _keys(one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.int64]:
    """One number for each pair, the same for both orders."""
    return np.minimum(one, other) * _FAR + np.maximum(one, other)


def _gain(one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.float64]:
    return 2.0 * one * other / (one + other)


def _listed(
    one: NDArray[np.int64],
    other: NDArray[np.int64],
    likeness: NDArray[np.float64],
    weight: NDArray[np.int64],
    use: NDArray[np.float64],
    *,
    joined: bool,
) -> list[Question]:
    lower, higher = np.minimum(one, other).tolist(), np.maximum(one, other).tolist()
    columns = (lower, higher, likeness.tolist(), weight.tolist(), np.round(use, _DIGITS).tolist())
    return [Question(*row[:4], joined, row[4]) for row in zip(*columns, strict=True)]
