"""Is it still that opinion? Which later texts speak again of what a closed problem was about (SPEC section 5, S16).

A later text is as near to the problem as it is, in the mean, to the NEAREST of the problem's own texts: one alone may be
near by chance, and of a large problem most speak of another side of it. From this its nearness to what was *not* of the
problem is taken off, by a quarter: who writes in the manner of everybody's complaints (什么时候开工, 请查处) is near to the
problem, too, but nearer still to somebody else's. Nearness by chance grows with the number of chances, as the logarithm of
how many later texts there are (the highest of n draws, Gumbel 1958), so the rest is divided by that: one threshold
holds for a school of twenty letters and for a city of thousands.

Of pure vectors, so that it can be measured alone: bench/recurrence_quality.py. What is found is a candidate and counts for
nothing until a person has confirmed it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from huiyin.analysis.certainty import Certainty, of_group
from huiyin.analysis.distinct import distinct
from huiyin.analysis.grams import Matrix
from huiyin.analysis.nearduplicates import representatives
from huiyin.analysis.normalise import Text
from huiyin.analysis.pieces import grams_in
from huiyin.analysis.vectors import Frequencies, narrowed, vectorise

NEAREST = 3
ELSEWHERE = 0.25

# From which excess over chance a text is a candidate. Chosen on 22 labelled matters of a city, where each matter left out in
# turn gives nearly the same number; on the demo's schools, which weren't looked at for it, it is a little less precise.
AGAIN = 0.021

HARDLY = 1e-5
"""More than sums of cosines differ by the order in which they are added up."""

_FEW = 1 << 14  # up to so many columns are looked up by their last bits
_LAST_BITS = (1 << 17) - 1
_CELLS = 1 << 22  # cosines held at once: 32 MB
_TEXTS = 1024  # whose pieces are looked through at once: 5 MB
_DIGITS = 9  # cosines are compared after rounding, so that the order of a sum can't decide between equals


class SaidAgain(NamedTuple):
    """A later text that may speak of the problem again.

    `excess`: what AGAIN is asked of. `likeness`: the mean cosine to the `nearest` texts of the problem (rows, the nearest first);
    `elsewhere`: the same to the nearest earlier texts outside of it. `copy`: a near duplicate of one of the problem's texts.
    `certainty`: the word for it and the group that the problem's different texts are.
    """

    row: int
    excess: float
    likeness: float
    elsewhere: float
    nearest: tuple[int, ...]
    copy: bool
    certainty: Certainty

    @property
    def margin(self) -> float:
        """How much nearer it is to the problem than what isn't of the problem: what `bar` is asked of. No other later text changes it."""
        return self.likeness - ELSEWHERE * self.elsewhere


def bar(later: int, least: float = AGAIN) -> float:
    """From which margin a text is a candidate, among so many later texts."""
    return least * float(np.log1p(later))


@dataclass(frozen=True)
class Heard:
    """What was heard in one scope (a unit with all below it; a campaign).

    `matrix`: a vector a text, narrowed. `original`: for each row that of the text that it is a near duplicate of, or its own. `said`:
    when, as something that sorts (ISO days).
    """

    matrix: Matrix
    original: NDArray[np.int64]
    said: Sequence[str]

    @classmethod
    def of(cls, texts: Sequence[Text], said: Sequence[str], frequencies: Frequencies | None = None) -> Self:
        """Texts held in memory; without `frequencies` of more than these, with their own. O(n)."""
        original = np.array(representatives(texts), np.int64)
        if frequencies is None:
            frequencies = Frequencies()
            frequencies.add([texts[row] for row in np.unique(original)])
        return cls(narrowed(vectorise(texts, frequencies)), original, said)

    def of_rows(self, rows: Sequence[int]) -> Self:
        """Those of some rows alone, in the order given, weighed as before."""
        first: dict[int, int] = {}
        original = [first.setdefault(int(self.original[row]), at) for at, row in enumerate(rows)]
        return type(self)(
            self.matrix[list(rows)], np.array(original, np.int64), [self.said[row] for row in rows]
        )

    def again(
        self,
        problem: Collection[int],
        closed: str,
        *,
        surely: Collection[int] = (),
        kin: Collection[int] = (),
        least: float = AGAIN,
        later_texts: int | None = None,
    ) -> list[SaidAgain]:
        """The texts said after `closed` that may speak again of what the rows `problem` spoke of, the likeliest first.

        All whose excess is `least` or more, every near duplicate of one of the problem's texts, and those of `surely`. Equals come in the
        order of their rows. `kin` speak of the same though they aren't of the problem: nearness to them is nothing to take off.
        `later_texts`: how many later texts there are, where these are only some of them. ValueError for a problem without texts. O(later · problem), and for each that is near enough O(outside).
        """
        inside = _rows(problem)
        if not len(inside):
            raise ValueError("a problem has texts")
        after = np.array([when > closed for when in self.said], np.bool_)
        theirs = np.isin(self.original, self.original[inside])
        later = np.setdiff1d(np.flatnonzero(after), inside)
        # Of forty copies one speaks: what many sent in isn't more of a chance.
        outside = np.flatnonzero(~after & ~theirs & (self.original == np.arange(len(theirs))))
        outside = np.setdiff1d(outside, _rows(kin))
        likeness, nearest = _nearness(self.matrix, later, inside)
        chances = np.log1p(max(len(later), later_texts or 0))
        always = theirs[later] | np.isin(later, _rows(surely))
        # Whatever is taken off, the excess can't be more than this.
        worth = np.flatnonzero((likeness >= least * chances) | always)
        elsewhere, _ = _nearness(self.matrix, later[worth], outside)
        excess = (likeness[worth] - ELSEWHERE * elsewhere) / chances
        different = inside[np.unique(self.original[inside], return_index=True)[1]]
        certain = _certainty(self.matrix, later[worth], different)
        found = [
            SaidAgain(
                row=int(later[place]),
                excess=float(over),
                likeness=float(likeness[place]),
                elsewhere=float(other),
                nearest=tuple(inside[nearest[place]].tolist()),
                copy=bool(theirs[later[place]]),
                certainty=word,
            )
            for place, over, other, word in zip(worth, excess, elsewhere, certain, strict=True)
            if over >= least or always[place]
        ]
        return sorted(found, key=lambda each: (not each.copy, -round(each.excess, _DIGITS), each.row))


