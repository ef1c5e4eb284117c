"""Papers of the ladder: a matter with its papers; drafting, issuing, signing, answering."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from huiyin.kit.errors import BadInput, HuiyinError, Unseen
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.rules.inspections import Inspections
from huiyin.process.inspections import commands
from huiyin.process.inspections.access import (
    get_ladder,
    get_ladder_paper,
    inspected_units,
    visible_papers,
    waiting_papers,
)
from huiyin.process.inspections.models import Ladder, LadderAnswer, LadderPaper
from huiyin.process.inspections.queries.ladder import deadline_of, paper_number, rungs
from huiyin.process.inspections.rules.ladder import LONGEST_ANSWER, LONGEST_TEXT, next_steps
from huiyin.process.reminders.queries import telling_parts
from huiyin.reports.papers.ladder_paper import write_ladder_paper
from huiyin.web.frame.downloads import document
from huiyin.web.frame.fields import day, line, words
from huiyin.web.frame.page import page
from huiyin.web.frame.people import names_of_people
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.inspections.frame import NameOf, done, inspector, of_unit, rules_of, said, status, words_of
from huiyin.web.inspections.planning import unit_asked_for, units_of

_WIDE = 4  # the command says what is too long
_LONGEST = 2000


@page(Right.INSPECTION_WORK, "GET", "POST")
def open_ladder(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Begin a matter of a unit."""
    given = request.POST if request.method == "POST" else request.GET
    unit = unit_asked_for(visit, line(given, "unit"))
    error: HuiyinError | None = None
    if request.method == "POST":
        try:
            if unit is None:
                raise BadInput("请选单位。", "Choose a unit.")
            matter = line(given, "matter", longest=_LONGEST)
            made = commands.open_ladder(
                visit.running, unit, matter, by=inspector(visit, unit.path), at=visit.at
            )
        except HuiyinError as refused:
            error = refused
        else:
            return done(request, visit, _("已立项，接着起草第一份文书。"), "ladder", made.number)
    context = {"units": units_of(visit), "unit": unit, "typed": given, "said": said(error)}
    return show(request, visit, "inspections/open_ladder", context, status=status(error))


