"""Passages that a formal text shares with others: word for word, shuffled, with other numbers, with words put in others' place.

Nothing is compared with everything: fingerprints say which texts are worth laying beside it, and where, and only there the letters
are looked at (`alignment`). What comes out is a place in the text and a place in the source, never a share of the whole: a figure
would be read as a score (SPEC rule 9 and section 2, S12).
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from huiyin.analysis.alignment import Meeting, Run, Stretch, strands, stretches
from huiyin.analysis.fingerprints import fingerprints
from huiyin.analysis.letters import NUMBER, Letters, letters_of
from huiyin.analysis.lookup import Span

# A piece that so many texts hold finds the first of them: the notice that all copy from was there before its copies.
MOST_HOLDERS = 30

_MOST_STRANDS = 200  # of one text, those with most fingerprints in common first
_MOST_LETTERS = 100_000  # laid side by side for one text
_MOST_SOURCES = 5  # laid beside the same place of a text; a sixth copy of one notice tells nobody anything
_BRIDGE = 12  # letters between two stretches of one source that belong to one passage
_STUB = 4  # characters on another line than the rest of a passage
_LEFT_OVER = 12  # letters of a stretch that must be its own where another source was found for the rest


class Hit(NamedTuple):
    """A fingerprint of a text, at `here`, that `source` has at `there`; both counted in letters."""

    source: int
    here: int
    there: int


@dataclass(frozen=True, slots=True)
class Passage:
    """`start`–`end` of the text stands, in about these words, at `source_start`–`source_end` of `source`.

    Places are code points, end exclusive, of the texts as written. `kept` is the share of the passage's letters that the source has
    in the same order; `renumbered` says that a number is another one. `also` are other sources of most of it.
    """

    start: int
    end: int
    source: int
    source_start: int
    source_end: int
    kept: float
    renumbered: bool = False
    also: tuple[int, ...] = ()

    @property
    def word_for_word(self) -> bool:
        return self.kept == 1.0 and not self.renumbered


Reader = Callable[[Collection[int]], Mapping[int, str]]
"""The words of some sources by their ids; one that is gone is left out."""


class Sources:
    """Texts that others may have copied from, all in memory; `passages` of a text then names them by the ids given here."""

    def __init__(self, texts: Mapping[int, str]) -> None:
        self._texts = texts
        self._holders: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        for source, text in texts.items():
            for key, at in fingerprints(letters_of(text).text):
                if len(self._holders[key]) < MOST_HOLDERS:
                    self._holders[key].append((source, at))

    def passages(self, text: str) -> list[Passage]:
        """The passages of a text that these texts have, too, in its order."""
        letters = letters_of(text)
        hits = (
            Hit(source, here, there)
            for key, here in fingerprints(letters.text)
            for source, there in self._holders.get(key, ())
        )
        return passages(text, letters, hits, lambda wanted: {one: self._texts[one] for one in wanted})


def passages(text: str, letters: Letters, hits: Iterable[Hit], read: Reader) -> list[Passage]:
    """The passages of `text` (with its `letters`) in common with the sources that its fingerprints hit, in its order, none over another.

    `read` is asked once. Time grows with the hits and with what is in common, not with the number of sources.
    """
    promising = _promising(hits)
    theirs = _Shelf(read({source for source, _ in promising}))
    parts = _without_overlap(list(_laid_beside(letters.text, promising, theirs)))
    return [_as_passage((text, letters), theirs[group[0].source], group) for group in _joined(parts)]


class _Shelf(dict[int, tuple[str, Letters]]):
    """Sources as written and as letters; the letters of one are made when it's taken down first."""

    def __init__(self, texts: Mapping[int, str]) -> None:
        super().__init__()
        self.texts = texts

    def __missing__(self, source: int) -> tuple[str, Letters]:
        self[source] = self.texts[source], letters_of(self.texts[source])
        return self[source]


@dataclass(slots=True)
class _Found:
    """A stretch in common with a source, and the sources of which it was found a second time."""

    source: int
    stretch: Stretch
    also: tuple[int, ...] = ()


def _promising(hits: Iterable[Hit]) -> list[tuple[int, list[Meeting]]]:
    meetings: defaultdict[int, list[Meeting]] = defaultdict(list)
    for source, here, there in hits:
        meetings[source].append((here, there))
    found = [(source, strand) for source, met in meetings.items() for strand in strands(met)]
    return sorted(found, key=lambda one: (-len(one[1]), one[0]))[:_MOST_STRANDS]


