"""What texts speak of, by a thesaurus: people say the same in other words (中午没肉 / 交了钱吃的像和尚饭), and lists of words tie these together.

A concept is something that people speak of, with the words by which they do. A word that lies inside a longer one doesn't count, so that
吃亏 isn't about eating: such longer words say nothing, and are listed as `silent`. Texts are compared by their concepts as by their grams: a
concept weighs the more, the fewer of the texts at hand have it.
"""

import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from huiyin.analysis.normalise import normalise

Spoken = Mapping[str, tuple[str, ...]]
"""The concepts of a text by code, each with its different words in normal form, in the order of the text."""

_TABLE = sys.maxunicode + 1  # rare characters of names lie beyond 1 << 16
_CODE_BITS = np.uint64(
    21
)  # three characters fit, so words of three are told apart exactly; longer ones by a hash of 64 bits
_MIX = np.uint64(0x9E3779B97F4A7C15)  # see grams.py
_EXACT = 3

Codes = NDArray[np.uint64]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Concept:
    """A code with its words, of one character or more."""

    code: str
    words: tuple[str, ...]


class Thesaurus:
    """Concepts made ready for texts; build it once (`thesaurus_of`) and use it for every text.

    `silent` are words that say nothing, and hide the words inside them; one that is a concept's word, too, is that.
    """

    def __init__(self, concepts: Sequence[Concept], silent: Iterable[str] = ()) -> None:
        of_word: dict[str, dict[int, None]] = {normalise(word): {} for word in silent}
        for number, concept in enumerate(concepts):
            for word in concept.words:
                of_word.setdefault(normalise(word), {})[number] = None
        of_word.pop("", None)
        self.codes = tuple(concept.code for concept in concepts)
        self._words = sorted(of_word, key=lambda word: (len(word), word))
        self._concepts = [tuple(of_word[word]) for word in self._words]
        self._sizes = np.array([len(word) for word in self._words], np.int64)
        ends = np.cumsum([0, *map(len, self._concepts)])
        flat = [number for found in self._concepts for number in found]
        shape = len(self._words), len(self.codes)
        self._of = sp.csr_matrix((np.ones(len(flat)), flat, ends), shape=shape)
        self._alone = np.full(_TABLE, -1, np.int32)  # the word that a single character is
        for number, word in enumerate(self._words):
            if len(word) == 1:
                self._alone[ord(word)] = number
        longer = [word for word in self._words if len(word) > 1]
        self._first = np.zeros(_TABLE, np.bool_)
        self._first[[ord(word[0]) for word in longer]] = True
        self._heads = np.unique(_keys(_letters([word[:2] for word in longer]), 2))
        self._by_length = [self._lookup(size) for size in range(2, 1 + int(self._sizes.max(initial=0)))]

    def _lookup(self, size: int) -> tuple[Codes, Places]:
        """The keys of the words of this length, ascending, and which words they are."""
        numbers = np.flatnonzero(self._sizes == size)
        keys = _keys(_letters([self._words[number] for number in numbers.tolist()]), size)
        order = np.argsort(keys)
        return keys[order], numbers[order]

    def spoken(self, texts: Sequence[str]) -> list[Spoken]:
        """The concepts of each text, which are in normal form (`normalise`)."""
        found: list[dict[str, dict[str, None]]] = [{} for _ in texts]
        rows, words = self._found(texts)
        for row, word in zip(rows.tolist(), words.tolist(), strict=True):
            for concept in self._concepts[word]:
                found[row].setdefault(self.codes[concept], {})[self._words[word]] = None
        return [{code: tuple(words) for code, words in one.items()} for one in found]

    def counted(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """How many different words each text has of each concept (texts x `codes`): the numbers behind `spoken`, at a tenth of its time.

        O(characters), without a Python step for each.
        """
        rows, words = self._found(texts)
        shape = len(texts), len(self._words)
        said = sp.csr_matrix((np.ones(len(rows)), (rows, words)), shape=shape)
        said.data[:] = 1  # however often
        return np.asarray((said @ self._of).toarray(), np.float64)

    def _found(self, texts: Sequence[str]) -> tuple[Places, Places]:
        """(text, word) of every word that counts, in the order of the texts."""
        codes = _letters([text + "\0" for text in texts]).ravel()
        ends = np.cumsum([len(text) + 1 for text in texts])
        longest = self._alone[codes.astype(np.int64)].astype(np.int64)
        at = np.flatnonzero(self._first[codes[:-1].astype(np.int64)])
        keys = codes[at] << _CODE_BITS | codes[at + 1]
        at = at[_among(self._heads, keys)]
        keys = codes[at]
        for size, (known, numbers) in enumerate(self._by_length, start=2):
            inside = at + size <= len(codes)
            at, keys = at[inside], keys[inside]
            keys = _longer(keys, codes[at + size - 1], size)
            there = _among(known, keys)
            longest[at[there]] = numbers[np.searchsorted(known, keys[there])]
        at = np.flatnonzero(longest >= 0)
        words = longest[at]
        reach = at + self._sizes[words]
        kept = np.ones(len(at), np.bool_)
        kept[1:] = reach[1:] > np.maximum.accumulate(reach)[:-1]  # else it lies inside a longer word
        return np.searchsorted(ends, at[kept], side="right"), words[kept]


@lru_cache(maxsize=4)
def thesaurus_of(concepts: tuple[Concept, ...], silent: tuple[str, ...]) -> Thesaurus:
    """The thesaurus of these concepts, made ready once: thousands of words take some 50 ms."""
    return Thesaurus(concepts, silent)


def rarity(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of each concept 1 + ln((1 + N) / (1 + n)), where n of the N texts (rows) have it, as analysis.vectors weighs grams."""
    return np.asarray(1 + np.log((1 + len(counts)) / (1 + np.count_nonzero(counts, axis=0))), np.float64)


def nearness(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Cosines, 0 to 1, of the first text with each of the others by their concepts (rows of `Thesaurus.counted`).

    A concept counts (1 + ln words) x rarity; each text is lengthened by one concept that no other has, or one word alone would be
    the whole of what is said.
    """
    weights = np.where(counts > 0, 1 + np.log(np.maximum(counts, 1)), 0) * rarity(counts)
    lengths = np.sqrt((weights**2).sum(axis=1) + (1 + math.log(1 + len(counts))) ** 2)
    return np.asarray(weights[1:] @ weights[0] / (lengths[1:] * lengths[0]), np.float64)


def _letters(words: Sequence[str]) -> Codes:
    """The characters of all words one after the other."""
    return np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), "<u4").astype(np.uint64)


def _keys(codes: Codes, size: int) -> Codes:
    """A number for each word of `size` characters that lie one after the other."""
    rows = codes.reshape(-1, size)
    keys = rows[:, 0]
    for at in range(1, size):
        keys = _longer(keys, rows[:, at], at + 1)
    return keys


def _longer(keys: Codes, codes: Codes, size: int) -> Codes:
    """The numbers of words of `size` characters from those of words without the last one."""
    if size <= _EXACT:
        return keys << _CODE_BITS | codes
    return (keys ^ keys >> np.uint64(31)) * _MIX + codes


def _among(known: Codes, keys: Codes) -> NDArray[np.bool_]:
    if not len(known):
        return np.zeros(len(keys), np.bool_)
    return np.asarray(known[np.minimum(np.searchsorted(known, keys), len(known) - 1)] == keys, np.bool_)
