"""A campaign's opinions gathered into groups of the same matter, each with its title and its typical member."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from huiyin.analysis.grams import Matrix
from huiyin.analysis.grouping import Decided, group_vectors
from huiyin.analysis.normalise import Text
from huiyin.analysis.placing import MOST_OF_A_GROUP
from huiyin.analysis.titles import by_typicality, group_title
from huiyin.analysis.vectors import Frequencies, vectorise
from huiyin.process.opinions.rules.asking import NOTHING, Aside, Doubtful, Rows, doubtful
from huiyin.process.opinions.rules.judging import against
from huiyin.process.opinions.rules.scopes import NOWHERE

Pair = tuple[int, int]


class Said(NamedTuple):
    """An opinion as grouping reads it: its id, its words without the names of its own unit, and its scope."""

    opinion: int
    words: Text
    scope: int


@dataclass(frozen=True)
class Gathered:
    """Two or more opinions of the same matter of one scope, in the order given; `typical` is the one to read when only one is read,
    `exemplars` are those that speak for the group, it first.

    `likeness` is each member's mean cosine to the others' different texts (1 for a copy that has only its original).
    """

    opinions: tuple[int, ...]
    title: str
    typical: int
    exemplars: tuple[int, ...] = ()
    scope: int = NOWHERE
    likeness: Mapping[int, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Common:
    """What opinions of two scopes and more share: its groups' and single opinions' members, and the scopes."""

    opinions: tuple[int, ...]
    title: str
    scopes: tuple[int, ...]


@dataclass(frozen=True)
class Gathering:
    """A whole pass: groups, largest first (of equals the one whose first opinion is earlier); what several scopes share; what to ask a person."""

    groups: tuple[Gathered, ...]
    commons: tuple[Common, ...] = ()
    doubtful: Doubtful = NOTHING


@dataclass(frozen=True)
class Distinct:
    """The different texts among those given, in their order: what is compared. `repeats`: copy → the text that it follows."""

    said: tuple[Said, ...]
    repeats: Mapping[int, int]
    followers: Mapping[int, Sequence[int]]

    @classmethod
    def of(
        cls,
        said: Sequence[Said],
        twins: Mapping[int, int],
        same: Sequence[Pair] = (),
        apart: Sequence[Pair] = (),
    ) -> "Distinct":
        """A near duplicate (`twins`) follows its original, so a letter sent forty times weighs as one.

        Within a scope: the same letter about two units is one text of each. A copy that names no unit follows the letter where it is
        about one. A copy stands for itself where what people said of it goes against what was said of the others.
        """
        families: dict[int, list[Said]] = defaultdict(list)
        for one in said:
            families[twins.get(one.opinion, one.opinion)].append(one)
        repeats = {}
        for members in families.values():
            if len(members) > 1:
                repeats.update(_followed(members))
        repeats = _agreeing(repeats, same, apart)
        followers: dict[int, list[int]] = defaultdict(list)
        for one in said:
            if one.opinion in repeats:
                followers[repeats[one.opinion]].append(one.opinion)
        return cls(tuple(one for one in said if one.opinion not in repeats), repeats, followers)

    def everybody(self) -> Iterator[int]:
        """The opinions of all texts, each followed by its copies."""
        for one in self.said:
            yield one.opinion
            yield from self.followers.get(one.opinion, ())

    def by_scope(self) -> dict[int, list[Said]]:
        found: dict[int, list[Said]] = defaultdict(list)
        for one in self.said:
            found[one.scope].append(one)
        return found

    def count(self) -> Frequencies:
        frequencies = Frequencies()
        frequencies.add([one.words for one in self.said])
        return frequencies

    def decided(self, same: Iterable[Pair], apart: Iterable[Pair]) -> Decided:
        """What people said about opinions, as said about the rows of the texts that stand for them; the rest isn't here."""
        row = {one.opinion: at for at, one in enumerate(self.said)}
        row.update((copy, row[original]) for original, copies in self.followers.items() for copy in copies)
        return Decided.of(
            *(
                [(row[a], row[b]) for a, b in pairs if a in row and b in row and row[a] != row[b]]
                for pairs in (same, apart)
            )
        )


def _agreeing(repeats: Mapping[int, int], same: Sequence[Pair], apart: Sequence[Pair]) -> dict[int, int]:
    """Those of the copies that may follow: to follow is to be the same, and what people said mustn't contradict that."""
    spoken_of = {opinion for pair in chain(same, apart) for opinion in pair}
    known = list(same)
    agreeing = {}
    for copy, first in repeats.items():
        if copy in spoken_of:
            if against(known, apart, copy, first, alike=True):
                continue
            known.append((copy, first))
        agreeing[copy] = first
    return agreeing


def _followed(members: Sequence[Said]) -> dict[int, int]:
    """Of copies of one letter, each the earlier given first: which one each follows; the first about each scope follows nobody."""
    first: dict[int, int] = {}
    for one in members:
        first.setdefault(one.scope, one.opinion)
    known = [scope for scope in first if scope != NOWHERE]
    if NOWHERE in first and known and (members[0].scope != NOWHERE or len(known) == 1):
        first[NOWHERE] = first[members[0].scope if members[0].scope != NOWHERE else known[0]]
    return {one.opinion: first[one.scope] for one in members if first[one.scope] != one.opinion}


