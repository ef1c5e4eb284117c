"""The form in which formal texts are compared for passages: letters alone, each number and each cited title one letter.

A copied passage often differs in its numbers only, and citing a document by its name copies nothing, so "2013 年" and "2014 年" are the
same letters, and 《…》 is one letter whatever stands in it. Every letter knows its place in the text as written.
"""

import re
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from huiyin.analysis.characters import fold
from huiyin.analysis.lookup import Span

NUMBER = "0"
TITLE = "《"

# A single Chinese numeral belongs to a word more often than to a count (一些, 三农), two beside each other to a count.
_AS_ONE = re.compile(
    r"(?P<title>《[^《》\n]{2,80}》)|[0-9](?:[0-9.,:]*[0-9])?|[〇零一二三四五六七八九十百千万亿两]{2,}"
)
# One thing typed over and over says it once; without this, a page of one character costs as much as a book.
_LONGEST_REPEATED = 12
_KEPT_OF_REPEATED = 3
_OVER_AND_OVER = re.compile(rf"(.{{1,{_LONGEST_REPEATED}}}?)\1{{{_KEPT_OF_REPEATED},}}", re.DOTALL)
_CODES = "utf-32-le"  # a number for each character, as numpy reads it

Codes = NDArray[np.uint32]


class Letters(NamedTuple):
    """`text` has a character for each letter; `starts` and `ends` say where it stands in the text as written."""

    text: str
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]

    def span(self, start: int, end: int) -> Span:
        """The place of the letters from `start` up to `end` (at least one of them) in the text as written."""
        return int(self.starts[start]), int(self.ends[end - 1])


def letters_of(text: str) -> Letters:
    """The letters of a text, in order; time grows with its length."""
    folded = fold(text)
    codes = codes_of(folded).copy()
    kept = _are_letters(codes)
    ends = np.arange(1, len(codes) + 1)
    for found in _AS_ONE.finditer(folded):
        start, end = found.span()
        kept[start:end] = False
        kept[start] = True
        codes[start] = ord(TITLE if found.lastgroup else NUMBER)
        ends[start] = end
    kept &= _said_once(codes, kept)
    return Letters(_as_text(codes[kept]), np.flatnonzero(kept), ends[kept])


def codes_of(text: str) -> Codes:
    """The code points of a text; a lone surrogate is one, too."""
    return np.frombuffer(text.encode(_CODES, "surrogatepass"), np.uint32)


def _as_text(codes: Codes) -> str:
    return codes.tobytes().decode(_CODES, "surrogatepass")


def _are_letters(codes: Codes) -> NDArray[np.bool_]:
    """Which are letters or digits of any script: a text has a few hundred different characters, each is asked once."""
    different, which = np.unique(codes, return_inverse=True)
    return np.array([chr(code).isalnum() for code in different.tolist()], np.bool_)[which]


def _said_once(codes: Codes, kept: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """False for what is said over and over, after the first times."""
    places = np.flatnonzero(kept)
    once = np.ones(len(codes), np.bool_)
    if _repeats(codes[places]):
        for found in _OVER_AND_OVER.finditer(_as_text(codes[places])):
            once[places[found.start() + _KEPT_OF_REPEATED * len(found.group(1)) : found.end()]] = False
    return once


def _repeats(codes: Codes) -> bool:
    """Whether something stands there over and over, asked for each length at once: the pattern alone takes ten times as long."""
    for size in range(1, min(_LONGEST_REPEATED, len(codes) // (_KEPT_OF_REPEATED + 1)) + 1):
        other = np.flatnonzero(codes[size:] != codes[:-size])
        ends = np.concatenate(([-1], other, [len(codes) - size]))
        if int(np.diff(ends).max()) > _KEPT_OF_REPEATED * size:
            return True
    return False
