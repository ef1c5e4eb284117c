"""Label suggestions from word lists (SPEC section 6, job 3), each with the words that led to it (rule 9).

A word counts where it is found, however often; the longest word wins where one lies inside another; an `unless` phrase
takes the words inside it away from its own label. People complain in plain things and plain verbs (a boiler, "nobody
came"), none of which says much alone: such words count as a pair, both in one sentence. Traditional and full-width
characters match their plain forms, and all offsets are code points of the text as it was given.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from huiyin.analysis.characters import fold
from huiyin.analysis.lookup import Span, Words

THRESHOLD = 1.0
"""The least weight of a suggestion: one telling word, one pair, or two words that are weak alone."""

PAIR_WEIGHT = 1.0
_SENTENCE_END = re.compile(r"[。！？!?；;…\n]")


@dataclass(frozen=True, slots=True)
class Pair:
    """Words that say something together: any of `these` and any of `those` in one sentence, in either order."""

    these: tuple[str, ...]
    those: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A label's code with its (word, weight) pairs and the phrases in which its words mislead.

    Words and phrases have at least two characters.
    """

    code: str
    words: tuple[tuple[str, float], ...]
    unless: tuple[str, ...] = ()
    pairs: tuple[Pair, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A word as it stands in the text: `text[start:end]`, in code points, end exclusive."""

    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A label with its weight (the sum over its different words and pairs) and where they stand.

    Every place of a word is given, of a pair the first.
    """

    code: str
    weight: float
    words: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class _Use:
    """What a word is to one label: a word of its own with a weight, or a side of a pair (`side ^ 1` is the other)."""

    code: str
    excuses: tuple[tuple[int, str], ...]  # (offset in phrase, phrase)
    weight: float = 0.0
    side: int = 0

    def excused(self, text: str, start: int) -> bool:
        return any(at <= start and text.startswith(phrase, start - at) for at, phrase in self.excuses)


class Lexicon:
    """Entries made ready for `suggest`; build it once and use it for every text.

    Raises ValueError for a word or phrase of fewer than two characters.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._alone: dict[str, dict[str, _Use]] = defaultdict(dict)  # word → code → use
        self._paired: dict[str, list[_Use]] = defaultdict(list)
        self._sides = 0
        for entry in entries:
            self._add(entry)
        self._words = Words([*self._alone, *self._paired])

    def _add(self, entry: Entry) -> None:
        phrases = [fold(phrase) for phrase in entry.unless]
        for written, weight in entry.words:
            word = fold(written)
            self._alone[word][entry.code] = _Use(entry.code, _excuses(word, phrases), weight)
        for words in (side for pair in entry.pairs for side in (pair.these, pair.those)):
            for word in dict.fromkeys(map(fold, words)):
                self._paired[word].append(_Use(entry.code, _excuses(word, phrases), side=self._sides))
            self._sides += 1

    def suggest(self, text: str, threshold: float = THRESHOLD) -> list[Suggestion]:
        """See `suggest`."""
        folded = fold(text)
        found: dict[str, set[Span]] = defaultdict(set)
        weights: dict[str, float] = defaultdict(float)
        spans = list(self._words.every(folded))
        self._find_words(folded, spans, found, weights)
        self._find_pairs(folded, spans, found, weights)
        made = [
            Suggestion(
                code,
                round(weight, 6),
                tuple(Found(text[start:end], start, end) for start, end in sorted(found[code])),
            )
            for code, weight in weights.items()
            if weight >= threshold
        ]
        return sorted(made, key=_rank)

    def _find_words(
        self, text: str, spans: list[Span], found: dict[str, set[Span]], weights: dict[str, float]
    ) -> None:
        counted: set[tuple[str, str]] = set()
        reach = -1
        for start, end in spans:
            if end <= reach or (uses := self._alone.get(word := text[start:end])) is None:
                continue
            reach = end  # a word of a pair doesn't hide the words inside it
            for code, use in uses.items():
                if use.excuses and use.excused(text, start):
                    continue
                found[code].add((start, end))
                if (code, word) not in counted:
                    counted.add((code, word))
                    weights[code] += use.weight

    def _find_pairs(
        self, text: str, spans: list[Span], found: dict[str, set[Span]], weights: dict[str, float]
    ) -> None:
        """A word is tried with the last one of the other side: no sentence is searched twice for one pair."""
        last: dict[int, Span] = {}
        counted: set[int] = set()
        uses = self._paired.get
        for start, end in spans:
            for use in uses(text[start:end], ()):
                if use.side in counted or (use.excuses and use.excused(text, start)):
                    continue
                last[use.side] = start, end
                before = last.get(use.side ^ 1)
                if before is None or before[1] > start:
                    continue
                if _SENTENCE_END.search(text, before[1], start):
                    del last[use.side ^ 1]
                    continue
                counted.update((use.side, use.side ^ 1))
                found[use.code].update((before, (start, end)))
                weights[use.code] += PAIR_WEIGHT


@lru_cache(maxsize=12)
def lexicon_of(entries: tuple[Entry, ...]) -> Lexicon:
    """The lexicon of these entries, made ready once: a template's take 40 ms, and every few opinions ask for them again."""
    return Lexicon(entries)


def suggest(text: str, lexicon: Lexicon, threshold: float = THRESHOLD) -> list[Suggestion]:
    """The labels that the text's words speak for, best first; none where the words weigh less than `threshold`.

    Order: weight, then fewer (so stronger) words, then more characters found, then the earlier place, then the code.
    Time grows with the text's length, hardly with the lexicon.
    """
    return lexicon.suggest(text, threshold)


def _excuses(word: str, phrases: Iterable[str]) -> tuple[tuple[int, str], ...]:
    """Every offset at which the word stands in a phrase, with the phrase."""
    return tuple(
        (at, phrase)
        for phrase in phrases
        if word in phrase  # few are, and the template has thousands of both
        for at in range(len(phrase) - len(word) + 1)
        if phrase.startswith(word, at)
    )


def _rank(suggestion: Suggestion) -> tuple[float, int, int, int, str]:
    different = len({found.word for found in suggestion.words})
    characters = sum(found.end - found.start for found in suggestion.words)
    return -suggestion.weight, different, -characters, suggestion.words[0].start, suggestion.code
