"""A later date: asked for with a reason, decided by the level above."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from huiyin.kit.errors import Conflict
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.problems.models import Problem
from huiyin.process.rectification import commands
from huiyin.process.rectification.models import Extension
from huiyin.process.rectification.queries import life_of
from huiyin.process.rectification.rules.words import LONGEST
from huiyin.web.frame.fields import day, words
from huiyin.web.frame.page import page
from huiyin.web.frame.people import names_of_people
from huiyin.web.frame.seen import needs_seen
from huiyin.web.frame.visit import Visit
from huiyin.web.problems.working import by_of, form_on_problem


@page(Right.PROBLEM_WORK, "GET", "POST")
def ask_extension(request: HttpRequest, visit: Visit, number: str) -> HttpResponse:
    """Ask for a later date."""

    def do(found: Problem) -> str:
        given = request.POST
        wanted = day(given, "wanted", "延期到", "The later date")
        why = words(given, "reason", longest=LONGEST["reason"])
        commands.ask_extension(found, wanted, why, by=by_of(visit, found, Right.PROBLEM_WORK), at=visit.at)
        return _("延期申请已送上一级审批。")

    return form_on_problem(request, visit, number, "ask_extension", do=do, context=_context)


@page(Right.PROBLEM_ACCEPT, "GET", "POST")
def answer_extension(request: HttpRequest, visit: Visit, number: str) -> HttpResponse:
    """Grant it or refuse it with a reason; never one's own request."""

    def do(found: Problem) -> str:
        waiting = _waiting(found)
        needs_seen(request, waiting.pk)
        granted = request.POST.get("granted") == "yes"
        why = words(request.POST, "why", longest=LONGEST["reason"])
        by = by_of(visit, found, Right.PROBLEM_ACCEPT)
        commands.answer_extension(waiting, granted=granted, why=why, by=by, at=visit.at)
        return _("已同意延期。") if granted else _("没有同意延期，理由已告知。")

    return form_on_problem(request, visit, number, "answer_extension", do=do, context=_context)


def _waiting(found: Problem) -> Extension:
    waiting = life_of(found).waiting_extension
    if waiting is None:
        raise Conflict("没有等着审批的延期申请。", "No request for a later date waits.")
    return waiting


def _context(found: Problem) -> dict[str, Any]:
    life = life_of(found)
    return {"life": life, "waiting": life.waiting_extension, "people": names_of_people(life.hands)}
