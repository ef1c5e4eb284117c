"""One new text among those known: which are worth comparing, and to which group it is near enough.

The whole pass (analysis.grouping) sees all texts at once. This sees one, and must cost the same whether ten thousand or a
million are known: the text is looked up under its most telling pieces in lists of bounded length (MOST_TEXTS), the few
texts that share most with it are compared exactly, and the groups of the nearest are judged by the mean cosine to some of
their members, as the whole pass judges by the mean to all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from huiyin.analysis.grams import Grams, grams_of
from huiyin.analysis.neighbours import MOST_TEXTS, REACH, strongest
from huiyin.analysis.normalise import Text
from huiyin.analysis.vectors import Frequencies, lengths

LISTED = 40
"""Under so many pieces a text is listed."""

MOST_COMPARED = 20
"""With so many known texts a new one is compared, those that share most with it."""

MOST_GROUPS = 4
MOST_OF_A_GROUP = 12
"""The groups of so many of them are judged, by so many of their most typical members at most."""

_BLOCK = 512  # texts looked at at once
_SOME = (
    1 << 16
)  # columns are first looked for by their last bits: nineteen in twenty of another text aren't this one's
_UNSEEN = 2  # a piece that no counted text has: this one and one more, or it could connect nothing


class Signs(NamedTuple):
    """The pieces under which a text is listed (ascending buckets), and how much each of them tells."""

    pieces: NDArray[np.int64]
    weights: NDArray[np.float64]


@dataclass(frozen=True)
class Reading:
    """Texts that were read once: their grams, and how many of the texts counted hold each."""

    grams: Grams
    frequencies: Frequencies
    counts: NDArray[np.int32]

    @classmethod
    def of(cls, texts: Sequence[Text], frequencies: Frequencies) -> "Reading":
        return cls.of_grams(grams_of(texts), frequencies)

    @classmethod
    def of_grams(cls, grams: Grams, frequencies: Frequencies) -> "Reading":
        return cls(grams, frequencies, frequencies.holders(grams.buckets))

    def between(self, start: int, end: int) -> "Reading":
        """The texts from `start` to before `end`, or to the last."""
        buckets, said, ends = self.grams
        ends = ends[start : end + 1]
        own = slice(ends[0], ends[-1])
        return Reading(Grams(buckets[own], said[own], ends - ends[0]), self.frequencies, self.counts[own])

    @cached_property
    def rarity(self) -> NDArray[np.float64]:
        """How much each gram tells; of one that nobody counted, as much as one that _UNSEEN texts hold."""
        return self.frequencies.rarity(np.maximum(self.counts, np.int32(_UNSEEN)))

    @cached_property
    def weights(self) -> NDArray[np.float64]:
        return self.grams.said * self.rarity

    @cached_property
    def lengths(self) -> NDArray[np.float64]:
        """What the vector of each text is divided by (analysis.vectors): to be kept, so that its grams needn't all be weighed again."""
        return lengths(self.grams.rows, self.weights, len(self.grams.ends) - 1, self.frequencies)


