"""Finding many words in a text at once."""

from collections.abc import Iterable, Iterator
from operator import add

Span = tuple[int, int]
"""Start and end of a piece of text in code points, end exclusive."""

_HEAD = 2


class Words:
    """A set of words, looked up by their first two characters: the time grows with the text, hardly with the set.

    Raises ValueError for a word of fewer than two characters.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        lengths: dict[str, set[int]] = {}
        for word in self._words:
            if len(word) < _HEAD:
                raise ValueError(f"a word needs at least {_HEAD} characters: {word!r}")
            lengths.setdefault(word[:_HEAD], set()).add(len(word))
        self._lengths = {head: tuple(sorted(found, reverse=True)) for head, found in lengths.items()}

    def every(self, text: str) -> Iterator[Span]:
        """Every occurrence of every word, by its start, the longest first.

        Many words share a head ("没人来", "没人修", …), few lengths do: a piece of each length is asked for in the set.
        """
        size, words = len(text), self._words
        heads = map(add, text, text[1:])  # map: no Python step for most characters
        for at, lengths in enumerate(map(self._lengths.get, heads)):
            if lengths is not None:
                for length in lengths:
                    if text[at : at + length] in words and at + length <= size:
                        yield at, at + length

    def outermost(self, text: str) -> list[Span]:
        """The occurrences that don't lie inside another: the longest word wins."""
        kept: list[Span] = []
        reach = -1
        for start, end in self.every(text):
            if end > reach:
                kept.append((start, end))
                reach = end
        return kept
