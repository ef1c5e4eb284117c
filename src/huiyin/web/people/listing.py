"""The list of people."""

from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode

from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.access import holding_nothing
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.queries import Wanted, holders, holdings, named_like
from huiyin.platform.orgs.rules.rights import Right, Role, scopes_with
from huiyin.web.frame.fields import line
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.people.states import Holding, State, role_choices, state_of

_PAGE = 50
_LONGEST_NUMBER = 18
_SEARCHED = 60
_NOTHING, _PAST = "nothing", "past"


@dataclass(frozen=True)
class _Place:
    """What somebody holds in one unit."""

    unit: Unit
    posts: list[Holding]
    roles: list[Holding]


@dataclass(frozen=True)
class _Person:
    account: Account
    state: State
    places: list[_Place]


@page(Right.GRANT_GIVE, "GET")
def people(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Everybody who holds a post or a role in the visitor's scope today or later; of the others who ask, who holds nothing."""
    paths = scopes_with(visit.actors, Right.GRANT_GIVE)
    filters = {name: line(request.GET, name, longest=_SEARCHED) for name in ("q", "unit", "role", "state")}
    found = _found(filters, paths, visit)
    count = found.count()
    page_of, cursor = _page(found, line(request.GET, "after"))
    rows = _people(page_of, paths, visit, past=filters["state"] == _PAST)
    kept = {name: value for name, value in filters.items() if value}
    context = {
        **filters,
        "people": rows,
        "count": count,
        "filtered": bool(kept),
        "first": "?" + urlencode(kept) if request.GET.get("after") else "",
        "next": "?" + urlencode({**kept, "after": cursor}) if cursor else "",
        "roles": role_choices(Role),
        "manages": visit.may(Right.ACCOUNT_MANAGE),
    }
    return show(request, visit, "people/people", context)


def _found(filters: dict[str, str], paths: tuple[str, ...], visit: Visit) -> QuerySet[Account]:
    if filters["state"] == _NOTHING and visit.may(Right.ACCOUNT_MANAGE):
        return named_like(Account.objects.filter(holding_nothing()), filters["q"])
    role = Role(filters["role"]) if filters["role"] in set(Role) else None
    wanted = Wanted(filters["q"], filters["unit"], role, past=filters["state"] == _PAST)
    return holders(paths, visit.today, wanted)


def _page(found: QuerySet[Account], after: str) -> tuple[list[Account], str]:
    """The accounts after a name and id (`name~id`, as the page before gave it), and where the next page begins."""
    name, _, number = after.rpartition("~")
    if number.isdecimal() and len(number) <= _LONGEST_NUMBER:
        found = found.filter(Q(name__gt=name) | Q(name=name, pk__gt=int(number)))
    rows = list(found.order_by("name", "pk")[: _PAGE + 1])
    last = rows[_PAGE - 1] if len(rows) > _PAGE else None
    return rows[:_PAGE], f"{last.name}~{last.pk}" if last else ""


def _people(accounts: list[Account], paths: tuple[str, ...], visit: Visit, *, past: bool) -> list[_Person]:
    held = [Holding.of(thing, visit.today) for thing in holdings(accounts, paths)]
    shown = [holding for holding in held if past or not holding.over]
    places: dict[int, list[_Place]] = {account.pk: [] for account in accounts}
    shown.sort(key=lambda holding: (holding.held.account_id, holding.held.unit.path))
    for (account, _), group in groupby(shown, lambda each: (each.held.account_id, each.held.unit.path)):
        here = list(group)
        posts = [holding for holding in here if holding.is_post]
        roles = [holding for holding in here if not holding.is_post]
        places[account].append(_Place(here[0].held.unit, posts, roles))
    return [_Person(account, state_of(account, visit.at), places[account.pk]) for account in accounts]
