"""The teams' meetings of a campaign, as counts and dates, and the branches'; nobody is ranked."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.models import Participation
from huiyin.process.campaigns.queries import template_of
from huiyin.process.lifemeetings.access import visible_branches, visible_lifemeetings
from huiyin.process.lifemeetings.models import LifeMeeting
from huiyin.process.lifemeetings.queries.desk import lifemeeting_rows
from huiyin.process.lifemeetings.rules.states import STATES, MeetingState
from huiyin.web.frame.filters import address, place
from huiyin.web.frame.language import pick
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.lifemeetings.frame import named

SIZE = 50
_OVER = (MeetingState.CANCELLED.value, MeetingState.REHELD.value)


@page(Right.CAMPAIGN_READ, "GET")
def lifemeetings(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Meetings by unit, in the order of the tree; `unit` narrows them to one."""
    here, first = reverse("lifemeetings", args=[visit.running.code]), place(request.GET, "first") or 0
    unit, seen = place(request.GET, "unit"), visible_lifemeetings(visit.actors, visit.running)
    seen = seen.filter(participation__unit=unit) if unit is not None else seen
    rows = lifemeeting_rows(seen, first, SIZE + 1)
    template = template_of(visit.running)
    listed = template.lists.get(template.lifemeetings.grounds)
    branches = visible_branches(visit.actors, visit.running).select_related("participation__unit", "vote")
    branches = branches.filter(participation__unit=unit) if unit is not None else branches
    context = {
        "named": named(visit.running),
        "rows": rows[:SIZE],
        "states": {state.value: _(STATES[state]) for state in MeetingState},
        "grounds": {code.code: pick(code.zh, code.en) for code in listed.codes} if listed else {},
        "verdicts": {one.code: pick(one.zh, one.en) for one in template.lifemeetings.verdicts},
        "earlier": address(here, {"unit": unit, "first": max(0, first - SIZE) or ""}) if first else "",
        "later": address(here, {"unit": unit, "first": first + SIZE}) if len(rows) > SIZE else "",
        "whole": here if unit is not None else "",
        "may_draft": may_draft(visit),
        "may_branch": bool(own_parts(visit)),
        "branches": branches.order_by("-held_on", "-pk")[:SIZE],
    }
    return show(request, visit, "lifemeetings/lifemeetings", context)


def own_parts(visit: Visit) -> list[Participation]:
    """The very units for which the visitor prepares meetings. One query."""
    paths = {one.scope for one in visit.actors if one.may(Right.LIFEMEETING_RECORD, one.scope) and one.scope}
    parts = Participation.objects.filter(campaign=visit.running, ended_on=None, unit__path__in=paths)
    return list(parts.select_related("unit", "campaign__root").order_by("unit__path"))


def may_draft(visit: Visit) -> list[Participation]:
    """Those of them that have no meeting standing. 2 queries."""
    parts = own_parts(visit)
    standing = LifeMeeting.objects.filter(participation__in=parts).exclude(state__in=_OVER)
    busy = set(standing.values_list("participation_id", flat=True))
    return [part for part in parts if part.pk not in busy]
