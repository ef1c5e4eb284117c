"""What came back: a new problem that names the closed one, decided by a person upon what was confirmed."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.kit.errors import HuiyinError
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.opinions.access import visible_opinions
from huiyin.process.problems.queries import excerpts
from huiyin.process.recurrences.commands import link_confirmed, raise_again
from huiyin.process.recurrences.queries import confirmed, counts
from huiyin.process.recurrences.queries.showing import rejected
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.fields import words
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.recurrences.judging import by_of, may_come_back, problem_to_judge

MOST_SHOWN = 20


@page(Right.PROBLEM_ACCEPT, "GET", "POST")
def raise_recurrence(request: HttpRequest, visit: Visit, number: str) -> HttpResponse:
    """The form with what was confirmed; POST raises the new problem."""
    problem = problem_to_judge(visit, number)
    error: HuiyinError | None = None
    if request.method == "POST":
        try:
            reason = words(request.POST, "reason", longest=20_000)
            made = raise_again(problem, reason, by=by_of(visit, problem), at=visit.at)
        except HuiyinError as refused:
            error = refused
        else:
            messages.success(
                request, _("已另立新问题 %(number)s，原问题保持销号。") % {"number": made.number}
            )
            return HttpResponseRedirect(reverse("problem", args=[visit.running.code, made.number]))
    again, another = confirmed([problem.pk]).get(problem.pk, []), rejected(problem)
    seen = visible_opinions(visit.actors, visit.running)
    heads = excerpts(seen.filter(pk__in=[*again[:MOST_SHOWN], *another[:MOST_SHOWN]]))
    context = {
        "problem": problem,
        "again": [(pk, heads[pk]) for pk in again if pk in heads],
        "another": [(pk, heads[pk]) for pk in another if pk in heads],
        "counts": counts([problem.pk])[problem.pk],
        "may_come_back": may_come_back(problem),
        "reason": request.POST.get("reason", ""),
        "said": sentence(error) if error else "",
    }
    status = status_of(error) if error else HTTPStatus.OK
    return show(request, visit, "recurrences/raise_recurrence", context, status=status)


@page(Right.PROBLEM_ACCEPT, "POST")
def link_recurrence(request: HttpRequest, visit: Visit, number: str) -> HttpResponse:
    """Put what was confirmed since behind the problem that follows."""
    problem = problem_to_judge(visit, number)
    try:
        n = link_confirmed(problem, by=by_of(visit, problem), at=visit.at)
    except HuiyinError as error:
        messages.error(request, sentence(error))
    else:
        said = ngettext("%(n)d 条确认过的意见已列入后续问题。", "%(n)d 条确认过的意见已列入后续问题。", n)
        messages.success(request, said % {"n": n})
    return HttpResponseRedirect(reverse("recurrences", args=[visit.running.code]))
