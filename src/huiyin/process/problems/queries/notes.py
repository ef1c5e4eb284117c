"""What is to be noted in a formal text: passages that others have, too, what its words alone say (campaigns.rules.notes), and which of
the unit's matters it speaks of.

For its author first, for the reviewer once it is handed in. Places and reasons, never a share of the whole, never in anything's way
(SPEC rule 9). Whose passage it is, and how it stands there, is told only to a reader who may open that text.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Literal

from huiyin.analysis.answering import speaks_of
from huiyin.analysis.letters import Letters, letters_of
from huiyin.analysis.lookup import Span
from huiyin.analysis.shared import shared_words
from huiyin.analysis.specificity import Signs, SignWords
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor
from huiyin.platform.orgs.rules.tree import meets
from huiyin.platform.texts.queries import Shared, Source, SourceReader, frequencies, passages_like
from huiyin.process.campaigns.access import OpenText, open_texts
from huiyin.process.campaigns.models import Campaign, Circular
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.queries.formal_texts import words_of
from huiyin.process.campaigns.rules.drafting import Drafting, own_places, provinces
from huiyin.process.campaigns.rules.notes import Note, Surroundings, notes_of
from huiyin.process.opinions.models import OpinionQuerySet
from huiyin.process.problems.models import Problem, ProblemQuerySet
from huiyin.process.problems.queries.groups import groups_list

SHORTEST_PASSAGE = 20  # letters that aren't a set phrase nor the machine's own sentence
SHORTEST_PART = 8  # letters of a stretch between two headings that is marked by itself
MOST_MATTERS = 60
_SHORTEST_ALIAS = 3  # 三中 stands in 三中全会

Opener = Callable[[Sequence[Actor], Collection[Source]], Mapping[Source, OpenText]]


@dataclass(frozen=True)
class Checked:
    """What a text is: whose, from which day, `itself` in the index, other versions of it (`but`), what the machine wrote into it
    (`given`), and whether it is to answer what was said about the unit."""

    campaign: Campaign
    unit: Unit
    on: date
    itself: Source | None = None
    but: tuple[Source, ...] = ()
    given: str = ""
    answers: bool = False


@dataclass(frozen=True)
class Reader:
    """Who reads the notes: their capacities, and the problems and opinions that are theirs to see."""

    actors: tuple[Actor, ...]
    problems: ProblemQuerySet
    opinions: OpinionQuerySet


@dataclass(frozen=True)
class Copied:
    """A passage (code points, end exclusive) that another text has, too; `parts` are its places that aren't the machine's own lines. `source` with `passage`, its words there, for a reader who may
    open it; else None: another text, and no more (`passage` is empty, too, where only a further source may be opened). `own`: of the
    same unit. `others`: as many more have most of it."""

    start: int
    end: int
    word_for_word: bool
    renumbered: bool
    source: OpenText | None
    passage: str
    own: bool
    others: int
    parts: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Matter:
    """A problem of the unit, or a group of opinions about it that nobody raised yet: by its number and title. `start`–`end` is where the
    text speaks of it, with the words that say so; None where it isn't found by its words."""

    kind: Literal["problem", "group"]
    number: str
    title: str
    start: int | None = None
    end: int | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class TextNotes:
    """All notes of a text for one reader. `answered` and `left_out` are None where it needn't answer anything."""

    text: str
    copied: tuple[Copied, ...]
    worded: tuple[Note, ...]
    answered: tuple[Matter, ...] | None = None
    left_out: tuple[Matter, ...] | None = None

    @property
    def empty(self) -> bool:
        return not (self.copied or self.worded or self.answered or self.left_out)


def notes_on(
    text: str,
    checked: Checked,
    reader: Reader,
    *,
    read: SourceReader = words_of,
    opened: Opener = open_texts,
) -> TextNotes:
    """The notes of a text for a reader. `read` and `opened` know the words of sources, and which of them the reader may open.

    About 12 queries, one for each further campaign with a shared passage; O(its letters + what it shares + the units of the campaign).
    """
    template = template_of(checked.campaign)
    home = _home(checked, template.drafting)
    signs = _signs(template.signs.words(), (*home.own, *home.others))
    matters = _matters(checked, reader) if checked.answers else None
    written = _places_of(_sentences(checked.given), text)
    spoken = _spoken(_without(text, written), checked.campaign, matters) if matters is not None else ()
    return TextNotes(
        text,
        tuple(_copied(text, checked, reader, template.drafting.settled(), read, opened)),
        notes_of(text, template.drafting, signs, home, checked.on),
        answered=None if matters is None else tuple(one for one in spoken if one.start is not None),
        left_out=None if matters is None else tuple(one for one in spoken if one.start is None),
    )


@lru_cache(maxsize=8)
def _signs(words: SignWords, units: tuple[str, ...]) -> Signs:
    return Signs(words, (*units, *(name for province in provinces() for name in province.names())))


