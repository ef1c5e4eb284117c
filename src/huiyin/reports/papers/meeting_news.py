"""A news report of a meeting, in the shape in which offices write them: when, who, what was summed up, the demands in
numbers, the next point of the agenda, the closing."""

from pathlib import Path

from huiyin.kit.outputs import written_whole
from huiyin.process.meetings.models import Meeting
from huiyin.process.meetings.queries import MeetingRecord, record_of
from huiyin.process.meetings.rules.records import MeetingState
from huiyin.reports.layout.official import OfficialDocument, chinese_number
from huiyin.reports.papers.meeting_text import (
    Turn,
    blocks,
    form_title,
    guests,
    kind_of,
    said,
    short,
    turns,
    who_was_there,
)

TITLE = "报道"  # of a kind whose template names no form
DRAFT = "草稿"
_ONE_LINE = 20  # characters of a title


def write_meeting_news(meeting: Meeting, path: Path) -> None:
    """Draw the report of a meeting as .docx on the grid of GB/T 9704-2012, to be edited. A draft is marked as one. 7 queries."""
    record = record_of(meeting)
    host = meeting.host.unit.name
    mark = DRAFT if meeting.state == MeetingState.DRAFT else ""
    headline = f"{host}召开{record.title}"
    dated = record.held_on or meeting.campaign.started_on
    paper = OfficialDocument(headline, dated, mark=mark)
    paper.title(headline if len(headline) <= _ONE_LINE else f"{host}\n召开{record.title}")
    paper.paragraph(_opening(record, host))
    spoken = turns(record)
    for number, turn in enumerate(spoken, start=1):
        _turn(paper, record, turn, number, last=number == len(spoken))
    with written_whole(path) as part:
        paper.save(part)


def news_title(meeting: Meeting) -> str:
    """What the template calls the report of this kind of meeting."""
    kind = kind_of(meeting)
    return form_title(meeting, kind.report if kind else None) or TITLE


def _opening(record: MeetingRecord, host: str) -> str:
    day = f"{record.held_on.month}月{record.held_on.day}日" if record.held_on else "×月×日"
    parts = [f"会议由{record.chair}主持"] if record.chair else []
    if there := who_was_there(record):
        parts.append(f"{there}参加了会议")
    if came := guests(record):
        parts.append(f"{came}出席会议并讲话")
    return f"{day}，{host}召开了{record.title}。" + (f"{'，'.join(parts)}。" if parts else "")


def _turn(paper: OfficialDocument, record: MeetingRecord, turn: Turn, number: int, *, last: bool) -> None:
    """One speaker: how the turn is announced, then what was said. The first mention is whole, later ones short."""
    closing = last and number > 1 and turn.speaker and turn.speaker == str(record.chair)
    called = f"最后，{turn.speaker}" if closing else turn.speaker
    if number == 1:
        paper.paragraph(f"会上，{turn.speaker}{turn.titles}。")
        called = short(turn.speaker)
    elif not closing:
        paper.paragraph(f"会议的第{chinese_number(number)}个议程是{turn.titles}。")
    for entry in turn.entries:
        paper.renumber()
        for block in blocks(entry):
            if block.heading:
                paper.heading(1, block.heading)
                paper.paragraph(block.text)
                continue
            paper.paragraph(said(called, block))
            called = short(turn.speaker) if block.verb else called
