"""Sentences that name a person together with words of law or discipline (SPEC rule 13): offered for the sealed channel.

A hint for a person, never a finding. A person is named by name, or by a post that one alone holds (the headmaster); a plural
(有的校长) names nobody. What speaks of a breach is a word list of the template, read sentence by sentence.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from huiyin.analysis.characters import fold
from huiyin.analysis.labels import Entry, Lexicon
from huiyin.analysis.lookup import Span, Words
from huiyin.analysis.persons import Names, addressed, own_names

_SENTENCE = re.compile(r"[^。!?\n]+[。!?]*")
_ANYBODY = (
    "各",
    "各位",
    "有的",
    "有些",
    "一些",
    "某些",
    "个别",
    "部分",
    "许多",
    "很多",
    "不少",
    "所有",
    "每个",
    "哪个",
    "如果",
    "任何",
)


@dataclass(frozen=True, slots=True)
class AccusingWords:
    """The word lists.

    breach      words and pairs of words that speak of a breach, as a label's (analysis.labels)
    titles      what a person is addressed by, after or before a name ("老师")
    posts       posts that one person holds: they name without a name ("校长")
    """

    breach: Entry
    titles: Sequence[str]
    posts: Sequence[str]


@dataclass(frozen=True, slots=True)
class Accusation:
    """A sentence `text[start:end]`, the persons named in it and the words that speak of a breach; code points, end exclusive."""

    start: int
    end: int
    persons: tuple[Span, ...]
    words: tuple[Span, ...]


class Accusing:
    """The lists made ready for `find`; build it once for many texts."""

    def __init__(self, words: AccusingWords) -> None:
        self._names = Names(words.titles)
        self._posts = Words(map(fold, words.posts))
        self._breach = Lexicon([words.breach])

    def find(self, text: str) -> list[Accusation]:
        """The sentences that accuse, in their order. O(n)."""
        folded = fold(text)
        return list(self._accusations(folded, self._persons(folded)))

    def _persons(self, folded: str) -> list[Span]:
        posts = [
            (start, end)
            for start, end in self._posts.outermost(folded)
            if not folded.endswith(_ANYBODY, 0, start) and not folded.startswith("们", end)
            if not addressed(folded, start, end)
        ]
        return sorted({*self._names.find(folded), *posts} - set(own_names(folded)))

    def _accusations(self, folded: str, persons: Sequence[Span]) -> Iterator[Accusation]:
        for sentence in _SENTENCE.finditer(folded):
            start, end = sentence.span()
            named = tuple(span for span in persons if start <= span[0] < end)
            found = self._breach.suggest(folded[start:end]) if named else []
            if found:
                words = tuple((start + word.start, start + word.end) for word in found[0].words)
                yield Accusation(start, end, named, words)
