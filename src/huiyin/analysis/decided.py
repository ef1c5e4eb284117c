"""What persons decided about pairs of texts, as bounds that no grouping oversteps.

Two words of a person: these two speak of the same matter (*together*), or they don't (*apart*). What follows from them:

- Together is transitive. Rows tied by a chain of such words are a *part*, named by its lowest row; a row of which nobody
  said anything is a part of its own.
- Apart is said of two rows and holds for their parts: together(a, b) and apart(b, c) keep a from c.

All steps grow with the number of words said, not with the square of the number of texts.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

from huiyin.analysis.distinct import distinct


@dataclass(frozen=True, slots=True, eq=False)
class Decided:
    """Pairs of rows, (n, 2) int64 each: said to speak of the same matter, and said not to. Order and repeats don't matter."""

    together: NDArray[np.int64]
    apart: NDArray[np.int64]

    @classmethod
    def of(cls, together: Iterable[Sequence[int]] = (), apart: Iterable[Sequence[int]] = ()) -> Self:
        return cls(_pairs(together), _pairs(apart))

    def among(self, rows: NDArray[np.int64]) -> Self:
        """What was said between two of `rows` (ascending), each row named by its place there."""
        return type(self)(_among(self.together, rows), _among(self.apart, rows))

    def holds(self, labels: NDArray[np.int64]) -> bool:
        """Whether the groups `labels` keep all of it."""
        together, apart = labels[self.together], labels[self.apart]
        return bool((together[:, 0] == together[:, 1]).all() and (apart[:, 0] != apart[:, 1]).all())


@dataclass(frozen=True, slots=True, eq=False)
class Bounds:
    """What follows from the words said: `parts`, the lowest row of each row's part, and which parts are kept apart.

    `held` are the rows of parts that are kept apart from some other, `part` their parts by place in `named`, and `apart`
    a symmetric 0/1 matrix over `named`.
    """

    parts: NDArray[np.int64]
    named: NDArray[np.int64]
    held: NDArray[np.int64]
    part: NDArray[np.int64]
    apart: sp.csr_matrix[np.int64]

    def moved(self, group: NDArray[np.int64]) -> "Bounds":
        """The same over groups of rows; `parts` stays that of the rows."""
        return Bounds(self.parts, self.named, group[self.held], self.part, self.apart)

    def between(
        self, labels: NDArray[np.int64], first: NDArray[np.int64], second: NDArray[np.int64]
    ) -> NDArray[np.bool_]:
        """For each pair of labels whether something keeps the one's rows from the other's.

        One sparse product of the groups' parts with those they are kept from: linear in the rows held and in the parts
        of the pairs.
        """
        barred = np.zeros(len(first), np.bool_)
        if not len(self.held):
            return barred
        groups, place = np.unique(labels[self.held], return_inverse=True)
        of_label = np.full(len(labels), -1)
        of_label[groups] = np.arange(len(groups))
        one, other = of_label[first], of_label[second]
        asked = np.flatnonzero((one >= 0) & (other >= 0))
        shape = (len(groups), len(self.named))
        holds = sp.csr_matrix((np.ones(len(place), np.int64), (place, self.part)), shape=shape)
        against = holds @ self.apart
        barred[asked] = np.asarray(against[one[asked]].multiply(holds[other[asked]]).sum(axis=1)).ravel() > 0
        return barred


def bounds(decided: Decided, rows: int, scopes: NDArray[np.int64] | None = None) -> Bounds:
    """What follows for `rows` rows. ValueError, naming the rows, when two are to be both together and apart.

    Rows of two scopes are never joined, so a *together* across them says nothing here, and an *apart* holds anyway.
    """
    together, apart = decided.together, decided.apart
    if scopes is not None:
        together = together[scopes[together[:, 0]] == scopes[together[:, 1]]]
        apart = apart[scopes[apart[:, 0]] == scopes[apart[:, 1]]]
    parts = connected(together[:, 0], together[:, 1], rows)
    one, other = parts[apart[:, 0]], parts[apart[:, 1]]
    clash = np.flatnonzero(one == other)
    if len(clash):
        first, second = apart[clash[0]].tolist()
        raise ValueError(f"rows {first} and {second} are decided to be together and to be apart")
    named = distinct(np.concatenate((one, other)))
    place = np.full(rows, -1)
    place[named] = np.arange(len(named))
    held = np.flatnonzero(place[parts] >= 0)
    ends = np.concatenate((place[one], place[other])), np.concatenate((place[other], place[one]))
    matrix = sp.csr_matrix((np.ones(2 * len(one), np.int64), ends), shape=(len(named), len(named)))
    matrix.data[:] = 1  # said twice is said once
    return Bounds(parts, named, held, place[parts[held]], matrix)


