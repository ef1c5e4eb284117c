"""A feedback letter and the unit's answer to it, point by point, as official papers (DOMAIN 2.9, 8.3). No sentence of the machine's own."""

from collections.abc import Collection
from datetime import date
from pathlib import Path

from huiyin.kit.outputs import written_whole
from huiyin.platform.orgs.models import Unit
from huiyin.process.campaigns.queries import template_of
from huiyin.process.letters.models import Letter
from huiyin.process.letters.queries import FindingRow, LetterRecord, record_of
from huiyin.process.letters.rules.states import LetterState
from huiyin.reports.layout.official import OfficialDocument, chinese_date, quoted

_DRAFT = "草稿"
_ELSEWHERE = "另一单位的问题"
_NOT_YET = "（还没有答复）"
_TITLES = {"feedback_letter": "反馈意见书", "findings_report": "反馈意见整改情况报告"}


def letter_name(letter: Letter) -> str:
    """What the file of the letter is called."""
    return f"{_title(letter, 'feedback_letter')}（{letter.participation.unit.name}）"


def reply_name(letter: Letter) -> str:
    """What the file of the unit's answer is called."""
    return f"{letter.participation.unit.name}{_title(letter, 'findings_report')}"


def write_letter(letter: Letter, path: Path, today: date) -> None:
    """Draw the letter as .docx on the grid of GB/T 9704-2012, as it reads after corrections; a draft is marked as one."""
    record, template = record_of(letter), template_of(letter.campaign)
    stage = next((one.zh for one in template.stages if one.code == letter.stage), "")
    issued = letter.state == LetterState.ISSUED
    title = _title(letter, "feedback_letter")
    dated = letter.issued_on or today
    paper = OfficialDocument(letter_name(letter), dated, mark="" if issued else _DRAFT)
    paper.title(f"关于{stage}的\n{title}" if stage else title)
    paper.addressee(letter.participation.unit.name)
    paper.heading(1, "总体评价")
    _paragraphs(paper, str(record.judgement))
    form = template.forms.get("feedback_letter")
    listed = template.lists.get(form.praises) if form and form.praises else None
    for code in listed.codes if listed else ():
        if said := letter.praised.get(code.code):
            paper.heading(2, code.zh)
            _paragraphs(paper, said)
    paper.heading(1, "需要改进的问题")
    for row in record.findings:
        _paragraphs(paper, f"{row.called}{row.text}")
    paper.heading(1, "下一步要求")
    if record.demand:
        _paragraphs(paper, str(record.demand))
    if letter.answer_by:
        paper.paragraph(f"请于{chinese_date(letter.answer_by)}前逐条答复。")
    paper.signature(template.term("supervision_group").zh, dated)
    _save(paper, path)


def write_reply(letter: Letter, path: Path, today: date, seen: Collection[int]) -> None:
    """Draw what the unit answered to each finding: the last answer, what was done, what follows it in the ledger. What is open says so. Of problems
    that aren't among those `seen` by the reader, since they live on in another unit's, no more than that stands there."""
    record = record_of(letter)
    unit: Unit = letter.participation.unit
    days = [one.answer.on for row in record.findings for one in row.answers]
    dated = max(days, default=today)
    whole = not record.unanswered
    paper = OfficialDocument(reply_name(letter), dated, mark="" if whole else _DRAFT)
    paper.title(f"{unit.name}\n{_title(letter, 'findings_report')}")
    paper.addressee(template_of(letter.campaign).term("supervision_group").zh)
    paper.paragraph(_opening(letter, record))
    for row in record.findings:
        _finding(paper, row, seen)
    paper.signature(unit.name, dated)
    _save(paper, path)


def _opening(letter: Letter, record: LetterRecord) -> str:
    told = f"{chinese_date(letter.issued_on)}" if letter.issued_on else ""
    return f"{told}第{letter.number}号{_title(letter, 'feedback_letter')}指出{len(record.findings)}条，现逐条报告如下。"


def _finding(paper: OfficialDocument, row: FindingRow, seen: Collection[int]) -> None:
    paper.heading(1, f"关于{quoted(_short(str(row.text)))}")
    if row.last is None:
        paper.paragraph(_NOT_YET)
        return
    _paragraphs(paper, row.last.answer.text)
    if row.last.answer.done:
        _paragraphs(paper, row.last.answer.done)
    for problem in row.problems:
        closed = f"已于{chinese_date(problem.closed_on)}销号" if problem.closed_on else "正在整改"
        named = f"问题{problem.number}{quoted(problem.title)}" if problem.pk in seen else _ELSEWHERE
        paper.paragraph(f"{named}{closed}。")
    for item in row.items:
        done = f"已于{chinese_date(item.done_on)}完成" if item.done_on else "正在办"
        paper.paragraph(f"{quoted(item.ask.title)}{done}。")
    proofs = [
        *(proof.title for proof in row.last.proofs if proof.problem_id in seen),
        *([row.last.answer.where] if row.last.answer.where else []),
    ]
    if proofs:
        paper.paragraph(f"佐证：{'；'.join(proofs)}。")


def _short(text: str, longest: int = 24) -> str:
    first = text.strip().split("。")[0]
    return first if len(first) <= longest else f"{first[: longest - 1]}…"


def _paragraphs(paper: OfficialDocument, text: str) -> None:
    for line in text.splitlines():
        if line.strip():
            paper.paragraph(line.strip())


def _title(letter: Letter, code: str) -> str:
    found = template_of(letter.campaign).forms.get(code)
    return found.title if found else _TITLES[code]


def _save(paper: OfficialDocument, path: Path) -> None:
    with written_whole(path) as part:
        paper.save(part)
