"""Moving an event moves what hangs on it; a unit's own date can be set by hand."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from huiyin.kit.blocks import in_blocks
from huiyin.kit.errors import BadInput, Conflict, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.commands.planning import check_event_codes
from huiyin.process.campaigns.models import Campaign, EventDate, Participation, PlanItem
from huiyin.process.campaigns.queries.redating import Shift, drift, shifts, tables
from huiyin.process.campaigns.queries.running import template_of
from huiyin.process.campaigns.queries.timetable import Given
from huiyin.process.campaigns.rules.order import needs_order

_BLOCK = 500


@transaction.atomic
def redate_event(campaign: Campaign, given: Given, *, by: Actor, at: datetime) -> int:
    """Give an event a date, for the campaign, a tier or a unit; how many items moved.

    What is done, and what somebody dated by hand, stays. `queries.redating.shifts` shows the same beforehand. Refused where the
    event would come before the one that it hangs on. One UPDATE for each item and 500 units.
    """
    by.needs(Right.PLAN_EDIT, campaign.root.path)
    take_turn()
    check_redate(campaign, given)
    return _redate(campaign, given, by=by, at=at)


def _redate(campaign: Campaign, given: Given, *, by: Actor, at: datetime) -> int:
    moved = sum(_apply(campaign, shift) for shift in shifts(campaign, given))
    EventDate.objects.update_or_create(
        campaign=campaign,
        event=given.event,
        tier=given.tier,
        participation_id=given.participation,
        defaults={"day": given.day},
    )
    facts: dict[str, object] = {"event": given.event, "day": given.day.isoformat(), "tier": given.tier}
    facts |= {"participation": given.participation or 0, "items": moved}
    record(act="event.redated", subject=f"campaign:{campaign.code}", by=by.code, at=at, facts=facts)
    return moved


@transaction.atomic
def settle_event(participation: Participation, event: str, day: date, *, by: Actor, at: datetime) -> int:
    """Part of another room's command, in its transaction and under its right: for one unit an event is set for a day, or took place on it.

    What hangs on it moves as by redate_event; how many items. The plan is left alone where it has no such event or knows the day. The order
    of events isn't asked for: what takes place isn't forbidden by a plan.
    """
    campaign = participation.campaign
    given = Given(event, day, "", participation.pk)
    known = {one.code for one in template_of(campaign).events}
    rows = EventDate.objects.filter(participation=participation, event=event)
    if event not in known or rows.filter(day=day).exists():
        return 0
    return _redate(campaign, given, by=by, at=at)


@transaction.atomic
def recount_plan(campaign: Campaign, *, by: Actor, at: datetime) -> int:
    """Put every open item where the rules put it by the calendar of today; how many moved. `queries.redating.drift` shows
    the same beforehand."""
    by.needs(Right.PLAN_EDIT, campaign.root.path)
    take_turn()
    moved = sum(_apply(campaign, shift) for shift in drift(campaign))
    record(
        act="plan.recounted", subject=f"campaign:{campaign.code}", by=by.code, at=at, facts={"items": moved}
    )
    return moved


def check_redate(campaign: Campaign, given: Given) -> None:
    """Whether an event may have this date: BadInput or Refused, with a sentence that a clerk can act on."""
    template = template_of(campaign)
    check_event_codes(template, [given.event])
    if given.tier and given.tier not in {tier.code for tier in template.tiers}:
        raise BadInput(f"模板里没有层次“{given.tier}”。", f"The template has no tier '{given.tier}'.")
    there = Participation.objects.filter(campaign=campaign, ended_on=None)
    if given.participation is not None and not there.filter(pk=given.participation).exists():
        raise BadInput("这个单位没有参加本活动。", "This unit takes no part in the campaign.")
    _, after = tables(campaign, given)
    for situation in after.members:
        needs_order(template, after.schedule(situation), situation.tier, [given.event])


def _apply(campaign: Campaign, shift: Shift) -> int:
    starts_on, due_on = shift.after
    moved = 0
    for block in in_blocks([member.pk for member in shift.members], _BLOCK):
        rows = PlanItem.objects.filter(
            ask__campaign=campaign, ask__code=shift.item.code, participation__in=block
        )
        rows = rows.filter(done_on=None, by_hand=False)
        moved += rows.update(starts_on=starts_on, due_on=due_on, version=F("version") + 1)
    return moved


@transaction.atomic
def set_item_date(item: PlanItem, due_on: date, version: int, *, by: Actor, at: datetime) -> None:
    """Give one unit its own last day for one item; events leave it alone from then on.

    Conflict where the item changed since `version` was looked at.
    """
    campaign = item.ask.campaign
    by.needs(Right.PLAN_EDIT, campaign.root.path)
    take_turn()
    if item.done_on is not None:
        raise Refused("这一项已经完成，不必再改日期。", "This item is done: its date needn't change.")
    if item.starts_on is not None and due_on < item.starts_on:
        raise Refused(
            f"完成时间不能早于开始时间（{item.starts_on:%Y-%m-%d}）。",
            f"It can't be due before it starts ({item.starts_on}).",
        )
    rows = PlanItem.objects.filter(pk=item.pk, version=version, done_on=None)
    if not rows.update(due_on=due_on, by_hand=True, version=F("version") + 1):
        raise Conflict(
            "这一项刚被别人改过，没有写入。请刷新后再改。",
            "Somebody changed this item meanwhile: look again.",
        )
    facts = {"ask": item.ask.code, "due_on": due_on.isoformat()}
    record(act="item.redated", subject=f"item:{item.pk}", by=by.code, at=at, facts=facts)