def tied(labels: NDArray[np.int64], bounds: Bounds) -> NDArray[np.int64]:
    """The groups `labels` (which keep what is apart) with those that a part ties joined, each named by its lowest row.

    Tied groups become one whole group. Where something stands between two of them, they stay two, and only the rows of
    the part move: to the group that holds most of them, of equals the one of the lower label.
    """
    family = connected(labels, labels[bounds.parts], len(labels))
    one, other = bounds.apart.nonzero()
    homes = family[labels[bounds.named]]
    troubled = distinct(homes[one[homes[one] == homes[other]]])
    joined = family[labels]
    if len(troubled):
        rows = np.flatnonzero(np.isin(joined, troubled))
        joined[rows] = _patched(rows, labels, bounds)
    return named_by_lowest(joined)


def connected(one: NDArray[np.int64], other: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """For each of `size` nodes the lowest node that a chain of edges one[k]-other[k] leads to."""
    graph = sp.csr_matrix((np.ones(len(one), np.int8), (one, other)), shape=(size, size))
    return named_by_lowest(connected_components(graph, directed=False)[1].astype(np.int64))


def named_by_lowest(labels: NDArray[np.int64]) -> NDArray[np.int64]:
    """The same groups, each labelled by its lowest row."""
    _, first, place = np.unique(labels, return_index=True, return_inverse=True)
    lowest: NDArray[np.int64] = first[place]
    return lowest


class _Families:
    """Groups of some rows being joined one by one, with what each is kept from. Only for those that can't be joined whole."""

    def __init__(self, rows: NDArray[np.int64], labels: NDArray[np.int64], bounds: Bounds) -> None:
        self._joined_to = {label: label for label in np.unique(labels[rows]).tolist()}
        self._enemies: dict[int, set[int]] = defaultdict(set)
        for part, enemy in zip(*bounds.apart.nonzero(), strict=True):
            self._enemies[int(bounds.named[part])].add(int(bounds.named[enemy]))
        self._parts: dict[int, set[int]] = defaultdict(set)
        for row in rows.tolist():
            if int(bounds.parts[row]) in self._enemies:
                self._parts[int(labels[row])].add(int(bounds.parts[row]))

    def of(self, label: int) -> int:
        while self._joined_to[label] != label:
            self._joined_to[label] = label = self._joined_to[self._joined_to[label]]
        return label

    def join(self, one: int, other: int) -> None:
        """Make one of two, unless something stands between."""
        one, other = sorted((self.of(one), self.of(other)))
        if one != other and not self._kept_apart(one, other):
            self._joined_to[other] = one
            self._parts[one] |= self._parts.pop(other, set())

    def _kept_apart(self, one: int, other: int) -> bool:
        few, many = sorted((self._parts[one], self._parts[other]), key=len)
        return any(not self._enemies[part].isdisjoint(many) for part in few)


def _patched(rows: NDArray[np.int64], labels: NDArray[np.int64], bounds: Bounds) -> list[int]:
    """New labels of `rows`, all rows of groups that hang together but can't become one: part by part, the lower first."""
    families = _Families(rows, labels, bounds)
    parts: dict[int, list[int]] = defaultdict(list)
    for row in rows.tolist():
        parts[int(bounds.parts[row])].append(row)
    for members in parts.values():
        home, *others = _by_share(labels[members].tolist())
        for other in others:
            families.join(home, other)
    found = {row: families.of(int(labels[row])) for row in rows.tolist()}
    for members in parts.values():
        found.update(dict.fromkeys(members, _by_share([found[row] for row in members])[0]))
    return [found[row] for row in rows.tolist()]


def _by_share(labels: Sequence[int]) -> list[int]:
    """The different labels, the most frequent first, of equals the lower."""
    count: dict[int, int] = defaultdict(int)
    for label in labels:
        count[label] += 1
    return sorted(count, key=lambda label: (-count[label], label))


def _pairs(pairs: Iterable[Sequence[int]]) -> NDArray[np.int64]:
    return np.array([tuple(pair) for pair in pairs], np.int64).reshape(-1, 2)


def _among(pairs: NDArray[np.int64], rows: NDArray[np.int64]) -> NDArray[np.int64]:
    kept = pairs[np.isin(pairs, rows).all(axis=1)]
    return np.searchsorted(rows, kept)
