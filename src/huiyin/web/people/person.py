"""One account: what it holds and held, and what this visitor may do about it."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from huiyin.kit.errors import HuiyinError
from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.access import get_account
from huiyin.platform.orgs.models import Grant, Post
from huiyin.platform.orgs.queries import grants_ahead, holdings, may_keep
from huiyin.platform.orgs.rules.appointing import Seat, appointable, appointer, givers_of
from huiyin.platform.orgs.rules.rights import Actor, Right, Role, scopes_with
from huiyin.platform.orgs.rules.terms import ROLE_OF_POST, PostKind
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.units import offered_units
from huiyin.web.frame.visit import Visit
from huiyin.web.people.fields import running_campaigns
from huiyin.web.people.states import Holding, post_choices, role_choices, role_name, state_of


@page(Right.GRANT_GIVE, "GET")
def person(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """The page of an account."""
    return person_page(request, visit, get_account(pk, visit.actors))


def person_page(
    request: HttpRequest, visit: Visit, account: Account, *, form: str = "", error: HuiyinError | None = None
) -> HttpResponse:
    """The page; after a refused POST with the sentence at the form, which is open and has what was typed."""
    paths = scopes_with(visit.actors, Right.GRANT_GIVE)
    held = [Holding.of(thing, visit.today) for thing in holdings([account], paths)]
    keeper = keeper_of(account, visit)
    context: dict[str, Any] = {
        "account": account,
        "state": state_of(account, visit.at),
        "open": [(holding, _ender(holding.held, visit) is not None) for holding in held if not holding.over],
        "over": [holding for holding in held if holding.over],
        "own": account.pk == visit.account.pk,
        "keeps": keeper is not None,
        "seen": seen_state(account),
        "form": form,
        "typed": request.POST,
        "said": sentence(error) if error else "",
        **_choices(visit),
    }
    status = status_of(error) if error else HTTPStatus.OK
    return show(request, visit, "people/person", context, status=status)


def _choices(visit: Visit) -> Mapping[str, object]:
    """What the forms offer: roles that the visitor may give, and who gives the others."""
    mine = appointable(visit.actors)
    others = [
        (role_name(role), [role_name(giver) for giver in givers_of(role)])
        for role in Role
        if role not in mine
    ]
    return {
        **offered_units(visit, Right.GRANT_GIVE),
        "roles": role_choices(mine),
        "others": others,
        "posts": post_choices() if Role.MEMBER in mine else [],
        "campaigns": running_campaigns(visit),
        "today": visit.today,
    }


def seat_of(held: Post | Grant) -> Seat:
    """The role, and where, that somebody must be able to appoint to who changes this."""
    role = Role(held.role) if isinstance(held, Grant) else ROLE_OF_POST[PostKind(held.kind)]
    return role, held.unit.path, held.campaign if isinstance(held, Grant) else ""


def _ender(held: Post | Grant, visit: Visit) -> Actor | None:
    return appointer(visit.actors, [seat_of(held)], whom=[held.account.code])


def keeper_of(account: Account, visit: Visit) -> Actor | None:
    """The capacity in which the visitor may hand out a slip for the account and close it. One query."""
    grants = grants_ahead(account, visit.today)
    if grants:
        return appointer(visit.actors, [seat_of(grant) for grant in grants], whom=[account.code])
    return next((actor for actor in visit.actors if may_keep(actor, account)), None)


def seen_state(account: Account) -> str:
    """A mark that changes with every slip and every password: a form sent twice mustn't make a second slip."""
    return salted_hmac("huiyin.people.seen", account.password + account.slip).hexdigest()[:16]
