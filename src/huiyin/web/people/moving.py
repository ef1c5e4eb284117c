"""Moving a unit: first what will change, then the move."""

from http import HTTPStatus
from typing import NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import HuiyinError, NotAllowed
from huiyin.platform.orgs import commands
from huiyin.platform.orgs.access import get_unit
from huiyin.platform.orgs.commands.rehearsing import rehearse
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.queries import ancestors, watchers
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.platform.orgs.rules.tree import STEP
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.fields import line
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.units import offered_units, unit_named
from huiyin.web.frame.visit import Visit
from huiyin.web.people.states import Holding
from huiyin.web.people.units import in_sight


class _Change(NamedTuple):
    """What a move would do: how many units move, and whose roles reach them anew and no more."""

    to_parent: Unit
    units: int
    gained: list[Holding]
    lost: list[Holding]


@page(Right.UNIT_MANAGE, "GET", "POST")
def move_unit(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Choose the new parent; `step=check` shows what will change and moves nothing."""
    unit = get_unit(pk, visit.actors, Right.UNIT_MANAGE)
    change: _Change | None = None
    try:
        if request.method == "POST":
            to_parent = unit_named(line(request.POST, "to_parent"), visit, Right.UNIT_MANAGE)
            if request.POST.get("step") != "check":
                return _moved(request, visit, unit, to_parent)
            change = _change(unit, to_parent, visit)
            unit = get_unit(pk, visit.actors, Right.UNIT_MANAGE)
    except HuiyinError as error:
        return _form(request, visit, unit, error=error)
    return _form(request, visit, unit, change=change)


def _form(
    request: HttpRequest,
    visit: Visit,
    unit: Unit,
    *,
    change: _Change | None = None,
    error: HuiyinError | None = None,
) -> HttpResponse:
    context = {
        "unit": unit,
        "above": in_sight(ancestors(unit.path), visit),
        "change": change,
        "typed": request.POST or request.GET,
        "said": sentence(error) if error else "",
        **offered_units(visit, Right.UNIT_MANAGE),
    }
    status = status_of(error) if error else HTTPStatus.OK
    return show(request, visit, "people/move_unit", context, status=status)


def _moved(request: HttpRequest, visit: Visit, unit: Unit, to_parent: Unit) -> HttpResponse:
    commands.move_unit(unit, to_parent, by=_mover(visit, unit, to_parent), at=visit.at)
    said = _("“%(unit)s”已移到“%(parent)s”下面。")
    messages.success(request, said % {"unit": unit.name, "parent": to_parent.name})
    return HttpResponseRedirect(reverse("unit", args=[unit.pk]))


def _mover(visit: Visit, unit: Unit, to_parent: Unit) -> Actor:
    """The capacity that reaches both places."""
    for actor in visit.actors:
        if actor.may(Right.UNIT_MANAGE, unit.path) and actor.may(Right.UNIT_MANAGE, to_parent.path):
            return actor
    raise NotAllowed(
        "原来的上级和新的上级要在同一个人的管理范围内，请上级活动办移动。",
        "No one capacity of yours reaches both places; ask the office above to move the unit.",
    )


def _change(unit: Unit, to_parent: Unit, visit: Visit) -> _Change:
    old, new = _chain(unit.path[:-STEP]), _chain(to_parent.path)
    by = _mover(visit, unit, to_parent)
    moved = rehearse(commands.move_unit, unit, to_parent, by=by, at=visit.at)
    seen = [
        Holding.of(grant, visit.today)
        for grant in watchers(old ^ new, visit.today)
        if visit.may(Right.UNIT_MANAGE, grant.unit.path)
    ]
    gained = [holding for holding in seen if holding.held.unit.path in new]
    return _Change(to_parent, moved, gained, [holding for holding in seen if holding not in gained])


def _chain(path: str) -> set[str]:
    """The path and all those above it."""
    return {path[:end] for end in range(STEP, len(path) + 1, STEP)}
