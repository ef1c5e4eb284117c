"""Headings as people write them, brought to one form for comparing."""

import re
import unicodedata

_BRACKETED = re.compile(r"[(\[【〔<《][^)\]】〕>》]*[)\]】〕>》]?")
_NOISE = re.compile(r"[\s\u200b\ufeff_*:：、,，。.\-—/]+")


def normal_heading(text: str) -> str:
    """Return a heading without width, case, spaces, punctuation and bracketed remarks.

    >>> normal_heading("意 见原文\\n（原汁原味）：")
    '意见原文'
    """
    plain = unicodedata.normalize("NFKC", text).lower()
    return _NOISE.sub("", _BRACKETED.sub("", plain)) or _NOISE.sub("", plain)


def column_letter(position: int) -> str:
    """Return the letters that Excel shows for a column; 0 is A, 26 is AA."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
