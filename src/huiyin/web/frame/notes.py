"""The margin of a formal text: its notes in the order in which they are worth reading, and the text with what they speak of marked.

One component for every room whose texts are looked through: `margin` makes it, frame/_notes.html and frame/_noted.html draw it. It
holds no figure of how much, so that none can be shown.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.platform.texts.queries import SourceReader
from huiyin.process.campaigns.access import open_texts
from huiyin.process.campaigns.queries.formal_texts import words_of
from huiyin.process.campaigns.rules.notes import Note, NoteKind
from huiyin.process.campaigns.rules.papers import Level, lines_of
from huiyin.process.opinions.access import visible_opinions
from huiyin.process.problems.access import visible_problems
from huiyin.process.problems.queries.notes import (
    Checked,
    Copied,
    Matter,
    Opener,
    Reader,
    TextNotes,
    notes_on,
)
from huiyin.web.frame.language import pick
from huiyin.web.frame.visit import Visit

QUOTED = 46
# Of two notes on the same words the mark is the one that weighs more for the author; the margin has both.
_STRONGEST = ("copied", "repealed", "place", "unit", "stock", "spoken", "bare")
_PAGES = {
    "paper": "paper",
    "circular": "circular",
    "item": "item",
    "selfcheck": "selfcheck",
    "letter": "letter",
}


@dataclass(frozen=True)
class Place:
    """Where a note is in the text: its anchor there, how it begins, and its place in code points."""

    anchor: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True)
class Entry:
    """A note as the margin says it: `head` what it is and from when (`on`), `says` what to do, `link` and `passage` the source where the
    reader may open it. `named` and `worded`: head and says are Chinese words of people or data, not of the page."""

    head: str
    says: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    on: date | None = None
    named: bool = True
    worded: bool = True
    source: str = ""
    default: bool = False
    link: str = ""
    passage: str = ""


@dataclass(frozen=True)
class Section:
    """The notes of one kind, under a heading."""

    kind: str
    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Segment:
    """A stretch of the text; `kind` is "" where nothing is marked; `anchors` of the notes that begin here."""

    text: str
    kind: str = ""
    anchors: tuple[str, ...] = ()


@dataclass(frozen=True)
class NotedLine:
    """A line of the text, as papers have them, with its marks."""

    level: Level
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class Margin:
    sections: tuple[Section, ...]
    lines: tuple[NotedLine, ...]


class _Anchors:
    """Gives each marked place its anchor, and keeps what to mark."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.marks: list[tuple[str, int, int, str]] = []

    def place(self, kind: str, start: int, end: int) -> Place:
        anchor = f"n{len(self.marks) + 1}"
        self.marks.append((kind, start, end, anchor))
        said = " ".join(self.text[start:end].split())
        return Place(anchor, f"{said[:QUOTED]}…" if len(said) > QUOTED else said, start, end)


def margin(
    visit: Visit,
    text: str,
    checked: Checked,
    *,
    read: SourceReader = words_of,
    opened: Opener = open_texts,
) -> Margin:
    """The margin of a text as the visitor may see it. The queries of `notes_on`, and its `read` and `opened`."""
    campaign = checked.campaign
    reader = Reader(
        visit.actors, visible_problems(visit.actors, campaign), visible_opinions(visit.actors, campaign)
    )
    return margin_of(notes_on(text, checked, reader, read=read, opened=opened), campaign.code)


def margin_of(notes: TextNotes, campaign: str) -> Margin:
    """Notes as a margin; links go to the campaign of that code."""
    anchors = _Anchors(notes.text)
    sections = (
        Section("copied", _("别处也有的段落"), tuple(_copied(one, anchors) for one in notes.copied)),
        *(
            _worded(kind, notes.worded, anchors)
            for kind in (NoteKind.REPEALED, NoteKind.PLACE, NoteKind.UNIT)
        ),
        *(
            Section(
                "left",
                title,
                tuple(_matter(one, anchors, campaign) for one in notes.left_out or () if one.kind == kind),
            )
            for kind, title in (
                ("problem", _("按字面没有找到的问题")),
                ("opinion", _("按字面没有找到的意见")),
            )
        ),
        Section(
            "spoken",
            _("写到了的问题和意见"),
            tuple(_matter(one, anchors, campaign) for one in notes.answered or ()),
        ),
        *(_worded(kind, notes.worded, anchors) for kind in (NoteKind.STOCK, NoteKind.BARE)),
    )
    return Margin(
        tuple(section for section in sections if section.entries), tuple(_lines(notes.text, anchors.marks))
    )


