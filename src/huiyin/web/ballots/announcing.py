"""Announcing a vote about one unit or several, a day before it opens at least; who is named is seen before it is done."""

from datetime import date
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import BadInput, HuiyinError, Refused
from huiyin.platform.orgs.commands.rehearsing import rehearse
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.ballots import commands
from huiyin.process.ballots.access import get_vote
from huiyin.process.ballots.models import Vote
from huiyin.process.campaigns.queries import template_of
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.fields import day, line
from huiyin.web.frame.filters import place
from huiyin.web.frame.page import page
from huiyin.web.frame.picking import Picker
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit


@page(Right.BALLOT_HOLD, "GET", "POST")
def announce_votes(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Without `go=do` it shows which units are meant and writes nothing. `again` names the vote that is held once more."""
    old = _old(request, visit)
    try:
        if request.method == "GET":
            return _form(request, visit, old)
        units = [old.unit] if old else [part.unit for part in _picker(request, visit).picked()]
        opens, closes = _days(request)
        if request.POST.get("go") != "do":
            rehearse(_announce, request, visit, units, opens, closes, old)  # refuses now what it would then
            return _form(request, visit, old, units=units)
        made = _announce(request, visit, units, opens, closes, old)
    except HuiyinError as error:
        return _form(request, visit, old, error=error)
    messages.success(request, _("已预告。请按人数发票，纸条打出来剪开、不记名发放。"))
    if len(made) == 1:
        return HttpResponseRedirect(reverse("vote", args=[visit.running.code, made[0].pk]))
    return HttpResponseRedirect(reverse("votes", args=[visit.running.code]))


def _announce(
    request: HttpRequest, visit: Visit, units: list[Unit], opens: date, closes: date, old: Vote | None
) -> list[Vote]:
    by = visit.by(Right.BALLOT_HOLD, units[0].path if units else None)
    kind = old.kind if old else line(request.POST, "kind")
    days = {"opens_on": opens, "closes_on": closes}
    if old:
        return [
            commands.announce_vote(
                visit.running, old.unit, kind=kind, **days, again_of=old, by=by, at=visit.at
            )
        ]
    return commands.announce_votes(visit.running, units, kind=kind, **days, by=by, at=visit.at)


def _old(request: HttpRequest, visit: Visit) -> Vote | None:
    asked = request.GET if request.method == "GET" else request.POST
    pk = place(asked, "again")
    old = get_vote(pk, actors=visit.actors, campaign=visit.running) if pk is not None else None
    if old is not None and old.state != Vote.State.PUBLISHED:
        raise Refused(
            "上一次测评还没有公布结果，不能再测评。",
            "The vote before isn't published yet: it can't be held again.",
        )
    return old


def _form(
    request: HttpRequest,
    visit: Visit,
    old: Vote | None,
    *,
    units: list[Unit] | None = None,
    error: HuiyinError | None = None,
) -> HttpResponse:
    context = {
        "old": old,
        "kinds": template_of(visit.running).votes,
        "picker": _picker(request, visit),
        "typed": request.POST,
        "meant": units,
        "said": sentence(error) if error else "",
    }
    status = status_of(error) if error else HTTPStatus.OK
    return show(request, visit, "ballots/announce_votes", context, status=status)


def _picker(request: HttpRequest, visit: Visit) -> Picker:
    return Picker(visit, Right.BALLOT_HOLD, request.POST if request.method == "POST" else None)


def _days(request: HttpRequest) -> tuple[date, date]:
    opens = day(request.POST, "opens_on", "开始日期", "The first day")
    closes = day(request.POST, "closes_on", "截止日期", "The last day")
    if opens is None or closes is None:
        raise BadInput("请写开始日期和截止日期。", "Write the first day and the last day.")
    return opens, closes