def _laid_beside(
    mine: str, promising: Iterable[tuple[int, list[Meeting]]], theirs: _Shelf
) -> Iterator[_Found]:
    """The stretches around each strand, but for places that have sources enough, and until too much was looked at."""
    covered: list[Stretch] = []
    looked_at = 0
    for source, strand in promising:
        start, end = strand[0][0], strand[-1][0]
        enough = sum(one.start <= start and end <= one.end for one in covered) >= _MOST_SOURCES
        if enough or source not in theirs.texts or looked_at > _MOST_LETTERS:
            continue
        looked_at += end - start
        for stretch in stretches(mine, theirs[source][1].text, strand):
            covered.append(stretch)
            yield _Found(source, stretch)


def _without_overlap(found: Sequence[_Found]) -> list[_Found]:
    """Each letter with the source that has most of it; a source of what is taken already is named beside."""
    kept: list[_Found] = []
    for one in sorted(found, key=lambda one: (-one.stretch.earned, one.source)):
        rest = list(one.stretch.runs)
        for other in kept:
            left = list(chain.from_iterable(_outside(run, other.stretch) for run in rest))
            if len(left) < len(rest) and other.source != one.source and one.source not in other.also:
                other.also = (*other.also, one.source)
            rest = left
        if rest and sum(run.size for run in rest) >= _LEFT_OVER:
            kept.append(_Found(one.source, Stretch(tuple(rest), one.stretch.earned)))
    return sorted(kept, key=lambda one: one.stretch.start)


def _outside(run: Run, taken: Stretch) -> list[Run]:
    """What of a run lies before and after a stretch that is taken."""
    before = min(run.size, taken.start - run.here)
    after = min(run.size, run.here + run.size - taken.end)
    parts = [Run(run.here, run.there, before)] if before > 0 else []
    if after > 0:
        cut = run.size - after
        parts.append(Run(run.here + cut, run.there + cut, after))
    return parts


def _joined(parts: Iterable[_Found]) -> list[list[_Found]]:
    """Stretches of one source that follow each other closely, as those of shuffled sentences do."""
    groups: list[list[_Found]] = []
    for part in parts:
        last = groups[-1][-1] if groups else None
        if last and last.source == part.source and part.stretch.start - last.stretch.end <= _BRIDGE:
            groups[-1].append(part)
        else:
            groups.append([part])
    return groups


def _as_passage(mine: tuple[str, Letters], theirs: tuple[str, Letters], group: Sequence[_Found]) -> Passage:
    first, last = group[0].stretch, group[-1].stretch
    there = [one.stretch.there for one in group]
    source_start, source_end = theirs[1].span(min(at for at, _ in there), max(to for _, to in there))
    start, end = _without_stubs(mine[0], *mine[1].span(first.start, last.end))
    runs = [run for one in group for run in one.stretch.runs]
    in_order = len(group) == 1
    alike = sum(run.size for run in runs)
    return Passage(
        start,
        end,
        group[0].source,
        source_start,
        source_end,
        kept=alike / (last.end - first.start) if in_order else min(alike / (last.end - first.start), 0.99),
        renumbered=any(_renumbered(mine, theirs, run) for run in runs),
        also=tuple(dict.fromkeys(source for one in group for source in one.also)),
    )


def _without_stubs(text: str, start: int, end: int) -> Span:
    """A place without the few characters at its ends that stand on another line, such as the number of the next heading."""
    last = text.rfind("\n", start, end)
    if last > start and end - last <= _STUB:
        end = last
    first = text.find("\n", start, end)
    if 0 < first - start < _STUB and first + 1 < end:
        start = first + 1
    return start, end


def _renumbered(mine: tuple[str, Letters], theirs: tuple[str, Letters], run: Run) -> bool:
    return any(
        _written(mine, run.here + at) != _written(theirs, run.there + at)
        for at in range(run.size)
        if mine[1].text[run.here + at] == NUMBER
    )


def _written(whole: tuple[str, Letters], at: int) -> str:
    start, end = whole[1].span(at, at + 1)
    return whole[0][start:end]
