"""The frame of a form that does something with one problem: what was typed stays where it's refused, and done leads to the problem."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from huiyin.kit.errors import Conflict, HuiyinError
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.problems.access import get_problem
from huiyin.process.problems.models import Problem
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit


def owner_path(problem: Problem) -> str:
    """Where a right is asked for: at the owner, and where there is none, at the whole campaign."""
    return problem.owner.path if problem.owner else problem.campaign.root.path


def by_of(visit: Visit, problem: Problem, right: Right) -> Actor:
    """The capacity in which something is done with a problem; NotAllowed without one."""
    return visit.by(right, owner_path(problem))


def form_on_problem(
    request: HttpRequest,
    visit: Visit,
    number: str,
    name: str,
    *,
    do: Callable[[Problem], str],
    context: Callable[[Problem], Mapping[str, Any]] = lambda _: {},
    fragment: str = "rectification",
) -> HttpResponse:
    """The page `problems/<name>` of a problem: GET shows its form, POST does it and goes to the problem's page with what `do` says.

    `context` says what the form shows, of the problem as it is now; what was typed is `typed`, None where nothing was.
    """
    found = get_problem(number, actors=visit.actors, campaign=visit.running)
    said, status, typed = "", 200, None
    if request.method == "POST":
        typed = request.POST
        try:
            note = do(found)
        except HuiyinError as error:
            said, status = sentence(error), status_of(error)
            found = get_problem(number, actors=visit.actors, campaign=visit.running)
        else:
            messages.success(request, note)
            return to_problem(visit, number, fragment)
    shown = {"problem": found, "typed": typed, "said": said, **context(found)}
    return show(request, visit, f"problems/{name}", shown, status=status)


def to_problem(visit: Visit, number: str, fragment: str = "") -> HttpResponse:
    """Back to the problem's own page."""
    place = reverse("problem", args=[visit.running.code, number])
    return HttpResponseRedirect(f"{place}#{fragment}" if fragment else place)


def needs_mark(request: HttpRequest, now: str) -> None:
    """Conflict when the form was drawn on something else than stands there now."""
    if str(request.POST.get("seen", "")) != now:
        raise Conflict(
            "您打开这一页之后，这个问题由别人改过，您的没有写入。请看过现在的，再提交一次。",
            "Somebody changed this problem after you opened the page; yours wasn't written. Look at it now, and send it again.",
        )
