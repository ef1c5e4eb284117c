"""One sheet of looks of a unit: read, written, handed in, sent back; and as an official paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import BadInput, HuiyinError, Unseen
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.access import get_participation
from huiyin.process.campaigns.models import Participation
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.forms import Column
from huiyin.process.campaigns.rules.judging import Known
from huiyin.process.lifemeetings.rules.reach import above
from huiyin.process.supervision import commands
from huiyin.process.supervision.queries import HandedIn, SheetOf, facts, key_works, sheets_of
from huiyin.process.supervision.rules.frozen import PLAN_OF, PROBLEMS_OF, thawed
from huiyin.process.supervision.rules.lookbacks import LONGEST_WORDS, columns_of, may_write
from huiyin.reports.papers.looks import LookPart, write_lookback
from huiyin.web.frame.downloads import document
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.fields import day, line, words
from huiyin.web.frame.filters import address
from huiyin.web.frame.language import pick
from huiyin.web.frame.page import page
from huiyin.web.frame.people import names_of_people
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.gates.drawing import FactLine, fact_line, facts_by_name
from huiyin.web.gates.looks import called, writes

_SHORT = 2  # so few columns fit into a table, with the facts beside them
_LONGEST = 3 * LONGEST_WORDS  # the command says what is too long


@dataclass(frozen=True)
class Cell:
    """A column of a look with its words."""

    column: Column
    name: str
    text: str


@dataclass(frozen=True)
class WorkLine:
    """A key work with what serves it: of the plan's items and of the unit's problems how many are done; `address` is the plan's part, `ledger`
    that of the ledger, for who reads it."""

    name: str
    plan: Known
    problems: Known
    address: str
    ledger: str


@dataclass(frozen=True)
class LookLine:
    """A look with the facts beside it and what is said of it."""

    code: str
    name: str
    facts: list[FactLine]
    cells: list[Cell]
    works: list[WorkLine]


@page(Right.CAMPAIGN_READ, "GET")
def look(request: HttpRequest, visit: Visit, unit: int, sheet: str) -> HttpResponse:
    """The sheet as it is: what is being written for who writes, what was handed in for who reads."""
    part = get_participation(unit, visit.actors, visit.running)
    return _show(request, visit, part, sheet)


@page(Right.CAMPAIGN_READ, "POST")
def write_look(request: HttpRequest, visit: Visit, unit: int, sheet: str) -> HttpResponse:
    """`act=save` keeps what is written, `act=hand_in` keeps it and hands it in."""
    part = get_participation(unit, visit.actors, visit.running)
    one = _sheet(part, sheet)
    try:
        entries = _typed(visit, one, request.POST)
        edits = line(request.POST, "edits", longest=6)
        seen = int(edits) if edits.isascii() and edits.isdigit() else -1
        act = line(request.POST, "act", longest=10)
        if act not in ("save", "hand_in"):
            raise BadInput("请说明要做什么。", "Say what is to be done.")
        by = _writer(visit, part, one)
        if act == "save":
            commands.save_lookback(part, sheet, entries, seen, by=by, at=visit.at)
        else:
            commands.hand_in_lookback(part, sheet, seen, entries, by=by, at=visit.at)
    except HuiyinError as error:
        return _show(request, visit, part, sheet, error=error)
    said = _("已送出，旁边的事实一起留存，不能再改。") if act == "hand_in" else _("已保存。")
    messages.success(request, said)
    return HttpResponseRedirect(reverse("look", args=[visit.running.code, unit, sheet]))


@page(Right.GATE_JUDGE, "POST")
def return_look(request: HttpRequest, visit: Visit, unit: int, sheet: str) -> HttpResponse:
    """Send the round that was read back."""
    part = get_participation(unit, visit.actors, visit.running, Right.GATE_JUDGE)
    one = _sheet(part, sheet)
    try:
        number = line(request.POST, "round", longest=6)
        found = next((row for row in one.rounds if str(row.lookback.round) == number), None)
        if found is None:
            raise BadInput("请选退回哪一次。", "Say which one is sent back.")
        due_on = day(request.POST, "due", "日期", "Day")
        found.lookback.participation = part
        why = words(request.POST, "why", longest=_LONGEST)
        commands.return_lookback(found.lookback, why, due_on, by=_returner(visit, part), at=visit.at)
    except HuiyinError as error:
        return _show(request, visit, part, sheet, error=error)
    messages.success(request, _("已退回，单位的待办里有一项。"))
    return HttpResponseRedirect(reverse("look", args=[visit.running.code, unit, sheet]))


@page(Right.CAMPAIGN_READ, "GET")
def look_docx(_request: HttpRequest, visit: Visit, unit: int, sheet: str, number: int) -> HttpResponse:
    """A round as an official paper, with the facts as they were frozen, as far as the visitor may know them."""
    part = get_participation(unit, visit.actors, visit.running)
    one = _sheet(part, sheet)
    found = next((row for row in one.rounds if row.lookback.round == number), None)
    if found is None:
        raise Unseen
    lines = _lines(visit, part, one, found.lookback.entries, thawed(found.lookback.facts))
    parts = [
        LookPart(
            look.zh,
            tuple(f"{fact.name} {fact.figure}" for fact in drawn.facts),
            tuple((work.name, work.plan, work.problems) for work in drawn.works),
            tuple((cell.column.heading, cell.text) for cell in drawn.cells),
        )
        for look, drawn in zip(one.sheet.looks, lines, strict=True)
    ]
    back = found.returned is not None
    return document(
        f"{part.unit.name}{one.sheet.zh}"[:60],
        lambda path: write_lookback(part, one.sheet, found.lookback, parts, path, returned=back),
    )


def _sheet(part: Participation, code: str) -> SheetOf:
    found = next((one for one in sheets_of(part) if one.sheet.code == code), None)
    if found is None:
        raise Unseen
    return found


def _typed(visit: Visit, one: SheetOf, given: QueryDict) -> dict[str, dict[str, str]]:
    columns = columns_of(template_of(visit.running), one.sheet)
    return {
        row.code: {
            column.code: words(given, f"{row.code}.{column.code}", longest=_LONGEST)
            for column in columns
            if f"{row.code}.{column.code}" in given
        }
        for row in one.sheet.looks
    }


def _writer(visit: Visit, part: Participation, one: SheetOf) -> Actor:
    """The capacity that writes; where there is none, any, for the command to refuse."""
    mine = (by for by in visit.actors if may_write(by, one.sheet, part.unit.path))
    return next(mine, None) or visit.by(Right.CAMPAIGN_READ, part.unit.path)


def _returner(visit: Visit, part: Participation) -> Actor:
    path, root = part.unit.path, visit.running.root.path
    able = (by for by in visit.actors if by.may(Right.GATE_JUDGE, path) and above(by, path, root))
    return next(able, None) or visit.by(Right.GATE_JUDGE, path)


def _lines(
    visit: Visit,
    part: Participation,
    one: SheetOf,
    entries: Mapping[str, Mapping[str, str]],
    known: Mapping[str, Known],
) -> list[LookLine]:
    columns = columns_of(template_of(visit.running), one.sheet)
    facts_ = facts_by_name(visit)
    names = {"result": _("成绩"), "problem": _("问题"), "measure": _("整改措施"), "example": _("具体事例")}
    return [
        LookLine(
            row.code,
            pick(row.zh, row.en),
            [fact_line(visit, part, facts_[name], known.get(name)) for name in row.facts if name in facts_],
            [
                Cell(
                    column,
                    pick(column.heading, names.get(column.code, column.heading)),
                    entries.get(row.code, {}).get(column.code, ""),
                )
                for column in columns
            ],
            _works(visit, part, known) if row.key_works else [],
        )
        for row in one.sheet.looks
    ]


def _works(visit: Visit, part: Participation, known: Mapping[str, Known]) -> list[WorkLine]:
    """Every key work of which the sheet knows."""
    plan, ledger = (reverse(page, args=[visit.running.code]) for page in ("plan", "ledger"))
    reads = visit.may(Right.PROBLEM_READ, part.unit.path)
    return [
        WorkLine(
            pick(work.zh, work.en),
            known[PLAN_OF.format(work.code)],
            known[PROBLEMS_OF.format(work.code)],
            address(plan, {"key_work": work.code}),
            address(ledger, {"key_work": work.code, "owner": str(part.unit_id)}) if reads else "",
        )
        for work in template_of(visit.running).key_works()
        if PLAN_OF.format(work.code) in known
    ]


def _show(
    request: HttpRequest, visit: Visit, part: Participation, sheet: str, *, error: HuiyinError | None = None
) -> HttpResponse:
    one = _sheet(part, sheet)
    able = writes(visit, part, one)
    entries: dict[str, dict[str, str]] = dict(one.draft.entries) if able and one.draft else {}
    if error and able:
        columns = columns_of(template_of(visit.running), one.sheet)
        for row in one.sheet.looks:
            names = {column.code: f"{row.code}.{column.code}" for column in columns}
            typed = {code: str(request.POST[name]) for code, name in names.items() if name in request.POST}
            entries[row.code] = {**entries.get(row.code, {}), **typed}
    known: dict[str, Known] = {}
    if able:
        known = facts([part], visit.today, one.sheet.fact_names())[part.pk]
        if any(row.key_works for row in one.sheet.looks):
            known |= key_works(part, visit.today)
    context: dict[str, Any] = {
        "part": part,
        "one": one,
        "name": pick(one.sheet.zh, one.sheet.en),
        "writes": able,
        "written": _lines(visit, part, one, entries, known) if able else (),
        "judged": one.sheet.by == "inspectors" and bool(one.rounds),
        "short": len(columns_of(template_of(visit.running), one.sheet)) <= _SHORT,
        "edits": one.draft.edits if one.draft else 0,
        "rounds": [
            (row, _lines(visit, part, one, row.lookback.entries, thawed(row.lookback.facts)))
            for row in one.rounds
        ],
        "people": names_of_people(_people(one.rounds)),
        "returns": _may_return(visit, part, one),
        "longest": LONGEST_WORDS,
        "typed": request.POST,
        "called": called(visit),
        "said": sentence(error) if error else "",
    }
    return show(request, visit, "gates/look", context, status=status_of(error) if error else 200)


def _people(rounds: tuple[HandedIn, ...]) -> set[str]:
    return {row.lookback.by for row in rounds} | {row.returned.by for row in rounds if row.returned}


def _may_return(visit: Visit, part: Participation, one: SheetOf) -> bool:
    path, root = part.unit.path, visit.running.root.path
    able = any(by.may(Right.GATE_JUDGE, path) and above(by, path, root) for by in visit.actors)
    return able and one.sheet.by == "unit" and one.stands
