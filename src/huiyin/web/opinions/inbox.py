"""The inbox: every opinion whose raw words the visitor may read, newest first, with filters in the address."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import BadInput
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.opinions.access import visible_opinions
from huiyin.process.opinions.queries import InboxPage, InboxRow
from huiyin.process.opinions.queries import inbox as inbox_page
from huiyin.process.opinions.rules.wanted import read_wanted
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.filters import address, place, without_empty
from huiyin.web.frame.names import Names, names_of
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.frame.watching import watch_list
from huiyin.web.templatetags.huiyin import day

MOST_UNITS_IN_A_LIST = 150


@page(Right.OPINION_READ_RAW, "GET")
def inbox(request: HttpRequest, visit: Visit) -> HttpResponse:
    """One page of the list; a filter that can't be used is answered by its sentence above an empty list."""
    campaign = visit.running
    here = reverse("inbox", args=[campaign.code])
    filters = without_empty(request.GET, "before", "after")
    names = names_of(campaign)
    found, said, status = InboxPage((), None, None), "", 200
    try:
        found = inbox_page(
            visible_opinions(visit.actors, campaign),
            read_wanted(filters),
            campaign=campaign,
            before=place(request.GET, "before"),
            after=place(request.GET, "after"),
        )
    except BadInput as error:
        said, status = sentence(error), status_of(error)
    if filters and not request.GET.keys() & {"before", "after"}:
        watch_list(visit, Right.OPINION_READ_RAW, "inbox", filters, len(found.rows))
    context = {
        "said": said,
        "rows": [_drawn(row, names) for row in found.rows],
        "newer": address(here, {**filters, "after": found.newer}) if found.newer else "",
        "older": address(here, {**filters, "before": found.older}) if found.older else "",
        "filters": filters,
        "filtered": bool(filters),
        "narrowed": bool(filters.keys() - {"text", "disposition", "unit"}),
        "export": address(reverse("export_opinions", args=[campaign.code]), filters),
        "triage": address(reverse("triage", args=[campaign.code]), filters)
        if visit.may(Right.OPINION_TRIAGE)
        else "",
        "here": here,
        **choices(visit, names),
    }
    return show(request, visit, "opinions/inbox", context, part="list", status=status)


def choices(visit: Visit, names: Names) -> dict[str, object]:
    """What the filters offer. One query; of more units than a list can hold the page asks for a name instead."""
    units = list(Unit.objects.in_scopes(visit.scopes(Right.OPINION_READ_RAW))[: MOST_UNITS_IN_A_LIST + 1])
    return {
        "names": names,
        "units": units if len(units) <= MOST_UNITS_IN_A_LIST else [],
        "yes_no": [("yes", _("是")), ("no", _("否"))],
    }


@dataclass(frozen=True)
class Drawn:
    """A row as the list shows it; everything is text already, for this is the hottest list of the house."""

    row: InboxRow
    day: str
    giver: str
    channel: str
    focus: str
    topic: str
    disposition: str
    state: str


STATE_OF = {
    "waiting": "wait",
    "linked": "go",
    "answered": "go",
    "forwarded": "",
    "out_of_scope": "",
    "duplicate": "",
    "withdrawn": "",
}


def _drawn(row: InboxRow, names: Names) -> Drawn:
    return Drawn(
        row=row,
        day=day(row.raised_on),
        giver=names.giver.get(row.giver_kind, ""),
        channel=names.channel.get(row.channel, ""),
        focus=names.leaf(row.focus[0]) if row.focus else "",
        topic=names.topic.get(row.topic, ""),
        disposition=names.disposition[row.disposition],
        state=STATE_OF[row.disposition],
    )
