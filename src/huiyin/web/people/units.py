"""The tree of units, and one unit of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode

from huiyin.platform.orgs.access import get_unit, visible_units
from huiyin.platform.orgs.models import Post, Unit
from huiyin.platform.orgs.queries import ancestors, held_in
from huiyin.platform.orgs.rules.rights import Right, scopes_with
from huiyin.platform.orgs.rules.terms import PostKind
from huiyin.platform.orgs.rules.tree import STEP, depth
from huiyin.web.frame.fields import line
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.people.states import Holding

_PAGE = 100
_DEEPEST_SHOWN = 6
_SEARCHED = 60


@dataclass(frozen=True)
class _Line:
    """A unit in the list: how far to indent it, its heads by name today, and how many people hold something in it."""

    unit: Unit
    indent: int
    heads: list[str]
    people: int


@page(Right.UNIT_MANAGE, "GET")
def units(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The units in the visitor's scope in the order of the tree, a hundred a page; `q` finds by name, alias or code."""
    searched = line(request.GET, "q", longest=_SEARCHED)
    found = visible_units(visit.actors, Right.UNIT_MANAGE)
    if searched:
        found = found.filter(Q(name__icontains=searched) | Q(code__icontains=searched))
    count = found.count()
    after = line(request.GET, "after")
    rows = list(found.filter(path__gt=after).order_by("path")[: _PAGE + 1])
    shown = rows[:_PAGE]
    kept = {"q": searched} if searched else {}
    top = min((depth(path) for path in scopes_with(visit.actors, Right.UNIT_MANAGE)), default=0)
    context = {
        "q": searched,
        "lines": _lines(shown, visit.today, max(1, top)),
        "count": count,
        "above": _above(shown, visit) if after or searched else [],
        "first": "?" + urlencode(kept) if after else "",
        "next": "?" + urlencode({**kept, "after": shown[-1].path}) if len(rows) > _PAGE else "",
        "imports": visit.may(Right.UNIT_IMPORT),
    }
    return show(request, visit, "people/units", context)


def _lines(shown: list[Unit], today: date, top: int) -> list[_Line]:
    posts, grants = held_in(shown, today)
    heads: dict[int, list[Post]] = {unit.pk: [] for unit in shown}
    people: dict[int, set[int]] = {unit.pk: set() for unit in shown}
    for post in posts:
        if post.since <= today:
            heads[post.unit_id].append(post)
            people[post.unit_id].add(post.account_id)
    for grant in grants:
        if grant.since <= today:
            people[grant.unit_id].add(grant.account_id)
    return [
        _Line(
            unit, min(depth(unit.path) - top, _DEEPEST_SHOWN), heads_of(heads[unit.pk]), len(people[unit.pk])
        )
        for unit in shown
    ]


def heads_of(posts: Iterable[Post]) -> list[str]:
    """Names of the heads; an acting head stands first, for it is they who sign."""
    kinds = [PostKind.ACTING_HEAD.value, PostKind.HEAD.value]
    heads = [post for post in posts if post.kind in kinds]
    return [post.account.name for post in sorted(heads, key=lambda post: kinds.index(post.kind))]


def _above(shown: list[Unit], visit: Visit) -> list[Unit]:
    """Where a page begins that doesn't begin at the top: the units above its first, as far as the visitor's scope goes."""
    return in_sight(ancestors(shown[0].path), visit) if shown else []


def in_sight(chain: Iterable[Unit], visit: Visit) -> list[Unit]:
    """Those of the units that are in the visitor's scope."""
    return [unit for unit in chain if visit.may(Right.UNIT_MANAGE, unit.path)]


@page(Right.UNIT_MANAGE, "GET")
def unit(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """A unit: where it stands, who holds what in it now or later, and the units directly below it."""
    shown = get_unit(pk, visit.actors, Right.UNIT_MANAGE)
    posts, grants = held_in([shown], visit.today)
    children = list(Unit.objects.filter(parent=shown).order_by("path")[: _PAGE + 1])
    context = {
        "unit": shown,
        "above": in_sight(ancestors(shown.path), visit),
        "posts": [Holding.of(post, visit.today) for post in posts],
        "roles": [Holding.of(grant, visit.today) for grant in grants],
        "children": children[:_PAGE],
        "more": len(children) > _PAGE,
        "below": Unit.objects.under(shown.path).count() - 1,
        "movable": len(shown.path) > STEP,
        "appoints": visit.may(Right.GRANT_GIVE, shown.path),
        "opens": visit.may(Right.ACCOUNT_MANAGE, shown.path),
        "imports": visit.may(Right.UNIT_IMPORT, shown.path),
    }
    return show(request, visit, "people/unit", context)
