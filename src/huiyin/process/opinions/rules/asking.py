"""What to ask a person after a whole pass: pairs of opinions, and which of those that were put off are still worth asking."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from huiyin.analysis.decided import Decided, bounds
from huiyin.analysis.questions import chance_same, questions
from huiyin.analysis.stored import Held, Vectors
from huiyin.process.opinions.rules.judging import Pair, in_order

MOST_ASKED = 3000
"""So many pairs are kept to be asked, those by whose answer most is set right: more than an office answers between two passes."""


MOST_LOOKED_AT = 10_000
"""Among so many texts what to ask is looked for, those of the largest groups: it takes longer than grouping them, and of the largest
groups an answer sets most right.
"""


class Asked(NamedTuple):
    """A pair of opinions to ask about, the lower id first; likeness and use in thousandths."""

    one: int
    other: int
    likeness: int
    weight: int
    use: int
    inside: bool


class Aside(NamedTuple):
    """A pair of opinions that a person put off, and whether both were in one group then."""

    one: int
    other: int
    inside: bool


class Doubtful(NamedTuple):
    """What to ask, most useful first, and which of the pairs that were put off are still open."""

    asked: tuple[Asked, ...] = ()
    open: frozenset[Pair] = frozenset()


NOTHING = Doubtful()


class Rows(NamedTuple):
    """What was grouped: of each row its opinion, how many opinions it stands for, its vector, scope and group."""

    opinions: NDArray[np.int64]
    sizes: NDArray[np.int64]
    vectors: Vectors
    scopes: NDArray[np.int64]
    labels: NDArray[np.int64]

    def of_largest_groups(self, most: int) -> NDArray[np.int64]:
        """The rows (ascending) of the groups with most opinions, as many whole groups as `most` rows hold; all where there are no more."""
        if len(self.opinions) <= most:
            return np.arange(len(self.opinions))
        groups, place, rows = np.unique(self.labels, return_inverse=True, return_counts=True)
        order = np.lexsort((groups, -np.bincount(place, self.sizes)))
        taken = np.zeros(len(groups), np.bool_)
        taken[order] = np.cumsum(rows[order]) <= most
        return np.flatnonzero(taken[place])

    def among(self, rows: NDArray[np.int64]) -> "Rows":
        """The same of some rows (ascending), of each group all or none, named by their places there."""
        return Rows(
            self.opinions[rows],
            self.sizes[rows],
            Held(self.vectors.rows(rows)),
            self.scopes[rows],
            np.searchsorted(rows, self.labels[rows]),
        )


def doubtful(rows: Rows, decided: Decided, aside: Sequence[Aside]) -> Doubtful:
    """What is worth asking about a grouping. A pair that was put off stays as it is while nothing has answered it; its sides aren't asked about.

    Linear in the rows beyond MOST_LOOKED_AT.
    """
    still = _open(rows, decided, aside)
    near = rows.of_largest_groups(MOST_LOOKED_AT)
    chosen = rows.among(near)
    opinions = chosen.opinions.tolist()
    row_of = {opinion: row for row, opinion in enumerate(opinions)}
    put_off = [(row_of[one], row_of[other]) for one, other in still if one in row_of and other in row_of]
    found = questions(
        chosen.vectors.between(0, len(opinions)),
        chosen.labels,
        decided.among(near),
        put_off=np.array(put_off, np.int64).reshape(-1, 2),
        opinions=chosen.sizes,
        scopes=chosen.scopes,
    )
    return Doubtful(
        tuple(
            Asked(
                *in_order(opinions[asked.one], opinions[asked.other]),
                likeness=permille(asked.likeness),
                weight=asked.weight,
                use=round(asked.use * 1000),
                inside=asked.joined,
            )
            for asked in found[:MOST_ASKED]
        ),
        frozenset(still),
    )


def use_of(likeness: float, one: int, other: int, *, inside: bool = False) -> int:
    """How much it is worth to ask whether sides of so many opinions are one matter, in thousandths (analysis.questions).

    `inside`: they are together now, so that it sets something right when they aren't.
    """
    same = float(chance_same(np.array([likeness]))[0])
    return round(1000 * (1 - same if inside else same) * 2 * one * other / (one + other))


def permille(likeness: float) -> int:
    return min(max(round(likeness * 1000), 0), 1000)


def _open(rows: Rows, decided: Decided, aside: Sequence[Aside]) -> list[Pair]:
    """The pairs put off of which no word has told yet whether they are one matter, and that are together or apart as they were."""
    if not aside:
        return []
    asked = {opinion for pair in aside for opinion in (pair.one, pair.other)}
    known = np.flatnonzero(np.isin(rows.opinions, np.array(list(asked), np.int64)))
    row_of = dict(zip(rows.opinions[known].tolist(), known.tolist(), strict=True))
    there = [pair for pair in aside if pair.one in row_of and pair.other in row_of]
    one = np.array([row_of[pair.one] for pair in there], np.int64)
    other = np.array([row_of[pair.other] for pair in there], np.int64)
    held = bounds(decided, len(rows.opinions), rows.scopes)
    left, right = held.parts[one], held.parts[other]
    told = (left == right) | held.between(held.parts, left, right)
    moved = (rows.labels[one] == rows.labels[other]) != np.array([pair.inside for pair in there], np.bool_)
    return [
        (pair.one, pair.other) for pair, over in zip(there, (told | moved).tolist(), strict=True) if not over
    ]
