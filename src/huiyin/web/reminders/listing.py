"""Reminder slips: those that the visitor sent or may send, and those that speak to them."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.reminders.access import visible_reminders
from huiyin.process.reminders.queries import unsigned
from huiyin.reports.papers.reminders import title_of_slips, write_slips
from huiyin.web.frame.downloads import workbook
from huiyin.web.frame.filters import address, place
from huiyin.web.frame.page import page
from huiyin.web.frame.people import names_of_people
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit

SIZE = 30
_MOST = 1000


@page(Right.CAMPAIGN_READ, "GET")
def reminders_xlsx(_request: HttpRequest, visit: Visit) -> HttpResponse:
    """The slips that one may read, on the template's form; the latest thousand."""
    found = visible_reminders(visit.actors, visit.running).select_related("unit", "account")
    slips = list(found.order_by("-number")[:_MOST])[::-1]
    people = names_of_people(code for row in slips for code in (row.by, row.head_by) if code)
    title = title_of_slips(visit.running)
    return workbook(title, lambda path: write_slips(visit.running, slips, people, path, visit.today))


@page(Right.CAMPAIGN_READ, "GET")
def reminders(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The list, the latest first."""
    campaign = visit.running
    found = visible_reminders(visit.actors, campaign).select_related("unit", "account")
    before = place(request.GET, "before")
    if before is not None:
        found = found.filter(number__lt=before)
    rows = list(found.order_by("-number")[: SIZE + 1])
    waiting = set(
        unsigned(visit.actors, campaign).filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True)
    )
    here = reverse("reminders", args=[campaign.code])
    context = {
        "rows": rows[:SIZE],
        "waiting": waiting,
        "people": names_of_people(row.by for row in rows),
        "later": address(here, {"before": rows[SIZE - 1].number}) if len(rows) > SIZE else "",
        "may_send": visit.may(Right.REMINDER_SEND),
    }
    return show(request, visit, "reminders/reminders", context)
