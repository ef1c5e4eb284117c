"""The sentences that papers of a meeting are made of: the record's own words in fixed frames, and nothing else.

Frames say who spoke and in what order; what was said, thought or judged is the record's. Words of the campaign come with the
record (titles of the agenda, of the meeting), never from here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.meetings import MeetingKind
from huiyin.process.meetings.models import Meeting
from huiyin.process.meetings.queries import EntryRow, MeetingRecord, PassageRow
from huiyin.process.meetings.rules.records import PassageKind
from huiyin.reports.layout.official import chinese_number

_VERBS = {
    PassageKind.TEXT: "指出",
    PassageKind.REVIEW: "指出",
    PassageKind.PRAISE: "指出",
    PassageKind.DEMAND: "要求",
    PassageKind.FINDING: "指出",
}
_STOPS = "。；;，,、！？：:"
_MOST_UNITS = 3


@dataclass(frozen=True)
class Block:
    """A paragraph of a speech, or a demand under its own heading. `verb` is how its speaker says it; "" goes on from before."""

    text: str
    verb: str = ""
    heading: str = ""


@dataclass(frozen=True)
class Turn:
    """One speaker's agenda points in a row."""

    speaker: str
    entries: tuple[EntryRow, ...]

    @property
    def titles(self) -> str:
        return "，".join(str(entry.title) for entry in self.entries)


def kind_of(meeting: Meeting) -> MeetingKind | None:
    """The kind of a meeting in its template."""
    kinds = template_of(meeting.campaign).meetings
    return next((kind for kind in kinds if kind.code == meeting.kind), None)


def form_title(meeting: Meeting, code: str | None) -> str:
    """The title that the template gives a form, "" where it has none of that code."""
    form = template_of(meeting.campaign).forms.get(code or "")
    return form.title if form else ""


def turns(record: MeetingRecord) -> list[Turn]:
    """The agenda by speakers: points in a row by the same post are one turn."""
    found: list[Turn] = []
    for entry in record.entries:
        speaker = str(entry.speaker)
        if found and speaker and found[-1].speaker == speaker:
            found[-1] = Turn(speaker, (*found[-1].entries, entry))
        else:
            found.append(Turn(speaker, (entry,)))
    return found


def blocks(entry: EntryRow) -> Iterator[Block]:
    """What was said to one point, in its order. A run of findings makes one paragraph with the words that lead to it and the
    words behind it: …的方面：一是…；二是…。
    """
    rows, at, spoken = entry.passages, 0, False
    while at < len(rows):
        run = _findings_from(rows, at + 1 if _leads(rows[at]) else at)
        if run:
            lead = str(rows[at].text) if _leads(rows[at]) else ""
            at += len(run) + bool(lead)
            tail = ""
            if at < len(rows) and rows[at].kind is PassageKind.TEXT and _closes(rows[at]):
                tail, at = str(rows[at].text), at + 1
            yield Block(f"{lead}{listed(run)}{tail}", "认为" if lead else _VERBS[PassageKind.FINDING])
            spoken = True
            continue
        row = rows[at]
        first_demand = row.kind is PassageKind.DEMAND and (at == 0 or rows[at - 1].kind is not row.kind)
        verb = _VERBS[row.kind] if not spoken or first_demand else ""
        yield Block(str(row.text), "" if row.heading else verb, str(row.heading))
        spoken, at = True, at + 1


def _leads(row: PassageRow) -> bool:
    return row.kind is PassageKind.TEXT and str(row.text).rstrip().endswith(("：", ":"))


def _closes(row: PassageRow) -> bool:
    """A short sentence behind a list belongs to it: 这些问题在下一环节要…"""
    return str(row.text).startswith(("这些", "这几", "上述", "以上"))


def _findings_from(rows: Sequence[PassageRow], at: int) -> list[PassageRow]:
    run = []
    for row in rows[at:]:
        if row.kind is not PassageKind.FINDING:
            break
        run.append(row)
    return run


def listed(rows: Sequence[PassageRow]) -> str:
    """一是…；二是…。; one alone stands without its number."""
    said = [one_line(f"{row.heading}{'，' if row.heading and row.text else ''}{row.text}") for row in rows]
    if len(said) == 1:
        return f"{said[0]}。"
    return "；".join(f"{chinese_number(at)}是{words}" for at, words in enumerate(said, start=1)) + "。"


def one_line(text: str) -> str:
    """A text without its line breaks and its last stop, to stand inside a sentence."""
    return "".join(line.strip() for line in text.splitlines()).rstrip(_STOPS)


def short(speaker: str) -> str:
    """How a post is called when it comes again: the last of several (…组长、市教育局局长 → 市教育局局长)."""
    return speaker.rpartition("、")[2]


def said(speaker: str, block: Block) -> str:
    """A paragraph with its speaker before it, where it begins a turn of speech."""
    return f"{speaker}{block.verb}，{block.text}" if block.verb and speaker else block.text


def who_was_there(record: MeetingRecord) -> str:
    """甲全体成员，乙负责人 as the record lists them; where it lists units alone, the first of them and how many."""
    groups = [row.who for row in record.groups if row.present]
    units = [row.who for row in record.units if row.present]
    if groups or not units:
        return "，".join(groups)
    shown = "、".join(units[:_MOST_UNITS])
    return shown if len(units) <= _MOST_UNITS else f"{shown}等{len(units)}个单位"


def guests(record: MeetingRecord) -> str:
    """Who came from above and spoke."""
    found = dict.fromkeys(str(entry.speaker) for entry in record.entries if entry.entry.guest)
    return "、".join(speaker for speaker in found if speaker)