def cosines(
    left: Matrix, pieces: Sequence[bytes], lengths: NDArray[np.float64], frequencies: Frequencies, unseen: int
) -> NDArray[np.float64]:
    """Every row of `left` beside every text of which there are pieces (analysis.pieces) and the `lengths` of their vectors: O(values of both).

    Of a text only the grams are weighed that a row has, too: no vector of it is made. What `Heard.again` works with, for sifting beforehand: within
    HARDLY of the same. `unseen` as in `vectorise`, 2 at least, or grams that no second text has would count here and not there.
    """
    used = distinct(left.indices)
    rarity = frequencies.rarity(np.maximum(frequencies.holders(used), np.int32(unseen)))
    own = np.searchsorted(used, left.indices).astype(np.int32)
    here = sp.csr_matrix((left.data, own, left.indptr), shape=(left.shape[0], len(used)))
    products = np.zeros((left.shape[0], len(pieces)))
    for start in range(0, len(pieces), _TEXTS):
        buckets, said, ends = grams_in(pieces[start : start + _TEXTS])
        there, place = _among(used, buckets)
        bounds = np.searchsorted(there, ends)
        length = np.repeat(lengths[start : start + _TEXTS], np.diff(bounds))
        values = (said[there] * rarity[place] / length).astype(np.float32)
        beside = sp.csr_matrix((values, place, bounds), shape=(len(bounds) - 1, len(used)))
        products[:, start : start + _TEXTS] = (here @ beside.T.tocsr()).toarray()
    return products


def _among(
    used: NDArray[np.integer], columns: NDArray[np.integer]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Which of `columns` are among `used` (ascending), and the place there of each of them.

    Of a few texts' columns a table by their last bits rules nearly all others out, and fits into the processor's cache; a table of all columns would
    take longer to make than the rest.
    """
    if not len(used):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    if len(used) > _FEW:
        names = np.zeros(int(max(used[-1], columns.max(initial=0))) + 1, np.int32)
        names[used] = np.arange(1, len(used) + 1)
        place = names[columns]
        there = np.flatnonzero(place)
        return there, place[there].astype(np.int64) - 1
    table = np.zeros(_LAST_BITS + 1, np.bool_)
    table[used & _LAST_BITS] = True
    there = np.flatnonzero(table[columns & _LAST_BITS])
    place = np.minimum(np.searchsorted(used, columns[there]), len(used) - 1)
    same = used[place] == columns[there]
    return there[same], place[same]


def nearest_among(beside: NDArray[np.float64], most: int = NEAREST) -> NDArray[np.int64]:
    """The columns of cosines that may be among the `most` highest of any row, ascending: what others hold can't be seen beyond HARDLY."""
    if beside.shape[1] <= most:
        return np.arange(beside.shape[1])
    least = -np.partition(-beside, most - 1, axis=1)[:, most - 1] - 2 * HARDLY
    least = np.maximum(least, np.finfo(np.float64).tiny)
    near = np.flatnonzero(np.any(beside >= least[:, None], axis=0))
    # Where fewer share anything with a row, the rest of its highest are any that share nothing.
    found: NDArray[np.int64] = np.union1d(np.arange(most), near)
    return found


def nearness(beside: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of each row of cosines the mean of the NEAREST highest, or of what there is; 0 of none."""
    if beside.shape[1] > NEAREST:
        beside = -np.partition(-beside, NEAREST - 1, axis=1)[:, :NEAREST]
    found: NDArray[np.float64] = beside.mean(axis=1) if beside.shape[1] else np.zeros(beside.shape[0])
    return found


def _rows(chosen: Collection[int]) -> NDArray[np.int64]:
    return np.array(sorted(chosen), np.int64)


def _certainty(matrix: Matrix, rows: NDArray[np.int64], group: NDArray[np.int64]) -> list[Certainty]:
    """The word for each of `rows` and a group of different texts. O(rows + group), and their likeness to each other."""
    nearest, _ = _nearness(matrix, rows, group)
    means = np.round(matrix[rows] @ np.asarray(matrix[group].mean(axis=0)).ravel(), _DIGITS)
    return [of_group(float(mean), float(near), len(group)) for mean, near in zip(means, nearest, strict=True)]


def _nearness(
    matrix: Matrix, rows: NDArray[np.int64], others: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """For each of `rows` the mean cosine to the NEAREST of `others`, and their places in `others`, the nearest first.

    Where there are fewer, the mean of what there is; of none, 0.
    """
    most = min(NEAREST, len(others))
    means = np.zeros(len(rows))
    places = np.zeros((len(rows), most), np.int64)
    if not most:
        return means, places
    across = matrix[others].T.tocsr()
    step = max(1, _CELLS // len(others))
    for start in range(0, len(rows), step):
        cosines = np.round(
            (matrix[rows[start : start + step]] @ across).toarray().astype(np.float64), _DIGITS
        )
        nearest = np.argsort(-cosines, axis=1, kind="stable")[:, :most]
        places[start : start + step] = nearest
        means[start : start + step] = np.take_along_axis(cosines, nearest, axis=1).mean(axis=1)
    return means, places
