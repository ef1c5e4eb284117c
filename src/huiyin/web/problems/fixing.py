"""What can be put right at once: one form for what was done, on which day, and what shows it (即知即改, S15)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.problems.models import Problem
from huiyin.process.rectification import commands
from huiyin.process.rectification.commands.fixing import Fixed
from huiyin.process.rectification.rules.words import LONGEST, EvidenceKind
from huiyin.web.frame.fields import day, line
from huiyin.web.frame.page import page
from huiyin.web.frame.visit import Visit
from huiyin.web.problems.proving import named_in
from huiyin.web.problems.words import kinds_of_evidence
from huiyin.web.problems.working import by_of, form_on_problem


@page(Right.PROBLEM_WORK, "GET", "POST")
def fix_at_once(request: HttpRequest, visit: Visit, number: str) -> HttpResponse:
    """Record an immediate fix."""

    def do(found: Problem) -> str:
        given = request.POST
        fixed = Fixed(
            what=line(given, "what", longest=LONGEST["what"] + 1),
            on=day(given, "on", "改好的日期", "The day"),
            proof=named_in(request),
            doer=line(given, "doer", longest=LONGEST["doer"] + 1),
        )
        commands.fix_at_once(found, fixed, by=by_of(visit, found, Right.PROBLEM_WORK), at=visit.at)
        return _("已记为立行立改；由主要负责人报请验收。")

    def context(_found: Problem) -> dict[str, Any]:
        kinds = {kind: name for kind, name in kinds_of_evidence().items() if kind != EvidenceKind.FILE}
        return {"kinds": kinds, "today": visit.today}

    return form_on_problem(request, visit, number, "fix_at_once", do=do, context=context)
