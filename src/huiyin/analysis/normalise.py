"""What a text is, and the form of it in which two texts are compared.

Sameness must not depend on how a clerk's keyboard was set: traditional characters, full-width digits, capitals, spaces,
line breaks and punctuation say nothing about the matter (SPEC section 6). The stored original is never touched; this is a lens.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from huiyin.analysis.characters import FORMS, fold

# \W takes punctuation, white space, emoji and lone surrogates of every script in one pass; "_" is a word
# character to `re` but only a ruled line on a form.
_NOISE = re.compile(r"[\W_]+")

# Of texts of such characters alone NFKC changes nothing but marks, which are noise before and after; it takes twice as long as all the rest.
_PLAIN = re.compile(r"[\n -~、。《》【】一-\u9fff，！？：；“”‘’（）…—]*")

_MARKS = "、。《》【】，！？：；“”‘’（）…—"
_UNMOVED = 1 << 16


def _letters() -> NDArray[np.uint16]:
    """By code point below _UNMOVED what `normalise` makes of a plain character, 0 of noise; of all others they themselves."""
    table = np.arange(_UNMOVED, dtype=np.uint16)
    for code in (*range(128), *map(ord, _MARKS)):
        table[code] = ord(fold(chr(code).casefold())) if chr(code).isalnum() else 0
    for written, form in FORMS.items():
        if _PLAIN.fullmatch(written) and table[ord(written)]:
            table[ord(written)] = ord(fold(form.casefold()))
    return table


# So many times more characters as written hold the normalised ones, however many spaces and marks stand between.
_SURELY = 3


class Text(NamedTuple):
    """One opinion as the analysis sees it; either part may be empty."""

    title: str
    body: str

    @property
    def whole(self) -> str:
        """Title and body as one text, a line break between: what offsets of suggestions count in."""
        return "\n".join(part for part in self if part)


def normalise(text: str) -> str:
    """What carries meaning in `text`: letters and digits of all scripts, NFKC, case folded, simplified."""
    known = text if _PLAIN.fullmatch(text) else unicodedata.normalize("NFKC", text)
    return fold(_NOISE.sub("", known.casefold()))


def letters(text: str) -> NDArray[np.uint64]:
    """The code points of `normalise(text)`, for a third of the time: plain texts are looked up letter by letter in a table."""
    if _PLAIN.fullmatch(text):
        found: NDArray[np.uint16] = _LETTERS[np.frombuffer(text.encode("utf-32-le"), "<u4")]
        return found[found > 0].astype(np.uint64)
    return np.frombuffer(normalise(text).encode("utf-32-le", "surrogatepass"), "<u4").astype(np.uint64)


def letters_side_by_side(texts: Sequence[str]) -> tuple[NDArray[np.uint16], NDArray[np.int64]] | None:
    """The `letters` of texts, one after the other, and how many each has, asking once for all; None where one of them takes more than 16 bits."""
    codes = _units(texts)
    odd = np.flatnonzero(~_IS_PLAIN[codes])
    if len(odd):
        ends = np.cumsum([len(text) for text in texts])
        if ends[-1] != len(codes):
            return None
        texts = list(texts)
        for at in set(np.searchsorted(ends, odd, side="right").tolist()):
            texts[at] = normalise(texts[at])  # of which the table changes nothing
        codes = _units(texts)
    ends = np.cumsum([len(text) for text in texts])
    if ends[-1] != len(codes):
        return None
    found = _LETTERS[codes]
    kept = np.flatnonzero(found)
    last = np.searchsorted(kept, ends)
    return found[kept], np.diff(last, prepend=0)


def _units(texts: Sequence[str]) -> NDArray[np.uint16]:
    """One for each character that takes no more than 16 bits."""
    return np.frombuffer("".join(texts).encode("utf-16-le", "surrogatepass"), "<u2")


_LETTERS = _letters()
_IS_PLAIN = np.array([_PLAIN.fullmatch(chr(code)) is not None for code in range(_UNMOVED)])


def opening(text: str, characters: int) -> str:
    """The first `characters` of `normalise(text)`, read off its beginning: a text of seven thousand costs no more than one of a thousand.

    Where two characters in three are spaces and marks, it may be fewer.
    """
    return normalise(text[: _SURELY * characters])[:characters]
