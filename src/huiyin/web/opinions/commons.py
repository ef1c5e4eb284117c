"""Common matters (共性问题): what opinions about several units share, and the way from one to a problem of the level above."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.opinions.access import visible_opinions
from huiyin.process.problems.access import visible_problems
from huiyin.process.problems.queries import common_page, commons_list
from huiyin.web.frame.filters import address, triple_place, written
from huiyin.web.frame.names import names_of
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit


@page(Right.OPINION_GROUP, "GET")
def commons(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What is said about two units and more, what most units share first."""
    campaign = visit.running
    here = reverse("commons", args=[campaign.code])
    found = commons_list(
        campaign,
        visible_opinions(visit.actors, campaign),
        before=triple_place(request.GET, "before"),
        after=triple_place(request.GET, "after"),
    )
    context = {
        "rows": found.rows,
        "earlier": address(here, {"before": written(found.before)}) if found.before else "",
        "later": address(here, {"after": written(found.after)}) if found.after else "",
    }
    return show(request, visit, "opinions/commons", context, part="list")


@page(Right.OPINION_GROUP, "GET")
def common(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """One of them, unit by unit in the order of the tree."""
    found = common_page(
        visit.running,
        number,
        visible_opinions(visit.actors, visit.running),
        visible_problems(visit.actors, visit.running),
    )
    context = {
        "common": found,
        "names": names_of(visit.running),
        "may_raise": visit.may(Right.PROBLEM_RAISE),
    }
    return show(request, visit, "opinions/common", context)
