"""Visits are planned, moved and cancelled; what was so before stays."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import Conflict, NotAllowed, Refused
from huiyin.platform.accounts.models import Account
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.queries import inspectors_of
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.models import Campaign, Participation
from huiyin.process.campaigns.queries import template_of
from huiyin.process.inspections.models import Visit, VisitChange, VisitInspector
from huiyin.process.inspections.queries.visits import whole_in_year
from huiyin.process.inspections.rules.visits import (
    FEWEST_INSPECTORS,
    Planned,
    VisitState,
    checked_kind,
    needs_reason,
)


def needs_to_inspect(by: Actor, path: str) -> None:
    """NotAllowed for who doesn't inspect the unit at `path`, is of it, or is recused from it."""
    by.needs(Right.INSPECTION_WORK, path)
    if path in by.own:
        raise NotAllowed("自己所在的单位由别人督导。", "Your own unit is inspected by somebody else.")


@transaction.atomic
def plan_visit(
    campaign: Campaign, unit: Unit, planned: Planned, people: Collection[Account], *, by: Actor, at: datetime
) -> Visit:
    """Plan a visit of two inspectors or more. Refused without a number of the yearly list, the notice in time, or, at a school, over the
    yearly limit, for the kinds that take them (DOMAIN 5.1, R38); for who isn't sent to the unit or is recused from it."""
    needs_to_inspect(by, unit.path)
    take_turn()
    today = day_in_china(at)
    taking = Participation.objects.filter(campaign=campaign, unit=unit, ended_on=None)
    if campaign.closed_on is not None or not taking.exists():
        raise Refused("该单位没有参加本活动，或活动已经结束。", "The unit takes no part in the campaign.")
    rules = template_of(campaign).inspections
    counted = rules.counts(unit.kind)
    whole = whole_in_year(unit, planned.day.year) if counted else 0
    kind = checked_kind(rules, planned, today, whole)
    sent = inspectors_of([unit.path], campaign.code, today)[unit.path]
    pks = list(dict.fromkeys(one.pk for one in people))
    if len(pks) < FEWEST_INSPECTORS:
        raise Refused(
            "至少两个人去：一人录入，另一人确认。", "Two go at least: one enters, another confirms."
        )
    if not set(pks) <= set(sent):
        raise Refused(
            "有的同志没有派到该单位，或已登记回避。",
            "Somebody isn't sent to that unit, or declared a conflict of interest.",
        )
    last = Visit.objects.filter(campaign=campaign).aggregate(last=Max("number"))["last"] or 0
    visit = Visit.objects.create(
        campaign=campaign,
        number=last + 1,
        unit=unit,
        kind=kind.code,
        day=planned.day,
        scope=planned.scope.strip(),
        list_number=planned.list_number.strip(),
        noticed_on=planned.noticed_on,
        whole=kind.whole and counted,
        planned_by=by.code,
        planned_on=today,
    )
    VisitInspector.objects.bulk_create(VisitInspector(visit=visit, account_id=pk) for pk in pks)
    facts = {
        "unit": unit.pk,
        "kind": kind.code,
        "day": planned.day.isoformat(),
        "list": visit.list_number,
        "noticed": planned.noticed_on.isoformat() if planned.noticed_on else None,
        "people": pks,
    }
    record(act="visit.planned", subject=f"visit:{visit.number}", by=by.code, at=at, facts=facts)
    return visit


@transaction.atomic
def move_visit(visit: Visit, day: date, reason: str, *, by: Actor, at: datetime) -> None:
    """Move a planned visit to another day; the rules of planning hold for that day, too."""
    needs_to_inspect(by, visit.unit.path)
    needs_reason(reason)
    take_turn()
    visit.refresh_from_db()
    if day == visit.day:
        raise Refused("日期没有变。", "That is the day already.")
    planned = Planned(visit.kind, day, visit.scope, visit.list_number, visit.noticed_on)
    rules, today = template_of(visit.campaign).inspections, day_in_china(at)
    counted = rules.counts(visit.unit.kind)
    checked_kind(rules, planned, today, whole_in_year(visit.unit, day.year, but=visit.pk) if counted else 0)
    _change(visit, reason, by, today, to_day=day)
    facts = {"from": visit.day.isoformat(), "to": day.isoformat(), "why": reason.strip()}
    record(act="visit.moved", subject=f"visit:{visit.number}", by=by.code, at=at, facts=facts)
    visit.refresh_from_db()


@transaction.atomic
def cancel_visit(visit: Visit, reason: str, *, by: Actor, at: datetime) -> None:
    """Cancel a planned visit, with a reason; it stays in the list."""
    needs_to_inspect(by, visit.unit.path)
    needs_reason(reason)
    take_turn()
    visit.refresh_from_db()
    _change(visit, reason, by, day_in_china(at), to_day=None)
    facts = {"day": visit.day.isoformat(), "why": reason.strip()}
    record(act="visit.cancelled", subject=f"visit:{visit.number}", by=by.code, at=at, facts=facts)
    visit.refresh_from_db()


def _change(visit: Visit, reason: str, by: Actor, today: date, *, to_day: date | None) -> None:
    rows = Visit.objects.filter(pk=visit.pk, state=VisitState.PLANNED, day=visit.day)
    done = rows.update(day=to_day) if to_day else rows.update(state=VisitState.CANCELLED)
    if not done:
        raise Conflict("这次走访已经走过或取消，不能再改。", "The visit was held or cancelled already.")
    VisitChange.objects.create(
        visit=visit, from_day=visit.day, to_day=to_day, reason=reason.strip(), by=by.code, on=today
    )
