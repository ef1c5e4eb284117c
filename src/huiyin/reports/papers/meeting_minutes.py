"""会议纪要: the record of a meeting by its agenda, what came of it, who was there."""

from collections.abc import Iterator
from pathlib import Path

from huiyin.kit.outputs import written_whole
from huiyin.process.meetings.models import Meeting
from huiyin.process.meetings.queries import AttendanceRow, EntryRow, MeetingRecord, record_of
from huiyin.process.meetings.rules.records import MeetingState
from huiyin.reports.layout.official import OfficialDocument, chinese_date
from huiyin.reports.papers.meeting_news import DRAFT
from huiyin.reports.papers.meeting_text import blocks, form_title, kind_of, said

TITLE = "会议纪要"  # of a kind whose template names no form


def write_meeting_minutes(meeting: Meeting, path: Path) -> None:
    """Draw the minutes as .docx on the grid of GB/T 9704-2012, to be edited. A draft is marked as one. 7 queries."""
    record = record_of(meeting)
    mark = DRAFT if meeting.state == MeetingState.DRAFT else ""
    name = minutes_title(meeting)
    paper = OfficialDocument(
        f"{record.title}{name}", record.held_on or meeting.campaign.started_on, mark=mark
    )
    paper.title(f"{record.title}\n{name}")
    paper.paragraph(_opening(record, meeting.host.unit.name))
    for entry in record.entries:
        _entry(paper, entry)
    _tasks(paper, record)
    _problems(paper, record)
    there = "；".join(_attended(row) for row in record.groups or record.units)
    if there:
        paper.paragraph(f"出席：{there}。")
    if record.corrections:
        paper.note(
            f"会议记录定稿后更正{len(record.corrections)}处，本稿按更正后的文字；原记录和更正理由存档备查。"
        )
    with written_whole(path) as part:
        paper.save(part)


def minutes_title(meeting: Meeting) -> str:
    """What the template calls the minutes of this kind of meeting."""
    kind = kind_of(meeting)
    return form_title(meeting, kind.minutes if kind else None) or TITLE


def _opening(record: MeetingRecord, host: str) -> str:
    day = chinese_date(record.held_on) if record.held_on else "×年×月×日"
    where = f"在{record.place}" if record.place else ""
    if record.chair:
        called = f"{host}召开{record.title}，会议由{record.chair}{where}主持"
    else:
        called = f"{host}{where}召开{record.title}"
    return f"{day}，{called}。纪要如下："


def _entry(paper: OfficialDocument, entry: EntryRow) -> None:
    paper.heading(1, str(entry.title))
    called = str(entry.speaker)
    if not entry.passages:
        paper.paragraph("（没有记录）")
    for block in blocks(entry):
        if block.heading:
            paper.heading(2, block.heading)
            paper.paragraph(block.text)
            continue
        paper.paragraph(said(called, block))
        called = "会议" if block.verb == "要求" else called


def _tasks(paper: OfficialDocument, record: MeetingRecord) -> None:
    rows = list(_task_rows(record))
    if rows:
        paper.heading(1, "落实任务")
        paper.table(
            ("议程", "任务", "完成时间", "责任单位"),
            rows,
            (36, 66, 32, 22),
            aligns=("left", "left", "center", "center"),
        )


def _task_rows(record: MeetingRecord) -> Iterator[tuple[str, str, str, str]]:
    for entry in record.entries:
        for row in entry.passages:
            for task in row.tasks:
                due = chinese_date(task.due_on) if task.due_on else ""
                where = f"{entry.title}第{row.number}条"
                yield (where, task.title, due, f"{task.units}个")


def _problems(paper: OfficialDocument, record: MeetingRecord) -> None:
    raised = [row.problem for row in record.findings if row.problem]
    if raised:
        paper.paragraph(f"会上指出的问题已列入问题台账，编号{'、'.join(raised)}。")


def _attended(row: AttendanceRow) -> str:
    return f"{row.who}（应到{row.due}人，实到{row.present}人）"
