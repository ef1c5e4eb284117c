"""A visit's pack (DOMAIN R38): what to ask, open findings, the unit's problems and facts, and the log's row to be written by hand. It leaves the
house, so it has checked summaries alone, no figure over few givers and nobody's words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from huiyin.kit.outputs import written_whole
from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.rules.rights import Actor
from huiyin.process.campaigns.models import Participation
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.gates import Fact
from huiyin.process.campaigns.rules.inspections import Question
from huiyin.process.campaigns.rules.judging import Known
from huiyin.process.campaigns.rules.wording import known_in_words
from huiyin.process.inspections.models import Visit
from huiyin.process.inspections.queries.visits import going, whole_in_year
from huiyin.process.problems.access import visible_problems
from huiyin.process.problems.models import Problem
from huiyin.process.problems.queries.behind import fewest_givers
from huiyin.process.problems.rules import BY_INSPECTORS
from huiyin.process.supervision.queries import facts
from huiyin.reports.layout.official import OfficialDocument, chinese_date

_OF_GIVERS = ("opinions.", "ballots.")
MOST_PROBLEMS = 60
UNCHECKED = ("（摘要还没有核对，见系统）", "(summary not checked yet: see the system)")


@dataclass(frozen=True)
class PackFact:
    """A fact by its name; `few`: it stands on too few givers to be printed; the value is None where it isn't known."""

    fact: Fact
    said: tuple[str, str] | None
    few: bool


@dataclass(frozen=True)
class PackProblem:
    """A problem as it may leave the house: a title that was checked, else a word that it wasn't."""

    number: str
    title: tuple[str, str]
    state: tuple[str, str]
    due_on: date | None
    overdue: bool


@dataclass(frozen=True)
class Pack:
    """All of it, as plain values; names are Chinese and English. `whole` is None for a unit that the yearly limit isn't for; `findings` are what
    inspectors raised before and isn't closed, `problems` the other open ones."""

    visit: Visit
    kind: tuple[str, str]
    people: Sequence[Account]
    whole: int | None
    most_whole: int
    facts: Sequence[PackFact]
    findings: Sequence[PackProblem]
    problems: Sequence[PackProblem]
    questions: Sequence[tuple[Question, PackFact | None]]
    ways: Sequence[tuple[str, str]]


def pack_of(visit: Visit, actors: Sequence[Actor], today: date) -> Pack:
    """The pack of a visit for who may see the unit's problems. Some 35 queries, most of them for the facts of every room."""
    template = template_of(visit.campaign)
    rules, kind = template.inspections, template.inspections.kind(visit.kind)
    part = (
        Participation.objects.select_related("unit", "campaign__root")
        .filter(campaign=visit.campaign, unit=visit.unit)
        .first()
    )
    known = facts([part], today)[part.pk] if part else {}
    told = {one.name: _fact(one, known, fewest_givers(visit.campaign)) for one in template.facts}
    seen = visible_problems(actors, visit.campaign).standing().filter(owner=visit.unit, closed_on=None)
    rows = list(seen.order_by("year", "serial", "occurrence")[:MOST_PROBLEMS])
    states = {one.code: (one.zh, one.en) for one in template.life.states}
    return Pack(
        visit,
        (kind.zh, kind.en) if kind else (visit.kind, visit.kind),
        going([visit.pk])[visit.pk],
        whole_in_year(visit.unit, visit.day.year) if rules.counts(visit.unit.kind) else None,
        rules.most_whole,
        [one for one in told.values() if one.said or one.few],
        [_problem(one, states, today) for one in rows if one.source == BY_INSPECTORS],
        [_problem(one, states, today) for one in rows if one.source != BY_INSPECTORS],
        [(one, told.get(one.fact) if one.fact else None) for one in rules.questions],
        [(one.zh, one.en) for one in rules.ways],
    )


def pack_name(pack: Pack) -> str:
    """What the pack is called, and its file."""
    return f"{pack.visit.unit.name}走访材料"


