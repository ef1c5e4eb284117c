"""早打算: what will be missed at the present pace, said before it is, with the reason (S21). In the order of the tree, no ranking."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.queries.workload import (
    UnitForecast,
    forecast_page,
    items_of_units,
    unit_forecasts,
)
from huiyin.process.campaigns.rules.forecast import FEWEST, HORIZON, LEAST_DAYS, PACE_DAYS, SHORTEST
from huiyin.reports.desk.todo import own_units
from huiyin.web.desk.paths import path_place
from huiyin.web.frame.filters import address
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit

UNITS_A_PAGE = 100


@dataclass(frozen=True)
class _Below:
    """The forecast of the units below somebody, a page of it."""

    units: Sequence[UnitForecast]
    looked_at: int
    more: str


@page(Right.CAMPAIGN_READ, "GET")
def forecast(request: HttpRequest, visit: Visit) -> HttpResponse:
    """One's own units; and for who looks at the whole, the units below."""
    campaign, today = visit.running, visit.today
    own = own_units(visit.actors)
    rows = items_of_units(campaign, own) if own else []
    context = {
        "own": unit_forecasts(rows, today, since=campaign.started_on),
        "in_unit": bool(own),
        "below": _below(request, visit) if visit.may(Right.OVERVIEW_READ) else None,
        "numbers": {
            "horizon": HORIZON,
            "shortest": SHORTEST,
            "pace": PACE_DAYS,
            "least": LEAST_DAYS,
            "fewest": FEWEST,
        },
    }
    return show(request, visit, "desk/forecast", context)


def _below(request: HttpRequest, visit: Visit) -> _Below:
    found = forecast_page(
        visit.running,
        visit.scopes(Right.OVERVIEW_READ),
        visit.today,
        after=path_place(request.GET, "from"),
        size=UNITS_A_PAGE,
    )
    here = reverse("forecast", args=[visit.running.code])
    return _Below(found.units, found.looked_at, address(here, {"from": found.after}) if found.after else "")
