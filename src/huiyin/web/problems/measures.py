"""Measures: written, reported on in one line, ended."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from huiyin.kit.errors import Unseen
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.queries import template_of
from huiyin.process.problems.models import Problem
from huiyin.process.rectification import commands
from huiyin.process.rectification.models import Measure
from huiyin.process.rectification.queries import word_for_word
from huiyin.process.rectification.rules.hints import Wanted, hints, shape_of
from huiyin.process.rectification.rules.words import LONGEST, MeasureState
from huiyin.web.frame.fields import day, line, one_of
from huiyin.web.frame.page import page
from huiyin.web.frame.seen import needs_seen
from huiyin.web.frame.visit import Visit
from huiyin.web.problems.working import by_of, form_on_problem


@page(Right.PROBLEM_WORK, "GET", "POST")
def write_measure(request: HttpRequest, visit: Visit, number: str) -> HttpResponse:
    """A new measure. What it lacks is said before it is kept, once, and never refused."""

    def do(found: Problem) -> str:
        by = by_of(visit, found, Right.PROBLEM_WORK)
        made = commands.write_measure(found, _wanted(request), by=by, at=visit.at)
        return _("第 %(number)s 条措施已记下。") % {"number": made.number} + _hinted(found, made)

    return form_on_problem(request, visit, number, "write_measure", do=do, fragment="measures")


@page(Right.PROBLEM_WORK, "GET", "POST")
def measure(request: HttpRequest, visit: Visit, number: str, serial: int) -> HttpResponse:
    """One measure: its words, how it stands, and its end."""

    def do(found: Problem) -> str:
        by = by_of(visit, found, Right.PROBLEM_WORK)
        row = _measure(found, serial)
        needs_seen(request, row.version)
        made = commands.write_measure(found, _wanted(request), old=row, by=by, at=visit.at)
        return _("第 %(number)s 条措施已改。") % {"number": serial} + _hinted(found, made)

    return _shown(request, visit, number, serial, do)


@page(Right.PROBLEM_WORK, "POST")
def tell_progress(request: HttpRequest, visit: Visit, number: str, serial: int) -> HttpResponse:
    """One line on how a measure stands."""

    def do(found: Problem) -> str:
        by = by_of(visit, found, Right.PROBLEM_WORK)
        row = _measure(found, serial)
        needs_seen(request, row.version)
        told = line(request.POST, "line", longest=LONGEST["line"] + 1)
        commands.tell_progress(found, row, told, by=by, at=visit.at)
        return _("进展已记下。")

    return _shown(request, visit, number, serial, do)


@page(Right.PROBLEM_WORK, "POST")
def end_measure(request: HttpRequest, visit: Visit, number: str, serial: int) -> HttpResponse:
    """Done, dropped with a reason, or taken up again."""

    def do(found: Problem) -> str:
        by = by_of(visit, found, Right.PROBLEM_WORK)
        row = _measure(found, serial)
        needs_seen(request, row.version)
        state = one_of(request.POST, "state", MeasureState, "完成还是不再办理", "state")
        told = line(request.POST, "line", longest=LONGEST["line"] + 1)
        commands.end_measure(found, row, state, told, by=by, at=visit.at)
        return _("第 %(number)s 条措施已记下。") % {"number": serial}

    return _shown(request, visit, number, serial, do)


def _shown(request: HttpRequest, visit: Visit, number: str, serial: int, do: Any) -> HttpResponse:
    def context(found: Problem) -> dict[str, Any]:
        row = _measure(found, serial)
        return {"row": row, "hints": _hints(found, row) if row.state == MeasureState.DOING else ()}

    return form_on_problem(request, visit, number, "measure", do=do, context=context, fragment="measures")


def _measure(found: Problem, serial: int) -> Measure:
    """Unseen where the problem has no measure of that number."""
    row = Measure.objects.filter(problem=found, number=serial).first()
    if row is None:
        raise Unseen
    return row


def _wanted(request: HttpRequest) -> Wanted:
    given = request.POST
    return Wanted(
        what=line(given, "what", longest=LONGEST["what"] + 1),
        doer=line(given, "doer", longest=LONGEST["doer"] + 1),
        until=day(given, "until", "完成时限", "The date"),
        result=line(given, "result", longest=LONGEST["result"] + 1),
    )


def _hints(found: Problem, row: Measure) -> tuple[Any, ...]:
    wanted = Wanted(row.what, row.doer, row.until, row.result)
    same = word_for_word(found, [shape_of(row.what)])[row.shape]
    return hints(wanted, template_of(found.campaign).life.measure_words, elsewhere=same)


def _hinted(found: Problem, made: Measure) -> str:
    """Said beside the success where a reader would ask back; the page shows what."""
    return _("有 %(n)s 处提示，见下。") % {"n": len(noted)} if (noted := _hints(found, made)) else ""
