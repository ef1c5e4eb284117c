"""The circulars that reached, or were issued by, the visitor's units."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.access import visible_circulars, visible_stops
from huiyin.process.campaigns.queries.cascade import listed
from huiyin.web.frame.filters import address, place
from huiyin.web.frame.names import form_names
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit

SIZE = 30


@page(Right.CAMPAIGN_READ, "GET")
def circulars(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The list, the newest first."""
    campaign = visit.running
    rows, more = listed(
        visible_circulars(visit.actors, campaign),
        visible_stops(visit.actors, campaign),
        size=SIZE,
        before=place(request.GET, "before"),
    )
    context = {
        "rows": rows,
        "later": address(reverse("circulars", args=[campaign.code]), {"before": more}) if more else "",
        "kinds": form_names(campaign),
        "may_issue": visit.may(Right.CIRCULAR_ISSUE),
    }
    return show(request, visit, "circulars/circulars", context)
