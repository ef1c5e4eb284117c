"""Which of the known matters of a unit a new opinion may speak of: five suggestions, best first, with their reasons.

In one school no place tells two matters apart, and people say the same in other words, so no single sign is enough. A matter is judged
by what shows, each sign by how far it lifts a matter above the others at hand (`standing`), weighed by numbers that were fitted on one
labelled corpus and measured on another (bench/matching_quality.py):

- likeness of words: single characters beside pairs (吃, 食堂), since a paraphrase keeps characters where it drops words; the nearest
  text of the matter, the mean of the nearest three, and all of them together (a prototype);
- labels: what word lists say of the opinion (a topic, a kind of fault), against what people decided of the matter's opinions;
- what decisions taught of words (analysis.associations);
- what both speak of by a thesaurus, in whatever words (analysis.concepts);
- how much was said of the matter;
- a sentence encoder's likeness, where one is at hand.

How lately a matter was spoken of is left out: fitted on both corpora and on real mail it weighs nothing. The unit is the scope:
only matters of the same unit are asked.

Pure and the same every time; time grows with the characters of the known texts: some ms for hundreds, 0.1 s for 2,000 long ones.
"""

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from huiyin.analysis.associations import Associations, Cases, Pair, readable
from huiyin.analysis.concepts import Thesaurus, nearness
from huiyin.analysis.normalise import Text, opening

SUGGESTED = 5
NEAREST = 3
KINDS = 2  # of labels: what it is about, what kind of fault

_CHARS = 300
_UNSEEN = 8  # pieces never seen before that every text is lengthened by (see analysis.vectors.UNSEEN_GRAMS)
_CODE_BITS = np.uint64(21)
_EMPTY = frozenset(
    map(
        ord,
        "的了是在和与及或也都就还又很太不有没我你他她它们这那个一些上下中里到从对为把被给让请能会要想说看其之等",
    )
)
_AS_MANY = 10  # matters that what is usual counts for, beside those at hand
_LEAST = 1e-9  # deviation, so that nothing is divided by 0
_DIGITS = 9  # scores are compared after rounding, so that the order of a sum can't decide between equals

Labels = tuple[Mapping[str, float], ...]
"""For each kind of label (topic, focus): codes with how much speaks for each, 1 for what a person decided."""


class Known(NamedTuple):
    """An opinion whose matter is known; `decided`: its labels are a person's."""

    matter: Hashable
    words: Text
    labels: Labels = ()
    decided: bool = False


class New(NamedTuple):
    """The opinion to be placed; `labels` as far as suggested."""

    words: Text
    labels: Labels = ()


class Signs(NamedTuple):
    """What speaks for a matter, before it is weighed; also the weights, one each."""

    nearest: float
    nearest_three: float
    prototype: float
    topic: float
    focus: float
    taught: float
    size: float
    spoken: float
    encoded: float = 0.0


# Fitted by `python -m bench.matching_quality --fit` on both corpora; the figures published are those of weights that never saw
# the corpus they are measured on.
SPREADS = Signs(0.0193, 0.0109, 0.0169, 0.142, 0.0664, 0.589, 0.689, 0.0741, 0.0866)
"""How far each sign usually parts matters: its standard deviation over the matters of a question, in the mean of both corpora."""
WORDS_ALONE = Signs(0.38, 0.0, 0.23, 0.60, 0.59, 0.01, 0.0, 0.59)
WITH_ENCODER = Signs(0.41, 0.0, 0.07, 0.57, 0.60, 0.03, 0.0, 0.56, 0.32)


class Told(NamedTuple):
    """A concept that two texts speak of, by code, with the words of each, in normal form."""

    code: str
    mine: tuple[str, ...]
    theirs: tuple[str, ...]


@dataclass(frozen=True)
class Match:
    """A matter that an opinion may speak of. `row`: its nearest known opinion; `taught`: pairs of pieces that decisions tie
    together, one of the new opinion and one of that nearest one, with how often; `told`: what both of these two speak of, that of
    the most words first; `signs`: the numbers behind it.
    """

    matter: Hashable
    score: float
    row: int
    known: int
    agreed: tuple[str, ...]
    taught: tuple[tuple[Pair, Cases], ...]
    told: tuple[Told, ...]
    signs: Signs


def likely_matters(
    new: New,
    known: Sequence[Known],
    *,
    associations: Associations | None = None,
    encoded: NDArray[np.floating] | None = None,
    thesaurus: Thesaurus | None = None,
    weights: Signs | None = None,
    most: int = SUGGESTED,
) -> list[Match]:
    """The `most` likeliest matters of those that `known` opinions speak of; of equals the one known earlier. None without any.

    `encoded`: cosines of an encoder between `new` and each of `known`, by row.
    """
    matters: dict[Hashable, list[int]] = {}
    for row, one in enumerate(known):
        matters.setdefault(one.matter, []).append(row)
    if not matters:
        return []
    signs, nearest = signs_of(new, known, matters, associations, encoded, thesaurus)
    weights = weights or (WORDS_ALONE if encoded is None else WITH_ENCODER)
    scores = np.round(standing(signs) @ np.array(weights), _DIGITS)
    names = list(matters)
    return [
        _match(
            new,
            known,
            names[place],
            matters[names[place]],
            float(scores[place]),
            nearest[place],
            Signs(*signs[place]),
            associations,
            thesaurus,
        )
        for place in np.argsort(-scores, kind="stable")[:most].tolist()
    ]


