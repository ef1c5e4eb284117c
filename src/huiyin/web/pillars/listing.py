"""The three pillars of every unit in sight, in the order of the tree and never of a number (R31)."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.access import visible_participations
from huiyin.process.campaigns.models import Participation
from huiyin.process.lifemeetings.rules.states import STATES
from huiyin.process.supervision.queries import Pillars
from huiyin.process.supervision.queries import pillars as pillars_of
from huiyin.web.frame.fields import line
from huiyin.web.frame.filters import address, place
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.pillars.nexts import words_of

SIZE = 40


@dataclass(frozen=True)
class Row:
    """A unit with its three, and the meeting's state in a word."""

    part: Participation
    found: Pillars
    state: str


@page(Right.CAMPAIGN_READ, "GET")
def pillars(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The list, narrowed by a unit's name (`unit`); who sees one unit only gets its page."""
    running = visit.running
    after, name = place(request.GET, "after") or 0, line(request.GET, "unit", longest=60)
    visible = visible_participations(visit.actors, running).filter(ended_on=None)
    if name:
        visible = visible.filter(unit__name__icontains=name)
    ordered = visible.select_related("unit").order_by("unit__path")
    shown = list(ordered[after : after + SIZE + 1])
    if len(shown) == 1 and not after and not name:
        return HttpResponseRedirect(reverse("unit_pillars", args=[running.code, shown[0].pk]))
    for part in shown:
        part.campaign = running
    told = pillars_of(shown[:SIZE], visit.today)
    here = reverse("pillars", args=[running.code])
    context = {
        "rows": [Row(part, told[part.pk], state_of(told[part.pk])) for part in shown[:SIZE]],
        "name": name,
        "words": words_of(running),
        "later": address(here, {"after": after + SIZE, "unit": name}) if len(shown) > SIZE else "",
    }
    return show(request, visit, "pillars/pillars", context)


def state_of(found: Pillars) -> str:
    """The state of the unit's meeting in a word; "" before there is one."""
    return gettext(STATES[found.meeting.state]) if found.meeting.state is not None else ""
