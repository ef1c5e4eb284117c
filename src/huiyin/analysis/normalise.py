"""What a text is, and the form of it in which two texts are compared.

Sameness must not depend on how a clerk's keyboard was set: traditional characters, full-width digits, capitals, spaces,
line breaks and punctuation say nothing about the matter (SPEC section 6). The stored original is never touched; this is a lens.
"""

import re
import unicodedata
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


_LETTERS = _letters()


def opening(text: str, characters: int) -> str:
    """The first `characters` of `normalise(text)`, read off its beginning: a text of seven thousand costs no more than one of a thousand.

    Where two characters in three are spaces and marks, it may be fewer.
    """
    return normalise(text[: _SURELY * characters])[:characters]