def signs_of(
    new: New,
    known: Sequence[Known],
    matters: Mapping[Hashable, Sequence[int]],
    associations: Associations | None = None,
    encoded: NDArray[np.floating] | None = None,
    thesaurus: Thesaurus | None = None,
) -> tuple[NDArray[np.float64], list[int]]:
    """(signs, nearest): a row of Signs for each matter, and the row of its nearest known opinion."""
    likeness = _likeness(new.words, [one.words for one in known])
    together = _together(new, known, thesaurus)
    near = np.round(likeness + together if encoded is None else likeness + together + encoded, _DIGITS)
    taught = _taught(known, associations)
    rows = np.concatenate([np.array(rows) for rows in matters.values()])
    starts = np.cumsum([0, *map(len, matters.values())])
    columns = [
        *_summed(likeness[rows], starts),
        *([_agreement(new, known, mine, kind) for mine in matters.values()] for kind in range(KINDS)),
        np.maximum.reduceat(taught[rows], starts[:-1]),
        np.log(np.diff(starts)),
        _summed(together[rows], starts)[-1],
        _summed(encoded[rows], starts)[-1] if encoded is not None else np.zeros(len(matters)),
    ]
    nearest = [max(mine, key=lambda row: (near[row], -row)) for mine in matters.values()]
    return np.array(columns, np.float64).T, nearest


def standing(
    signs: NDArray[np.float64], usual: Sequence[float] | NDArray[np.float64] = SPREADS
) -> NDArray[np.float64]:
    """Each sign (column) of some matters (rows) less its mean over them, in standard deviations over them.

    How far matters lie apart by a sign is another thing in each place (where names of places tell them apart, words do it for nearly all of
    them), and within a place for each opinion. Measured by what is at hand, weights that were fitted in one place hold in another. Of few
    matters the deviation says little (of two it would make every sign equally strong), so it is drawn towards the `usual` one, their logarithms
    weighed by how many matters there are and by ten.
    """
    above = signs - signs.mean(axis=0)
    share = len(signs) / (len(signs) + _AS_MANY)
    deviations = np.maximum(above.std(axis=0), _LEAST) ** share
    deviations *= np.maximum(np.array(usual)[: signs.shape[1]], _LEAST) ** (1 - share)
    return np.asarray(above / deviations, np.float64)


def centred(vectors: NDArray[np.floating], new: NDArray[np.floating]) -> NDArray[np.float64]:
    """Cosines between `new` and each row of `vectors`, after what all of them have in common is taken off.

    Complaints of one school are near to each other in any encoder: their mean says nothing. All zero where there are fewer than two.
    """
    if len(vectors) < 2:
        return np.zeros(len(vectors))
    middle = vectors.mean(axis=0)
    rows, one = vectors - middle, new - middle
    lengths = np.linalg.norm(rows, axis=1) * np.linalg.norm(one)
    return np.asarray((rows @ one) / np.maximum(lengths, 1e-9), np.float64)


def _summed(values: NDArray[np.floating], starts: NDArray[np.integer]) -> NDArray[np.float64]:
    """Of each part of `values`: the highest, the mean of NEAREST (those that aren't there count nothing), the sum by the root of n."""
    sizes = np.diff(starts)
    part = np.repeat(np.arange(len(sizes)), sizes)
    ordered = values[np.lexsort((-values, part))]
    rank = np.arange(len(values)) - np.repeat(starts[:-1], sizes)
    return np.array(
        [
            ordered[starts[:-1]],
            np.add.reduceat(np.where(rank < NEAREST, ordered, 0), starts[:-1]) / NEAREST,
            np.add.reduceat(ordered, starts[:-1]) / np.sqrt(sizes + 1),
        ]
    )


def _likeness(words: Text, known: Sequence[Text]) -> NDArray[np.float64]:
    """Cosine of `words` with each known text, of weighed characters and pairs of characters."""
    texts = [opening(text.whole, _CHARS) for text in (words, *known)]
    joined = "\0".join(texts) + "\0"
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), "<u4").astype(np.uint64)
    rows = np.repeat(np.arange(len(texts)), [len(text) + 1 for text in texts])
    telling = (codes >= 0x3400) & ~np.isin(
        codes, list(_EMPTY)
    )  # of single characters, the Chinese ones that mean something
    paired = (codes[:-1] > 0) & (codes[1:] > 0)
    grams = np.concatenate((codes[telling], (codes[:-1][paired] << _CODE_BITS) | codes[1:][paired]))
    _, columns = np.unique(grams, return_inverse=True)
    rows = np.concatenate((rows[telling], rows[:-1][paired]))
    matrix = sp.csr_matrix(
        (np.ones(len(grams)), (rows, columns)), shape=(len(texts), int(columns.max(initial=0)) + 1)
    )
    return _cosines(matrix)


