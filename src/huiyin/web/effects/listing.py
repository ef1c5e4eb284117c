"""The effects of a campaign: its sums, then its problems or units in the order of the tree. Filters, and no ranking."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.analysis.effects import Verdict
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.queries import template_of
from huiyin.process.effects.access import sees_figures, sees_whole, visible_effects
from huiyin.process.effects.models import Effect, LatestQuerySet
from huiyin.process.effects.queries import last_run
from huiyin.process.effects.queries.reading import IN_ORDER, shown, sums_in_order
from huiyin.process.effects.rules.words import Kind
from huiyin.process.problems.queries.behind import fewest_givers
from huiyin.web.frame.effects import KIND_WORDS, Said, said_of, shape_of, verdict_words
from huiyin.web.frame.fields import line
from huiyin.web.frame.filters import address, place, without_empty
from huiyin.web.frame.names import Names, names_of
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit

SIZE = 40
_MOST_UNITS = 400
_LAST_PAGE = 10_000


@dataclass(frozen=True)
class Row:
    """A row of the list: what it is called, the kind in words, and what is said of it."""

    name: str
    kind: str
    said: Said


@page(Right.PROBLEM_READ, "GET")
def effects(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The list, as of the last run."""
    campaign, run = visit.running, last_run(visit.running)
    here, filters = reverse("effects", args=[campaign.code]), _filters(request)
    context: dict[str, Any] = {
        "run": run,
        "here": here,
        "filters": filters,
        "names": names_of(campaign),
        "verdicts": verdict_words(),
        "fewest": fewest_givers(campaign),
        "whole": sees_whole(visit.actors, campaign),
        "may_plan": visit.may(Right.PLAN_EDIT, campaign.root.path),
    }
    if run is None:
        return show(request, visit, "effects/effects", context)
    names, at = names_of(campaign), min(place(request.GET, "page") or 1, _LAST_PAGE)
    seen = visible_effects(visit.actors, campaign)
    listed = list(_listed(seen, visit, filters)[(at - 1) * SIZE : at * SIZE + 1])
    sums = list(seen.filter(kind__in=[Kind.CAMPAIGN, Kind.WIND, Kind.TOPIC])) if context["whole"] else []
    template = template_of(campaign)
    order = [*(one.code for one in template.focus_groups()), *(one.code for one in template.topics)]
    said = shown(
        [*sums_in_order(sums, order), *listed[:SIZE]],
        run,
        context["fewest"],
        lambda path: sees_figures(visit.actors, campaign, path),
    )
    rows = [_row(said_of(one), names) for one in said]
    query = without_empty(request.GET, "page")
    whole = [row for row in rows[: len(sums)] if row.said.shown.kind is Kind.CAMPAIGN]
    counted = dict(
        seen.filter(kind=Kind.PROBLEM)
        .order_by()
        .values_list("verdict")
        .annotate(n=Count("pk", distinct=True))
    )
    context |= {
        "answer": whole[0] if whole else None,
        "tally": [(*shape_of(one), counted.get(one.value, 0)) for one in Verdict],
        "told_of": sum(counted.values()),
        "sums": [row for row in rows[: len(sums)] if row not in whole],
        "rows": rows[len(sums) :],
        "units": _units(seen),
        "earlier": address(here, {**query, "page": at - 1 if at > 2 else ""}) if at > 1 else "",
        "later": address(here, {**query, "page": at + 1}) if len(listed) > SIZE else "",
    }
    return show(request, visit, "effects/effects", context)


def _filters(request: HttpRequest) -> dict[str, str]:
    given = request.GET
    return {name: line(given, name, longest=40) for name in ("of", "verdict", "wind", "topic", "unit")}


def _listed(seen: LatestQuerySet, visit: Visit, filters: dict[str, str]) -> LatestQuerySet:
    kind = Kind.UNIT if filters["of"] == Kind.UNIT else Kind.PROBLEM
    found = seen.filter(kind=kind).select_related("unit", "problem", "problem__owner")
    if filters["verdict"] in {one.value for one in Verdict}:
        found = found.filter(verdict=filters["verdict"])
    if (unit := filters["unit"]).isascii() and unit.isdigit():
        found = found.filter(unit=int(unit[:18]))
    if kind is Kind.PROBLEM and filters["wind"]:
        leaves = [
            leaf.code for leaf in template_of(visit.running).focus_leaves() if leaf.group == filters["wind"]
        ]
        found = found.filter(problem__focus__in=leaves)
    if kind is Kind.PROBLEM and filters["topic"]:
        found = found.filter(problem__topic=filters["topic"])
    return found.order_by(*IN_ORDER) if kind is Kind.PROBLEM else found.order_by("unit__path")


def _units(seen: LatestQuerySet) -> dict[str, str]:
    """The units that have an effect, in the order of the tree. One query."""
    having = seen.filter(kind=Kind.PROBLEM).order_by().values("unit")
    rows = Unit.objects.filter(pk__in=having).order_by("path").values_list("pk", "name")
    return {str(pk): name for pk, name in rows[:_MOST_UNITS]}


def _row(said: Said, names: Names) -> Row:
    row: Effect = said.shown.effect
    kind = said.shown.kind
    name = ""
    if row.problem is not None:
        name = row.problem.title
    elif row.unit is not None:
        name = row.unit.name
    elif kind is Kind.WIND:
        name = names.wind.get(row.subject, row.subject)
    elif kind is Kind.TOPIC:
        name = names.topic.get(row.subject, row.subject)
    else:
        name = _("全部已销号问题")
    return Row(name, str(KIND_WORDS[kind]), said)
