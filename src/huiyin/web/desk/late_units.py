"""Which units are late with one ask, and what they say of it: to call them, not to rank them."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from huiyin.kit.errors import Unseen
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.models import Ask
from huiyin.process.campaigns.queries.workload import ItemRow
from huiyin.process.campaigns.queries.workload import late_units as late_units_of
from huiyin.web.desk.paths import path_place
from huiyin.web.frame.filters import address
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.todos import late_word
from huiyin.web.frame.visit import Visit

UNITS_A_PAGE = 100


@dataclass(frozen=True)
class LateRow:
    """A unit with how late it is."""

    item: ItemRow
    word: str


@page(Right.PLAN_EDIT, "GET")
def late_units(request: HttpRequest, visit: Visit, ask: str) -> HttpResponse:
    """In the order of the tree. Unseen for an ask that the campaign doesn't have."""
    campaign = visit.running
    found = Ask.objects.filter(campaign=campaign, code=ask, sent_on__isnull=False).first()
    if found is None:
        raise Unseen
    rows = late_units_of(
        campaign,
        ask,
        visit.scopes(Right.PLAN_EDIT),
        visit.today,
        after=path_place(request.GET, "from"),
        size=UNITS_A_PAGE + 1,
    )
    here = reverse("late_units", args=[campaign.code, ask])
    shown = rows[:UNITS_A_PAGE]
    context = {
        "ask": found,
        "rows": [_row(row, visit) for row in shown],
        "more": address(here, {"from": shown[-1].path}) if len(rows) > UNITS_A_PAGE else "",
    }
    return show(request, visit, "desk/late_units", context)


def _row(row: ItemRow, visit: Visit) -> LateRow:
    days = (visit.today - row.due_on).days if row.due_on else 0
    return LateRow(row, late_word(days))
