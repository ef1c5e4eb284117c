"""What proves a fix, and what became of rules: something that exists already, or a reason why there is none (R17)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from huiyin.kit.errors import HuiyinError, Unseen
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.problems.access import get_problem
from huiyin.process.problems.models import Problem
from huiyin.process.rectification import commands
from huiyin.process.rectification.commands.evidence import Named, Ruled
from huiyin.process.rectification.models import Evidence
from huiyin.process.rectification.rules.words import LONGEST, EvidenceKind, RuleKind
from huiyin.web.frame.failing import sentence
from huiyin.web.frame.fields import day, line, one_of, words
from huiyin.web.frame.files import kept_file, uploaded_paper
from huiyin.web.frame.page import page
from huiyin.web.frame.visit import Visit
from huiyin.web.problems.words import kinds_of_evidence, kinds_of_rules
from huiyin.web.problems.working import by_of, form_on_problem, to_problem


@page(Right.PROBLEM_WORK, "GET", "POST")
def add_evidence(request: HttpRequest, visit: Visit, number: str) -> HttpResponse:
    """Name something as evidence; a file is one way among others, and a photograph is never asked for."""

    def do(found: Problem) -> str:
        by = by_of(visit, found, Right.PROBLEM_WORK)
        named = named_in(request)
        file = uploaded_paper(request) if named.kind is EvidenceKind.FILE else None
        commands.add_evidence(found, named, file, by=by, at=visit.at)
        return _("佐证已记下。")

    return form_on_problem(
        request,
        visit,
        number,
        "add_evidence",
        do=do,
        context=lambda _found: {"kinds": kinds_of_evidence()},
        fragment="evidence",
    )


@page(Right.PROBLEM_WORK, "POST")
def withdraw_evidence(request: HttpRequest, visit: Visit, number: str, pk: int) -> HttpResponse:
    """Take evidence back; it stays on the page, struck out, with the day."""
    found = get_problem(number, actors=visit.actors, campaign=visit.running)
    row = _evidence(found, pk)
    try:
        commands.withdraw_evidence(found, row, by=by_of(visit, found, Right.PROBLEM_WORK), at=visit.at)
    except HuiyinError as error:
        messages.error(request, sentence(error))
    else:
        messages.success(request, _("已撤下，留痕可查。"))
    return to_problem(visit, number, "evidence")


@page(Right.PROBLEM_READ, "GET")
def evidence_file(_request: HttpRequest, visit: Visit, number: str, pk: int) -> HttpResponse:
    """The file itself, to be saved; whoever reads the problem may open it."""
    found = get_problem(number, actors=visit.actors, campaign=visit.running)
    row = _evidence(found, pk)
    if row.attachment_id is None:
        raise Unseen
    return kept_file(row.attachment_id)


@page(Right.PROBLEM_WORK, "GET", "POST")
def state_rule(request: HttpRequest, visit: Visit, number: str) -> HttpResponse:
    """A rule that was abolished, changed or made, or why none was needed (废改立)."""

    def do(found: Problem) -> str:
        given = request.POST
        ruled = Ruled(
            kind=one_of(given, "kind", RuleKind, "废止、修改、新立或不需要", "kind"),
            title=line(given, "title", longest=LONGEST["title"] + 1),
            number=line(given, "number", longest=LONGEST["number"] + 1),
            effective_on=day(given, "effective_on", "生效日期", "The day"),
        )
        commands.state_rule(found, ruled, by=by_of(visit, found, Right.PROBLEM_WORK), at=visit.at)
        return _("建章立制已记下。")

    return form_on_problem(
        request,
        visit,
        number,
        "state_rule",
        do=do,
        context=lambda _found: {"kinds": kinds_of_rules()},
        fragment="rules",
    )


def named_in(request: HttpRequest) -> Named:
    """What the form names as evidence."""
    given = request.POST
    return Named(
        kind=one_of(given, "kind", EvidenceKind, "佐证的种类", "kind of evidence"),
        title=line(given, "title", longest=LONGEST["title"] + 1),
        where=line(given, "where", longest=LONGEST["where"] + 1),
        reason=words(given, "why_none", longest=LONGEST["reason"]),
        dated=day(given, "dated", "形成日期", "The day"),
    )


def _evidence(found: Problem, pk: int) -> Evidence:
    row = Evidence.objects.filter(problem=found, pk=pk).first()
    if row is None:
        raise Unseen
    return row
