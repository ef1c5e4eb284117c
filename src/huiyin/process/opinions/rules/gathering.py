"""A campaign's opinions gathered into groups of the same matter, each with its title and its typical member."""

from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from huiyin.analysis.grams import BUCKETS, Matrix, gram_weights
from huiyin.analysis.grouping import Decided, group_vectors
from huiyin.analysis.normalise import Text
from huiyin.analysis.placing import MOST_OF_A_GROUP
from huiyin.analysis.stored import Vectors, in_parts, laid_down, means
from huiyin.analysis.titles import MOST_MEMBERS, by_typicality, group_titles, mean_likeness
from huiyin.analysis.vectors import BLOCK, Frequencies, counted, weighted
from huiyin.process.opinions.rules.asking import NOTHING, Aside, Doubtful, Rows, doubtful
from huiyin.process.opinions.rules.batches import batches, together
from huiyin.process.opinions.rules.judging import against
from huiyin.process.opinions.rules.listing import Listing
from huiyin.process.opinions.rules.scopes import NOWHERE

Pair = tuple[int, int]

_SEVERAL = 2  # units that share something
_GONE = Text("", "")


Words = Callable[[Sequence[int]], Mapping[int, Text]]
"""Gives the words of opinions as grouping reads them (without the names of their own unit), by id; those whose words are gone are left out."""


class Stands(Protocol):
    """An opinion, by its id, and the scope in which it is compared."""

    @property
    def opinion(self) -> int: ...
    @property
    def scope(self) -> int: ...


class Said(NamedTuple):
    """An opinion as grouping reads it: its id, its words without the names of its own unit, and its scope."""

    opinion: int
    words: Text
    scope: int


def words_of(said: Iterable[Said]) -> Words:
    """The words of opinions that are at hand."""
    known = {one.opinion: one.words for one in said}
    return lambda ids: {one: known[one] for one in ids if one in known}


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
    """A whole pass: groups, largest first (of equals the one whose first opinion is earlier); what several scopes share; what to ask a person;
    what the pieces of words were weighed with.
    """

    groups: tuple[Gathered, ...]
    commons: tuple[Common, ...] = ()
    doubtful: Doubtful = NOTHING
    frequencies: Frequencies = field(default_factory=Frequencies, compare=False)


@dataclass(frozen=True, eq=False)
class Distinct:
    """The different texts among those given, in their order: what is compared. `repeats`: copy → the text that it follows.

    A row of what is computed is a text: `opinions` and `scopes` name its opinion and its scope. Their words aren't kept: of a million
    they would take more memory than everything else.
    """

    opinions: NDArray[np.int64]
    scopes: NDArray[np.int64]
    repeats: Mapping[int, int]
    followers: Mapping[int, Sequence[int]]

    @classmethod
    def of(
        cls,
        said: Iterable[Stands],
        twins: Mapping[int, int],
        same: Sequence[Pair] = (),
        apart: Sequence[Pair] = (),
    ) -> "Distinct":
        """A near duplicate (`twins`) follows its original, so a letter sent forty times weighs as one.

        Within a scope: the same letter about two units is one text of each. A copy that names no unit follows the letter where it is
        about one. A copy stands for itself where what people said of it goes against what was said of the others.
        """
        copied = {*twins, *twins.values()}
        opinions, scopes = array("q"), array("q")
        families: dict[int, list[Stands]] = defaultdict(list)
        for one in said:
            opinions.append(one.opinion)
            scopes.append(one.scope)
            if one.opinion in copied:
                families[twins.get(one.opinion, one.opinion)].append(one)
        repeats = {}
        for members in families.values():
            if len(members) > 1:
                repeats.update(_followed(members))
        repeats = _agreeing(repeats, same, apart)
        every = np.array(opinions, np.int64)
        own = ~np.isin(every, np.array(list(repeats), np.int64))
        followers: dict[int, list[int]] = defaultdict(list)
        for copy in every[~own].tolist():
            followers[repeats[copy]].append(copy)
        return cls(every[own], np.array(scopes, np.int64)[own], repeats, followers)

    def everybody(self) -> Iterator[int]:
        """The opinions of all texts, each followed by its copies."""
        for one in self.opinions.tolist():
            yield one
            yield from self.followers.get(one, ())

    def texts(self, rows: NDArray[np.int64], words: Words) -> list[Text]:
        """The words of some rows; nothing where they are gone."""
        ids = self.opinions[rows].tolist()
        found = words(ids)
        return [found.get(one, _GONE) for one in ids]

    def grams(self, words: Words) -> Iterator[tuple[NDArray[np.int64], Matrix]]:
        """Which rows, and their grams, some thousands at a time."""
        for rows in self.blocks():
            yield rows, gram_weights(self.texts(rows, words))

    def counted(self, words: Words) -> tuple[Frequencies, Vectors]:
        """`count`, and the grams of all rows, laid down: whoever weighs them reads no words again."""
        return counted(self.texts(rows, words) for rows in self.blocks())

    def blocks(self) -> Iterator[NDArray[np.int64]]:
        """The rows, some thousands at a time."""
        for start in range(0, len(self.opinions), BLOCK):
            yield np.arange(start, min(start + BLOCK, len(self.opinions)))

    def count(self, words: Words) -> Frequencies:
        frequencies = Frequencies()
        for _, grams in self.grams(words):
            frequencies.count(grams)
        return frequencies

    def sizes(self) -> NDArray[np.int64]:
        """For how many opinions each row stands."""
        found = np.ones(len(self.opinions), np.int64)
        rows = self._rows(self.followers)
        for original, row in rows.items():
            found[row] += len(self.followers[original])
        return found

    def decided(self, same: Iterable[Pair], apart: Iterable[Pair]) -> Decided:
        """What people said about opinions, as said about the rows of the texts that stand for them; the rest isn't here."""
        given = [
            [(self.repeats.get(a, a), self.repeats.get(b, b)) for a, b in pairs] for pairs in (same, apart)
        ]
        row = self._rows({opinion for pair in chain(*given) for opinion in pair})
        return Decided.of(
            *([(row[a], row[b]) for a, b in pairs if a in row and b in row and a != b] for pairs in given)
        )

    def _rows(self, opinions: Collection[int]) -> dict[int, int]:
        """The rows of those of the opinions that have one."""
        rows = np.flatnonzero(np.isin(self.opinions, np.array(list(opinions), np.int64)))
        return dict(zip(self.opinions[rows].tolist(), rows.tolist(), strict=True))


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


