"""Accounts opened, with or without a first role, and closed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import Conflict, HuiyinError
from huiyin.platform.accounts.models import Account
from huiyin.platform.accounts.rules.logins import checked_login, checked_name
from huiyin.platform.accounts.rules.slips import Slip
from huiyin.platform.orgs import commands
from huiyin.platform.orgs.access import get_account
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.appointing import appointable, givers_of
from huiyin.platform.orgs.rules.people_rows import PersonRow
from huiyin.platform.orgs.rules.rights import Actor, Right, Role
from huiyin.platform.orgs.rules.terms import checked_term
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.fields import day, line, one_of
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.units import offered_units, unit_named
from huiyin.web.frame.visit import Visit
from huiyin.web.people.fields import campaign_code, running_campaigns
from huiyin.web.people.person import keeper_of, person_page
from huiyin.web.people.slips import show_slips
from huiyin.web.people.states import role_choices, role_name


@page(Right.ACCOUNT_MANAGE, "GET", "POST")
def open_account(request: HttpRequest, visit: Visit) -> HttpResponse:
    """A new account, with a first role where one is chosen; the answer is its slip."""
    context = {"roles": _roles(visit), "others": _others(visit), "today": visit.today}
    try:
        if request.method == "POST":
            return _opened(request, visit)
    except HuiyinError as error:
        refused = {**context, **_offers(visit), "typed": request.POST, "said": sentence(error)}
        return show(request, visit, "people/open_account", refused, status=status_of(error))
    fresh = {**context, **_offers(visit), "typed": request.GET}
    return show(request, visit, "people/open_account", fresh)


def _offers(visit: Visit) -> dict[str, object]:
    return {**offered_units(visit, Right.ACCOUNT_MANAGE), "campaigns": running_campaigns(visit)}


def _roles(visit: Visit) -> list[tuple[str, str]]:
    return role_choices(appointable(visit.actors))


def _others(visit: Visit) -> list[tuple[str, list[str]]]:
    mine = appointable(visit.actors)
    return [(role_name(role), [role_name(by) for by in givers_of(role)]) for role in Role if role not in mine]


def _opened(request: HttpRequest, visit: Visit) -> HttpResponse:
    login, name = line(request.POST, "login"), str(request.POST.get("name", ""))
    if not line(request.POST, "role"):
        by = visit.by(Right.ACCOUNT_MANAGE)
        account, slip = commands.open_account(login, name, by=by, at=visit.at)
        return show_slips(request, visit, [slip], {}, {"account": account, "opened": True})
    slip, unit = _open_with_role(request, visit, login, name)
    account = Account.objects.get(login=slip.login)
    return show_slips(request, visit, [slip], {slip.login: unit.name}, {"account": account, "opened": True})


def _open_with_role(request: HttpRequest, visit: Visit, login: str, name: str) -> tuple[Slip, Unit]:
    """The account and its role by one command: there is never one without the other."""
    role = one_of(request.POST, "role", Role, "角色", "role")
    unit = unit_named(line(request.POST, "unit"), visit, Right.ACCOUNT_MANAGE)
    since = day(request.POST, "since", "起始日期", "First day") or visit.today
    term = checked_term(since, day(request.POST, "until", "截止日期", "Last day"))
    plain = checked_login(login)
    if Account.objects.filter(login=plain).exists():
        raise Conflict(
            f"登录名“{plain}”已有人用，请换一个。", f"The login name '{plain}' is taken; choose another."
        )
    campaign = campaign_code(request.POST, visit)
    row = PersonRow(
        1, checked_name(name), plain, str(unit.pk), None, (role,), term.since, term.until, campaign
    )
    taken = commands.import_people([row], unit, by=_opener(visit, role, unit, campaign), at=visit.at)
    if not taken.slips:
        zh, en = (
            (taken.problems[0].zh, taken.problems[0].en) if taken.problems else ("没有办理。", "Not done.")
        )
        raise Conflict(zh.removesuffix("本行未导入。"), en.removesuffix(" The row was left out."))
    return taken.slips[0], unit


def _opener(visit: Visit, role: Role, unit: Unit, campaign: str) -> Actor:
    """A capacity that may open accounts and give the role, else one whose refusal says who does."""
    for actor in visit.actors:
        if actor.may(Right.ACCOUNT_MANAGE, unit.path) and actor.may_appoint(role, unit.path, campaign):
            return actor
    return visit.by(Right.ACCOUNT_MANAGE, unit.path)


@page(Right.GRANT_GIVE, "POST")
def close_account(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """End an account; what it held stays as history."""
    account = get_account(pk, visit.actors)
    try:
        by = keeper_of(account, visit) or visit.by(Right.GRANT_GIVE)
        commands.close_account(account, by=by, at=visit.at)
    except HuiyinError as error:
        return person_page(request, visit, account, form="close_account", error=error)
    messages.success(request, _("账号已停用，不能再登录；职务、角色和办过的事保留。"))
    return HttpResponseRedirect(reverse("person", args=[pk]))
