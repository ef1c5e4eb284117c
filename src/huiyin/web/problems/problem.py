"""One problem: a column of life from the words that raised it to what comes next, as far as the reader may see."""

import hashlib

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import Conflict, HuiyinError, NotAllowed
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.answers.access import answering
from huiyin.process.problems.access import get_problem, sees_words
from huiyin.process.problems.commands import assign_problem as assign_problem_command
from huiyin.process.problems.commands import check_summary as check_summary_command
from huiyin.process.problems.models import Problem
from huiyin.process.problems.queries import problem_page
from huiyin.process.problems.queries.behind import fewest_givers
from huiyin.process.recurrences.queries import counts
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.names import names_of
from huiyin.web.frame.page import page
from huiyin.web.frame.people import names_of_people
from huiyin.web.frame.seen import needs_seen
from huiyin.web.frame.showing import show
from huiyin.web.frame.units import offered_units, unit_named
from huiyin.web.frame.visit import Visit
from huiyin.web.problems.again import again
from huiyin.web.problems.effect import effect_of
from huiyin.web.problems.life import life_context
from huiyin.web.problems.sampled import sampled
from huiyin.web.problems.telling import needs_nobody_known, told
from huiyin.web.problems.voices import voices_of


@page(Right.PROBLEM_READ, "GET")
def problem(request: HttpRequest, visit: Visit, number: str) -> HttpResponse:
    """The problem's page."""
    return _shown(request, visit, number)


@page(Right.PROBLEM_ASSIGN, "POST")
def assign_problem(request: HttpRequest, visit: Visit, number: str) -> HttpResponse:
    """Say which unit owns the problem."""
    found = get_problem(number, actors=visit.actors, campaign=visit.running)
    try:
        owner = unit_named(str(request.POST.get("owner", "")), visit, Right.PROBLEM_ASSIGN)
        needs_seen(request, found.owner_id)
        assign_problem_command(found, owner, by=visit.by(Right.PROBLEM_ASSIGN, owner.path), at=visit.at)
    except HuiyinError as error:
        return _shown(request, visit, number, said=sentence(error), status=status_of(error))
    messages.success(request, _("责任单位是%(unit)s。") % {"unit": owner.name})
    return HttpResponseRedirect(reverse("problem", args=[visit.running.code, number]))


@page(Right.PROBLEM_RAISE, "POST")
def check_summary(request: HttpRequest, visit: Visit, number: str) -> HttpResponse:
    """Write the summary that the unit sees, and say that it names nobody."""
    found = get_problem(number, actors=visit.actors, campaign=visit.running)
    text = str(request.POST.get("text", ""))
    path = found.owner.path if found.owner else visit.running.root.path
    if not sees_words(visit.actors, found):
        raise NotAllowed(
            "归纳要由能看到原话的活动办核对，您可以请他们改。",
            "The summary is checked by the office that may read the words: ask it to change this.",
        )
    try:
        _needs_unchanged(found, str(request.POST.get("seen", "")))
        needs_nobody_known(request, visit, text)
        check_summary_command(found, text, by=visit.by(Right.PROBLEM_RAISE, path), at=visit.at)
    except HuiyinError as error:
        return _shown(request, visit, number, typed=text, said=sentence(error), status=status_of(error))
    messages.success(request, _("归纳已核对，责任单位现在可以看到。"))
    return HttpResponseRedirect(reverse("problem", args=[visit.running.code, number]))


def _may_assign(visit: Visit, found: Problem) -> bool:
    return visit.may(Right.PROBLEM_ASSIGN, found.owner.path if found.owner else visit.running.root.path)


def _may_answer(visit: Visit, found: Problem) -> bool:
    owner = found.owner.path if found.owner else None
    return answering(visit.actors, visit.running, Right.ANSWER_WRITE, [owner]) is not None


def _needs_unchanged(found: Problem, seen: str) -> None:
    if seen != _mark(found):
        raise Conflict(
            "这段归纳在您打开这一页之后由别人改过。您写的还在下面，没有写入；看过现在的归纳，仍要改就再提交一次。",
            "Somebody changed the summary after you opened the page. Yours is still below and wasn't written: look at what "
            "stands there now, and send it again if you want to.",
        )


def _mark(found: Problem) -> str:
    """What a form says of the summary that its writer saw."""
    return hashlib.sha256(f"{found.checked_on}{found.manifestation}".encode()).hexdigest()[:16]


def _shown(
    request: HttpRequest,
    visit: Visit,
    number: str,
    *,
    typed: str | None = None,
    said: str = "",
    status: int = 200,
) -> HttpResponse:
    found = get_problem(number, actors=visit.actors, campaign=visit.running)
    shown = problem_page(found, visit.actors)
    lived = life_context(visit, found)
    context = {
        **lived,
        **voices_of(visit, found, reads=shown.words),
        "problem": found,
        "shown": shown,
        "names": names_of(visit.running),
        "people": names_of_people([found.raised_by, found.checked_by, *lived.get("hands", ())]),
        "may_assign": not found.merged_into_id and not found.dissolved and _may_assign(visit, found),
        **offered_units(visit, Right.PROBLEM_ASSIGN),
        "may_check": shown.words and visit.may(Right.PROBLEM_RAISE),
        "may_answer": bool(shown.behind) and _may_answer(visit, found),
        "may_tell": visit.may(Right.ANSWER_WRITE, visit.running.root.path),
        "typed": found.manifestation if typed is None else typed,
        "telling": typed is not None and bool(told(visit, typed)),
        "said": said,
        "seen": _mark(found),
        "fewest": fewest_givers(visit.running),
        "effect": effect_of(visit, found),
        "sampled": sampled(visit, found),
    }
    if shown.words and not found.merged_into_id and not found.dissolved:
        context["again"] = again(request, visit, found)
        if found.closed_on is not None:
            context["recurrence"] = counts([found.pk])[found.pk]
    return show(request, visit, "problems/problem", context, status=status)
