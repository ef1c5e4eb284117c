"""The samples of a campaign, the latest first: published to everybody who reads it."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.access import get_participation
from huiyin.process.samples.access import visible_samples
from huiyin.process.samples.queries.facts import looked_at
from huiyin.process.samples.queries.standing import standings
from huiyin.web.frame.filters import address, place
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.samples.names import kind_names, stage_names

SIZE = 30


@page(Right.CAMPAIGN_READ, "GET")
def samples(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The list; with `unit`, above it what was found of that unit's closed problems."""
    campaign, unit = visit.running, place(request.GET, "unit")
    part = get_participation(unit, visit.actors, campaign) if unit is not None else None
    found = visible_samples(visit.actors, campaign)
    before = place(request.GET, "before")
    if before is not None:
        found = found.filter(number__lt=before)
    rows = list(found.order_by("-number")[: SIZE + 1])
    here = reverse("samples", args=[campaign.code])
    context = {
        "part": part,
        "looked": list(looked_at(part.unit_id, campaign)[:SIZE]) if part else (),
        "reads_problems": part is not None and visit.may(Right.PROBLEM_READ, part.unit.path),
        "rows": standings(rows[:SIZE]),
        "kinds": kind_names(),
        "stages": stage_names(),
        "later": address(here, {"before": rows[SIZE - 1].number}) if len(rows) > SIZE else "",
        "may_draw": visit.may(Right.SAMPLE_DRAW),
    }
    return show(request, visit, "samples/samples", context)
