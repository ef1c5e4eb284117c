"""What a meeting of the team leaves in one package: notice, report, record, criticisms, what was heard, measures, plan, papers.

All of it can be edited. The headings are the template's forms (DOMAIN 2.7); no sentence judges anybody, and the report is the text that
the unit wrote.
"""

import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from huiyin.kit.outputs import written_whole
from huiyin.platform.orgs.rules.rights import Actor
from huiyin.process.lifemeetings.models import LifeMeeting
from huiyin.process.lifemeetings.queries.circles import name_of, quorum
from huiyin.process.lifemeetings.queries.record import GONE, Record, record_of
from huiyin.process.lifemeetings.rules.states import PRESENCES, MeetingState, Presence, SeatKind
from huiyin.process.problems.access import visible_problems
from huiyin.process.problems.models import Problem
from huiyin.process.problems.queries import Sought
from huiyin.process.selfchecks.access import reading
from huiyin.process.selfchecks.models import SelfCheck
from huiyin.reports.layout.ledger import write_ledger
from huiyin.reports.layout.ledger_shape import Cell, LedgerSheet
from huiyin.reports.layout.official import OfficialDocument, chinese_date
from huiyin.reports.papers.columns import column_of
from huiyin.reports.papers.lifemeeting_record import RecordPaper
from huiyin.reports.papers.lists import Wanted, lists_of, write_list
from huiyin.reports.papers.material import Material
from huiyin.reports.papers.selfchecks import write_selfcheck

_DRAFT = "草稿"
_MEASURES = "measure_list"
_CONCLUDED = (MeetingState.REPORTING, MeetingState.ARCHIVED, MeetingState.REHELD)
_HEADING = re.compile(r"^[一二三四五六七八九十]{1,3}、(?P<words>[^。]{1,40})$")


