"""The stage matrix: units × steps, each cell a state by shape, colour and word."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from huiyin.kit.errors import BadInput
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.access import visible_items, visible_participations
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.queries.progress import MatrixRow, soon_until
from huiyin.process.campaigns.queries.progress import matrix as matrix_of
from huiyin.process.campaigns.rules.plans import Tally, step_state
from huiyin.process.campaigns.rules.schedule import Stage, Step
from huiyin.web.campaigns.states import ITEMS, Shown
from huiyin.web.frame.fields import line
from huiyin.web.frame.filters import address
from huiyin.web.frame.language import pick
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit

_NOTHING = Tally(0, 0, None, None)


@dataclass(frozen=True)
class Cell:
    """How a unit stands in a step, and the numbers that are said with it."""

    shown: Shown
    step: str
    tally: Tally


@dataclass(frozen=True)
class Row:
    """A unit; `late` are the steps in which something is overdue, for the narrow view that shows no grid."""

    unit: MatrixRow
    stage: str
    cells: list[Cell]


@page(Right.CAMPAIGN_READ, "GET")
def matrix(request: HttpRequest, visit: Visit) -> HttpResponse:
    """One stage at a time (`stage`; without it the one that most of the page's units are in), sixty units a page.

    Units stand in the order of the tree, never of a number.
    """
    running, template = visit.running, template_of(visit.running)
    after = line(request.GET, "after", longest=80)
    if after and not after.isalnum():
        raise BadInput("这个地址里的位置不对，请回到第一页。", "The address names no place of the list.")
    name = line(request.GET, "unit", longest=60)
    visible = visible_participations(visit.actors, running)
    if name:
        visible = visible.filter(unit__name__icontains=name)
    found = matrix_of(visible, visible_items(visit.actors, running), after=after)
    stage = _chosen(line(request.GET, "stage"), template.stages, [row.stage for row in found.rows])
    steps = [step for one, step in template.steps() if stage is None or one == stage]
    soon = soon_until(running, visit.today)
    rows = [_row(row, steps, template.stages, visit, soon) for row in found.rows]
    here = reverse("matrix", args=[running.code])
    kept = {"stage": stage.code if stage else "", "unit": name}
    context = {
        "template": template,
        "stage": stage,
        "steps": [(at, pick(step.zh, step.en), step.code) for at, step in enumerate(steps, start=1)],
        "rows": rows,
        "unit": name,
        "legend": list(ITEMS.values()),
        "first": address(here, kept) if after else "",
        "next": address(here, {**kept, "after": found.after}) if found.after else "",
    }
    return show(request, visit, "campaigns/matrix", context)


def _chosen(code: str, stages: tuple[Stage, ...], open_: list[str]) -> Stage | None:
    by_code = {stage.code: stage for stage in stages}
    if code in by_code:
        return by_code[code]
    most = max(set(open_), key=open_.count, default="")
    return by_code.get(most) or (stages[0] if stages else None)


def _row(row: MatrixRow, steps: list[Step], stages: tuple[Stage, ...], visit: Visit, soon: date) -> Row:
    names = {stage.code: pick(stage.zh, stage.en) for stage in stages}
    cells = []
    for step in steps:
        tally = row.steps.get(step.code, _NOTHING)
        cells.append(Cell(ITEMS[step_state(tally, visit.today, soon)], pick(step.zh, step.en), tally))
    return Row(row, names.get(row.stage, ""), cells)
