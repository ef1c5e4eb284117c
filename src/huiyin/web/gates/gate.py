"""One gate of a unit: its facts with their definitions and how they went, every verdict so far, and the form for the next."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import HuiyinError, Unseen
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.access import get_participation
from huiyin.process.campaigns.models import Participation
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.gates import Gate
from huiyin.process.campaigns.rules.judging import judged
from huiyin.process.supervision import commands
from huiyin.process.supervision.queries import facts, facts_over_time, reached, rounds_of
from huiyin.process.supervision.rules.verdicts import VerdictKind, failing, may_give, unknown
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.fields import line, one_of, words
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.gates.drawing import drawn_gate, word_of
from huiyin.web.gates.points import options_of, points_of, rows_of
from huiyin.web.gates.unit import called

_LONGEST = 6000  # the command says what is too long


@page(Right.CAMPAIGN_READ, "GET")
def gate(request: HttpRequest, visit: Visit, unit: int, code: str) -> HttpResponse:
    """The gate as it stands."""
    part = get_participation(unit, visit.actors, visit.running)
    return _show(request, visit, part, _gate(visit, code))


@page(Right.GATE_JUDGE, "POST")
def judge_gate(request: HttpRequest, visit: Visit, unit: int, code: str) -> HttpResponse:
    """A verdict; the capacity that counts is the one that may give it."""
    part = get_participation(unit, visit.actors, visit.running, Right.GATE_JUDGE)
    found = _gate(visit, code)
    try:
        kind = one_of(request.POST, "verdict", VerdictKind, "结论", "verdict")
        points = points_of(visit, part, request.POST) if kind is VerdictKind.RETURN else ()
        seen = line(request.POST, "seen", longest=6)
        said = commands.Said(
            kind,
            words(request.POST, "why", longest=_LONGEST),
            points,
            int(seen) if seen.isascii() and seen.isdigit() else None,
        )
        made = commands.judge_gate(part, code, said, by=_capacity(visit, part, found, kind), at=visit.at)
    except HuiyinError as error:
        return _show(request, visit, part, found, error=error)
    messages.success(
        request,
        _("结论已记下：%(word)s。当时的事实一起留存，不能再改。")
        % {"word": word_of(VerdictKind(made.verdict))},
    )
    return HttpResponseRedirect(reverse("gate", args=[visit.running.code, unit, code]))


def _gate(visit: Visit, code: str) -> Gate:
    found = next((one for one in template_of(visit.running).gates if one.code == code), None)
    if found is None:
        raise Unseen
    return found


def _giving(visit: Visit, part: Participation, found: Gate, kind: VerdictKind) -> list[Actor]:
    path, root = part.unit.path, visit.running.root.path
    able = [by for by in visit.actors if by.may(Right.GATE_JUDGE, path)]
    return [by for by in able if may_give(by, found, kind, path, root)]


def _capacity(visit: Visit, part: Participation, found: Gate, kind: VerdictKind) -> Actor:
    """One that may give it; where there is none, any with the right, for the command to refuse."""
    return next(iter(_giving(visit, part, found, kind)), None) or visit.by(Right.GATE_JUDGE, part.unit.path)


def _show(
    request: HttpRequest,
    visit: Visit,
    part: Participation,
    found: Gate,
    *,
    error: HuiyinError | None = None,
) -> HttpResponse:
    known = facts([part], visit.today)[part.pk]
    checks = judged(found, known)
    rounds = rounds_of(part, [found.code]).get(found.code, [])
    line_ = drawn_gate(visit, part, found, checks, known, rounds, facts_over_time(part, visit.today))
    come = found.code in {one.code for one in reached(part)}
    running = visit.running.closed_on is None and part.ended_on is None
    may = [kind for kind in VerdictKind if come and running and _giving(visit, part, found, kind)]
    context: dict[str, Any] = {
        "part": part,
        "line": line_,
        "called": called(visit) if found.core else "",
        "come": come,
        "may": [(kind.value, word_of(kind)) for kind in may],
        "failing": [check.check.message for check in failing(checks)],
        "unknown": [check.check.message for check in unknown(checks)],
        "seen": len(rounds),
        "returns": VerdictKind.RETURN in may,
        "rows": rows_of(request.POST),
        "options": options_of(visit, part).groups if VerdictKind.RETURN in may else (),
        "typed": request.POST,
        "said": sentence(error) if error else "",
    }
    return show(request, visit, "gates/gate", context, status=status_of(error) if error else 200)