def _cosines(counts: "sp.csr_matrix[np.float64]") -> NDArray[np.float64]:
    """Of the first row with each of the others, weighed as analysis.vectors weighs."""
    counts.sum_duplicates()
    texts = counts.shape[0]
    rarity = 1 + np.log((1 + texts) / (1 + np.bincount(counts.indices, minlength=counts.shape[1])))
    weights = (1 + np.log(counts.data)) * rarity[counts.indices]
    rows = np.repeat(np.arange(texts), np.diff(counts.indptr))
    lengths = np.sqrt(
        np.bincount(rows, weights**2, minlength=texts) + _UNSEEN * (1 + math.log(1 + texts)) ** 2
    )
    first = np.zeros(counts.shape[1])
    own = slice(0, counts.indptr[1])
    first[counts.indices[own]] = weights[own]
    products = np.bincount(rows, weights * first[counts.indices], minlength=texts)
    return np.asarray(products[1:] / (lengths[1:] * lengths[0]), np.float64)


def _together(new: New, known: Sequence[Known], thesaurus: Thesaurus | None) -> NDArray[np.float64]:
    """How near the new text is to each known one by what they speak of; 0 without a thesaurus."""
    if thesaurus is None:
        return np.zeros(len(known))
    return nearness(
        thesaurus.counted(
            [opening(text.whole, _CHARS) for text in (new.words, *(one.words for one in known))]
        )
    )


def _taught(known: Sequence[Known], associations: Associations | None) -> NDArray[np.float64]:
    """How much decisions say for, and against, each known text, by its pieces and those of the new one."""
    if associations is None or not associations.met:
        return np.zeros(len(known))
    found = (associations.between(one.words) for one in known)
    return np.array([sum(cases.weight for _, cases in pairs) / math.sqrt(1 + len(pairs)) for pairs in found])


def _agreement(new: New, known: Sequence[Known], rows: Sequence[int], kind: int) -> float:
    """How much the opinion's suggested labels are those of the matter: as decided, else as suggested."""
    mine = new.labels[kind] if len(new.labels) > kind else {}
    if not mine:
        return 0.0
    theirs = _profile(known, rows, kind)
    return sum(weight * theirs.get(code, 0.0) for code, weight in mine.items()) / (
        _length(mine) * _length(theirs)
    )


def _profile(known: Sequence[Known], rows: Sequence[int], kind: int) -> dict[str, float]:
    told = [row for row in rows if known[row].decided] or rows
    profile: dict[str, float] = {}
    for row in told:
        labels = known[row].labels
        for code, weight in (labels[kind] if len(labels) > kind else {}).items():
            profile[code] = profile.get(code, 0.0) + weight / len(told)
    return profile


def _length(labels: Mapping[str, float]) -> float:
    return math.sqrt(sum(weight**2 for weight in labels.values()) + 0.5)


def _match(
    new: New,
    known: Sequence[Known],
    matter: Hashable,
    rows: Sequence[int],
    score: float,
    nearest: int,
    signs: Signs,
    associations: Associations | None,
    thesaurus: Thesaurus | None,
) -> Match:
    pairs = associations.between(known[nearest].words) if associations else []
    agreed = [
        code
        for kind, labels in enumerate(new.labels)
        for code in sorted(labels, key=lambda code: (-labels[code], code))
        if code in _profile(known, rows, kind)
    ]
    told = _told(new.words, known[nearest].words, [pair for pair in pairs if pair[1].weight > 0])
    return Match(
        matter,
        score,
        nearest,
        len(rows),
        tuple(agreed),
        tuple(told.items()),
        _both(new.words, known[nearest].words, thesaurus),
        signs,
    )


def _told(new: Text, known: Text, pairs: Sequence[tuple[Pair, Cases]]) -> dict[Pair, Cases]:
    """The NEAREST heaviest pairs of different pieces as a person reads them; of those that read the same, the heaviest."""
    told: dict[Pair, Cases] = {}
    for (mine, theirs), cases in pairs:
        if len(told) == NEAREST:
            break
        if mine != theirs:
            left = readable(mine, [pair[0] for pair, _ in pairs if pair[1] == theirs], new)
            right = readable(theirs, [pair[1] for pair, _ in pairs if pair[0] == mine], known)
            told.setdefault((left, right), cases)
    return told


def _both(new: Text, known: Text, thesaurus: Thesaurus | None) -> tuple[Told, ...]:
    """The NEAREST concepts of both, those of the most words first."""
    if thesaurus is None:
        return ()
    mine, theirs = thesaurus.spoken([opening(text.whole, _CHARS) for text in (new, known)])
    both = [Told(code, words, theirs[code]) for code, words in mine.items() if code in theirs]
    return tuple(sorted(both, key=lambda one: (-len({*one.mine, *one.theirs}), one.code))[:NEAREST])
