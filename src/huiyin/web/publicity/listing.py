"""The office's list of what the public is told: of each number the last edition."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.publicity.access import visible_matters
from huiyin.process.publicity.queries import anything_public
from huiyin.web.frame.filters import address, place
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.publicity.states import STATES

SIZE = 30


@page(Right.ANSWER_WRITE, "GET")
def publicity(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The list, the highest number first."""
    campaign = visit.running
    visit.by(Right.ANSWER_WRITE, campaign.root.path)
    rows = visible_matters(visit.actors, campaign).last_editions().select_related("unit")
    before = place(request.GET, "before")
    if before is not None:
        rows = rows.filter(number__lt=before)
    found = list(rows.order_by("-number")[: SIZE + 1])
    here = reverse("publicity", args=[campaign.code])
    context = {
        "rows": found[:SIZE],
        "states": STATES,
        "later": address(here, {"before": found[SIZE - 1].number}) if len(found) > SIZE else "",
        "public": anything_public(campaign),
    }
    return show(request, visit, "publicity/publicity", context)
