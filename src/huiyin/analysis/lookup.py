"""Finding many words in a text at once."""

from collections.abc import Iterable, Iterator

Span = tuple[int, int]
"""Start and end of a piece of text in code points, end exclusive."""

_HEAD = 2


class Words:
    """A set of words, looked up by their first two characters: the time grows with the text, hardly with the set.

    Raises ValueError for a word of fewer than two characters.
    """

    def __init__(self, words: Iterable[str]) -> None:
        heads: dict[str, dict[str, list[str]]] = {}
        for word in sorted(set(words), key=len, reverse=True):
            if len(word) < _HEAD:
                raise ValueError(f"a word needs at least {_HEAD} characters: {word!r}")
            heads.setdefault(word[0], {}).setdefault(word[1], []).append(word)
        self._heads = heads

    def every(self, text: str) -> Iterator[Span]:
        """Every occurrence of every word, by its start, the longest first."""
        beyond = len(text) - 1
        for at, seconds in enumerate(map(self._heads.get, text)):  # map: no Python step for most characters
            if seconds is not None and at < beyond and (words := seconds.get(text[at + 1])) is not None:
                for word in words:
                    if text.startswith(word, at):
                        yield at, at + len(word)

    def outermost(self, text: str) -> list[Span]:
        """The occurrences that don't lie inside another: the longest word wins."""
        return outermost(self.every(text))


def outermost(spans: Iterable[Span]) -> list[Span]:
    """Those that don't lie inside another, of spans in the order of `Words.every`."""
    kept: list[Span] = []
    reach = -1
    for start, end in spans:
        if end > reach:
            kept.append((start, end))
            reach = end
    return kept
