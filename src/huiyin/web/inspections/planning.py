"""Planning a visit: first the unit, then kind, day, who goes; the year's count stands beside."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from huiyin.kit.errors import BadInput, HuiyinError, Unseen
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.models import Participation
from huiyin.process.inspections.access import inspected_units
from huiyin.process.inspections.commands import plan_visit as plan
from huiyin.process.inspections.queries.visits import group_of, whole_in_year
from huiyin.process.inspections.rules.visits import LONGEST_SCOPE, Planned, months_later
from huiyin.web.frame.fields import day, line, words
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.inspections.frame import done, inspector, rules_of, said, status, words_of

MOST_UNITS = 400


@page(Right.INSPECTION_WORK, "GET", "POST")
def plan_visit(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The form; POST plans the visit."""
    given = request.POST if request.method == "POST" else request.GET
    unit = unit_asked_for(visit, line(given, "unit"))
    error: HuiyinError | None = None
    people = group_of(unit, visit.running, visit.today) if unit else []
    chosen = set(request.POST.getlist("people")) if request.method == "POST" else {str(visit.account.pk)}
    if request.method == "POST":
        try:
            if unit is None:
                raise BadInput("请选单位。", "Choose a unit.")
            on = day(given, "day", "走访日期", "the day of the visit")
            if on is None:
                raise BadInput("请写走访日期。", "Give the day of the visit.")
            planned = Planned(
                line(given, "kind", longest=40),
                on,
                words(given, "scope", longest=4 * LONGEST_SCOPE),
                line(given, "list_number"),
                day(given, "noticed_on", "通知日期", "the day of the notice"),
            )
            who = [one for one in people if str(one.pk) in chosen]
            made = plan(visit.running, unit, planned, who, by=inspector(visit, unit.path), at=visit.at)
        except HuiyinError as refused:
            error = refused
        else:
            return done(request, visit, _("走访已安排。"), "visit", made.number)
    rules = rules_of(visit.running)
    context = {
        "unit": unit,
        "units": units_of(visit) if unit is None else (),
        "people": people,
        "chosen": chosen,
        "kinds": rules.kinds,
        "words": words_of(visit.running),
        "rules": rules,
        "earliest": months_later(visit.today, rules.notice_months),
        "counted": unit is not None and rules.counts(unit.kind),
        "whole": whole_in_year(unit, visit.today.year) if unit else 0,
        "year": visit.today.year,
        "typed": given,
        "said": said(error),
    }
    return show(request, visit, "inspections/plan_visit", context, status=status(error))


def unit_asked_for(visit: Visit, typed: str) -> Unit | None:
    """The unit of that number, among those that one inspects; Unseen for another."""
    if not typed:
        return None
    found = next((unit for unit in units_of(visit) if typed == str(unit.pk)), None)
    if found is None:
        raise Unseen
    return found


def units_of(visit: Visit) -> list[Unit]:
    """The units that one inspects and that take part, in the order of the tree. One query."""
    taking = Participation.objects.filter(campaign=visit.running, ended_on=None).values("unit")
    return list(inspected_units(visit.actors).filter(pk__in=taking).order_by("path")[:MOST_UNITS])
