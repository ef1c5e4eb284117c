"""What a unit plans for a problem: goal, who, until when, of what kind, found by which mirror and for what cause."""

from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.queries import template_of
from huiyin.process.problems.models import Problem
from huiyin.process.problems.rules import LONGEST
from huiyin.process.rectification import commands
from huiyin.process.rectification.commands.planning import Planned
from huiyin.web.frame.fields import day, line
from huiyin.web.frame.names import names_of
from huiyin.web.frame.page import page
from huiyin.web.frame.visit import Visit
from huiyin.web.problems.working import by_of, form_on_problem, needs_mark

_CODES = ("horizon", "cause", "mirror", "key_work")


@page(Right.PROBLEM_WORK, "GET", "POST")
def plan_rectification(request: HttpRequest, visit: Visit, number: str) -> HttpResponse:
    """The plan's form. A date that stands is changed by an extension only."""

    def do(found: Problem) -> str:
        by = by_of(visit, found, Right.PROBLEM_WORK)
        needs_mark(request, _mark(found))
        commands.plan_rectification(found, _planned(request, found), by=by, at=visit.at)
        return _("整改安排已记下。")

    return form_on_problem(request, visit, number, "plan_rectification", do=do, context=_context(visit))


def _planned(request: HttpRequest, found: Problem) -> Planned:
    given = request.POST
    texts = {name: line(given, name, longest=LONGEST[name] + 1) for name in LONGEST}
    codes = {name: line(given, name, longest=40) for name in _CODES}
    due = day(given, "due_on", "整改时限", "The date") if "due_on" in given else found.due_on
    return Planned(**texts, **codes, due_on=due, common=given.get("common") == "yes")


def _mark(found: Problem) -> str:
    values = [str(getattr(found, name)) for name in Planned.__dataclass_fields__]
    return sha256("\x1f".join(values).encode()).hexdigest()[:16]


def _context(visit: Visit) -> Any:
    def context(found: Problem) -> dict[str, Any]:
        template = template_of(found.campaign)
        causes = template.causes
        subjective = {cause.code for cause in causes if getattr(cause, "subjective", False)}
        return {
            "names": names_of(visit.running),
            "mark": _mark(found),
            "mirrors": template.mirrors,
            "key_works": template.key_works(),
            "subjective": subjective,
        }

    return context