def _followed(members: Sequence[Stands]) -> dict[int, int]:
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
    frequencies: Frequencies | None,
    words: Words,
    *,
    same: Sequence[Pair] = (),
    apart: Sequence[Pair] = (),
    aside: Sequence[Aside] | None = None,
    listing: Listing | None = None,
) -> Gathering:
    """Group opinions within their scopes, and what the groups of several scopes share; a person's word is obeyed.

    With `aside`, the pairs that were put off, also what to ask; a `listing` is filled by the way. Without `frequencies`, the texts'
    own are counted.

    Near-linear in the number of different texts. Memory: about 1 kB a different text and 1 GB at most for what is compared at once;
    their vectors (5 kB each) lie in temporary files when they are many (analysis.stored).
    """
    frequencies, vectors = _vectors(distinct, frequencies, words, listing)
    decided = distinct.decided(same, apart)
    labels = _labels(distinct, vectors, decided)
    sizes = distinct.sizes()
    groups = _gathered(distinct, vectors, together(labels, sizes), frequencies, words)
    asking = NOTHING
    if aside is not None:
        grouped = Rows(distinct.opinions, sizes, vectors, distinct.scopes, labels)
        asking = doubtful(grouped, decided, aside)
    commons = _commons(distinct, vectors, labels, frequencies, words)
    return Gathering(groups, commons, asking, frequencies)


def _labels(distinct: Distinct, vectors: Vectors, decided: Decided) -> NDArray[np.int64]:
    """Of each row the lowest row of its group."""
    labels = np.arange(len(distinct.opinions))
    for rows in batches(distinct.scopes):
        own = vectors if len(rows) == len(labels) else laid_down(in_parts(vectors, rows), vectors.shape[1])
        labels[rows] = rows[group_vectors(own, decided=decided.among(rows), scopes=distinct.scopes[rows])]
    return labels


def _vectors(
    distinct: Distinct, frequencies: Frequencies | None, words: Words, listing: Listing | None
) -> tuple[Frequencies, Vectors]:
    if frequencies is None:
        known, laid = distinct.counted(words)
        grams: Iterator[tuple[NDArray[np.int64], Matrix]]
        grams = ((rows, laid.between(rows[0], rows[-1] + 1)) for rows in distinct.blocks())
    else:
        known, grams = frequencies, distinct.grams(words)

    def blocks() -> Iterator[Matrix]:
        for rows, own in grams:
            if listing is not None:
                listing.add(rows, own, known)
            yield weighted(own, known)

    return known, laid_down(blocks(), BUCKETS)


