"""One answer: its words beside those of the givers, and the word of another person on it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.kit.errors import HuiyinError
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.answers.access import get_answer
from huiyin.process.answers.commands import give_answer as give_answer_command
from huiyin.process.answers.commands import return_answer as return_answer_command
from huiyin.process.answers.commands.drafting import writers_of
from huiyin.process.answers.models import Answer
from huiyin.process.answers.queries import beside, opinions_of
from huiyin.process.opinions.models import LONGEST_WHY
from huiyin.web.answers.acting import acting, may
from huiyin.web.answers.drafting import stock_of
from huiyin.web.answers.drawing import drawn
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.filters import place
from huiyin.web.frame.names import names_of
from huiyin.web.frame.page import page
from huiyin.web.frame.people import names_of_people
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit


@page(Right.OPINION_READ_RAW, "GET")
def answer(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """The answer's page."""
    return _shown(request, visit, get_answer(pk, actors=visit.actors, campaign=visit.running))


@page(Right.ANSWER_APPROVE, "POST")
def give_answer(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Give it, in the version that was shown."""
    found = get_answer(pk, actors=visit.actors, campaign=visit.running, right=Right.ANSWER_APPROVE)
    try:
        by = acting(visit, Right.ANSWER_APPROVE, opinions_of(found))
        settled = give_answer_command(found, place(request.POST, "version") or 0, by=by, at=visit.at)
    except HuiyinError as error:
        return _shown(request, visit, _anew(visit, pk), said=sentence(error), status=status_of(error))
    messages.success(request, _("已答复。反映人凭回执能看到。"))
    if settled:
        messages.success(
            request, ngettext("%(n)d 条意见同时办结。", "%(n)d 条意见同时办结。", settled) % {"n": settled}
        )
    return HttpResponseRedirect(reverse("answer", args=[visit.running.code, pk]))


@page(Right.ANSWER_APPROVE, "POST")
def return_answer(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Send it back with a reason."""
    found = get_answer(pk, actors=visit.actors, campaign=visit.running, right=Right.ANSWER_APPROVE)
    why = str(request.POST.get("why", ""))
    try:
        by = acting(visit, Right.ANSWER_APPROVE, opinions_of(found))
        return_answer_command(found, place(request.POST, "version") or 0, why, by=by, at=visit.at)
    except HuiyinError as error:
        return _shown(
            request, visit, _anew(visit, pk), typed=why, said=sentence(error), status=status_of(error)
        )
    messages.success(request, _("已退回，理由写在上面。"))
    return HttpResponseRedirect(reverse("answer", args=[visit.running.code, pk]))


def _anew(visit: Visit, pk: int) -> Answer:
    return get_answer(pk, actors=visit.actors, campaign=visit.running)


def _shown(
    request: HttpRequest,
    visit: Visit,
    found: Answer,
    *,
    typed: str = "",
    said: str = "",
    status: int = 200,
) -> HttpResponse:
    opinions = opinions_of(found)
    waits = found.state == Answer.State.DRAFT
    wrote = waits and visit.account.code in set(writers_of(found))
    rows = drawn(beside(opinions, found.body))
    context = {
        "answer": found,
        "rows": rows,
        "left": any(row.clauses or row.questions for row in rows),
        "same": stock_of(visit, found.body, found),
        "followed": Answer.objects.filter(follows=found).first(),
        "wrote": wrote,
        "may_give": waits and not wrote and may(visit, Right.ANSWER_APPROVE, opinions),
        "may_return": waits and may(visit, Right.ANSWER_APPROVE, opinions),
        "may_write": may(visit, Right.ANSWER_WRITE, opinions),
        "own": found.drafted_by == visit.account.code,
        "people": names_of_people([found.drafted_by, found.decided_by]),
        "names": names_of(visit.running),
        "longest_why": LONGEST_WHY,
        "typed": typed,
        "said": said,
    }
    return show(request, visit, "answers/answer", context, status=status)