def _home(checked: Checked, drafting: Drafting) -> Surroundings:
    """A unit's own names are those of the units above and below it, too; others are named by everybody if their kind is. 2 queries."""
    path, own, others = checked.unit.path, list[str](), list[str]()
    line = list[str]()
    units = Unit.objects.under(checked.campaign.root.path).values_list("path", "name", "kind", "aliases")
    for other, name, kind, aliases in units:
        names = (name, *(alias for alias in aliases if len(alias) >= _SHORTEST_ALIAS))
        if meets(path, other):
            own.extend(names)
            line.extend(names if path.startswith(other) else ())
        elif kind not in drafting.without_units:
            others.extend(names)
    authors = Circular.objects.of(checked.campaign).exclude(author="").values_list("author", flat=True)
    return Surroundings(own_places((*line, *authors.distinct())), tuple(own), tuple(others))


def _copied(
    text: str,
    checked: Checked,
    reader: Reader,
    settled: Sequence[str],
    read: SourceReader,
    opened: Opener,
) -> Iterator[Copied]:
    but = (*checked.but, *((checked.itself,) if checked.itself else ()))
    given = list(_places_of(_sentences(checked.given), text))
    excused = [*_places_of(settled, text), *given]
    letters = letters_of(text)
    found = [one for one in passages_like(text, read, but=but) if _own_letters(letters, one, excused)]
    seen = opened(reader.actors, {source for one in found for source in (one.source, *one.also)})
    for one in found:
        parts = _parts(text, one.passage.start, one.passage.end, given)
        yield replace(_told(one, checked, seen), parts=parts)


def _parts(text: str, start: int, end: int, given: Sequence[Span]) -> tuple[Span, ...]:
    """The stretches of a passage between what the machine wrote, without the space around them; one of a word or two only where there is
    no longer one."""
    parts, letters, at = [], list[int](), start
    for begins, stops in [*sorted(span for span in given if span[0] < end and span[1] > start), (end, end)]:
        words = text[at : max(at, begins)]
        if count := sum(map(str.isalnum, words)):
            letters.append(count)
            lead = len(words) - len(words.lstrip())
            parts.append((at + lead, at + len(words.rstrip())))
        at = max(at, stops)
    least = min(SHORTEST_PART, max(letters, default=0))
    return tuple(part for part, count in zip(parts, letters, strict=True) if count >= least)


def _without(text: str, given: Iterable[Span]) -> str:
    """The text with empty lines in the place of what the machine wrote, so that all else stays where it is."""
    for start, end in given:
        text = text[:start] + "\n" * (end - start) + text[end:]
    return text


def _told(one: Shared, checked: Checked, seen: Mapping[Source, OpenText]) -> Copied:
    """A source that the reader may open stands for the others; of one that they may not, not even how much is alike is told."""
    passage = one.passage
    source = seen.get(one.source)
    beside = source or next((seen[other] for other in one.also if other in seen), None)
    return Copied(
        passage.start,
        passage.end,
        word_for_word=source is not None and passage.word_for_word,
        renumbered=source is not None and passage.renumbered and passage.kept == 1.0,
        source=beside,
        passage=source.words[passage.source_start : passage.source_end] if source else "",
        own=beside is not None and beside.unit == checked.unit.pk,
        others=len(one.also),
    )


def _own_letters(letters: Letters, one: Shared, excused: Sequence[Span]) -> bool:
    """Whether enough of a passage is neither a set phrase nor what the machine wrote."""
    inside = letters.starts[(letters.starts >= one.passage.start) & (letters.starts < one.passage.end)]
    left = sum(not any(start <= at < end for start, end in excused) for at in inside.tolist())
    return left >= SHORTEST_PASSAGE


def _places_of(phrases: Iterable[str], text: str) -> Iterator[Span]:
    for phrase in phrases:
        at = text.find(phrase)
        while at >= 0:
            yield at, at + len(phrase)
            at = text.find(phrase, at + len(phrase))


def _sentences(given: str) -> set[str]:
    return {part for line in given.splitlines() for part in line.split("。") if len(part) > 1}


def _matters(checked: Checked, reader: Reader) -> list[tuple[Matter, str]]:
    """What was said about the unit, with the words by which it is looked for: problems that it owns, then groups that nobody raised
    and of which the reader may read the words. 6 queries at most."""
    owned = reader.problems.standing().filter(owner=checked.unit).order_by("year", "serial")
    found = [
        (Matter("problem", problem.number, problem.title), _words_of(problem))
        for problem in owned[:MOST_MATTERS]
    ]
    about = reader.opinions.filter(about__in=Unit.objects.under(checked.unit.path).values("pk"))
    groups = groups_list(checked.campaign, about, size=MOST_MATTERS).rows
    found.extend(
        (Matter("group", str(row.number), row.title), row.title) for row in groups if row.raised_as is None
    )
    return found


def _words_of(problem: Problem) -> str:
    """Its title, and the summary once that is checked: until then it may hold a giver's words."""
    return f"{problem.title}\n{problem.manifestation}" if problem.checked_on else problem.title


def _spoken(text: str, campaign: Campaign, matters: Sequence[tuple[Matter, str]]) -> list[Matter]:
    weighed = frequencies(campaign.pk)
    titles = speaks_of(text, [matter.title for matter, _ in matters], weighed)
    whole = speaks_of(text, [words for _, words in matters], weighed)
    found = []
    for (matter, words), by_title, by_words in zip(matters, titles, whole, strict=True):
        place = by_title or by_words
        if place is None:
            found.append(matter)
            continue
        why = shared_words(text[place.start : place.end], words)
        found.append(
            replace(matter, start=place.start, end=place.end, words=tuple(word.word for word in why))
        )
    return found
