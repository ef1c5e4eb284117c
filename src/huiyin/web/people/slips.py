"""Slips to print: shown once, as the answer to what made them, and kept nowhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import Conflict, HuiyinError
from huiyin.platform.accounts.rules.slips import Slip
from huiyin.platform.orgs import commands
from huiyin.platform.orgs.access import get_account
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.queries import holdings
from huiyin.platform.orgs.rules.rights import Right, scopes_with
from huiyin.platform.orgs.rules.tree import STEP
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.people.person import keeper_of, person_page, seen_state
from huiyin.web.templatetags.huiyin import listed


@dataclass(frozen=True)
class Card:
    """One slip with the unit that its holder belongs to."""

    slip: Slip
    unit: str
    until: date


@page(Right.GRANT_GIVE, "POST")
def hand_out_slip(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """A new slip for an account: the page with it is the answer, and can't be asked for again."""
    account = get_account(pk, visit.actors)
    try:
        by = keeper_of(account, visit)
        if by is not None and request.POST.get("seen") != seen_state(account):
            raise Conflict(
                "这个账号的登录条或密码刚刚变过（也许同一张表单提交了两次），没有再发新的。已打印的登录条仍然有效；确实需要，请再按一次“发新登录条”。",
                "A slip or a password of this account has just changed (the form may have been sent twice); no new slip was "
                "made. Press the button again if you do need one.",
            )
        slip = commands.hand_out_slip(account, by=by or visit.by(Right.GRANT_GIVE), at=visit.at)
    except HuiyinError as error:
        return person_page(request, visit, account, form="hand_out_slip", error=error)
    held = holdings([account], scopes_with(visit.actors, Right.GRANT_GIVE))
    now = [thing.unit.name for thing in held if thing.until is None or thing.until >= visit.today]
    units = {account.login: listed(dict.fromkeys(now))}
    return show_slips(request, visit, [slip], units, {"account": account})


def show_slips(
    request: HttpRequest,
    visit: Visit,
    slips: Sequence[Slip],
    units: Mapping[str, str],
    context: Mapping[str, object],
) -> HttpResponse:
    """The page that prints slips. `units` are the units' names by login name."""
    cards = [Card(slip, units.get(slip.login, ""), day_in_china(slip.until)) for slip in slips]
    return show(
        request,
        visit,
        "people/slips",
        {
            **context,
            "cards": cards,
            "organisation": _organisation(visit),
            "address": request.build_absolute_uri(reverse("redeem_slip")),
        },
    )


def _organisation(visit: Visit) -> str:
    """The name at the top of the tree in which the visitor acts. One query."""
    root = next((actor.scope[:STEP] for actor in visit.actors if actor.scope), "")
    units = Unit.objects.filter(path=root) if root else Unit.objects.roots()
    return units.values_list("name", flat=True).first() or ""
