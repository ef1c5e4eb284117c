"""一单位一档: everything about one unit's part in the campaign on one page, as far as the visitor may see it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.queries import held_in
from huiyin.platform.orgs.rules.rights import ROLE_NAMES, Right, Role
from huiyin.platform.orgs.rules.terms import POST_NAMES, PostKind
from huiyin.process.campaigns.access import get_participation, visible_items, visible_stops
from huiyin.process.campaigns.models import CircularStop, Participation, PlanItem, UnitStage
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.queries.progress import soon_until
from huiyin.process.campaigns.rules.parts import Named
from huiyin.process.campaigns.rules.plans import ItemState, StageState, Tally, item_state, step_state
from huiyin.process.campaigns.rules.template import Template
from huiyin.process.campaigns.rules.wording import Names, Said, names_in
from huiyin.process.letters.access import visible_letters
from huiyin.process.letters.models import Letter
from huiyin.process.meetings.access import visible_studies
from huiyin.process.meetings.models import StudyRecord, StudyUnit
from huiyin.process.problems.access import visible_problems
from huiyin.process.problems.queries import LedgerPage, Sought, ledger
from huiyin.process.supervision.models import StageDecision
from huiyin.process.supervision.queries import sheet
from huiyin.web.campaigns.heard import heard_about
from huiyin.web.campaigns.judgements import decision_rows, gate_rows
from huiyin.web.campaigns.states import ITEMS, STAGES, Shown
from huiyin.web.frame.filters import address
from huiyin.web.frame.language import pick
from huiyin.web.frame.names import names_of
from huiyin.web.frame.page import page
from huiyin.web.frame.people import names_of_people
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit

_PROBLEMS = 12


_MOST_STUDIES = 12


@dataclass(frozen=True)
class ItemRow:
    """A plan item and how it stands."""

    item: PlanItem
    state: ItemState

    @property
    def shown(self) -> Shown:
        return ITEMS[self.state]


@dataclass(frozen=True)
class StepRow:
    """A step of the unit's with its items; no name for what was asked beside the steps."""

    name: Said | None
    items: list[ItemRow]
    shown: Shown

    @property
    def done(self) -> int:
        return sum(row.state is ItemState.DONE for row in self.items)


@dataclass(frozen=True)
class StageRow:
    """A stage of the unit's, how it stands in it, and its steps; no name where steps belong to no stage."""

    name: Said | None
    stage: UnitStage | None
    shown: Shown | None
    steps: list[StepRow]


