"""Writing what the public is to be told: by hand, from a problem, or anew."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import HuiyinError
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.problems.access import get_problem
from huiyin.process.problems.models import Problem
from huiyin.process.problems.queries.behind import fewest_givers
from huiyin.process.publicity import commands
from huiyin.process.publicity.access import get_matter
from huiyin.process.publicity.commands import Told
from huiyin.process.publicity.models import PublicMatter
from huiyin.process.publicity.queries import givers_behind, summary_of
from huiyin.process.publicity.rules.matters import LONGEST, Worded
from huiyin.process.rectification.queries import done_in_words, done_measures
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.fields import line, words
from huiyin.web.frame.filters import place
from huiyin.web.frame.names import names_of
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.units import offered_units, unit_named
from huiyin.web.frame.visit import Visit

Typed = Mapping[str, str]


@page(Right.ANSWER_WRITE, "GET", "POST")
def draft_matter(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Begin one; `problem` names the problem whose checked summary it begins with."""
    by = visit.by(Right.ANSWER_WRITE, visit.running.root.path)
    problem = _problem(visit, request.GET if request.method == "GET" else request.POST)
    if request.method == "GET":
        return _form(request, visit, _of_problem(visit, problem), problem)
    try:
        made = commands.draft_matter(visit.running, _told(request, visit, problem), by=by, at=visit.at)
    except HuiyinError as error:
        return _form(request, visit, request.POST.dict(), problem, error=error)
    return _drafted(request, visit, made)


@page(Right.ANSWER_WRITE, "GET", "POST")
def edit_matter(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Change one's own draft."""
    by = visit.by(Right.ANSWER_WRITE, visit.running.root.path)
    found = get_matter(pk, actors=visit.actors, campaign=visit.running)
    if request.method == "GET":
        return _form(request, visit, _as_it_is(found), found.problem, found)
    try:
        told = _told(request, visit, found.problem)
        commands.edit_matter(found, place(request.POST, "version") or 0, told, by=by, at=visit.at)
    except HuiyinError as error:
        return _form(request, visit, request.POST.dict(), found.problem, found, error=error)
    return _drafted(request, visit, found)


@page(Right.ANSWER_WRITE, "GET", "POST")
def redraft_matter(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Write a new edition of what was returned, published or withdrawn."""
    by = visit.by(Right.ANSWER_WRITE, visit.running.root.path)
    found = get_matter(pk, actors=visit.actors, campaign=visit.running)
    if request.method == "GET":
        return _form(request, visit, _as_it_is(found), found.problem, found, again=True)
    try:
        told = _told(request, visit, found.problem)
        made = commands.redraft_matter(found, told, by=by, at=visit.at)
    except HuiyinError as error:
        return _form(request, visit, request.POST.dict(), found.problem, found, again=True, error=error)
    return _drafted(request, visit, made)


def _drafted(request: HttpRequest, visit: Visit, made: PublicMatter) -> HttpResponse:
    messages.success(request, _("已写好，等另一位有审批权的同志看过再公示。"))
    return HttpResponseRedirect(reverse("matter", args=[visit.running.code, made.pk]))


def _told(request: HttpRequest, visit: Visit, problem: Problem | None) -> Told:
    given = request.POST
    worded = Worded(
        line(given, "title"),
        words(given, "words", longest=LONGEST["words"]),
        words(given, "answer", longest=LONGEST["answer"]),
    )
    typed = line(given, "unit")
    unit = unit_named(typed, visit, Right.ANSWER_WRITE) if typed else None
    return Told(worded, unit, line(given, "topic", longest=20), problem)


def _problem(visit: Visit, given: QueryDict) -> Problem | None:
    """The problem that the address or the form names; Unseen for one that isn't the visitor's to see."""
    number = line(given, "problem", longest=20)
    return get_problem(number, actors=visit.actors, campaign=visit.running) if number else None


def _of_problem(visit: Visit, problem: Problem | None) -> Typed:
    if problem is None:
        return {"unit": visit.running.root.name}
    return {
        "title": problem.title[: LONGEST["title"]],
        "words": summary_of(problem)[: LONGEST["words"]],
        "unit": problem.owner.name if problem.owner else visit.running.root.name,
        "topic": problem.topic,
        "answer": done_in_words(problem)[: LONGEST["answer"]],
    }


def _as_it_is(found: PublicMatter) -> Typed:
    return {
        "title": found.title,
        "words": found.words,
        "answer": found.answer,
        "unit": found.unit.name,
        "topic": found.topic,
        "version": str(found.version),
    }


def _form(
    request: HttpRequest,
    visit: Visit,
    typed: Mapping[str, object],
    problem: Problem | None,
    found: PublicMatter | None = None,
    *,
    again: bool = False,
    error: HuiyinError | None = None,
) -> HttpResponse:
    context = {
        "typed": typed,
        "problem": problem,
        "found": found,
        "again": again,
        "measures": done_measures(problem) if problem is not None and found is not None else [],
        "unchecked": problem is not None and not summary_of(problem),
        "givers": givers_behind(problem),
        "fewest": fewest_givers(visit.running),
        "topics": names_of(visit.running).topic,
        "longest": LONGEST,
        "said": sentence(error) if error else "",
        **offered_units(visit, Right.ANSWER_WRITE),
    }
    status = status_of(error) if error else 200
    return show(request, visit, "publicity/draft_matter", context, status=status)
