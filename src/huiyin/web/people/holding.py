"""Posts and roles, given and ended."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import BadInput, HuiyinError
from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs import commands
from huiyin.platform.orgs.access import get_account, get_grant, get_post
from huiyin.platform.orgs.models import Grant, Post, Unit
from huiyin.platform.orgs.rules.appointing import appointer
from huiyin.platform.orgs.rules.rights import Actor, Right, Role
from huiyin.platform.orgs.rules.terms import ROLE_OF_POST, PostKind
from huiyin.web.frame.fields import day, line, one_of
from huiyin.web.frame.page import page
from huiyin.web.frame.units import unit_named
from huiyin.web.frame.visit import Visit
from huiyin.web.people.fields import campaign_code
from huiyin.web.people.person import person_page, seat_of


@page(Right.GRANT_GIVE, "POST")
def give_grant(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Give a role below a unit."""

    def give(account: Account) -> str:
        role = one_of(request.POST, "role", Role, "角色", "role")
        unit = unit_named(line(request.POST, "unit"), visit, Right.GRANT_GIVE)
        since, until = _term(request, visit)
        campaign = campaign_code(request.POST, visit)
        by = appointing_to(role, unit, account, visit, campaign)
        commands.give_grant(
            account, role, unit, since=since, until=until, campaign=campaign, by=by, at=visit.at
        )
        return _("角色已授予，从起始日期起有效。")

    return _changed(request, visit, pk, "give_grant", give)


@page(Right.GRANT_GIVE, "POST")
def give_post(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Put somebody into a post."""

    def give(account: Account) -> str:
        kind = one_of(request.POST, "post", PostKind, "职务", "post")
        unit = unit_named(line(request.POST, "unit"), visit, Right.GRANT_GIVE)
        since, until = _term(request, visit)
        by = appointing_to(ROLE_OF_POST[kind], unit, account, visit)
        commands.give_post(account, kind, unit, since=since, until=until, by=by, at=visit.at)
        return _("职务已登记。职务说明是谁，能办什么要另授角色。")

    return _changed(request, visit, pk, "give_post", give)


@page(Right.GRANT_GIVE, "POST")
def end_grant(request: HttpRequest, visit: Visit, pk: int, held: int) -> HttpResponse:
    """Let a role end."""

    def end(account: Account) -> str:
        grant = get_grant(held, account, visit.actors)
        commands.end_grant(grant, last=_last(request), by=_ending(grant, visit), at=visit.at)
        return _ended(grant)

    return _changed(request, visit, pk, f"end_grant{held}", end)


@page(Right.GRANT_GIVE, "POST")
def end_post(request: HttpRequest, visit: Visit, pk: int, held: int) -> HttpResponse:
    """Let a post end."""

    def end(account: Account) -> str:
        post = get_post(held, account, visit.actors)
        commands.end_post(post, last=_last(request), by=_ending(post, visit), at=visit.at)
        return _ended(post)

    return _changed(request, visit, pk, f"end_post{held}", end)


def _ended(held: Post | Grant) -> str:
    """What ending did: what hadn't begun is gone, so it has no row any more."""
    if held.pk is None:
        return _("还没有开始，已整个收回。")
    return _("结束日期已登记，之前的经历保留。")


def _changed(
    request: HttpRequest, visit: Visit, pk: int, form: str, change: Callable[[Account], str]
) -> HttpResponse:
    """Back to the person with what was done, or the person's page with the form as it was typed and the refusal."""
    account = get_account(pk, visit.actors)
    try:
        done = change(account)
    except HuiyinError as error:
        return person_page(request, visit, account, form=form, error=error)
    messages.success(request, done)
    return HttpResponseRedirect(reverse("person", args=[pk]))


def appointing_to(role: Role, unit: Unit, account: Account, visit: Visit, campaign: str = "") -> Actor:
    """The capacity that may appoint; where none may, one whose refusal says who does."""
    found = appointer(visit.actors, [(role, unit.path, campaign)], whom=[account.code])
    return found or visit.by(Right.GRANT_GIVE, unit.path)


def _ending(held: Post | Grant, visit: Visit) -> Actor:
    found = appointer(visit.actors, [seat_of(held)], whom=[held.account.code])
    return found or visit.by(Right.GRANT_GIVE, held.unit.path)


def _term(request: HttpRequest, visit: Visit) -> tuple[date, date | None]:
    since = day(request.POST, "since", "起始日期", "First day")
    return since or visit.today, day(request.POST, "until", "截止日期", "Last day")


def _last(request: HttpRequest) -> date:
    last = day(request.POST, "last", "结束日期", "Last day")
    if last is None:
        raise BadInput("请写明最后一天。", "Give the last day.")
    return last
