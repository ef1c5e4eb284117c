"""The meetings of a campaign that the visitor may see."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.queries import template_of
from huiyin.process.meetings.access import visible_meetings
from huiyin.process.meetings.queries import meeting_rows
from huiyin.web.frame.filters import address, place
from huiyin.web.frame.language import pick
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit

SIZE = 50


@page(Right.CAMPAIGN_READ, "GET")
def meetings(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Drafts first, then the latest; what waits to be deployed or raised stands beside each."""
    here, first = reverse("meetings", args=[visit.running.code]), place(request.GET, "first") or 0
    rows = meeting_rows(visible_meetings(visit.actors, visit.running), first, SIZE + 1)
    context = {
        "rows": rows[:SIZE],
        "kinds": {kind.code: pick(kind.zh, kind.en) for kind in template_of(visit.running).meetings},
        "earlier": address(here, {"first": max(0, first - SIZE) or ""}) if first else "",
        "later": address(here, {"first": first + SIZE}) if len(rows) > SIZE else "",
        "may_plan": visit.may(Right.MEETING_RECORD),
    }
    return show(request, visit, "meetings/meetings", context)
