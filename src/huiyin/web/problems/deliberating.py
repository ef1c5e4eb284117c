"""A unit's team talked problems over: one sitting, one form, for as many of its problems as were on the table (S10)."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.life import Act
from huiyin.process.problems.access import visible_problems
from huiyin.process.problems.models import Problem, ProblemQuerySet
from huiyin.process.rectification import commands
from huiyin.process.rectification.commands.deciding import Deliberated
from huiyin.process.rectification.rules.words import LONGEST
from huiyin.web.frame.fields import day, line, words
from huiyin.web.frame.page import page
from huiyin.web.frame.visit import Visit
from huiyin.web.problems.working import by_of, form_on_problem

MOST = 60


@page(Right.PROBLEM_STEP, "GET", "POST")
def decide_together(request: HttpRequest, visit: Visit, number: str) -> HttpResponse:
    """The sitting's form; the problem that it was opened from is ticked."""

    def do(found: Problem) -> str:
        given = request.POST
        talked = Deliberated(
            held_on=day(given, "held_on", "研究日期", "The day"),
            present=line(given, "present", longest=LONGEST["present"] + 1),
            absent=line(given, "absent", longest=LONGEST["absent"] + 1),
            conclusion=words(given, "conclusion", longest=LONGEST["conclusion"]),
        )
        also = given.getlist("also")
        others = _beside(visit, found).filter(number__in=also) if also else []
        problems = [found, *others]
        talked = replace(talked, each={one.number: _own(request, one) for one in problems})
        by = by_of(visit, found, Right.PROBLEM_STEP)
        commands.decide_together(problems, talked, by=by, at=visit.at)
        return _("集体研究已记下：%(n)s 个问题。") % {"n": len(problems)}

    def context(found: Problem) -> dict[str, Any]:
        return {
            "beside": [
                (one, request.POST.get(f"on-{one.number}", "")) for one in _beside(visit, found)[:MOST]
            ],
            "own": request.POST.get(f"on-{found.number}", ""),
            "chosen": request.POST.getlist("also"),
            "today": visit.today,
        }

    return form_on_problem(request, visit, number, "decide_together", do=do, context=context)


def _own(request: HttpRequest, problem: Problem) -> str:
    """What was concluded on this one of several."""
    return words(request.POST, f"on-{problem.number}", longest=LONGEST["reason"])


def _beside(visit: Visit, found: Problem) -> ProblemQuerySet:
    """The same unit's other problems that wait for a sitting."""
    act = template_of(found.campaign).life.act(Act.DECIDE)
    if act is None or found.owner_id is None:
        return Problem.objects.none()
    mine = visible_problems(visit.actors, found.campaign).standing()
    waiting = mine.filter(owner=found.owner_id, state__in=act.starts).exclude(pk=found.pk)
    return waiting.select_related("owner", "campaign__root").order_by("year", "serial")
