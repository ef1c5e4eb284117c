"""One circular: its words, what each level above added, one press to acknowledge, and how long the levels took."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.kit.errors import HuiyinError, Unseen
from huiyin.platform.calendar.queries import calendar
from huiyin.platform.calendar.rules import YearMissing
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.access import (
    acknowledging,
    get_circular,
    own_stops,
    visible_circulars,
    visible_stops,
)
from huiyin.process.campaigns.commands import acknowledge_circular as acknowledge_circular_command
from huiyin.process.campaigns.commands import pass_on_circular as pass_on_circular_command
from huiyin.process.campaigns.commands import withdraw_circular as withdraw_circular_command
from huiyin.process.campaigns.commands.circulars import LONGEST_ADDITION
from huiyin.process.campaigns.models import Circular, CircularStop, Participation
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.queries.cascade import chain_of, delays, next_below, reached_by
from huiyin.process.campaigns.rules.cascade import last_day
from huiyin.web.circulars.issuing import ticked
from huiyin.web.circulars.spreads import drawn
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.fields import words
from huiyin.web.frame.files import kept_file
from huiyin.web.frame.names import form_names
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit

MOST_ADDITIONS = 40
MOST_WAITING = 300


@dataclass(frozen=True)
class Own:
    """The circular at one of the visitor's own units: `below` are the units next below that don't have it yet."""

    stop: CircularStop
    below: list[Participation]
    acts: bool
    due: date | None
    late: bool


@page(Right.CAMPAIGN_READ, "GET")
def circular(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """The circular's page."""
    return _shown(request, visit, get_circular(pk, actors=visit.actors, campaign=visit.running))


@page(Right.CAMPAIGN_READ, "GET")
def circular_file(_request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """The file that came with it, to be saved."""
    found = get_circular(pk, actors=visit.actors, campaign=visit.running)
    if found.file_id is None:
        raise Unseen
    return kept_file(found.file_id)


@page(Right.CIRCULAR_ACKNOWLEDGE, "POST")
def acknowledge_circular(request: HttpRequest, visit: Visit, pk: int, unit: int) -> HttpResponse:
    """One press: the unit has it."""
    found, stop = _own(visit, pk, unit)
    try:
        by = acknowledging(visit.actors, stop) or visit.by(Right.CIRCULAR_ACKNOWLEDGE)
        acknowledge_circular_command(stop, by=by, at=visit.at)
    except HuiyinError as error:
        return _shown(request, visit, found, said=sentence(error), status=status_of(error))
    messages.success(request, _("%(unit)s已签收。") % {"unit": stop.participation.unit.name})
    return HttpResponseRedirect(reverse("circular", args=[visit.running.code, pk]))


@page(Right.CIRCULAR_ACKNOWLEDGE, "POST")
def pass_on_circular(request: HttpRequest, visit: Visit, pk: int, unit: int) -> HttpResponse:
    """Add what the unit asks for, and pass it on to the units next below."""
    found, stop = _own(visit, pk, unit)
    try:
        by = acknowledging(visit.actors, stop) or visit.by(Right.CIRCULAR_ACKNOWLEDGE)
        to = ticked(request, next_below(visit.running, stop.participation.unit))
        added = words(request.POST, "added", longest=LONGEST_ADDITION)
        n = pass_on_circular_command(stop, added, to, by=by, at=visit.at)
    except HuiyinError as error:
        typed = str(request.POST.get("added", ""))
        return _shown(request, visit, found, typed=typed, said=sentence(error), status=status_of(error))
    messages.success(request, ngettext("已转发给 %(n)s 个单位。", "已转发给 %(n)s 个单位。", n) % {"n": n})
    return HttpResponseRedirect(reverse("circular", args=[visit.running.code, pk]))


@page(Right.CIRCULAR_ISSUE, "POST")
def withdraw_circular(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Take it back, with the reason."""
    found = get_circular(pk, actors=visit.actors, campaign=visit.running)
    try:
        by = visit.by(Right.CIRCULAR_ISSUE, found.issued_by.path)
        why = words(request.POST, "why", longest=200)
        withdraw_circular_command(found, why, by=by, at=visit.at)
    except HuiyinError as error:
        return _shown(request, visit, found, said=sentence(error), status=status_of(error))
    messages.success(request, _("已撤回。原文仍可查看，不用再签收。"))
    return HttpResponseRedirect(reverse("circular", args=[visit.running.code, pk]))


def _own(visit: Visit, pk: int, unit: int) -> tuple[Circular, CircularStop]:
    """The circular and its stop at a unit that the visitor sees; Unseen for others."""
    found = get_circular(pk, actors=visit.actors, campaign=visit.running)
    stops = visible_stops(visit.actors, visit.running).filter(circular=found, participation__unit=unit)
    stop = stops.select_related("participation__unit", "circular__campaign__root").first()
    if stop is None:
        raise Unseen
    return found, stop


def _shown(
    request: HttpRequest, visit: Visit, found: Circular, *, typed: str = "", said: str = "", status: int = 200
) -> HttpResponse:
    campaign = visit.running
    found.refresh_from_db(fields=["withdrawn_on", "withdrawn_why"])
    stops = visible_stops(visit.actors, campaign)
    own = [_as_own(visit, stop) for stop in own_stops(visit.actors, found)]
    whole = visit.may(Right.OVERVIEW_READ)
    measured = delays(
        found, stops.of_units(visit.scopes(Right.OVERVIEW_READ)) if whole else stops, visit.today
    )
    mine = {one.stop.participation.unit.name for one in own}
    waiting = [one for one in measured.waiting if one.unit not in mine]
    events = {event.code: event for event in template_of(campaign).events}
    context: dict[str, Any] = {
        "circular": found,
        "kind": form_names(campaign).get(found.kind, found.kind),
        "event": events.get(found.event),
        "replacement": visible_circulars(visit.actors, campaign).filter(replaces=found).first(),
        "additions": _additions(own, stops, found),
        "own": own,
        "levels": drawn(measured) if whole else [],
        "missing_year": measured.missing_year,
        "waiting": waiting[:MOST_WAITING] if found.withdrawn_on is None else [],
        "waiting_more": len(waiting) - MOST_WAITING,
        "may_issue": visit.may(Right.CIRCULAR_ISSUE, found.issued_by.path),
        "typed": typed,
        "longest": LONGEST_ADDITION,
        "said": said,
    }
    return show(request, visit, "circulars/circular", context, status=status)


def _as_own(visit: Visit, stop: CircularStop) -> Own:
    have = reached_by(stop.circular)
    below = [one for one in next_below(visit.running, stop.participation.unit) if one.pk not in have]
    try:
        due = last_day(calendar(), stop.reached_at, stop.circular.ack_days)
    except YearMissing:
        due = None
    late = due is not None and due < visit.today and stop.acknowledged_at is None
    acts = acknowledging(visit.actors, stop) is not None and stop.circular.withdrawn_on is None
    return Own(stop, below, acts, due, late)


def _additions(own: list[Own], stops: Any, found: Circular) -> list[CircularStop]:
    """What the levels above the visitor's units added, and what those below did: each under its unit, from the top down."""
    added: dict[int, CircularStop] = {}
    for one in own:
        added |= {stop.pk: stop for stop in chain_of(one.stop)}
    rows = stops.filter(circular=found).exclude(added_text="").select_related("participation__unit")
    added |= {stop.pk: stop for stop in rows.order_by("participation__unit__path")[:MOST_ADDITIONS]}
    told = [stop for stop in added.values() if stop.added_text]
    return sorted(told, key=lambda stop: (stop.level, stop.participation.unit.path))