@page(Right.CAMPAIGN_READ, "GET")
def ladder(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """The matter with the papers that the visitor may see."""
    return _shown(request, visit, get_ladder(number, actors=visit.actors, campaign=visit.running))


@page(Right.INSPECTION_WORK, "POST")
def draft_step(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """Draft the next paper, change the draft, or drop it."""
    found = get_ladder(number, actors=visit.actors, campaign=visit.running)
    by, what = inspector(visit, found.unit.path), line(request.POST, "what")
    step = line(request.POST, "step", longest=40)
    try:
        due_on = day(request.POST, "due_on", "期限", "the last day")
        text = words(request.POST, "text", longest=_WIDE * LONGEST_TEXT)
        if what in {"edit", "drop"}:
            paper = get_ladder_paper(number, step, actors=visit.actors, campaign=visit.running)
            if what == "drop":
                commands.drop_step(paper, line(request.POST, "why", longest=_LONGEST), by=by, at=visit.at)
            else:
                commands.edit_step(paper, text, _version(request), due_on=due_on, by=by, at=visit.at)
        else:
            why = line(request.POST, "skipped_why", longest=_LONGEST)
            commands.draft_step(found, step, text, due_on=due_on, skipped_why=why, by=by, at=visit.at)
    except HuiyinError as error:
        return _shown(request, visit, found, error)
    return done(request, visit, _("已保存。草稿由另一位签发。"), "ladder", number)


@page(Right.INSPECTION_WORK, "POST")
def issue_step(request: HttpRequest, visit: Visit, number: int, step: str) -> HttpResponse:
    """Issue another's draft, as it was shown."""
    paper = get_ladder_paper(number, step, actors=visit.actors, campaign=visit.running)
    looked = line(request.POST, "looked") == "yes"
    by = inspector(visit, paper.ladder.unit.path)
    try:
        commands.issue_step(paper, _version(request), looked=looked, by=by, at=visit.at)
    except HuiyinError as error:
        return _shown(request, visit, paper.ladder, error)
    return done(request, visit, _("已签发，编了号。"), "ladder", number)


@page(Right.REMINDER_SIGN, "POST")
def sign_step(request: HttpRequest, visit: Visit, number: int, step: str) -> HttpResponse:
    """Sign for it in person, as the head."""
    paper = get_ladder_paper(number, step, actors=visit.actors, campaign=visit.running)
    try:
        commands.sign_step(paper, by=of_unit(visit, Right.REMINDER_SIGN, paper.ladder.unit.path), at=visit.at)
    except HuiyinError as error:
        return _shown(request, visit, paper.ladder, error)
    return done(request, visit, _("已签收。"), "ladder", number)


@page(Right.PROBLEM_WORK, "POST")
def answer_step(request: HttpRequest, visit: Visit, number: int, step: str) -> HttpResponse:
    """Answer it for the unit."""
    paper = get_ladder_paper(number, step, actors=visit.actors, campaign=visit.running)
    try:
        text = words(request.POST, "text", longest=_WIDE * LONGEST_ANSWER)
        by = of_unit(visit, Right.PROBLEM_WORK, paper.ladder.unit.path)
        commands.answer_paper(paper, text, by=by, at=visit.at)
    except HuiyinError as error:
        return _shown(request, visit, paper.ladder, error)
    return done(request, visit, _("答复已送出，记在文书旁边。"), "ladder", number)


@page(Right.CAMPAIGN_READ, "GET")
def ladder_docx(_request: HttpRequest, visit: Visit, number: int, step: str) -> HttpResponse:
    """The paper as a document."""
    paper = get_ladder_paper(number, step, actors=visit.actors, campaign=visit.running)
    kind = rules_of(visit.running).step(paper.step)
    if kind is None:
        raise Unseen
    answers = list(LadderAnswer.objects.filter(paper=paper).order_by("pk"))
    name = f"{paper.ladder.unit.name}{kind.zh}{paper_number(paper)}"
    return document(name, lambda path: write_ladder_paper(paper, kind, answers, path, visit.today))


def _version(request: HttpRequest) -> int:
    typed = line(request.POST, "version")
    return min(int(typed), 10**6) if typed.isascii() and typed.isdigit() else 0


def _way(rules: Inspections, standing: Sequence[LadderPaper], names: NameOf) -> list[tuple[str, str]]:
    """The steps of the ladder in their order: issued, the one that is drafted, or neither."""
    kinds = {one.step: "done" if one.issued_on else "now" for one in standing}
    return [(names[one.code], kinds.get(one.code, "")) for one in rules.ladder]


def _shown(
    request: HttpRequest, visit: Visit, found: Ladder, error: HuiyinError | None = None
) -> HttpResponse:
    rules = rules_of(visit.running)
    papers = list(visible_papers(visit.actors, visit.running).filter(ladder=found).order_by("pk"))
    works = inspected_units(visit.actors).filter(pk=found.unit_id).exists()
    standing = [one for one in papers if one.dropped_on is None]
    draft = next((one for one in standing if one.issued_on is None), None)
    codes = [found.opened_by]
    codes += [code for one in papers for code in (one.drafted_by, one.issued_by, one.signed_by) if code]
    rows = rungs(rules, papers)
    codes += [answer.by for row in rows for answer in row.answers]
    words_ = words_of(visit.running)
    context = {
        "found": found,
        "works": works,
        "way": _way(rules, standing, words_.steps) if works else (),
        "rows": [(row, paper_number(row.paper)) for row in rows],
        "draft": draft,
        "draft_text": request.POST.get("text", "") if error else draft.text if draft else "",
        "draft_due": request.POST.get("due_on", "")
        if error
        else draft.due_on.isoformat()
        if draft and draft.due_on
        else "",
        "drafted_here": draft is not None and draft.drafted_by == visit.account.code,
        "telling": telling_parts(visit.running, [draft.text]) if draft and works else [],
        "ahead": next_steps(rules, [one.step for one in standing]) if works and draft is None else (),
        "deadline": deadline_of(standing),
        "words": words_,
        "people": names_of_people(codes),
        "signing": set(waiting_papers(visit.actors, visit.running).values_list("pk", flat=True)),
        "answers": any(
            by.scope == found.unit.path and by.may(Right.PROBLEM_WORK, found.unit.path) for by in visit.actors
        ),
        "typed": request.POST if error else {},
        "said": said(error),
    }
    return show(request, visit, "inspections/ladder", context, status=status(error))
