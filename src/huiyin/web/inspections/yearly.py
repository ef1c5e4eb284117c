"""The yearly list of inspections, and how often each school is inspected: as a page and as a workbook (DOMAIN 5.1)."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.models import Participation
from huiyin.process.inspections.access import inspected_units, visible_visits
from huiyin.process.inspections.queries.visits import going
from huiyin.process.inspections.queries.year import listed_in, school_years, schools, visited
from huiyin.process.inspections.rules.visits import VISIT_STATES
from huiyin.reports.papers.visit_year import write_visit_year, year_title
from huiyin.web.frame.downloads import workbook
from huiyin.web.frame.filters import address, place
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.inspections.frame import rules_of, words_of

SIZE, MOST_LISTED, MOST_SCHOOLS = 60, 500, 2000
_FIRST, _LAST = 1990, 2200


@page(Right.INSPECTION_WORK, "GET")
def visit_year(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What is in the list of a year, by the days; below it the schools to which somebody goes, in the order of the tree. 5 queries beside
    the visit's."""
    campaign, rules, year = visit.running, rules_of(visit.running), _year(request, visit)
    here = reverse("visit_year", args=[campaign.code])
    listed = list(listed_in(visible_visits(visit.actors, campaign), rules, year)[:MOST_LISTED])
    people = going([one.pk for one in listed])
    first = place(request.GET, "units") or 0
    mine = _schools(visit)
    units = list(visited(mine, year)[first : first + SIZE + 1])
    context = {
        "year": year,
        "before": address(here, {"year": year - 1}),
        "after": address(here, {"year": year + 1}),
        "listed": [(one, people[one.pk]) for one in listed],
        "schools": school_years(units[:SIZE], rules, year),
        "all": mine.count(),
        "more": address(here, {"year": year, "units": first + SIZE}) if len(units) > SIZE else "",
        "most_whole": rules.most_whole,
        "months": rules.notice_months,
        "words": words_of(campaign),
        "states": {state.value: _(name) for state, name in VISIT_STATES.items()},
    }
    return show(request, visit, "inspections/visit_year", context)


@page(Right.INSPECTION_WORK, "GET")
def visit_year_xlsx(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Both tables, whole."""
    campaign, rules, year = visit.running, rules_of(visit.running), _year(request, visit)
    listed = list(listed_in(visible_visits(visit.actors, campaign), rules, year)[:MOST_LISTED])
    people = going([one.pk for one in listed])
    counted = school_years(list(_schools(visit)[:MOST_SCHOOLS]), rules, year)
    rows = [(one, people[one.pk]) for one in listed]
    return workbook(
        year_title(year), lambda path: write_visit_year(campaign, year, rows, counted, path, visit.today)
    )


def _year(request: HttpRequest, visit: Visit) -> int:
    """The year asked for; this one where none is, or it can't be."""
    asked = place(request.GET, "year")
    return asked if asked is not None and _FIRST <= asked <= _LAST else visit.today.year


def _schools(visit: Visit) -> "QuerySet[Unit]":
    taking = Participation.objects.filter(campaign=visit.running, ended_on=None).values("unit")
    units = inspected_units(visit.actors).filter(pk__in=taking).order_by("path")
    return schools(units, rules_of(visit.running))
