"""The list of sealed matters, for the discipline officer. It says which there are, and no word of what they say."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.opinions.rules.identity import reference
from huiyin.process.sealed.access import visible_matters
from huiyin.process.sealed.commands import list_sealed
from huiyin.process.sealed.models import SealedMatter
from huiyin.process.sealed.queries import unread_matters
from huiyin.web.frame.filters import address, place
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit

SIZE = 50
STATES = {
    SealedMatter.State.NEW: "wait",
    SealedMatter.State.IN_HAND: "wait",
    SealedMatter.State.CLOSED: "go",
    SealedMatter.State.HANDED_BACK: "",
    SealedMatter.State.ERASED: "",
}


@page(Right.SEALED_READ, "GET")
def sealed_matters(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Those that wait first, then the newest. Looking is on record."""
    list_sealed(visit.running, by=visit.by(Right.SEALED_READ), at=visit.at)
    visible = visible_matters(visit.actors, visit.running).select_related("about")
    before = place(request.GET, "before")
    found = visible.filter(pk__lt=before) if before else visible
    rows = list(found.order_by("-pk")[: SIZE + 1])
    shown = rows[:SIZE]
    unread = unread_matters([row.pk for row in shown])
    here = reverse("sealed_matters", args=[visit.running.code])
    context = {
        "rows": [
            (row, reference(row.pk), STATES[SealedMatter.State(row.state)], row.pk in unread) for row in shown
        ],
        "waiting": visible.filter(state=SealedMatter.State.NEW).count(),
        "later": address(here, {"before": shown[-1].pk}) if len(rows) > SIZE else "",
    }
    return show(request, visit, "sealed/sealed_matters", context)
