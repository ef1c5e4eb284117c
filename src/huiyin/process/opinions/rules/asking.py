"""What to ask a person after a whole pass: pairs of opinions, and which of those that were put off are still worth asking."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from huiyin.analysis.decided import Decided, bounds
from huiyin.analysis.grams import Matrix
from huiyin.analysis.questions import chance_same, questions
from huiyin.process.opinions.rules.judging import Pair, in_order

MOST_ASKED = 3000
"""So many pairs are kept to be asked, those by whose answer most is set right: more than an office answers between two passes."""


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

    opinions: Sequence[int]
    sizes: NDArray[np.int64]
    matrix: Matrix
    scopes: NDArray[np.int64]
    labels: NDArray[np.int64]


def doubtful(rows: Rows, decided: Decided, aside: Sequence[Aside]) -> Doubtful:
    """What is worth asking about a grouping. A pair that was put off stays as it is while nothing has answered it; its sides aren't asked about.

    Near-linear in the rows.
    """
    still = _open(rows, decided, aside)
    row_of = {opinion: row for row, opinion in enumerate(rows.opinions)}
    put_off = np.array([(row_of[one], row_of[other]) for one, other in still], np.int64).reshape(-1, 2)
    found = questions(
        rows.matrix, rows.labels, decided, put_off=put_off, opinions=rows.sizes, scopes=rows.scopes
    )
    return Doubtful(
        tuple(
            Asked(
                *in_order(rows.opinions[asked.one], rows.opinions[asked.other]),
                likeness=permille(asked.likeness),
                weight=asked.weight,
                use=round(asked.use * 1000),
                inside=asked.joined,
            )
            for asked in found[:MOST_ASKED]
        ),
        frozenset(still),
    )


def use_of(likeness: float, one: int, other: int) -> int:
    """How much it is worth to ask whether sides of so many opinions are one matter, in thousandths (analysis.questions)."""
    return round(1000 * float(chance_same(np.array([likeness]))[0]) * 2 * one * other / (one + other))


def permille(likeness: float) -> int:
    return min(max(round(likeness * 1000), 0), 1000)


def _open(rows: Rows, decided: Decided, aside: Sequence[Aside]) -> list[Pair]:
    """The pairs put off of which no word has told yet whether they are one matter, and that are together or apart as they were."""
    row_of = {opinion: row for row, opinion in enumerate(rows.opinions)}
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
