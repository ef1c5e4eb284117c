"""Opinion boxes: opened by two, counted, and typed in note by note."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import HuiyinError
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.channels import commands
from huiyin.process.channels.access import get_box
from huiyin.process.channels.rules.taking_down import LONGEST_LINE, Box, Point
from huiyin.web.channels.fields import (
    about_of,
    fresh_token,
    host_of,
    nonce_of,
    number,
    offered_hosts,
    verbatim,
)
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.fields import day, line
from huiyin.web.frame.names import names_of
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit

_FORM, _NOTE = "box", "note"


@page(Right.OPINION_TAKE, "GET", "POST")
def record_box(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Record that a box was opened."""
    if request.method == "GET":
        return _form(request, visit, {"opened_on": visit.today.isoformat()})
    given = request.POST
    try:
        nonce, host = nonce_of(given, visit, _FORM), host_of(given, visit)
        told = Box(
            opened_on=day(given, "opened_on", "开箱日期", "Day"),
            place=line(given, "place", longest=LONGEST_LINE + 1),
            first=line(given, "first", longest=LONGEST_LINE + 1),
            second=line(given, "second", longest=LONGEST_LINE + 1),
            notes=number(given, "notes"),
            blank=number(given, "blank"),
            about=about_of(given, visit),
        )
        by = visit.by(Right.OPINION_TAKE, host.path)
        made = commands.record_box(visit.running, host, told, nonce=nonce, by=by, at=visit.at)
    except HuiyinError as error:
        return _form(request, visit, given.dict(), error)
    return HttpResponseRedirect(reverse("box", args=[visit.running.code, made.pk]))


@page(Right.OPINION_TAKE, "GET")
def box(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """One opening, and the form for its next note."""
    return _box(request, visit, pk, {})


@page(Right.OPINION_TAKE, "POST")
def take_down_note(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Type in one note, and go on with the next."""
    one, given = get_box(pk, actors=visit.actors, campaign=visit.running), request.POST
    try:
        nonce = nonce_of(given, visit, f"{_NOTE}:{pk}")
        point = Point(verbatim(str(given.get("text", ""))), line(given, "giver_kind"))
        by = visit.by(Right.OPINION_TAKE, one.host.path)
        commands.take_down_note(one, point, nonce=nonce, by=by, at=visit.at)
    except HuiyinError as error:
        return _box(request, visit, pk, given.dict(), error)
    messages.success(request, _("录好一张。"))
    return HttpResponseRedirect(reverse("box", args=[visit.running.code, pk]))


def _box(
    request: HttpRequest, visit: Visit, pk: int, typed: Mapping[str, object], error: HuiyinError | None = None
) -> HttpResponse:
    one = get_box(pk, actors=visit.actors, campaign=visit.running)
    context = {
        "box": one,
        "typed": typed,
        "token": fresh_token(visit, f"{_NOTE}:{pk}"),
        "names": names_of(visit.running),
        "said": sentence(error) if error else "",
    }
    return show(request, visit, "channels/box", context, status=status_of(error) if error else 200)


def _form(
    request: HttpRequest, visit: Visit, typed: Mapping[str, object], error: HuiyinError | None = None
) -> HttpResponse:
    context = {
        "typed": typed,
        "token": fresh_token(visit, _FORM),
        "hosts": offered_hosts(visit),
        "said": sentence(error) if error else "",
    }
    return show(request, visit, "channels/record_box", context, status=status_of(error) if error else 200)