def _members(distinct: Distinct, rows: NDArray[np.int64]) -> tuple[int, ...]:
    """The opinions of some rows, each followed by its copies."""
    originals = distinct.opinions[rows].tolist()
    return tuple(pk for original in originals for pk in (original, *distinct.followers.get(original, ())))


def _gathered(
    distinct: Distinct,
    vectors: Vectors,
    found: Sequence[NDArray[np.int64]],
    frequencies: Frequencies,
    words: Words,
) -> tuple[Gathered, ...]:
    """The groups of `found` rows, the largest first."""
    first = {}
    groups = []
    for some in _blocks_of(found):
        own = list(_own(vectors, some))
        orders = [by_typicality(each) for each in own]
        titles = _titles(distinct, some, own, orders, frequencies, words)
        for rows, each, order, title in zip(some, own, orders, titles, strict=True):
            group = _group(distinct, rows, each, rows[order], title)
            first[group.opinions[0]] = int(rows[0])
            groups.append(group)
    groups.sort(key=lambda group: (-len(group.opinions), first[group.opinions[0]]))
    return tuple(groups)


def _group(
    distinct: Distinct, rows: NDArray[np.int64], own: Matrix, typical: NDArray[np.int64], title: str
) -> Gathered:
    """`typical` are the rows, the most typical first."""
    exemplars = tuple(distinct.opinions[typical[:MOST_OF_A_GROUP]].tolist())
    originals = distinct.opinions[rows].tolist()
    near = dict(zip(originals, mean_likeness(own), strict=True))
    near.update((copy, near[one]) for one in originals for copy in distinct.followers.get(one, ()))
    return Gathered(
        opinions=_members(distinct, rows),
        title=title,
        typical=exemplars[0],
        exemplars=exemplars,
        scope=int(distinct.scopes[rows[0]]),
        likeness=near,
    )


def _titles(
    distinct: Distinct,
    found: Sequence[NDArray[np.int64]],
    own: Sequence[Matrix],
    orders: Sequence[NDArray[np.int64]],
    frequencies: Frequencies,
    words: Words,
) -> list[str]:
    """A title for each group of rows, from the words of its most typical ones."""
    speaking = [rows[order[:MOST_MEMBERS]] for rows, order in zip(found, orders, strict=True)]
    texts = iter(distinct.texts(np.concatenate(speaking), words))
    members = [list(islice(texts, len(rows))) for rows in speaking]
    return group_titles(members, own, frequencies)


def _blocks_of(found: Sequence[NDArray[np.int64]]) -> Iterator[list[NDArray[np.int64]]]:
    """Groups of rows, some thousands of rows at a time."""
    some: list[NDArray[np.int64]] = []
    size = 0
    for rows in found:
        if some and size + len(rows) > BLOCK:
            yield some
            some, size = [], 0
        some.append(rows)
        size += len(rows)
    if some:
        yield some


def _own(vectors: Vectors, found: Sequence[NDArray[np.int64]]) -> Iterator[Matrix]:
    """The vectors of each group of rows."""
    every = vectors.rows(np.concatenate(found))
    start = 0
    for rows in found:
        yield every[start : start + len(rows)]
        start += len(rows)


def _commons(
    distinct: Distinct,
    vectors: Vectors,
    labels: NDArray[np.int64],
    frequencies: Frequencies,
    words: Words,
) -> tuple[Common, ...]:
    """What the groups and single opinions of two units and more share, by the same likeness as within a unit.

    Opinions whose unit isn't known take no part: nothing says that they speak of different units.
    """
    scopes = distinct.scopes
    if len(np.unique(scopes[scopes != NOWHERE])) < _SEVERAL:
        return ()
    rows = np.flatnonzero(scopes != NOWHERE)
    kept, place = np.unique(labels[rows], return_inverse=True)
    group = np.full(len(labels), -1)
    group[rows] = place
    shared = group_vectors(means(vectors, group, len(kept)))[place]
    several = [
        rows[some]
        for some in together(shared, np.ones(len(rows), np.int64))
        if len(np.unique(scopes[rows[some]])) >= _SEVERAL
    ]
    found = []
    for some in _blocks_of(several):
        own = list(_own(vectors, some))
        titles = _titles(distinct, some, own, [by_typicality(each) for each in own], frequencies, words)
        for each, title in zip(some, titles, strict=True):
            units = tuple(np.unique(scopes[each]).tolist())
            found.append((int(each[0]), Common(_members(distinct, each), title, units)))
    found.sort(key=lambda one: (-len(one[1].scopes), -len(one[1].opinions), one[0]))
    return tuple(common for _, common in found)
