"""Whether a text quotes another one's words, or is made of them."""

from huiyin.analysis.normalise import normalise

LEAST = 12
"""From so many characters in a row on it is a quotation; a shorter text is one when it stands in the words whole."""

_SHORTEST = 4

RUN = 6
"""From so many letters in a row on a title is made of the words."""


def quotes(text: str, words: str) -> bool:
    """Whether `text` quotes `words`, both in normal form. O(len(text)) searches in the words."""
    mine, theirs = normalise(text), normalise(words)
    if len(mine) < LEAST:
        return len(mine) >= _SHORTEST and mine in theirs
    return any(mine[start : start + LEAST] in theirs for start in range(len(mine) - LEAST + 1))


def made_of(title: str, words: str) -> bool:
    """Whether a title that was put together from somebody's words is of these: RUN letters in a row are, whatever signs stood between
    them; a shorter title when all of it is. O(len(title)) searches in the words."""
    mine, theirs = _letters(title), _letters(words)
    if len(mine) < RUN:
        return bool(mine) and mine in theirs
    return any(mine[start : start + RUN] in theirs for start in range(len(mine) - RUN + 1))


def _letters(text: str) -> str:
    return "".join(letter for letter in normalise(text) if letter.isalnum())
