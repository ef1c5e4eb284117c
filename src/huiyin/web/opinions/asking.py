"""Asking a giver back, and noting what they said, from the opinion's page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import HuiyinError
from huiyin.platform.orgs.rules.rights import Actor, Right, Role
from huiyin.process.answers.access import answering
from huiyin.process.answers.commands import ask_giver as ask_giver_command
from huiyin.process.answers.commands import read_messages as read_messages_command
from huiyin.process.opinions.access import get_opinion
from huiyin.process.opinions.models import Opinion
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.page import page
from huiyin.web.frame.visit import Visit
from huiyin.web.opinions.opinion import show_opinion


@page(Right.ANSWER_WRITE, "POST")
def ask_giver(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Put a question to the giver."""
    found = get_opinion(pk, actors=visit.actors, campaign=visit.running, right=Right.ANSWER_WRITE)
    body = str(request.POST.get("question", "")).replace("\r\n", "\n")
    try:
        ask_giver_command(found, body, by=_answering(visit, found), at=visit.at)
    except HuiyinError as error:
        return show_opinion(
            request, visit, found, status=status_of(error), unasked=sentence(error), question=body
        )
    messages.success(request, _("已问。反映人凭回执能看到，也能回答。"))
    return HttpResponseRedirect(reverse("opinion", args=[visit.running.code, pk]) + "#heard")


@page(Right.OPINION_READ_RAW, "POST")
def read_messages(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Note that what the giver said has been read."""
    found = get_opinion(pk, actors=visit.actors, campaign=visit.running)
    seen = {int(one) for one in request.POST.getlist("message") if _is_id(one)}
    try:
        n = read_messages_command(found, seen, by=_noting(visit, found), at=visit.at)
    except HuiyinError as error:
        return show_opinion(request, visit, found, status=status_of(error), unasked=sentence(error))
    if n:
        messages.success(request, _("已记为看过。"))
    return HttpResponseRedirect(reverse("opinion", args=[visit.running.code, pk]) + "#heard")


def _is_id(written: str) -> bool:
    return written.isascii() and written.isdigit() and len(written) <= 18


def _answering(visit: Visit, found: Opinion) -> Actor:
    about = found.about.path if found.about else None
    return answering(visit.actors, visit.running, Right.ANSWER_WRITE, [about]) or visit.by(Right.ANSWER_WRITE)


def _noting(visit: Visit, found: Opinion) -> Actor:
    """Who answers; where the visitor doesn't, as an inspector, who notes what is said of retaliation."""
    about = found.about.path if found.about else None
    works = answering(visit.actors, visit.running, Right.ANSWER_WRITE, [about])
    inspector = next((actor for actor in visit.actors if actor.role is Role.SUPERVISION), None)
    return works or inspector or visit.by(Right.ANSWER_WRITE)
