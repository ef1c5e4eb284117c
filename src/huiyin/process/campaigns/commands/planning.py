"""Laying out the plan: every unit gets its stages and its items, each with its date."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import Conflict
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.bulk import insert_many
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.models import Ask, Campaign, EventDate, PlanItem, UnitStage
from huiyin.process.campaigns.queries.running import template_of
from huiyin.process.campaigns.queries.timetable import (
    Given,
    Member,
    Timetable,
    given_dates,
    members_of,
    timetable,
)
from huiyin.process.campaigns.rules.order import needs_order
from huiyin.process.campaigns.rules.plans import AskOrigin, StageState
from huiyin.process.campaigns.rules.schedule import PlanItem as Rule
from huiyin.process.campaigns.rules.template import Template
from huiyin.process.campaigns.rules.timetable import check_event_codes, check_events


@dataclass(frozen=True)
class Laid:
    """What a plan came to: units, items over all of them, and the years whose calendar is missing for some dates."""

    units: int
    items: int
    missing_years: tuple[int, ...]


@transaction.atomic
def lay_plan(campaign: Campaign, events: Mapping[str, date], *, by: Actor, at: datetime) -> Laid:
    """Date everything for every unit that takes part, from the dates of some events (at least the first one).

    O(units × items) rows in two bulk inserts. A template that plans nothing leaves stages alone to be laid.
    """
    by.needs(Right.PLAN_EDIT, campaign.root.path)
    take_turn()
    if EventDate.objects.filter(campaign=campaign).exists():
        raise Conflict(
            "这次活动已经排过计划。要调整，请修改事件的日期。",
            "This campaign has a plan already: move the dates of its events instead.",
        )
    template = template_of(campaign)
    check_events(template, events)
    EventDate.objects.bulk_create(
        EventDate(campaign=campaign, event=event, day=day) for event, day in sorted(events.items())
    )
    _make_asks(campaign, template, day_in_china(at))
    members = members_of(campaign)
    table = timetable(campaign, members, given_dates(campaign))
    for situation in table.members:
        needs_order(template, table.schedule(situation), situation.tier, events)
    laid = _lay(campaign, table, members, day_in_china(at))
    facts = {"events": {event: day.isoformat() for event, day in events.items()}, "units": laid.units}
    facts |= {"items": laid.items}
    record(act="plan.laid", subject=f"campaign:{campaign.code}", by=by.code, at=at, facts=facts)
    return laid


def lay_for(campaign: Campaign, members: Sequence[Member], *, on: date) -> Laid:
    """Stages and items for members that have none; part of a command, in its transaction."""
    return _lay(campaign, timetable(campaign, members, given_dates(campaign)), members, on)


def _lay(campaign: Campaign, table: Timetable, members: Sequence[Member], on: date) -> Laid:
    _open_stages(table, members, on)
    items = _insert_items(campaign, table)
    return Laid(len(members), items, tuple(table.missing_years()))


def is_planned(campaign: Campaign) -> bool:
    """Whether the campaign has a plan already. One query."""
    return EventDate.objects.filter(campaign=campaign).exists()


def _make_asks(campaign: Campaign, template: Template, on: date) -> None:
    stage_of = {step.code: stage.code for stage, step in template.steps() if stage is not None}
    Ask.objects.bulk_create(
        _ask(campaign, template, item, position, stage_of.get(item.step or "", item.stage or ""), on)
        for position, item in enumerate(template.planned(), start=1)
    )


def _ask(campaign: Campaign, template: Template, item: Rule, position: int, stage: str, on: date) -> Ask:
    form = template.forms.get(item.document or "")
    headings = {column.code: column.heading for column in form.columns} if form else {}
    return Ask(
        campaign=campaign,
        code=item.code,
        title=item.zh,
        demand=item.what,
        who=item.who,
        stage=stage,
        step=item.step or "",
        document=item.document or "",
        product=form.title if form else "",
        key_work=item.key_work or "",
        fields=[headings.get(code, code) for code in item.typed],
        origin=AskOrigin.TEMPLATE,
        source=item.source[:200],
        position=position,
        asked_on=on,
        sent_on=on,
    )


def _open_stages(table: Timetable, members: Sequence[Member], on: date) -> None:
    stages = table.template.stages
    rows = (
        (member.pk, stage.code, position, *_begun(position, on))
        for member in members
        for position, stage in enumerate(stages, start=1)
    )
    insert_many(UnitStage, ["participation_id", "stage", "position", "state", "opened_on"], rows)


def _begun(position: int, on: date) -> tuple[str, date | None]:
    return (StageState.OPEN.value, on) if position == 1 else (StageState.WAITING.value, None)


def _insert_items(campaign: Campaign, table: Timetable) -> int:
    asks = dict(Ask.objects.filter(campaign=campaign, origin=AskOrigin.TEMPLATE).values_list("code", "pk"))
    rows = [
        (asks[span.item.code], member.pk, span.start.day if span.start else None, span.due.day)
        for situation, members in table.members.items()
        for span in table.schedule(situation).spans
        for member in members
    ]
    same: dict[str, object] = {"by_hand": False, "progress": "", "late_reason": "", "version": 1}
    insert_many(PlanItem, ["ask_id", "participation_id", "starts_on", "due_on"], rows, same)
    return len(rows)


__all__ = ["Given", "Laid", "check_event_codes", "is_planned", "lay_for", "lay_plan"]
