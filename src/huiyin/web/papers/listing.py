"""The papers that the visitor may read: drafts of their own units, and what is signed. Nothing counts them by unit."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.access import visible_papers
from huiyin.web.frame.filters import address, place
from huiyin.web.frame.names import form_names
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit

SIZE = 30


@page(Right.CAMPAIGN_READ, "GET")
def papers(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The list, the newest first."""
    campaign = visit.running
    rows = visible_papers(visit.actors, campaign).select_related("unit").defer("body", "facts")
    before = place(request.GET, "before")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: SIZE + 1])
    here = reverse("papers", args=[campaign.code])
    context = {
        "rows": found[:SIZE],
        "later": address(here, {"before": found[SIZE - 1].pk}) if len(found) > SIZE else "",
        "kinds": form_names(campaign),
        "may_write": visit.may(Right.PAPER_WRITE),
    }
    return show(request, visit, "papers/papers", context)