@page(Right.CAMPAIGN_READ, "GET")
def unit_file(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Where the unit stands, what it has to do, its problems, its people, and what was decided about it."""
    campaign = visit.running
    part = get_participation(pk, visit.actors, campaign)
    template = template_of(campaign)
    names = names_in(template)
    soon = soon_until(campaign, visit.today)
    rows = _items(visit, part, soon)
    heard = heard_about(visit, part.unit)
    decisions = list(
        StageDecision.objects.filter(unit_stage__participation=part)
        .select_related("unit_stage")
        .order_by("unit_stage__position")
    )
    context = {
        "part": part,
        "tier": names.tiers.get(part.tier),
        "stages": _stages(template, part, rows, names, visit.today, soon),
        "items": len(rows),
        "done": sum(row.state is ItemState.DONE for row in rows),
        "now": [row for state in (ItemState.LATE, ItemState.SOON) for row in rows if row.state is state],
        "late": sum(row.state is ItemState.LATE for row in rows),
        "soon": sum(row.state is ItemState.SOON for row in rows),
        "gates": gate_rows(visit, part.unit.path, sheet(part, visit.today), names),
        "heard": heard,
        "problems": _problems(visit, part.unit),
        "all_problems": address(reverse("ledger", args=[campaign.code]), {"owner": pk}),
        "sources": names_of(campaign).source,
        "group": names_of(campaign).term["supervision_group"],
        "people": list(_people(part.unit, campaign.code, visit.today)),
        "studies": _studies(visit, part),
        "study_kinds": {code.code: pick(code.zh, code.en) for code in _study_kinds(template)},
        "letters": _letters(visit, part),
        "circulars": _circulars(visit, part),
        "decisions": decision_rows(visit, part.unit.path, decisions, names),
        "deciders": names_of_people(decision.decided_by for decision in decisions),
    }
    return show(request, visit, "campaigns/unit_file", context)


def _studies(visit: Visit, part: Participation) -> list[StudyRecord]:
    """What the unit studied and discussed, the latest first. One query."""
    mine = visible_studies(visit.actors, visit.running).filter(
        withdrawn_on=None, pk__in=StudyUnit.objects.filter(participation=part).values("record")
    )
    return list(mine.order_by("-held_on", "-pk")[:_MOST_STUDIES])


def _study_kinds(template: Template) -> tuple[Named, ...]:
    kinds = template.lists.get("study_kinds")
    return kinds.codes if kinds else ()


def _letters(visit: Visit, part: Participation) -> list[Letter]:
    """The inspectors' letters to the unit, the latest first. One query."""
    mine = visible_letters(visit.actors, visit.running).issued().filter(participation=part)
    return list(mine.order_by("-number")[:_MOST_STUDIES])


def _circulars(visit: Visit, part: Participation) -> list[CircularStop]:
    """Papers from above that reached the unit, the latest first. One query."""
    stops = visible_stops(visit.actors, visit.running).filter(participation=part)
    return list(stops.select_related("circular").order_by("-reached_at", "-pk")[:_MOST_STUDIES])


def _items(visit: Visit, part: Participation, soon: date) -> list[ItemRow]:
    """In the order of the plan. One query."""
    mine = visible_items(visit.actors, visit.running).sent().filter(participation=part)
    return [
        ItemRow(
            item,
            item_state(
                starts_on=item.starts_on,
                due_on=item.due_on,
                done_on=item.done_on,
                on=visit.today,
                soon=soon,
            ),
        )
        for item in mine.select_related("ask").order_by("due_on", "ask__position", "pk")
    ]


def _stages(
    template: Template, part: Participation, rows: Sequence[ItemRow], names: Names, on: date, soon: date
) -> list[StageRow]:
    by_step: dict[tuple[str, str], list[ItemRow]] = {}
    for row in rows:
        by_step.setdefault((row.item.ask.stage, row.item.ask.step), []).append(row)
    stages = {one.stage: one for one in UnitStage.objects.filter(participation=part)}
    found = []
    for stage in template.stages:
        keys = [(stage.code, step.code) for step in stage.steps]
        keys += [key for key in by_step if key[0] == stage.code and key not in keys]
        mine = stages.get(stage.code)
        shown = STAGES[StageState(mine.state)] if mine else None
        steps = [_step(key[1], by_step.pop(key), names, on, soon) for key in keys if key in by_step]
        found.append(StageRow(names.stages[stage.code], mine, shown, steps))
    rest = [_step(step, items, names, on, soon) for (_stage, step), items in by_step.items()]
    return [*found, StageRow(None, None, None, rest)] if rest else found


def _step(step: str, items: list[ItemRow], names: Names, on: date, soon: date) -> StepRow:
    open_ = [row.item for row in items if row.state is not ItemState.DONE]
    tally = Tally(
        len(items),
        len(items) - len(open_),
        min((item.due_on for item in open_ if item.due_on), default=None),
        min((item.starts_on for item in open_ if item.starts_on), default=None),
    )
    return StepRow(names.steps.get(step), items, ITEMS[step_state(tally, on, soon)])


def _problems(visit: Visit, unit: Unit) -> LedgerPage | None:
    """The first of the unit's problems, as the visitor's ledger shows them; None for who reads none. 4 queries."""
    if not visit.may(Right.PROBLEM_READ, unit.path):
        return None
    seen = visible_problems(visit.actors, visit.running)
    return ledger(visit.running, seen, Sought(owner=unit.pk), actors=visit.actors, size=_PROBLEMS)


def _people(unit: Unit, campaign: str, on: date) -> Iterator[tuple[str, list[str]]]:
    """(post, names) of today: the head, who acts for them, the team; then the clerks. 2 queries."""
    posts, grants = held_in([unit], on)
    for kind in PostKind:
        if held := [post.account.name for post in posts if post.kind == kind and post.since <= on]:
            yield _(POST_NAMES[kind]), held
    clerks = [grant for grant in grants if grant.role == Role.CLERK and grant.campaign in {"", campaign}]
    if names := [grant.account.name for grant in clerks if grant.since <= on]:
        yield _(ROLE_NAMES[Role.CLERK]), names
