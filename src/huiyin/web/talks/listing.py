"""The units whose talks one may look at: whether all that is required is laid out and confirmed. In the order of the tree, never ranked."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.models import Participation
from huiyin.process.talks.access import visible_parties
from huiyin.process.talks.queries import units_talks
from huiyin.web.frame.filters import address, place
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit

SIZE = 40


@dataclass(frozen=True)
class Row:
    """A unit: how many of its required talks are confirmed, and what laying out would change."""

    part: Participation
    confirmed: int
    required: int
    missing: int


@page(Right.TALK_READ, "GET")
def talks(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The list; who sees one unit only gets its page."""
    campaign = visit.running
    found = visible_parties(visit.actors, campaign)
    after = place(request.GET, "after") or 0
    shown = list(found[after : after + SIZE + 1])
    if len(shown) == 1 and not after:
        return HttpResponseRedirect(reverse("unit_talks", args=[campaign.code, shown[0].pk]))
    for part in shown:
        part.campaign = campaign
    told = units_talks(shown[:SIZE], visit.today)
    here = reverse("talks", args=[campaign.code])
    context = {
        "rows": [
            Row(part, told[part.pk].confirmed, told[part.pk].required, told[part.pk].missing)
            for part in shown[:SIZE]
        ],
        "later": address(here, {"after": after + SIZE}) if len(shown) > SIZE else "",
    }
    return show(request, visit, "talks/talks", context)
