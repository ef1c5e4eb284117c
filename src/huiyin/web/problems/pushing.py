"""What the level above causes is pushed down to all whom it concerns; a common problem's fix to the sister units (上下联动, 举一反三)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.commands.asking import Wanted
from huiyin.process.problems.models import Problem
from huiyin.process.rectification import commands
from huiyin.web.frame.fields import day, line, words
from huiyin.web.frame.page import page
from huiyin.web.frame.units import participations_named
from huiyin.web.frame.visit import Visit
from huiyin.web.problems.sisters import sisters_of
from huiyin.web.problems.working import form_on_problem


@page(Right.PLAN_EDIT, "GET", "POST")
def push_down(request: HttpRequest, visit: Visit, number: str) -> HttpResponse:
    """Ask units for their part by a task that names the problem."""
    by = visit.by(Right.PLAN_EDIT, visit.running.root.path)

    def do(found: Problem) -> str:
        given = request.POST
        units = list(participations_named(words(given, "units", longest=20_000), visit, Right.PLAN_EDIT))
        wanted = Wanted(
            title=line(given, "title", longest=300),
            due_on=day(given, "due_on", "完成时间", "The last day"),
            demand=words(given, "demand", longest=2000),
        )
        made = commands.push_down(found, wanted, units, by=by, at=visit.at)
        if made.sent_on is None:
            return _("任务已拟好，超出限额，等领导小组签批后下达。")
        return _("已下达给 %(n)s 个单位。") % {"n": len(units)}

    def context(found: Problem) -> dict[str, Any]:
        sisters = sisters_of(visit, found)
        names = dict.fromkeys(one.owner.name for one in sisters if one.owner)
        return {"sisters": sisters, "offered": "\n".join(names)}

    return form_on_problem(request, visit, number, "push_down", do=do, context=context, fragment="")
