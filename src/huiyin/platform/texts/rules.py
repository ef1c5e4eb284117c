"""How a text is cut into the pieces by which it is found: pairs of characters, the same on both engines.

A pair is two neighbours of the normalised text with the corpus behind them ("食堂7"): campaigns never meet in the index,
and nothing depends on an engine's idea of a word or on its locale. Pairs hold letters and digits only, so nothing that is
typed can be read as query syntax.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from huiyin.analysis.normalise import normalise
from huiyin.kit.errors import BadInput

LONGEST_SEARCH = 100
STAMP = 8
"""Bytes before the pieces of a text that say how its words were read."""

# Stands between parts of a text, so that no phrase reaches across; shorter than any pair.
_GAP = "x"


@dataclass(frozen=True)
class Sought:
    """Words that a text must hold, all of them, anywhere: `terms` as `search_terms` gives them, within `corpus`."""

    corpus: int
    terms: tuple[str, ...]

    def as_fts5(self) -> str:
        """An FTS5 expression: a phrase of neighbouring pairs for each term."""
        return " AND ".join('"' + " ".join(pairs(self.corpus, term)) + '"' for term in self.terms)

    def as_tsquery(self) -> str:
        """A tsquery of all pairs; that they stand side by side is asked of the words (`longer`)."""
        found = dict.fromkeys(pair for term in self.terms for pair in pairs(self.corpus, term))
        return " & ".join(f"'{pair}'" for pair in found)

    @property
    def longer(self) -> tuple[str, ...]:
        """The terms of more than one pair."""
        return tuple(term for term in self.terms if len(term) > 2)


def search_terms(typed: str) -> tuple[str, ...]:
    """What somebody typed into the search box as terms of two characters or more, normalised, each once.

    White space separates terms; a single character beside a longer term is left out. BadInput for more than 100
    characters, and where no term remains.
    """
    if len(typed) > LONGEST_SEARCH:
        raise BadInput(
            f"查找的文字太长（{len(typed)} 字），请不超过 {LONGEST_SEARCH} 字，取最有特点的几个词即可。",
            f"The search is too long ({len(typed)} characters); {LONGEST_SEARCH} at most, a few telling words will do.",
        )
    terms = dict.fromkeys(word for part in typed.split() if len(word := normalise(part)) >= 2)
    if not terms:
        raise BadInput(
            "请至少输入两个字（标点和表情符号不算）。",
            "Type two characters or more (punctuation and emoji don't count).",
        )
    return tuple(terms)


def pairs(corpus: int, word: str) -> list[str]:
    """The pairs of a normalised word, in order; none for less than two characters."""
    return [f"{word[at : at + 2]}{corpus}" for at in range(len(word) - 1)]


def as_document(corpus: int, parts: Iterable[str]) -> str:
    """A text as FTS5 reads it: the pairs of each normalised part in order, parts kept apart."""
    return f" {_GAP} ".join(" ".join(pairs(corpus, part)) for part in parts)


def as_tsvector(corpus: int, parts: Iterable[str]) -> str:
    """A text as a tsvector literal: its pairs, each once, without places.

    A tsvector holds 16,383 places and 256 of a kind, less than an opinion may need, so PostgreSQL asks the words instead.
    """
    found = dict.fromkeys(pair for part in parts for pair in pairs(corpus, part))
    return " ".join(f"'{pair}'" for pair in found)


def as_words(parts: Iterable[str]) -> str:
    """The normalised parts side by side; a term holds no space, so none reaches across."""
    return " ".join(parts)


_PIECE_BITS = 23
MOST_SHELVES = 1 << 40
"""Shelves are numbered below this: a posting's key holds the shelf's number and the piece's."""


def posting_keys(shelf: int | NDArray[np.int64], pieces: NDArray[np.int64]) -> NDArray[np.int64]:
    """The keys of postings, all on one shelf or each on one of its own: the shelf above, the piece (a bucket of analysis.grams) below."""
    shelves = np.asarray(shelf, np.int64)
    if np.any((shelves < 0) | (shelves >= MOST_SHELVES)):
        raise ValueError(f"no shelf has the number {shelf}")
    return (shelves << np.int64(_PIECE_BITS)) | pieces


def shelf_range(first: int, last: int) -> tuple[int, int]:
    """The lowest key of shelf `first` and the first key after shelf `last`."""
    return first << _PIECE_BITS, (last + 1) << _PIECE_BITS
