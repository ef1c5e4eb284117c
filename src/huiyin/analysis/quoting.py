"""Whether a text quotes another one's words."""

from huiyin.analysis.normalise import normalise

LEAST = 12
"""From so many characters in a row on it is a quotation; a shorter text is one when it stands in the words whole."""

_SHORTEST = 4


def quotes(text: str, words: str) -> bool:
    """Whether `text` quotes `words`, both in normal form. O(len(text)) searches in the words."""
    mine, theirs = normalise(text), normalise(words)
    if len(mine) < LEAST:
        return len(mine) >= _SHORTEST and mine in theirs
    return any(mine[start : start + LEAST] in theirs for start in range(len(mine) - LEAST + 1))
