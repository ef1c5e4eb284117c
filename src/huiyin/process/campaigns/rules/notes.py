"""What is to be noted in a draft from its words alone: phrases that say nothing, rules that hold no more, names from elsewhere, and
sentences that name nobody, no time, no place and no number.

Notes say where and what to write instead. They are never counted, weighed or added up, and nothing waits for them (SPEC rule 9).
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from huiyin.analysis.characters import fold
from huiyin.analysis.lookup import Span, Words
from huiyin.analysis.specificity import Signs
from huiyin.process.campaigns.rules.drafting import Drafting, RepealedRule, provinces, repealed_rules
from huiyin.process.campaigns.rules.papers import lines_of

SHORTEST_SENTENCE = 12  # characters: what is shorter is a heading, a salutation, a link
_SENTENCE = re.compile(r"[^。！？!?；;\n]+")
_BRACKETS = str.maketrans("〔［【[（(〕］】]）)", "(((((())))))")


class NoteKind(StrEnum):
    """Of what a note speaks, in the order in which a page shows them."""

    REPEALED = "repealed"
    PLACE = "place"
    UNIT = "unit"
    STOCK = "stock"
    BARE = "bare"


@dataclass(frozen=True, slots=True)
class Note:
    """A place of the text (code points, end exclusive). `name` is what stands there or what it is, `advice` what to do about it,
    `source` where that comes from, `default` that this was not checked against a text."""

    kind: NoteKind
    start: int
    end: int
    name: str = ""
    advice: str = ""
    source: str = ""
    default: bool = False


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where a text is at home: its own places by full names, the names that are its own, and those of other units."""

    places: frozenset[str] = frozenset()
    own: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


def notes_of(text: str, drafting: Drafting, signs: Signs, home: Surroundings, on: date) -> tuple[Note, ...]:
    """All notes of a text written on that day, by their places. Time grows with the text and with the lists."""
    found = (
        *repealed_notes(text, (*repealed_rules(), *drafting.repealed), on),
        *place_notes(text, home.places),
        *unit_notes(text, home.own, home.others),
        *stock_notes(text, drafting),
        *bare_notes(text, signs),
    )
    return tuple(sorted(found, key=lambda note: (note.start, note.end)))


def stock_notes(text: str, drafting: Drafting) -> Iterator[Note]:
    """Stock phrases, the longest of those that lie in each other."""
    listed = {fold(phrase): one for one in drafting.stock for phrase in one.phrases}
    excused = {fold(phrase) for one in drafting.stock for phrase in one.unless}
    folded = fold(text)
    for start, end in Words((*listed, *excused)).outermost(folded):
        one = listed.get(folded[start:end])
        if one is not None and folded[start:end] not in excused:
            yield Note(NoteKind.STOCK, start, end, one.zh, one.instead, one.source, one.default)


def repealed_notes(text: str, rules: Iterable[RepealedRule], on: date) -> Iterator[Note]:
    """Rules that held no more on that day; a number is found in whatever brackets it stands."""
    listed = {_with_one_bracket(name): rule for rule in rules for name in rule.names}
    written = _with_one_bracket(text)
    for start, end in Words(listed).outermost(written):
        rule = listed[written[start:end]]
        if rule.repealed_on <= on:
            yield Note(NoteKind.REPEALED, start, end, rule.title, rule.by, rule.source, rule.default)


def place_notes(text: str, own: Collection[str]) -> Iterator[Note]:
    """Provinces and cities by their full names, but those that are the text's own."""
    known = {name for province in provinces() for name in province.names()}
    folded = fold(text)
    for start, end in Words(known).outermost(folded):
        if folded[start:end] not in own:
            yield Note(NoteKind.PLACE, start, end, text[start:end])


def unit_notes(text: str, own: Sequence[str], others: Sequence[str]) -> Iterator[Note]:
    """Names of other units; one inside a name of one's own isn't."""
    foreign = {fold(name) for name in others if len(name) > 1} - {fold(name) for name in own}
    folded = fold(text)
    known = Words((*foreign, *(fold(name) for name in own if len(name) > 1)))
    for start, end in known.outermost(folded):
        if folded[start:end] in foreign:
            yield Note(NoteKind.UNIT, start, end, text[start:end])


def bare_notes(text: str, signs: Signs) -> Iterator[Note]:
    """Sentences of a paragraph that name nobody, no time, no place and no number; neighbours are one note."""
    named = signs.read(text)
    telling = sorted((*named.when, *named.where, *named.who, *named.how_much))
    for start, end in _joined(_bare(text, telling), text):
        yield Note(NoteKind.BARE, start, end)


def _bare(text: str, telling: Sequence[Span]) -> Iterator[Span]:
    headings = {line.text for line in lines_of(text) if line.level}
    for found in _SENTENCE.finditer(text):
        start, end = found.span()
        said = found.group().strip()
        if len(said) < SHORTEST_SENTENCE or said in headings:
            continue
        if not any(start <= at < end for at, _ in telling):
            yield start + found.group().index(said), start + found.group().index(said) + len(said)


def _joined(spans: Iterable[Span], text: str) -> Iterator[Span]:
    """Spans with nothing but a mark between them as one."""
    last: Span | None = None
    for start, end in spans:
        if last is not None and start - last[1] <= 1 and "\n" not in text[last[1] : start]:
            last = (last[0], end)
            continue
        if last is not None:
            yield last
        last = (start, end)
    if last is not None:
        yield last


def _with_one_bracket(text: str) -> str:
    return fold(text).translate(_BRACKETS)
