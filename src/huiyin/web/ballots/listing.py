"""The votes that the visitor may see, the latest first. No figure stands here, so that no list ranks units."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.ballots.access import visible_votes
from huiyin.process.ballots.models import Vote
from huiyin.process.ballots.rules.counting import Form
from huiyin.web.ballots.names import names_of_form
from huiyin.web.frame.filters import address, place
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit

SIZE = 30


@dataclass(frozen=True)
class Row:
    """A vote with its title in the language of the page."""

    vote: Vote
    title: str


@page(Right.CAMPAIGN_READ, "GET")
def votes(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The list; `unit` narrows it to one."""
    campaign, unit = visit.running, place(request.GET, "unit")
    found = visible_votes(visit.actors, campaign).select_related("unit").defer("result")
    if unit is not None:
        found = found.filter(unit=unit)
    before = place(request.GET, "before")
    if before is not None:
        found = found.filter(number__lt=before)
    shown = list(found.order_by("-number")[: SIZE + 1])
    here = reverse("votes", args=[campaign.code])
    context = {
        "rows": [_row(vote, visit) for vote in shown[:SIZE]],
        "later": address(here, {"unit": unit, "before": shown[SIZE - 1].number}) if len(shown) > SIZE else "",
        "whole": here if unit is not None else "",
        "may_hold": visit.may(Right.BALLOT_HOLD),
    }
    return show(request, visit, "ballots/votes", context)


def _row(vote: Vote, visit: Visit) -> Row:
    vote.campaign = visit.running
    return Row(vote, names_of_form(vote, Form.of_json(vote.form)).title)