def _copied(one: Copied, anchors: _Anchors) -> Entry:
    source = one.source
    if source is None:
        head = _("另一份材料")
    else:
        head = pick("{}：《{}》", "{}: {}").format(_("本单位") if one.own else source.unit_name, source.title)
    page = _PAGES.get(source.source.kind) if source else None
    return Entry(
        head=head,
        says=tuple(_says(one)),
        named=source is not None,
        worded=False,
        on=source.on if source else None,
        places=tuple(anchors.place("copied", start, end) for start, end in one.parts),
        link=reverse(page, args=[source.campaign, source.source.thing]) if source and page else "",
        passage="" if one.word_for_word else one.passage,
    )


def _says(one: Copied) -> Iterator[str]:
    if one.word_for_word:
        yield _("一字不差")
    elif one.renumbered:
        yield _("只有数字不同")
    elif one.passage:
        yield _("换了说法")
    if one.others:
        yield _("不止这一份")


def _worded(kind: NoteKind, worded: Iterable[Note], anchors: _Anchors) -> Section:
    """Notes that say the same are one entry with several places."""
    alike: dict[tuple[str, str], list[Note]] = {}
    for note in worded:
        if note.kind is kind:
            alike.setdefault(_said_alike(note), []).append(note)
    return Section(kind.value, _title(kind), tuple(_entry(kind, notes, anchors) for notes in alike.values()))


def _said_alike(note: Note) -> tuple[str, str]:
    return (
        ("", "") if note.kind in {NoteKind.PLACE, NoteKind.UNIT, NoteKind.BARE} else (note.name, note.advice)
    )


def _title(kind: NoteKind) -> str:
    return {
        NoteKind.REPEALED: _("已不再有效的规定"),
        NoteKind.PLACE: _("地名，请核对是不是本地的"),
        NoteKind.UNIT: _("别的单位的名称"),
        NoteKind.STOCK: _("套话"),
        NoteKind.BARE: _("没有人、时间、地点和数字的句子"),
    }[kind]


def _entry(kind: NoteKind, notes: Sequence[Note], anchors: _Anchors) -> Entry:
    first = notes[0]
    places = tuple(anchors.place(kind.value, note.start, note.end) for note in notes)
    if kind is NoteKind.REPEALED:
        says = pick(f"现在是：{first.advice}", f"Now: {first.advice}")
        return Entry(f"《{first.name}》", (says,), places, source=first.source, default=first.default)
    if kind is NoteKind.STOCK:
        return Entry(first.name, (first.advice,), places, source=first.source, default=first.default)
    return Entry("", (), places)


def _matter(one: Matter, anchors: _Anchors, campaign: str) -> Entry:
    places = (
        (anchors.place("spoken", one.start, one.end),)
        if one.start is not None and one.end is not None
        else ()
    )
    return Entry(one.title, one.words, places, link=reverse(one.kind, args=[campaign, one.number]))


def _lines(text: str, marks: Sequence[tuple[str, int, int, str]]) -> Iterator[NotedLine]:
    at = 0
    for line in lines_of(text):
        start = text.index(line.text, at)
        at = start + len(line.text)
        yield NotedLine(line.level, tuple(_segments(text, start, at, marks)))


def _segments(
    text: str, start: int, end: int, marks: Sequence[tuple[str, int, int, str]]
) -> Iterator[Segment]:
    """The line cut wherever a mark begins or ends. A note that began on an earlier line has its anchor there."""
    here = [mark for mark in marks if mark[1] < end and mark[2] > start]
    cuts = sorted(
        {start, end, *(max(mark[1], start) for mark in here), *(min(mark[2], end) for mark in here)}
    )
    for begins, stops in pairwise(cuts):
        over = [mark for mark in here if mark[1] <= begins and mark[2] >= stops]
        kinds = {kind for kind, *_rest in over}
        yield Segment(
            text[begins:stops],
            next((kind for kind in _STRONGEST if kind in kinds), ""),
            tuple(anchor for _kind, at, _to, anchor in over if at == begins),
        )
