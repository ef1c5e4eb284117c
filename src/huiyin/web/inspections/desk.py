"""The inspectors' desk: what waits, visits, units, papers; of a unit what was announced and issued to it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Right, Role
from huiyin.process.campaigns.models import Participation
from huiyin.process.inspections.access import (
    inspected_units,
    unentered_visits,
    visible_papers,
    visible_visits,
    visible_watches,
    waiting_drafts,
    waiting_entries,
    waiting_papers,
)
from huiyin.process.inspections.queries.visits import going
from huiyin.process.inspections.queries.watches import odd_ones
from huiyin.process.inspections.queries.year import SchoolYear, school_years, schools
from huiyin.process.inspections.rules.visits import VISIT_STATES
from huiyin.web.frame.filters import address, place
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.inspections.frame import rules_of, words_of

SIZE, UNITS, MOST = 30, 30, 20


@page(Right.CAMPAIGN_READ, "GET")
def inspections(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The desk. Some 15 queries for an inspector."""
    campaign, works = visit.running, visit.may(Right.INSPECTION_WORK)
    here = reverse("inspections", args=[campaign.code])
    before = place(request.GET, "before")
    found = visible_visits(visit.actors, campaign).select_related("unit")
    if before is not None:
        found = found.filter(number__lt=before)
    rows = list(found.order_by("-number")[: SIZE + 1])
    people = going([row.pk for row in rows[:SIZE]])
    papers = visible_papers(visit.actors, campaign).filter(dropped_on=None).select_related("ladder__unit")
    context: dict[str, Any] = {
        "works": works,
        "words": words_of(campaign),
        "states": {state.value: _(name) for state, name in VISIT_STATES.items()},
        "rows": [(row, people[row.pk]) for row in rows[:SIZE]],
        "later": address(here, {"before": rows[SIZE - 1].number}) if len(rows) > SIZE else "",
        "papers": list(papers.order_by("-pk")[:MOST]),
        "signing": set(waiting_papers(visit.actors, campaign).values_list("pk", flat=True)),
    }
    context["most_whole"] = rules_of(campaign).most_whole
    if works:
        context |= _work(request, visit, here)
    else:
        context["own_years"] = _own(visit)
    return show(request, visit, "inspections/inspections", context)


def _work(request: HttpRequest, visit: Visit, here: str) -> dict[str, Any]:
    campaign, rules = visit.running, rules_of(visit.running)
    entries = waiting_entries(visit.actors, campaign).select_related("visit__unit")
    watches = visible_watches(visit.actors, campaign).filter(day__year=visit.today.year)
    units, more = _units(request, visit, here)
    return {
        "entries": list(entries.order_by("number")[:MOST]),
        "drafts": list(
            waiting_drafts(visit.actors, campaign).select_related("ladder__unit").order_by("pk")[:MOST]
        ),
        "unentered": list(
            unentered_visits(visit.actors, campaign)
            .filter(day__lte=visit.today)
            .select_related("unit")
            .order_by("day")[:MOST]
        ),
        "odd": len(odd_ones(watches.select_related("unit"), rules.narrow_times)),
        "retaliation": visit.may(Right.RETALIATION_READ),
        "units": units,
        "units_more": more,
    }


def _own(visit: Visit) -> list[SchoolYear]:
    """How often one's own school was inspected this year. 2 queries."""
    own = {path for by in visit.actors for path in (by.scope, *by.own) if by.role in (Role.HEAD, Role.CLERK)}
    rules = rules_of(visit.running)
    mine = schools(Unit.objects.filter(path__in=own), rules)
    return school_years(list(mine.order_by("path")[:MOST]), rules, visit.today.year)


def _units(request: HttpRequest, visit: Visit, here: str) -> tuple[list[dict[str, Any]], str]:
    """The units that one inspects, in the order of the tree, with this year's visits. 2 queries."""
    first = place(request.GET, "units") or 0
    taking = Participation.objects.filter(campaign=visit.running, ended_on=None).values("unit")
    units = list(
        inspected_units(visit.actors).filter(pk__in=taking).order_by("path")[first : first + UNITS + 1]
    )
    rules = rules_of(visit.running)
    rows = [
        {"year": one, "counted": rules.counts(one.unit.kind)}
        for one in school_years(units[:UNITS], rules, visit.today.year)
    ]
    return rows, address(here, {"units": first + UNITS}) if len(units) > UNITS else ""
