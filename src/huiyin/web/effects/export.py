"""The report of a look back as a workbook and as a paper: what the visitor sees, no more."""

from django.http import HttpRequest, HttpResponse

from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.effects.access import sees_figures, visible_effects
from huiyin.reports.papers.lookback import (
    TITLE,
    Lookback,
    lookback_of,
    write_lookback_paper,
    write_lookback_workbook,
)
from huiyin.web.frame.downloads import document, workbook
from huiyin.web.frame.fields import day
from huiyin.web.frame.page import page
from huiyin.web.frame.visit import Visit


@page(Right.PROBLEM_READ, "GET")
def export_effects(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The workbook; `since`: of what was closed from that day on."""
    report = _report(request, visit)
    return workbook(TITLE, lambda path: write_lookback_workbook(report, path))


@page(Right.PROBLEM_READ, "GET")
def effects_paper(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The paper."""
    report = _report(request, visit)
    return document(TITLE, lambda path: write_lookback_paper(report, path))


def _report(request: HttpRequest, visit: Visit) -> Lookback:
    since = day(request.GET, "since", "销号日期", "closed since")
    campaign = visit.running
    seen = visible_effects(visit.actors, campaign)
    return lookback_of(campaign, seen, lambda path: sees_figures(visit.actors, campaign, path), since)
