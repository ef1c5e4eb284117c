"""Labels that learn: what people decided becomes suggestions with a chance and the words that carried them (SPEC rule 9).

A model is plain numbers (`to_bytes`), never code; suggesting needs numpy and scipy alone. How it is trained stands in
training.py, how it and the word lists are weighed against each other in blending.py. Before anybody has decided anything,
`Learned.untaught` suggests by the lists alone.
"""

import json
import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, field
from typing import Literal, Self

import numpy as np
from numpy.typing import NDArray

from huiyin.analysis.blending import UNTAUGHT, Blend, Evidence
from huiyin.analysis.carrying import carrying
from huiyin.analysis.features import Features, Read, Vocabulary, features
from huiyin.analysis.labels import THRESHOLD, Found, Lexicon, Suggestion
from huiyin.analysis.normalise import Text

Sureness = Literal["very_likely", "likely", "perhaps"]

MOST = 3
LEAST_CHANCE = 0.15
"""What is less likely isn't offered, unless it is the likeliest all the same."""

VERY_LIKELY, LIKELY = 0.9, 0.6

_FLOOR = 0.5  # of a list's weight: one weak word is no suggestion, but it may tip the scales
_BEFORE = 100.0  # decisions that outweigh what was thought before them
_NONE_BEFORE = 0.4  # share of "none" before anybody has decided
_MAGIC = b"HYL1"
_HEADER = struct.Struct("<4sI")


@dataclass(frozen=True, slots=True)
class Guess:
    """A code ("" = none of them) with its chance and the words that carried it, the strongest first."""

    code: str
    chance: float
    words: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """How often the first suggestion was right of `n` decisions held back: by the lists alone, and with the model."""

    lists: int
    model: int
    n: int


@dataclass(frozen=True)
class Learned:
    """A model of `codes`: weights (codes x features, float32), bias and share a code, and how the lists are weighed.

    `examples` is how many decisions it was learned from; of none, it suggests by the lists alone.
    """

    codes: tuple[str, ...]
    vocabulary: Vocabulary
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    shares: NDArray[np.float64]
    blend: Blend
    examples: int
    column: Mapping[str, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "column", {code: at for at, code in enumerate(self.codes)})

    @classmethod
    def untaught(cls, codes: Sequence[str]) -> Self:
        """What is known before the first decision: the lists alone."""
        nothing = Vocabulary(np.zeros(0, np.uint32), np.zeros(0, np.float32), np.zeros(0, np.bool_))
        weights, bias = np.zeros((len(codes), 0), np.float32), np.zeros(len(codes), np.float32)
        return cls(tuple(codes), nothing, weights, bias, shares_before(codes), UNTAUGHT, 0)

    def guesses(self, texts: Sequence[Text], lexicon: Lexicon) -> list[list[Guess]]:
        """For each text up to MOST guesses, the likeliest first.

        "none" is among them when it is the likeliest; before the first decision never: the lists are silent then.
        """
        found = [lexicon.suggest(text.whole, _FLOOR) for text in texts]
        occurring = features(texts)
        read = self.vocabulary.read(occurring)
        values = np.asarray(read.matrix @ self.weights.T + self.bias, np.float64)
        evidence = Evidence(values, *_weights(found, self.column), self.shares, self.column.get(""))
        chances = self.blend.chances(evidence)
        why = _Why(self, occurring, read)
        return [
            [
                Guess(code, chance, why.words(row, code, text, listed))
                for code, chance in self._offered(chances[row], listed)
            ]
            for row, (text, listed) in enumerate(zip(texts, found, strict=True))
        ]

    def _offered(self, chances: NDArray[np.float64], listed: Sequence[Suggestion]) -> list[tuple[str, float]]:
        place = {one.code: at for at, one in enumerate(listed)}
        order = sorted(
            self.codes, key=lambda code: (-chances[self.column[code]], place.get(code, len(place)))
        )
        if not self.examples:
            strong = [one.code for one in listed if one.weight >= THRESHOLD]
            order = [code for code in order if code in strong]
        elif order[0] != "":
            order = [code for code in order if code]
        offered = [(code, float(chances[self.column[code]])) for code in order[:MOST]]
        if not self.examples:
            return offered
        return [one for at, one in enumerate(offered) if at == 0 or one[1] >= LEAST_CHANCE]

    def to_bytes(self) -> bytes:
        """A compressed blob; the same model gives the same bytes with the same zlib."""
        told = {"codes": self.codes, "blend": astuple(self.blend), "examples": self.examples}
        head = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
        arrays = (
            self.vocabulary.keys.astype("<u4"),
            self.vocabulary.rarity.astype("<f4"),
            self.vocabulary.titled.astype("<u1"),
            self.weights.astype("<f2"),  # half the size, and nothing lost that a decision would notice
            self.bias.astype("<f4"),
            self.shares.astype("<f8"),
        )
        body = b"".join(array.tobytes() for array in arrays)
        return _HEADER.pack(_MAGIC, len(head)) + zlib.compress(head + body, level=6)

    @classmethod
    def from_bytes(cls, blob: bytes) -> Self:
        """Read what `to_bytes` wrote; ValueError when it is something else, of another version or damaged."""
        if len(blob) < _HEADER.size or blob[:4] != _MAGIC:
            raise ValueError("not a learned model of this version")
        try:
            raw = zlib.decompress(blob[_HEADER.size :])
            size = _HEADER.unpack_from(blob)[1]
            told = json.loads(raw[:size])
            codes, blend, examples = tuple(told["codes"]), Blend(*told["blend"]), int(told["examples"])
            return cls._from_numbers(codes, blend, examples, raw[size:])
        except (zlib.error, KeyError, TypeError, ValueError) as cause:
            raise ValueError("a damaged model") from cause

    @classmethod
    def _from_numbers(cls, codes: tuple[str, ...], blend: Blend, examples: int, raw: bytes) -> Self:
        count = len(codes)
        known, rest = divmod(len(raw) - 12 * count, 9 + 2 * count)
        if rest or known < 0:
            raise ValueError("a model of another size")
        at = 0

        def take(kind: str, numbers: int) -> NDArray[np.float32]:
            nonlocal at
            start, at = at, at + np.dtype(kind).itemsize * numbers
            return np.frombuffer(raw[start:at], kind)

        vocabulary = Vocabulary(
            take("<u4", known).astype(np.uint32), take("<f4", known), take("<u1", known).astype(np.bool_)
        )
        weights = take("<f2", known * count).astype(np.float32).reshape(count, known)
        return cls(
            codes,
            vocabulary,
            weights,
            take("<f4", count),
            take("<f8", count).astype(np.float64),
            blend,
            examples,
        )


