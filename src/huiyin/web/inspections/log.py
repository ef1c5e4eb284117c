"""The supervision log as a list, and as a workbook with the exact headings."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.inspections.access import visible_entries
from huiyin.process.inspections.models import LogEntry
from huiyin.process.inspections.queries.visits import rows_of
from huiyin.reports.papers.visit_log import LOG_TITLE, write_visit_log
from huiyin.web.frame.downloads import workbook
from huiyin.web.frame.filters import address, place
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.inspections.frame import words_of

SIZE, MOST = 20, 2000


@page(Right.INSPECTION_WORK, "GET")
def visit_log(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The confirmed rows, the latest first."""
    here = reverse("visit_log", args=[visit.running.code])
    found = _final(visit)
    before = place(request.GET, "before")
    if before is not None:
        found = found.filter(number__lt=before)
    entries = list(found.order_by("-number")[: SIZE + 1])
    context = {
        "rows": rows_of(entries[:SIZE]),
        "words": words_of(visit.running),
        "later": address(here, {"before": entries[SIZE - 1].number}) if len(entries) > SIZE else "",
    }
    return show(request, visit, "inspections/visit_log", context)


@page(Right.INSPECTION_WORK, "GET")
def visit_log_xlsx(_request: HttpRequest, visit: Visit) -> HttpResponse:
    """All confirmed rows within sight, the latest first."""
    rows = rows_of(_final(visit).order_by("-number")[:MOST])
    return workbook(LOG_TITLE, lambda path: write_visit_log(visit.running, rows, path, visit.today))


def _final(visit: Visit) -> QuerySet[LogEntry]:
    found = visible_entries(visit.actors, visit.running).filter(confirmed_on__isnull=False)
    return found.select_related("visit__unit")
