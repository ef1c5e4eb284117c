"""Who looked at a giver's contact, when, and why: for the inspectors and the office."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.channels.queries import openings
from huiyin.process.opinions.access import visible_opinions
from huiyin.web.frame.filters import address, place
from huiyin.web.frame.names import names_of
from huiyin.web.frame.page import page
from huiyin.web.frame.people import names_of_people
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit


@page(Right.CONTACT_OPEN, "GET")
def contact_openings(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The looks at contacts of opinions that the visitor reads, the newest first."""
    visible = visible_opinions(visit.actors, visit.running)
    rows, more = openings(visit.running, visible, before=place(request.GET, "before"))
    here = reverse("contact_openings", args=[visit.running.code])
    context = {
        "rows": rows,
        "people": names_of_people(row.by for row in rows),
        "names": names_of(visit.running),
        "later": address(here, {"before": more}) if more else "",
    }
    return show(request, visit, "sealed/contact_openings", context)
