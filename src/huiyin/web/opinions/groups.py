"""Groups of opinions that seem to speak of the same matter, and the way from one of them to a problem."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.queries import template_of
from huiyin.process.opinions.access import visible_opinions
from huiyin.process.problems.queries import group_page, groups_list
from huiyin.web.frame.filters import address, pair_place, written_pair
from huiyin.web.frame.names import names_of
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit


@page(Right.OPINION_GROUP, "GET")
def groups(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Groups of two and more, those of most givers first."""
    campaign = visit.running
    here = reverse("groups", args=[campaign.code])
    found = groups_list(
        campaign,
        visible_opinions(visit.actors, campaign),
        before=pair_place(request.GET, "before"),
        after=pair_place(request.GET, "after"),
    )
    context = {
        "rows": found.rows,
        "earlier": address(here, {"before": written_pair(found.before)}) if found.before else "",
        "later": address(here, {"after": written_pair(found.after)}) if found.after else "",
        "fewest": int(template_of(campaign).parameter("candidate_group_size")),
    }
    return show(request, visit, "opinions/groups", context, part="list")


@page(Right.OPINION_GROUP, "GET")
def group(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """One group: its members, and the button that raises it."""
    found = group_page(visit.running, number, visible_opinions(visit.actors, visit.running))
    context = {
        "group": found,
        "names": names_of(visit.running),
        "may_raise": visit.may(Right.PROBLEM_RAISE),
        "fewest": int(template_of(visit.running).parameter("candidate_group_size")),
    }
    return show(request, visit, "opinions/group", context)
