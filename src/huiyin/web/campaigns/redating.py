"""Moving an event: first what moves with it, then the move."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import BadInput, HuiyinError, Unseen
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns import commands
from huiyin.process.campaigns.access import visible_participations
from huiyin.process.campaigns.commands.redating import check_redate
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.queries.redating import Dates, Shift, drift, shifts
from huiyin.process.campaigns.queries.timetable import Given, given_dates, members_of, timetable
from huiyin.web.campaigns.dates import event_rows
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.fields import day, line
from huiyin.web.frame.language import pick
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit


@dataclass(frozen=True)
class Difference:
    """An item that moves, for how many units, from when to when; the start stands there only where it moves."""

    name: str
    units: int
    unit: str
    before: date | None
    after: date | None
    starts: tuple[date | None, date | None] | None


@page(Right.PLAN_EDIT, "GET", "POST")
def redate_event(request: HttpRequest, visit: Visit, event: str) -> HttpResponse:
    """`step=check` shows the difference and moves nothing."""
    running = visit.running
    by = visit.by(Right.PLAN_EDIT, running.root.path)
    if event not in {one.code for one in template_of(running).events if not one.occasional}:
        raise Unseen
    moved: list[Difference] | None = None
    try:
        if request.method == "POST":
            given = _given(request, visit, event)
            if request.POST.get("step") == "do":
                count = commands.redate_event(running, given, by=by, at=visit.at)
                messages.success(request, _("日期已定，%(count)s 项跟着调整。") % {"count": count})
                return HttpResponseRedirect(reverse("campaign", args=[running.code]))
            check_redate(running, given)
            moved = _differences(shifts(running, given))
    except HuiyinError as error:
        return _form(request, visit, event, error=error)
    return _form(request, visit, event, moved=moved)


@page(Right.PLAN_EDIT, "GET", "POST")
def recount_plan(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What the calendar of today would move, and the move."""
    running = visit.running
    by = visit.by(Right.PLAN_EDIT, running.root.path)
    if request.method == "POST":
        count = commands.recount_plan(running, by=by, at=visit.at)
        messages.success(request, _("已按现在的年历重新推算，%(count)s 项有变化。") % {"count": count})
        return HttpResponseRedirect(reverse("campaign", args=[running.code]))
    moved = _differences(drift(running))
    context = {"moved": moved, "items": sum(one.units for one in moved)}
    return show(request, visit, "campaigns/recount_plan", context)


def _differences(found: Iterable[Shift]) -> list[Difference]:
    """What moves alike is one line, of whatever kind the units are."""
    alike: dict[tuple[str, Dates, Dates], list[str]] = {}
    for shift in found:
        key = (pick(shift.item.zh, shift.item.en), shift.before, shift.after)
        alike.setdefault(key, []).extend(member.unit for member in shift.members)
    return [
        Difference(
            name,
            len(units),
            units[0] if len(units) == 1 else "",
            before[1],
            after[1],
            (before[0], after[0]) if before[0] != after[0] else None,
        )
        for (name, before, after), units in alike.items()
    ]


def _given(request: HttpRequest, visit: Visit, event: str) -> Given:
    to = day(request.POST, "day", "新日期", "The new date")
    if to is None:
        raise BadInput("请填新的日期。", "Give the new date.")
    unit = line(request.POST, "unit", longest=100)
    if not unit:
        return Given(event, to, tier=line(request.POST, "tier", longest=40))
    there = visible_participations(visit.actors, visit.running, Right.PLAN_EDIT).filter(ended_on=None)
    found = there.filter(unit__name=unit).values_list("pk", flat=True).first()
    if found is None:
        raise BadInput(
            f"没有叫“{unit}”的参加单位，请写全称。",
            f"No unit called '{unit}' takes part: write its full name.",
        )
    return Given(event, to, participation=found)


def _form(
    request: HttpRequest,
    visit: Visit,
    event: str,
    *,
    moved: list[Difference] | None = None,
    error: HuiyinError | None = None,
) -> HttpResponse:
    running, template = visit.running, template_of(visit.running)
    rows = event_rows(timetable(running, members_of(running), given_dates(running)))
    context = {
        "event": next(row for row in rows if row.code == event),
        "tiers": [(tier.code, pick(tier.zh, tier.en)) for tier in template.tiers],
        "typed": request.POST,
        "moved": moved,
        "items": sum(one.units for one in moved or ()),
        "said": sentence(error) if error else "",
    }
    return show(
        request, visit, "campaigns/redate_event", context, status=status_of(error) if error else HTTPStatus.OK
    )
