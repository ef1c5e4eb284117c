"""The entrances by which people speak: a list, and one of them with its address and its days."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import BadInput, HuiyinError
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.channels import commands
from huiyin.process.channels.access import get_entrance, visible_entrances
from huiyin.process.channels.models import Entrance
from huiyin.process.channels.queries import entrance_rows
from huiyin.web.channels.posters import drawn
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.fields import day, line
from huiyin.web.frame.filters import address, place
from huiyin.web.frame.names import names_of
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit

SIZE = 100


@page(Right.CHANNEL_MANAGE, "GET")
def entrances(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The open ones, or with `show=closed` those that take nothing any more, in the order of the tree; `unit` finds by its name."""
    closed, unit = request.GET.get("show") == "closed", line(request.GET, "unit", longest=60)
    first = place(request.GET, "first") or 0
    found = visible_entrances(visit.actors, visit.running).closed(visit.today, closed)
    if unit:
        found = found.filter(name__icontains=unit)
    ordered = found.select_related("about").order_by("about__path", "pk")
    rows = list(ordered[first : first + SIZE + 1])
    here, kept = (
        reverse("entrances", args=[visit.running.code]),
        {"show": "closed" if closed else "", "unit": unit},
    )
    context = {
        "rows": entrance_rows(rows[:SIZE], visit.running, actors=visit.actors, today=visit.today),
        "names": names_of(visit.running),
        "closed": closed,
        "unit": unit,
        "earlier": address(here, {**kept, "first": max(0, first - SIZE) or ""}) if first else "",
        "later": address(here, {**kept, "first": first + SIZE}) if len(rows) > SIZE else "",
    }
    return show(request, visit, "channels/entrances", context)


@page(Right.CHANNEL_MANAGE, "GET")
def entrance(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """One entrance: its address and QR code, its poster, how many came, and its last day."""
    return _entrance(request, visit, get_entrance(pk, actors=visit.actors, campaign=visit.running))


@page(Right.CHANNEL_MANAGE, "POST")
def close_entrance(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Say on which day it takes its last opinion."""
    one = get_entrance(pk, actors=visit.actors, campaign=visit.running)
    try:
        on = day(request.POST, "on", "截止日期", "Last day")
        if on is None:
            raise BadInput("请写截止日期。", "Say which day is the last.")
        by = visit.by(Right.CHANNEL_MANAGE, (one.about or visit.running.root).path)
        commands.close_entrance(one, on=on, by=by, at=visit.at)
    except HuiyinError as error:
        return _entrance(request, visit, one, error)
    messages.success(request, _("已记下。已经收到的意见不受影响。"))
    return HttpResponseRedirect(reverse("entrance", args=[visit.running.code, pk]))


def _entrance(
    request: HttpRequest, visit: Visit, one: Entrance, error: HuiyinError | None = None
) -> HttpResponse:
    row = entrance_rows([one], visit.running, actors=visit.actors, today=visit.today)[0]
    context = {
        "row": row,
        "entrance": one,
        "names": names_of(visit.running),
        "poster": drawn([one])[0] if drawn([one]) else None,
        "said": sentence(error) if error else "",
        "on": line(request.POST, "on") or (one.closes_on or visit.today).isoformat(),
    }
    return show(request, visit, "channels/entrance", context, status=status_of(error) if error else 200)