def signs_of(
    texts: Sequence[Text], frequencies: Frequencies, shelf: int, most: int = LISTED
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The pieces under which each of many texts is listed, as (pieces, places in `texts`) of equal length, text by text."""
    pieces, rows = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for start in range(0, len(texts), _BLOCK):
        read = Reading.of(texts[start : start + _BLOCK], frequencies)
        some, at = signs_in(read, np.full(len(read.grams.ends) - 1, shelf), most)
        pieces.append(some)
        rows.append(at + start)
    return np.concatenate(pieces), np.concatenate(rows)


def signs_in(
    read: Reading, shelves: NDArray[np.int64], most: int = LISTED
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """`signs_of` texts that were read; of each how many texts its shelf holds."""
    pieces, rows = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for start in range(0, len(shelves), _BLOCK):
        found = _told(read.between(start, start + _BLOCK), shelves[start : start + _BLOCK], most)
        pieces.append(found.pieces)
        rows.append(found.rows + start)
    return np.concatenate(pieces), np.concatenate(rows)


def signs(
    text: Text, frequencies: Frequencies, shelf: int, most: int = LISTED, own: Reading | None = None
) -> Signs:
    """The `most` most telling pieces of a text on a shelf of `shelf` texts; `own` is what was read of it, when it is at hand.

    As analysis.neighbours chooses them, but from this text and the counts alone: how many texts of the shelf hold a piece is
    what its share of all texts counted lets expect. Pieces that no text counted holds are kept, for the next text may.
    """
    own = Reading.of([text], frequencies) if own is None else own
    found = _told(own, np.array([shelf]), most)
    return Signs(found.pieces, found.weights)


class _Told(NamedTuple):
    rows: NDArray[np.int64]
    pieces: NDArray[np.int64]
    weights: NDArray[np.float64]


def _told(read: Reading, shelves: NDArray[np.int64], most: int) -> _Told:
    """The most telling pieces of each text, ascending, one text after the other."""
    rows, counts = read.grams.rows, read.counts
    expected = np.maximum(counts * (shelves[rows] / max(read.frequencies.texts, 1)), _UNSEEN)
    few = np.flatnonzero(expected <= MOST_TEXTS)
    weights = read.grams.said[few] * read.frequencies.rarity(counts[few])
    _, chosen = strongest(rows[few], np.arange(len(few)), weights * (expected[few] - 1) ** REACH, most)
    chosen.sort()
    at = few[chosen]
    return _Told(rows[at], read.grams.buckets[at].astype(np.int64), weights[chosen].astype(np.float64))


def worth_comparing(
    own: Signs, holders: Mapping[int, Sequence[int] | NDArray[np.int64]], most: int = MOST_COMPARED
) -> list[int]:
    """Of the texts listed under a text's pieces (piece → texts), the `most` that share most with it, the lower id on a tie."""
    weights = dict(zip(own.pieces.tolist(), own.weights.tolist(), strict=True))
    met = [(holders[piece], weight * weight) for piece, weight in weights.items() if piece in holders]
    if not met:
        return []
    listed = np.concatenate([np.asarray(texts, np.int64) for texts, _ in met])
    told = np.repeat([weight for _, weight in met], [len(texts) for texts, _ in met])
    texts, place = np.unique(listed, return_inverse=True)
    shared = np.bincount(place, told, minlength=len(texts))
    return texts[np.argsort(-shared, kind="stable")[:most]].tolist()  # type: ignore[no-any-return]


def likeness(
    text: Text,
    others: Sequence[Text],
    frequencies: Frequencies,
    own: Reading | None = None,
    known: Sequence[float | None] = (),
) -> NDArray[np.float64]:
    """The cosine of a text and each of `others`, smoothed as everywhere (float64); also by pieces that nobody counted yet.

    `own` is what was read of the text, when it is at hand, and `known` the lengths of the others (`Reading.lengths`, by these
    frequencies) as far as they are: of such a text only the grams are weighed that the two share.
    """
    own = Reading.of([text], frequencies) if own is None else own
    columns = own.grams.buckets
    if not others or not len(columns):
        return np.zeros(len(others))
    likely = np.zeros(_SOME, np.bool_)
    likely[columns % _SOME] = True
    every = grams_of(others, likely)
    place = np.minimum(np.searchsorted(columns, every.buckets), len(columns) - 1)
    shared = np.flatnonzero(columns[place] == every.buckets)
    place, rows = place[shared], every.rows[shared]
    length = _lengths(others, frequencies, known)
    # A vector's values are of four bytes.
    mine = (own.weights[place] / own.lengths[0]).astype(np.float32)
    theirs = (every.said[shared] * own.rarity[place] / length[rows]).astype(np.float32)
    return np.bincount(rows, mine.astype(np.float64) * theirs, minlength=len(others)).astype(np.float64)


def _lengths(
    texts: Sequence[Text], frequencies: Frequencies, known: Sequence[float | None]
) -> NDArray[np.float64]:
    found = np.array([one or 0 for one in known] or [0] * len(texts), np.float64)
    missing = np.flatnonzero(found == 0)
    if len(missing):
        found[missing] = Reading.of([texts[at] for at in missing.tolist()], frequencies).lengths
    return found
