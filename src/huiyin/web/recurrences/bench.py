"""又说起的核对台: a later opinion beside a closed problem, one key each for again, something else, later and back."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import BadInput, HuiyinError, Unseen
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.opinions.access import get_opinion, visible_opinions
from huiyin.process.problems.access import visible_problems
from huiyin.process.problems.models import Problem
from huiyin.process.recurrences.access import visible_suggestions
from huiyin.process.recurrences.commands import decide_again, put_off_again, take_back_again
from huiyin.process.recurrences.models import AgainSuggestion, Decided
from huiyin.process.recurrences.queries import counts
from huiyin.process.recurrences.queries.showing import followers, read_suggestion, words_on
from huiyin.process.recurrences.rules.answers import LONGEST_WHY, Answer
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.fields import words
from huiyin.web.frame.names import names_of
from huiyin.web.frame.page import page
from huiyin.web.frame.people import names_of_people
from huiyin.web.frame.said_again import row_of
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.recurrences.judging import by_of, first_waiting, may_come_back, problem_to_judge

MOST_COUNTED = 1000
_LATELY = "recurrences_lately"
_MOST_TAKEN_BACK = 50
_ANSWERS = {"again": Answer.AGAIN, "another": Answer.ANOTHER}


@page(Right.PROBLEM_ACCEPT, "GET")
def next_recurrence(_request: HttpRequest, visit: Visit) -> HttpResponse:
    """To what is asked next; where nothing waits, to the list."""
    return HttpResponseRedirect(_next(visit))


@page(Right.PROBLEM_ACCEPT, "GET")
def recurrence(request: HttpRequest, visit: Visit, number: str, opinion: int) -> HttpResponse:
    """A pair, whether it waits or somebody has said something of it."""
    return _shown(request, visit, problem_to_judge(visit, number), opinion)


@page(Right.PROBLEM_ACCEPT, "POST")
def decide_recurrence(request: HttpRequest, visit: Visit, number: str, opinion: int) -> HttpResponse:
    """Say that it is spoken of again, or that it is something else, and go on to the next."""
    problem = problem_to_judge(visit, number)
    try:
        answer = _ANSWERS.get(request.POST.get("answer", ""))
        if answer is None:
            raise BadInput("请选“又说起了”或“不是这件事”。", "Say whether it speaks of the same matter.")
        made = decide_again(
            problem,
            opinion,
            answer,
            words(request.POST, "why", longest=4000),
            seen=_seen(request),
            by=by_of(visit, problem),
            at=visit.at,
        )
    except HuiyinError as error:
        return _shown(request, visit, problem, opinion, error)
    request.session[_LATELY] = [*request.session.get(_LATELY, []), made.pk][-_MOST_TAKEN_BACK:]
    if answer is Answer.AGAIN and may_come_back(problem):
        messages.success(request, _("已确认又说起了。要不要另立新问题，在“反弹”一页决定。"))
    return HttpResponseRedirect(_next(visit))


@page(Right.PROBLEM_ACCEPT, "POST")
def put_off_recurrence(request: HttpRequest, visit: Visit, number: str, opinion: int) -> HttpResponse:
    """Not now: it comes again behind the others."""
    problem = problem_to_judge(visit, number)
    waiting = visible_suggestions(visit.actors, visit.running)
    row = waiting.filter(problem=problem, opinion=opinion).select_related("problem__owner").first()
    if row is None:
        messages.info(request, _("这一条已经不再等人判断。"))
        return HttpResponseRedirect(_next(visit))
    row.problem = problem
    try:
        put_off_again(row, by=by_of(visit, problem), at=visit.at)
    except HuiyinError as error:
        return _shown(request, visit, problem, opinion, error)
    return HttpResponseRedirect(_next(visit))


@page(Right.PROBLEM_ACCEPT, "POST")
def undo_recurrence(request: HttpRequest, visit: Visit, number: str, opinion: int) -> HttpResponse:
    """Take the word that stands back; it waits again."""
    problem = problem_to_judge(visit, number)
    standing = next((one for one in words_on(problem, opinion) if one.stands), None)
    if standing is None:
        raise Unseen
    try:
        take_back_again(standing, by=by_of(visit, problem), at=visit.at)
    except HuiyinError as error:
        return _shown(request, visit, problem, opinion, error)
    request.session[_LATELY] = [pk for pk in request.session.get(_LATELY, []) if pk != standing.pk]
    return HttpResponseRedirect(reverse("recurrence", args=[visit.running.code, number, opinion]))


def _next(visit: Visit) -> str:
    found = first_waiting(visit)
    if found is None:
        return reverse("recurrences", args=[visit.running.code])
    return reverse("recurrence", args=[visit.running.code, found.problem.number, found.opinion_id])


def _seen(request: HttpRequest) -> int:
    """The round of the last word that stood on the page."""
    seen = request.POST.get("seen", "0")
    if not seen.isdecimal() or len(seen) > 6:
        raise BadInput("页面上的数据不对，请刷新后再试。", "What the page sent is wrong: look again.")
    return int(seen)


def lately(request: HttpRequest, visit: Visit) -> Decided | None:
    """The visitor's last word that still stands, for the key that takes it back. One query, none where nothing was said."""
    noted = request.session.get(_LATELY, [])
    if not noted:
        return None
    standing = Decided.objects.filter(pk__in=noted, stands=True, problem__campaign=visit.running)
    return standing.exclude(answer=Answer.OPEN).select_related("problem").order_by("-pk").first()


def _shown(
    request: HttpRequest, visit: Visit, problem: Problem, opinion: int, error: HuiyinError | None = None
) -> HttpResponse:
    campaign = visit.running
    said_of = words_on(problem, opinion)
    suggested = AgainSuggestion.objects.filter(problem=problem, opinion=opinion).first()
    if suggested is None and not said_of:
        raise Unseen
    get_opinion(opinion, actors=visit.actors, campaign=campaign)
    found = read_suggestion(
        problem,
        opinion,
        suggested,
        visible_opinions(visit.actors, campaign),
        visible_problems(visit.actors, campaign),
    )
    standing = said_of[0] if said_of and said_of[0].answer != Answer.OPEN else None
    here = reverse("recurrence", args=[campaign.code, problem.number, opinion])
    context = {
        "problem": problem,
        "opinion": opinion,
        "row": row_of(found) if found is not None else None,
        "suggested": suggested,
        "said_of": said_of,
        "standing": standing,
        "seen": said_of[0].round if said_of else 0,
        "counts": counts([problem.pk])[problem.pk],
        "follows": followers([problem.pk]).get(problem.pk, []),
        "may_come_back": may_come_back(problem),
        "left": visible_suggestions(visit.actors, campaign)[:MOST_COUNTED].count(),
        "most_counted": MOST_COUNTED,
        "undo": lately(request, visit),
        "names": names_of(campaign),
        "people": names_of_people(one.decided_by for one in said_of),
        "longest": LONGEST_WHY,
        "why": request.POST.get("why", "")[:4000],
        "said": sentence(error) if error else "",
    }
    status = status_of(error) if error else HTTPStatus.OK
    response = show(request, visit, "recurrences/recurrence", context, part="part", status=status)
    response.headers["HX-Push-Url"] = here
    return response
