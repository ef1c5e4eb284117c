"""Reports of retaliation, for the inspectors and the discipline officer."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.answers.queries import retaliations as retaliations_query
from huiyin.web.frame.filters import address, place
from huiyin.web.frame.names import names_of
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit


@page(Right.RETALIATION_READ, "GET")
def retaliations(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What givers report, the newest first."""
    rows, more = retaliations_query(visit.actors, visit.running, before=place(request.GET, "before"))
    here = reverse("retaliations", args=[visit.running.code])
    context = {
        "rows": rows,
        "names": names_of(visit.running),
        "later": address(here, {"before": more}) if more else "",
        "reads_opinions": visit.may(Right.OPINION_READ_RAW),
        "reads_sealed": visit.may(Right.SEALED_READ),
    }
    return show(request, visit, "sealed/retaliations", context)
