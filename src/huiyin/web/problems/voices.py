"""What the givers say of a fix: beside the problem, for whoever judges it, and the list of what they say isn't really fixed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import BadInput, HuiyinError, Unseen
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.life import Act, LifeAct
from huiyin.process.problems.access import sees_words
from huiyin.process.problems.models import Problem
from huiyin.process.rectification.commands import Said, take_step, uphold_fix
from huiyin.process.rectification.queries import asking_page, judged_problems, voices
from huiyin.process.rectification.queries.voices import NOT_FIXED, RatingPart
from huiyin.process.rectification.rules.hands import from_above
from huiyin.process.rectification.rules.words import LONGEST
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.fields import day, line, words
from huiyin.web.frame.filters import address, pair_place, written
from huiyin.web.frame.language import pick
from huiyin.web.frame.names import names_of
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.problems.tabs import tabs

_UPHOLD = "uphold"


def voices_of(visit: Visit, problem: Problem, *, reads: bool | None = None) -> dict[str, Any]:
    """The context of problems/_voices.html for one problem, `voices` None where there is nothing to say yet. `reads`: whether the visitor
    may read every word behind it, where the caller has asked already. At most 8 queries.
    """
    may_read = sees_words(visit.actors, problem) if reads is None else reads
    told = voices(problem, words=may_read)
    return {
        "voices": told,
        "voices_rows": [(_parts_named(visit, part), part.n) for part in told.parts] if told else [],
        "voices_summed": [names_of(visit.running).rating.get(code, code) for code in told.summed]
        if told
        else [],
        "voices_rate": f"{told.rate:.1%}" if told and told.rate is not None else "",
        "voices_read": may_read,
        "voices_over": told is not None and told.until is not None and told.until <= visit.today,
        "voices_decide": told is not None and bool(told.waiting) and _judge(visit, problem) is not None,
    }


@page(Right.PROBLEM_ACCEPT, "GET")
def not_fixed(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The problems on which the visitor is to decide because givers say that they aren't really fixed."""
    here = reverse("not_fixed", args=[visit.running.code])
    rows, more = asking_page(visit.actors, visit.running, after=pair_place(request.GET, "after") or (0, 0))
    context = {
        "tabs": tabs(visit, "not_fixed"),
        "rows": [(row, _state(visit, row.problem)) for row in rows],
        "later": address(here, {"after": written(more)}) if more else "",
    }
    return show(request, visit, "problems/not_fixed", context)


@page(Right.PROBLEM_ACCEPT, "GET", "POST")
def decide_not_fixed(request: HttpRequest, visit: Visit, number: str) -> HttpResponse:
    """One of them: what they say, and the two ways to decide. A person does, never the machine (SPEC rule 6)."""
    found = judged_problems(visit.actors, visit.running).select_related("campaign__root", "owner")
    problem = found.filter(number=number).first()
    if problem is None:
        raise Unseen
    if request.method != "POST":
        return _shown(request, visit, problem)
    by = _judge(visit, problem) or visit.by(Right.PROBLEM_ACCEPT)
    try:
        note = _decided(request, visit, problem, by)
    except HuiyinError as error:
        return _shown(request, visit, problem, said=sentence(error), status=status_of(error))
    messages.success(request, note)
    return HttpResponseRedirect(reverse("not_fixed", args=[visit.running.code]))


def _decided(request: HttpRequest, visit: Visit, problem: Problem, by: Actor) -> str:
    """Decide as the form says; what is told of it."""
    given = request.POST
    reason = words(given, "reason", longest=LONGEST["reason"])
    if given.get("decision") == _UPHOLD:
        seen = line(given, "seen", longest=9)
        uphold_fix(problem, int(seen) if seen.isascii() and seen.isdigit() else 0, reason, by=by, at=visit.at)
        return _("%(number)s 维持原来的结论，反映人凭回执看得到理由。") % {"number": problem.number}
    act = _back(problem)
    if act is None or given.get("decision") != act.code:
        raise BadInput(
            "请选怎样处理：重新整改，或者维持。",
            "Choose what becomes of it: back to be put right, or it stands.",
        )
    problem.round = (
        int(line(given, "round", longest=4) or 0) if line(given, "round", longest=4).isdigit() else 0
    )
    problem.state = line(given, "state", longest=40)
    said = Said(reason, line(given, "reason_code", longest=40), day(given, "until", "限期", "The date"))
    take_step(problem, act.code, said, by=by, at=visit.at)
    return _("%(number)s 已退回重新整改，反映人凭回执看得到。") % {"number": problem.number}


def _shown(
    request: HttpRequest, visit: Visit, problem: Problem, *, said: str = "", status: int = 200
) -> HttpResponse:
    now = Problem.objects.select_related("campaign__root", "owner").get(pk=problem.pk)
    act = _back(now)
    lists = template_of(now.campaign).lists
    reads = sees_words(visit.actors, now)
    told = voices(now, words=True)
    context = {
        "problem": now,
        "state": _state(visit, now),
        "said": said,
        "act": act,
        "reasons": lists[act.reasons].codes if act is not None and act.reasons else (),
        "typed": request.POST,
        "waiting": told.waiting if told else 0,
        "longest": LONGEST["reason"],
        "tomorrow": visit.today.isoformat(),
        "names": names_of(visit.running),
        **voices_of(visit, now, reads=reads),
        "voices_decide": False,
    }
    return show(request, visit, "problems/decide_not_fixed", context, status=status)


def _back(problem: Problem) -> LifeAct | None:
    """The act by which a problem goes back to be put right from where it stands: returned at acceptance, or reopened."""
    life = template_of(problem.campaign).life
    found = (life.act(code) for code in (Act.RETURN, Act.REOPEN))
    return next((act for act in found if act is not None and problem.state in act.starts), None)


def _judge(visit: Visit, problem: Problem) -> Actor | None:
    """The capacity in which the visitor judges it; None where they don't."""
    owner = problem.owner.path if problem.owner else problem.campaign.root.path
    able = (actor for actor in visit.actors if actor.may(Right.PROBLEM_ACCEPT, owner))
    return next((actor for actor in able if from_above(actor, owner)), None)


def _parts_named(visit: Visit, part: RatingPart) -> list[str]:
    names = {**names_of(visit.running).rating, NOT_FIXED: _("没有真改")}
    return [names.get(code, code) for code in part.codes]


def _state(visit: Visit, problem: Problem) -> str:
    states = {one.code: one for one in template_of(visit.running).life.states}
    found = states.get(problem.state)
    return pick(found.zh, found.en) if found else ""