def sureness(chance: float) -> Sureness:
    """A chance in a plain word."""
    return "very_likely" if chance >= VERY_LIKELY else "likely" if chance >= LIKELY else "perhaps"


def of_lists(
    lexicon: Lexicon, texts: Sequence[Text], column: Mapping[str, int]
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """What the lists say, as blending.Evidence wants it: weights (texts x codes), and the column that they put first."""
    return _weights([lexicon.suggest(text.whole, _FLOOR) for text in texts], column)


def shares_before(codes: Sequence[str]) -> NDArray[np.float64]:
    """What is thought of the codes' shares before anybody has decided anything."""
    none = _NONE_BEFORE if "" in codes else 0.0
    named = max(sum(code != "" for code in codes), 1)
    return np.array([none if code == "" else (1 - none) / named for code in codes])


def shares_of(chosen: NDArray[np.int64], codes: Sequence[str]) -> NDArray[np.float64]:
    """Each code's share of the decisions, none of them 0: a few decisions hardly change what was thought before them."""
    counts = np.bincount(chosen, minlength=len(codes)) + _BEFORE * shares_before(codes)
    return np.asarray(counts / counts.sum(), np.float64)


def _weights(
    found: Sequence[Sequence[Suggestion]], column: Mapping[str, int]
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    weights, first = np.zeros((len(found), len(column))), np.full(len(found), -1)
    for row, suggestions in enumerate(found):
        for one in suggestions:
            weights[row, column[one.code]] = one.weight
        if suggestions and suggestions[0].weight >= THRESHOLD:
            first[row] = column[suggestions[0].code]
    return weights, first


class _Why:
    """Which words carried a guess: those of the lists, and the pieces of the text with the most weight in the model."""

    def __init__(self, model: Learned, found: Features, read: Read) -> None:
        self._model = model
        order = np.argsort(found.row[read.occurrence], kind="stable")
        self._column, self._share = read.column[order], read.share[order]
        occurrence = read.occurrence[order]
        self._first, self._last = found.first[occurrence], found.last[occurrence]
        self._ends = np.searchsorted(found.row[occurrence], np.arange(found.texts + 1))

    def words(self, row: int, code: str, text: Text, listed: Sequence[Suggestion]) -> tuple[Found, ...]:
        """Empty for "none": what isn't there carries no guess."""
        if code == "":
            return ()
        of_lists = next((one.words for one in listed if one.code == code), ())
        mine = slice(self._ends[row], self._ends[row + 1])
        weights = self._model.weights[self._model.column[code]][self._column[mine]] * self._share[mine]
        weights = weights * self._model.blend.learned  # as much as they add to the score of the code
        whole = text.whole
        taken = [(word.start, word.end) for word in of_lists]
        pieces = carrying(whole, _links(len(whole), self._first[mine], self._last[mine], weights), taken)
        return (*of_lists, *(Found(whole[start:end], start, end) for start, end in pieces))


def _links(
    size: int, first: NDArray[np.int64], last: NDArray[np.int64], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The weight of each pair of neighbours: its own, and half of that of either character alone."""
    gap = last - first
    alone = np.bincount(first[gap == 0], weights[gap == 0], minlength=size)
    links = np.bincount(first[gap == 1], weights[gap == 1], minlength=size)[: size - 1]
    there = np.zeros(max(size - 1, 0), np.bool_)
    there[first[gap == 1]] = True
    return np.where(there, links + (alone[:-1] + alone[1:]) / 2, 0.0)
