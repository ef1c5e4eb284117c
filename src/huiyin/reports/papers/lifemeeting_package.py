"""What goes up and round after a team's meeting, in one zip (R25): the notice, the report, the record, the criticisms, what was heard, the measures.

All of it can be edited. The headings are the template's forms (DOMAIN 2.7); no sentence judges anybody, and the report is the text that
the unit wrote.
"""

import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from huiyin.kit.outputs import written_whole
from huiyin.platform.orgs.rules.rights import Actor
from huiyin.process.lifemeetings.models import LifeMeeting
from huiyin.process.lifemeetings.queries.circles import name_of, quorum
from huiyin.process.lifemeetings.queries.record import Record, record_of, signings_of
from huiyin.process.lifemeetings.rules.states import PRESENCES, Presence, SeatKind
from huiyin.process.problems.access import visible_problems
from huiyin.process.problems.models import Problem
from huiyin.reports.layout.ledger import write_ledger
from huiyin.reports.layout.ledger_shape import Cell, LedgerSheet
from huiyin.reports.layout.official import OfficialDocument, chinese_date
from huiyin.reports.papers.columns import column_of
from huiyin.reports.papers.material import Material

_DRAFT = "草稿"
_HEADING = re.compile(r"^[一二三四五六七八九十]{1,3}、(?P<words>[^。]{1,40})$")


class Package:
    """A meeting with everything that its papers are made of, read once: some ten queries. `actors` are the reader's, who reads the words."""

    def __init__(self, meeting: LifeMeeting, actors: Sequence[Actor], today: date) -> None:
        self.meeting, self.actors, self.today = meeting, tuple(actors), today
        self.material = Material(meeting.participation.campaign)
        self.record: Record = record_of(meeting)
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
        yield f"3 {self.title('meeting_record')}.xlsx", self.minutes
        yield f"4 {self.title('criticism_record')}.xlsx", self.criticisms
        yield "5 意见汇总.docx", self.opinions
        yield "6 整改问题和措施清单.docx", self.measures

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
        for line in (self.meeting.report or "（报告正文还没有写）").splitlines():
            heading = _HEADING.match(line.strip())
            if heading:
                paper.heading(1, heading["words"])
            elif line.strip():
                paper.paragraph(line.strip())
        paper.attachments(["方案", "班子材料", "个人材料", "意见汇总", "会议记录"])
        paper.signature(self.unit.name, self.meeting.reported_on or self.today)
        self._save(paper, path)

    def minutes(self, path: Path) -> None:
        """Every speech, criticism and answer in the order of the agenda, word for word, with who signed."""
        self._sheet("meeting_record", self._lines(), path)

    def criticisms(self, path: Path) -> None:
        """被批评人, 批评人, 批评意见, 表态, 纳入整改."""
        rows = (
            {
                "number": number,
                "of": one.to,
                "by": one.by,
                "words": self._with_kind(one.text, one.row.wind, one.row.fact),
                "answer": one.answered,
                "taken_up": "是" if one.row.problem_id else "否",
            }
            for number, one in enumerate(self.record.counted, start=1)
        )
        self._sheet("criticism_record", rows, path)

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

    def _lines(self) -> Iterator[Mapping[str, Cell]]:
        signed = {
            seat for seat, rows in signings_of(self.meeting).items() if rows[-1].digest == self.record.digest
        }
        names = {seat.pk: name_of(seat) for seat in self.record.seats}
        number = 0
        for point in self.material.template.lifemeetings.agenda:
            told = [
                (said.turn.seat_id, point.kind, said.text)
                for said in self.record.at(point.code)
                if not said.struck
            ]
            for one in self.record.counted if point.code == "members" else ():
                told.append((one.row.from_seat_id, "批评", f"对{one.to}：{one.text}"))
                if one.answered:
                    told.append((one.row.to_seat_id, "回应", one.answered))
            for seat, kind, words in told:
                number += 1
                yield {
                    "number": number,
                    "speaker": names[seat],
                    "kind": kind,
                    "words": words,
                    "read_by": "已签阅" if seat in signed else "",
                }

    def _with_kind(self, words: str, wind: str, fact: str) -> str:
        beside = "；".join(part for part in (self.groups.get(wind, ""), fact) if part)
        return f"{words}（{beside}）" if beside else words

    def _sheet(self, code: str, rows: Iterator[Mapping[str, Cell]], path: Path) -> None:
        form = self.material.template.forms[code]
        there = "；".join(
            f"{name_of(seat)}{PRESENCES[Presence(seat.presence)]}"
            for seat in self.record.seats
            if seat.kind != SeatKind.MEMBER or seat.presence != Presence.PRESENT
        )
        sheet = LedgerSheet(
            title=f"{self.unit.name}{form.title}",
            columns=tuple(column_of(column) for column in form.columns),
            rows=rows,
            unit=self.unit.name,
            filled_on=self.today,
            marks=(there,) if there else (),
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