class Package:
    """A meeting with everything that its papers are made of, read once: some fifteen queries, and three for each paper of a member.

    `actors` are the reader's, who reads the words.
    """

    def __init__(self, meeting: LifeMeeting, actors: Sequence[Actor], today: date) -> None:
        self.meeting, self.actors, self.today = meeting, tuple(actors), today
        self.material = Material(meeting.participation.campaign)
        self.record: Record = record_of(meeting)
        self.said = RecordPaper(meeting, self.record, self.material.template)
        self.unit = meeting.participation.unit
        self.dated = meeting.held_on or today
        seen = visible_problems(actors, meeting.participation.campaign).standing()
        taken = {one.row.problem_id for one in self.record.counted if one.row.problem_id}
        self.taken: list[Problem] = list(seen.filter(pk__in=taken).order_by("pk"))
        heard = seen.filter(owner=self.unit, checked_on__isnull=False).exclude(pk__in=taken)
        self.heard: list[Problem] = list(heard.order_by("pk"))
        self.groups = {group.code: group.zh for group in self.material.template.focus.groups}

    def title(self, form: str) -> str:
        """What the template calls a form; its code where it has none."""
        found = self.material.template.forms.get(form)
        return found.title if found else form

    def papers(self) -> Iterator[tuple[str, Callable[[Path], None]]]:
        """The name of each file, and what draws it."""
        yield f"1 {self.title('internal_notice')}.docx", self.notice
        yield f"2 {self.title('meeting_report')}.docx", self.report
        yield f"3 {self.title('meeting_record')}.docx", self.record_paper
        yield f"3 {self.title('meeting_record')}.xlsx", self.minutes
        yield f"4 {self.title('criticism_record')}.xlsx", self.criticisms
        yield "5 意见汇总.docx", self.opinions
        yield "6 整改问题和措施清单.docx", self.measures
        if _MEASURES in lists_of(self.material.template):
            yield "6 整改问题和措施清单.xlsx", self.measure_rows
        yield f"7 {self.title('meeting_plan')}.docx", self.plan
        yield from self.selfchecks()

    def selfchecks(self) -> Iterator[tuple[str, Callable[[Path], None]]]:
        """The team's paper and the members', as far as this very reader reads each (selfchecks.access): nobody gets more by a zip."""
        papers = SelfCheck.objects.filter(participation=self.meeting.participation).order_by("account", "pk")
        for paper in papers.select_related("account", "participation__campaign__root", "participation__unit"):
            version = reading(paper, self.actors).latest
            if version is None:
                continue
            kind = self.material.template.selfchecks.kind(paper.kind)
            if paper.account is None:
                name = f"8 {kind.zh}.docx"
            else:
                name = f"9 {kind.zh}-{_plain(paper.account.name)}-{paper.pk}.docx"
            yield name, partial(write_selfcheck, paper, version)

    def notice(self, path: Path) -> None:
        """Preparation, criticism as counts, measures; nobody is named."""
        paper = self._paper("internal_notice", signed=self.meeting.noticed_on is not None)
        there = quorum(self.meeting, self.record.seats)
        paper.paragraph(
            f"{chinese_date(self.dated)}，{self.unit.name}班子召开会议，应到{there.due}人，实到{there.present}人。"
        )
        paper.heading(1, "准备情况")
        paper.paragraph(self.meeting.plan)
        paper.heading(1, "批评情况")
        said = self.record.counted
        kinds = Counter(self.groups.get(one.row.wind, "未分类") for one in said)
        told = "、".join(f"{kind}{n}条" for kind, n in kinds.most_common())
        paper.paragraph(f"共提出批评意见{len(said)}条" + (f"，其中{told}。" if told else "。"))
        paper.heading(1, "整改措施")
        self._problems(paper)
        self._save(paper, path)

    def report(self, path: Path) -> None:
        """The text that the unit wrote and its head signed."""
        paper = self._paper("meeting_report", signed=self.meeting.reported_on is not None)
        unwritten = GONE if self.meeting.reported_on else "（报告正文还没有写）"
        for line in (self.meeting.report or unwritten).splitlines():
            heading = _HEADING.match(line.strip())
            if heading:
                paper.heading(1, heading["words"])
            elif line.strip():
                paper.paragraph(line.strip())
        paper.attachments(["方案", "班子材料", "个人材料", "意见汇总", "会议记录"])
        paper.signature(self.unit.name, self.meeting.reported_on or self.today)
        self._save(paper, path)

    def record_paper(self, path: Path) -> None:
        """The record as it is read, with who signed."""
        paper = self._paper("meeting_record", signed=self.meeting.state in _CONCLUDED)
        self.said.draw(paper)
        self._save(paper, path)

    def minutes(self, path: Path) -> None:
        """Every speech, criticism and answer in the order of the agenda, word for word, with who signed; corrections beside."""
        signed = {seat.pk: self.said.signed(seat) for seat in self.record.seats}
        rows: Iterator[Mapping[str, Cell]] = (
            {
                "number": number,
                "speaker": one.speaker,
                "kind": one.kind,
                "words": one.words,
                "read_by": signed[one.seat],
            }
            for number, one in enumerate(self.said.speeches(), start=1)
        )
        self._sheet("meeting_record", rows, path, tuple(self.said.opening()))

    def criticisms(self, path: Path) -> None:
        """被批评人, 批评人, 批评意见, 表态, 纳入整改 (DOMAIN 2.7); without what was struck out."""
        rows = (
            {
                "number": number,
                "of": one.to,
                "by": one.by,
                "words": self.said.criticism(one),
                "answer": self.said.answer(one),
                "taken_up": "是" if one.row.problem_id else "否",
            }
            for number, one in enumerate(self.record.counted, start=1)
        )
        self._sheet("criticism_record", rows, path, self._away())

    def opinions(self, path: Path) -> None:
        """What was heard before, as the summaries that were checked: never the givers' words."""
        paper = OfficialDocument("意见汇总", self.dated)
        paper.title(f"{self.unit.name}\n意见汇总")
        if not self.heard:
            paper.paragraph("会前没有列入问题台账并核对过的意见。")
        for problem in self.heard:
            paper.heading(1, f"{problem.title}（{problem.number}）")
            paper.paragraph(problem.manifestation)
        self._save(paper, path)

    def measures(self, path: Path) -> None:
        """What the meeting brought into the ledger, by number."""
        paper = OfficialDocument("整改问题和措施清单", self.dated)
        paper.title(f"{self.unit.name}\n整改问题和措施清单")
        self._problems(paper)
        self._save(paper, path)

    def _problems(self, paper: OfficialDocument) -> None:
        if not self.taken:
            paper.paragraph("会上提出的问题还没有列入整改台账。")
            return
        rows = [
            (one.number, one.title, one.goal, chinese_date(one.due_on) if one.due_on else "")
            for one in self.taken
        ]
        paper.table(("编号", "问题", "整改目标", "时限"), rows, (26, 62, 42, 26))

    def measure_rows(self, path: Path) -> None:
        """The same with every measure, as rows of the template's own list."""
        taken = visible_problems(self.actors, self.meeting.participation.campaign).filter(
            pk__in=[one.pk for one in self.taken]
        )
        wanted = Wanted(self.meeting.participation.campaign, taken, Sought(), self.actors)
        write_list(wanted, _MEASURES, path, self.today)

    def plan(self, path: Path) -> None:
        """The plan as it was looked at."""
        paper = self._paper("meeting_plan", signed=True)
        paper.paragraph(self.meeting.plan or "（方案还没有写）")
        self._save(paper, path)

    def _away(self) -> tuple[str, ...]:
        there = "；".join(
            f"{name_of(seat)}{PRESENCES[Presence(seat.presence)]}"
            for seat in self.record.seats
            if seat.kind != SeatKind.MEMBER or seat.presence != Presence.PRESENT
        )
        return (there,) if there else ()

    def _sheet(
        self, code: str, rows: Iterator[Mapping[str, Cell]], path: Path, marks: tuple[str, ...]
    ) -> None:
        form = self.material.template.forms[code]
        sheet = LedgerSheet(
            title=f"{self.unit.name}{form.title}",
            columns=tuple(column_of(column) for column in form.columns),
            rows=rows,
            unit=self.unit.name,
            filled_on=self.today,
            marks=marks,
        )
        with written_whole(path) as part:
            write_ledger(part, sheet)

    def _paper(self, form: str, *, signed: bool) -> OfficialDocument:
        title = self.title(form)
        paper = OfficialDocument(f"{self.unit.name}{title}", self.dated, mark="" if signed else _DRAFT)
        paper.title(f"{self.unit.name}\n{title}")
        return paper

    def _save(self, paper: OfficialDocument, path: Path) -> None:
        with written_whole(path) as part:
            paper.save(part)


def _plain(name: str) -> str:
    """A name that may stand in a file's name anywhere."""
    return re.sub(r'[\\/:*?"<>|\x00-\x1f]', "", name).strip()[:30]


def write_package(meeting: LifeMeeting, actors: Sequence[Actor], path: Path, today: date) -> None:
    """All papers of a meeting in one zip. Who may read them is asked by the caller (lifemeetings.access.needs_words)."""
    package = Package(meeting, actors, today)
    with (
        TemporaryDirectory() as folder,
        written_whole(path) as part,
        zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as papers,
    ):
        for name, write in package.papers():
            file = Path(folder) / "paper"
            write(file)
            papers.write(file, name)