def write_visit_pack(pack: Pack, path: Path, today: date) -> None:
    """Draw the pack on the grid of GB/T 9704-2012."""
    visit = pack.visit
    paper = OfficialDocument(pack_name(pack), today)
    paper.title(f"{visit.unit.name}\n走访材料")
    names = "、".join(one.name for one in pack.people)
    paper.paragraph(f"{chinese_date(visit.day)}，{names}到{visit.unit.name}{pack.kind[0]}。")
    if visit.list_number:
        noticed = chinese_date(visit.noticed_on) if visit.noticed_on else "×年×月×日"
        paper.paragraph(f"年度清单编号：{visit.list_number}，{noticed}已告知单位。范围：{visit.scope}")
    if pack.whole is not None:
        paper.paragraph(
            f"{visit.day.year}年计入年度次数的督导：{pack.whole}次（一年最多{pack.most_whole}次）。"
        )
    paper.heading(1, "要问的")
    for at, line in enumerate(_questions(pack), 1):
        paper.paragraph(f"{at}.{line}")
    paper.heading(1, "以前指出、还没有销号的")
    _problems(paper, pack.findings)
    paper.heading(1, "其他正在整改的问题")
    _problems(paper, pack.problems)
    paper.heading(1, "基本情况")
    rows = [(one.fact.zh, _said(one)) for one in pack.facts]
    if rows:
        paper.table(("事实", "现在的数"), rows, (96, 60))
    else:
        paper.paragraph("还没有事实可列。")
    paper.heading(1, "走访记录")
    ways = "　".join(f"□{zh}" for zh, _ in pack.ways)
    paper.table(("栏目", "现场写，走访后由一人录入、另一人确认"), [*_blanks(ways)], (36, 120))
    paper.note("这份材料只列核对过的摘要；涉及人数不足的数字不印，不列反映人，也不印意见原文。走访后收回。")
    with written_whole(path) as part:
        paper.save(part)


def _fact(fact: Fact, known: dict[str, Known], fewest: int) -> PackFact:
    found = known.get(fact.name)
    if found is None:
        return PackFact(fact, None, few=False)
    stands_on = found.n if found.n is not None else found.value
    few = fact.name.startswith(_OF_GIVERS) and isinstance(stands_on, int) and 0 < stands_on < fewest
    said = known_in_words(found, fact.type)
    return PackFact(fact, None if few else (said.zh, said.en), few=few)


def _said(one: PackFact) -> str:
    return one.said[0] if one.said else "人数不足，不印"


def _problem(one: Problem, states: dict[str, tuple[str, str]], today: date) -> PackProblem:
    return PackProblem(
        one.number,
        (one.title, one.title) if one.checked_on else UNCHECKED,
        states.get(one.state, ("", "")),
        one.due_on,
        overdue=one.due_on is not None and one.due_on < today,
    )


def _problems(paper: OfficialDocument, rows: Sequence[PackProblem]) -> None:
    if not rows:
        paper.paragraph("没有。")
        return
    paper.table(
        ("编号", "问题", "状态", "时限"),
        [
            (one.number, one.title[0], one.state[0], chinese_date(one.due_on) if one.due_on else "")
            for one in rows
        ],
        (26, 74, 28, 28),
    )


def _blanks(ways: str) -> Iterator[tuple[str, str]]:
    """The log's own columns, with room to write by hand."""
    yield "日期", " "
    yield "方式", ways
    for heading, lines in (("了解到的情况", 6), ("发现的问题", 5), ("提出的要求和期限", 4), ("反馈对象", 1)):
        yield heading, "\n".join([" "] * lines)


def _questions(pack: Pack) -> Iterator[str]:
    for question, fact in pack.questions:
        beside = f"（{fact.fact.zh}：{_said(fact)}）" if fact and (fact.said or fact.few) else ""
        yield f"{question.zh}{beside}"
