"""The samples of a campaign, the latest first: published to everybody who reads it."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.samples.access import visible_samples
from huiyin.process.samples.queries.standing import standings
from huiyin.web.frame.filters import address, place
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.samples.names import kind_names, stage_names

SIZE = 30


@page(Right.CAMPAIGN_READ, "GET")
def samples(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The list."""
    campaign = visit.running
    found = visible_samples(visit.actors, campaign)
    before = place(request.GET, "before")
    if before is not None:
        found = found.filter(number__lt=before)
    rows = list(found.order_by("-number")[: SIZE + 1])
    here = reverse("samples", args=[campaign.code])
    context = {
        "rows": standings(rows[:SIZE]),
        "kinds": kind_names(),
        "stages": stage_names(),
        "later": address(here, {"before": rows[SIZE - 1].number}) if len(rows) > SIZE else "",
        "may_draw": visit.may(Right.SAMPLE_DRAW),
    }
    return show(request, visit, "samples/samples", context)