def gather(
    distinct: Distinct,
    frequencies: Frequencies,
    *,
    same: Sequence[Pair] = (),
    apart: Sequence[Pair] = (),
    aside: Sequence[Aside] | None = None,
) -> Gathering:
    """Group opinions within their scopes, and what the groups of several scopes share; a person's word is obeyed.

    With `aside`, the pairs that were put off, also what to ask.

    Near-linear in the number of different texts; memory about 2 kB a different text.
    """
    said = distinct.said
    matrix = vectorise([one.words for one in said], frequencies)
    scopes = np.array([one.scope for one in said], np.int64)
    decided = distinct.decided(same, apart)
    labels = group_vectors(matrix, decided=decided, scopes=scopes)
    order = {one.opinion: at for at, one in enumerate(said)}
    groups = []
    for rows in _by_label(labels):
        members = _members(distinct, rows)
        if len(members) > 1:
            groups.append(_gathered(distinct, rows, members, matrix[rows], frequencies))
    groups.sort(key=lambda group: (-len(group.opinions), order[group.opinions[0]]))
    asking = NOTHING
    if aside is not None:
        sizes = np.array([1 + len(distinct.followers.get(one.opinion, ())) for one in said], np.int64)
        grouped = Rows([one.opinion for one in said], sizes, matrix, scopes, labels)
        asking = doubtful(grouped, decided, aside)
    return Gathering(tuple(groups), _commons(distinct, matrix, labels, scopes, frequencies), asking)


def _by_label(labels: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """The rows of each label, ascending; labels in order."""
    order = np.argsort(labels, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(labels[order])) + 1) if len(labels) else []


def _members(distinct: Distinct, rows: Iterable[int]) -> tuple[int, ...]:
    """The opinions of some rows, each followed by its copies."""
    originals = [distinct.said[row].opinion for row in rows]
    return tuple(pk for original in originals for pk in (original, *distinct.followers.get(original, ())))


def _gathered(
    distinct: Distinct,
    rows: NDArray[np.int64],
    members: tuple[int, ...],
    own: Matrix,
    frequencies: Frequencies,
) -> Gathered:
    said = [distinct.said[row] for row in rows]
    exemplars = tuple(said[row].opinion for row in by_typicality(own)[:MOST_OF_A_GROUP])
    near = dict(zip((one.opinion for one in said), mean_likeness(own), strict=True))
    near.update((copy, near[one.opinion]) for one in said for copy in distinct.followers.get(one.opinion, ()))
    return Gathered(
        opinions=members,
        title=group_title([one.words for one in said], own, frequencies),
        typical=exemplars[0],
        exemplars=exemplars,
        scope=said[0].scope,
        likeness=near,
    )


def mean_likeness(own: Matrix) -> list[float]:
    """The mean cosine of each row to the others; 1 for a row alone."""
    if own.shape[0] == 1:
        return [1.0]
    columns, column = np.unique(own.indices, return_inverse=True)
    total = np.bincount(column, own.data, minlength=len(columns))
    row = np.repeat(np.arange(own.shape[0]), np.diff(own.indptr))
    toward_others = np.bincount(row, own.data * (total[column] - own.data), minlength=own.shape[0])
    mean: list[float] = (toward_others / (own.shape[0] - 1)).tolist()
    return mean


def _commons(
    distinct: Distinct,
    matrix: Matrix,
    labels: NDArray[np.int64],
    scopes: NDArray[np.int64],
    frequencies: Frequencies,
) -> tuple[Common, ...]:
    """What the groups and single opinions of two units and more share, by the same likeness as within a unit.

    Opinions whose unit isn't known take no part: nothing says that they speak of different units.
    """
    if len(np.unique(scopes[scopes != NOWHERE])) < 2:
        return ()
    rows = np.flatnonzero(scopes != NOWHERE)
    kept, place = np.unique(labels[rows], return_inverse=True)
    sizes = np.bincount(place)
    shares = (1 / sizes[place]).astype(np.float32)
    means = (
        sp.csr_matrix((shares, (place, np.arange(len(rows)))), shape=(len(kept), len(rows))) @ matrix[rows]
    ).tocsr()
    rows_of = _by_label(place)
    found = []
    for groups in _by_label(group_vectors(means)):
        units = np.unique(scopes[kept[groups]])
        if len(units) > 1:
            own = np.sort(np.concatenate([rows[rows_of[group]] for group in groups]))
            title = group_title([distinct.said[row].words for row in own], matrix[own], frequencies)
            found.append((int(own[0]), Common(_members(distinct, own), title, tuple(units.tolist()))))
    found.sort(key=lambda one: (-len(one[1].scopes), -len(one[1].opinions), one[0]))
    return tuple(common for _, common in found)
