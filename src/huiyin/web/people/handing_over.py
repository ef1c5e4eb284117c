"""Handing over what somebody holds in a unit: first what will move, then the move."""

from datetime import date
from http import HTTPStatus
from typing import NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import BadInput, HuiyinError
from huiyin.platform.accounts.models import Account
from huiyin.platform.accounts.rules.logins import plain_login
from huiyin.platform.orgs import commands
from huiyin.platform.orgs.access import get_account, visible_accounts
from huiyin.platform.orgs.commands.rehearsing import rehearse
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.queries import holding_from, holdings
from huiyin.platform.orgs.rules.appointing import appointer
from huiyin.platform.orgs.rules.rights import Actor, Right, scopes_with
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.fields import day, line
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.people.person import seat_of
from huiyin.web.people.states import Holding


class _Asked(NamedTuple):
    taker: Account
    unit: Unit
    on: date
    by: Actor
    moving: list[Holding]


@page(Right.GRANT_GIVE, "GET", "POST")
def hand_over(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """To whom, in which unit, from which day; `step=check` shows what will move, and moves nothing."""
    giver = get_account(pk, visit.actors)
    asked: _Asked | None = None
    try:
        if request.method == "POST":
            asked = _asked(request, visit, giver)
            if request.POST.get("step") != "check":
                return _handed_over(request, visit, giver, asked)
            rehearse(
                commands.hand_over, giver, asked.taker, asked.unit, on=asked.on, by=asked.by, at=visit.at
            )
    except HuiyinError as error:
        return _form(request, visit, giver, error=error)
    return _form(request, visit, giver, asked=asked)


def _handed_over(request: HttpRequest, visit: Visit, giver: Account, asked: _Asked) -> HttpResponse:
    commands.hand_over(giver, asked.taker, asked.unit, on=asked.on, by=asked.by, at=visit.at)
    messages.success(request, _("交接已登记，从当天起生效；以前办的事仍记在原来的人名下。"))
    return HttpResponseRedirect(reverse("person", args=[giver.pk]))


def _form(
    request: HttpRequest,
    visit: Visit,
    giver: Account,
    *,
    asked: _Asked | None = None,
    error: HuiyinError | None = None,
) -> HttpResponse:
    context = {
        "account": giver,
        "places": _places(giver, visit),
        "asked": asked,
        "typed": request.POST or request.GET,
        "said": sentence(error) if error else "",
        "today": visit.today,
    }
    status = status_of(error) if error else HTTPStatus.OK
    return show(request, visit, "people/hand_over", context, status=status)


def _places(giver: Account, visit: Visit) -> list[Unit]:
    """The units in the visitor's scope where the account holds something that can be handed over. 2 queries."""
    held = holdings([giver], scopes_with(visit.actors, Right.GRANT_GIVE))
    units = {thing.unit.pk: thing.unit for thing in held if thing.until is None or thing.until >= visit.today}
    return sorted(units.values(), key=lambda unit: unit.path)


def _asked(request: HttpRequest, visit: Visit, giver: Account) -> _Asked:
    on = day(request.POST, "on", "交接日期", "Day")
    if on is None:
        raise BadInput("请写明从哪一天起交接。", "Give the day of the hand-over.")
    chosen = line(request.POST, "unit")
    unit = next((unit for unit in _places(giver, visit) if str(unit.pk) == chosen), None)
    if unit is None:
        raise BadInput("请选择在哪个单位交接。", "Choose the unit.")
    taker = _taker(line(request.POST, "taker"), visit)
    moving = holding_from(giver, unit, on)
    seats = [seat_of(thing) for thing in moving]
    by = appointer(visit.actors, seats, whom=[giver.code, taker.code])
    lines = [Holding.of(thing, visit.today) for thing in moving]
    return _Asked(taker, unit, on, by or visit.by(Right.GRANT_GIVE, unit.path), lines)


def _taker(typed: str, visit: Visit) -> Account:
    """The one account in sight with this login name, or with this name."""
    seen = visible_accounts(visit.actors)
    found = list(seen.filter(login=plain_login(typed))[:1]) or list(seen.filter(name=typed)[:2])
    if len(found) == 1:
        return found[0]
    if found:
        raise BadInput(
            f"叫“{typed}”的不止一人，请填登录名。",
            f"Several people are called '{typed}'; give the login name.",
        )
    raise BadInput(
        f"找不到“{typed}”。请填接手人的登录名；还没有账号的，先开账号。",
        f"Nobody is found as '{typed}'. Give the taker's login name; open an account first where there is none.",
    )
