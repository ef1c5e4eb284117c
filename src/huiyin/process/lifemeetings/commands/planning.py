"""A meeting is prepared: its plan, handed in, put off and dated anew (时间服从质量)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Max

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import Conflict, NotAllowed, Refused
from huiyin.platform.accounts.models import Account
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.models import Grant, open_on
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.campaigns.commands import settle_event, settle_item
from huiyin.process.campaigns.models import Participation
from huiyin.process.campaigns.queries import template_of
from huiyin.process.lifemeetings.commands.seating import seat_roster
from huiyin.process.lifemeetings.commands.standing import (
    account_pk,
    changed_meanwhile,
    move,
    needs_own,
    needs_room,
    needs_text,
    needs_unit,
)
from huiyin.process.lifemeetings.models import LifeMeeting, Recorder
from huiyin.process.lifemeetings.rules.states import PLANNED, MeetingState, Move

_OVER = (MeetingState.CANCELLED.value, MeetingState.REHELD.value)
_RECORDING = (Role.HEAD, Role.CLERK, Role.MEMBER, Role.OFFICE)


@dataclass(frozen=True)
class PlanText:
    """What is written of a meeting before it: when, where, and the plan (who comes, agenda, how it was prepared)."""

    planned_on: date | None = None
    place: str = ""
    plan: str = ""


@transaction.atomic
def draft_lifemeeting(
    participation: Participation, text: PlanText, *, by: Actor, at: datetime
) -> LifeMeeting:
    """Begin a unit's meeting; whoever drafts it records it. After one that was broken off or is to be held again, it is held instead.

    Conflict while another one of the unit stands. The team's seats are taken from the roster of the day.
    """
    needs_unit(participation.unit.path, by)
    take_turn()
    if participation.campaign.closed_on is not None or participation.ended_on is not None:
        raise Refused(
            "活动已经结束，或该单位已退出活动。", "The campaign is closed, or the unit has left it."
        )
    if not template_of(participation.campaign).lifemeetings.agenda:
        raise Refused("本活动的模板没有这种会。", "This campaign's template has no such meeting.")
    there = LifeMeeting.objects.filter(participation=participation)
    if there.exclude(state__in=_OVER).exists():
        raise Conflict(
            "本单位已经有一次会，不再另起；要改期的请延期，走了过场的由上级责令重新召开。",
            "The unit has its meeting already: put it off, or let the level above order it to be held again.",
        )
    before = there.order_by("number").last()
    meeting = LifeMeeting.objects.create(
        participation=participation,
        number=(there.aggregate(last=Max("number"))["last"] or 0) + 1,
        again_of=before,
        drafted_by=by.code,
        **_checked(text),
    )
    Recorder.objects.create(meeting=meeting, account_id=account_pk(by), by=by.code, on=day_in_china(at))
    seat_roster(meeting, by=by, at=at)
    facts = {"unit": participation.unit_id, "number": meeting.number, "again_of": meeting.again_of_id}
    record(act="lifemeeting.drafted", subject=f"lifemeeting:{meeting.pk}", by=by.code, at=at, facts=facts)
    return meeting


@transaction.atomic
def change_plan(meeting: LifeMeeting, text: PlanText, version: int, *, by: Actor, at: datetime) -> None:
    """Write on the plan, before it is handed in or after it was returned; Conflict where it changed since `version`."""
    needs_own(meeting, by)
    take_turn()
    there = LifeMeeting.objects.filter(pk=meeting.pk, version=version, state__in=PLANNED)
    if not there.update(version=F("version") + 1, **_checked(text)):
        raise changed_meanwhile()
    facts = {"version": version + 1}
    record(
        act="lifemeeting.plan_changed", subject=f"lifemeeting:{meeting.pk}", by=by.code, at=at, facts=facts
    )


@transaction.atomic
def submit_plan(meeting: LifeMeeting, *, by: Actor, at: datetime) -> None:
    """Hand the plan in to be looked at; it takes a date and a text."""
    needs_own(meeting, by)
    take_turn()
    if meeting.planned_on is None or not meeting.plan.strip():
        raise Refused(
            "方案要写明计划日期，和怎么准备、怎么开。", "A plan says on which day, and how it was prepared."
        )
    move(meeting, Move.SUBMIT)
    record(act="lifemeeting.plan_submitted", subject=f"lifemeeting:{meeting.pk}", by=by.code, at=at)


@transaction.atomic
def notify_lifemeeting(meeting: LifeMeeting, *, by: Actor, at: datetime) -> None:
    """Say that those who take part were told topic and time; the roster is looked at anew, and the unit's plan has the day."""
    needs_own(meeting, by)
    take_turn()
    move(meeting, Move.NOTIFY, notified_on=day_in_china(at))
    seat_roster(meeting, by=by, at=at)
    rules = template_of(meeting.participation.campaign).lifemeetings
    settle_item(meeting.participation, rules.told, by=by, at=at)
    if meeting.planned_on is not None:
        settle_event(meeting.participation, rules.event, meeting.planned_on, by=by, at=at)
    record(act="lifemeeting.notified", subject=f"lifemeeting:{meeting.pk}", by=by.code, at=at)


@transaction.atomic
def postpone_lifemeeting(meeting: LifeMeeting, why: str, *, by: Actor, at: datetime) -> None:
    """Put a meeting off that hasn't begun, with the reason; the approved plan stays."""
    needs_own(meeting, by)
    take_turn()
    needs_text(why, "reason", "为什么延期", "why it is put off")
    move(meeting, Move.POSTPONE, why=why.strip())
    facts = {"why": why.strip()}
    record(act="lifemeeting.postponed", subject=f"lifemeeting:{meeting.pk}", by=by.code, at=at, facts=facts)


@transaction.atomic
def redate_lifemeeting(meeting: LifeMeeting, planned_on: date, *, by: Actor, at: datetime) -> None:
    """Give a meeting that was put off its new day; those who take part are told anew."""
    needs_own(meeting, by)
    take_turn()
    if planned_on < day_in_china(at):
        raise Refused("新的日期不能早于今天。", "The new day can't lie behind.")
    move(meeting, Move.REDATE, planned_on=planned_on, notified_on=None)
    facts = {"on": planned_on.isoformat()}
    record(act="lifemeeting.redated", subject=f"lifemeeting:{meeting.pk}", by=by.code, at=at, facts=facts)


@transaction.atomic
def add_recorder(meeting: LifeMeeting, account: Account, *, by: Actor, at: datetime) -> Recorder:
    """Let somebody of the unit record, too: they read everything that is said. By who prepares it."""
    needs_own(meeting, by)
    take_turn()
    on = day_in_china(at)
    path, campaign = meeting.participation.unit.path, meeting.participation.campaign.code
    held = Grant.objects.filter(open_on(on), account=account, unit__path=path, role__in=_RECORDING)
    if not held.filter(campaign__in=["", campaign]).exists() or not account.active:
        raise NotAllowed(
            "记录人要是本单位的人：主要负责人、联络员或活动办工作人员。",
            "A recorder is one of the unit's own: its head, clerk or office.",
        )
    made, new = Recorder.objects.get_or_create(
        meeting=meeting, account=account, defaults={"by": by.code, "on": on}
    )
    if new:
        facts = {"recorder": account.code}
        record(
            act="lifemeeting.recorder_added",
            subject=f"lifemeeting:{meeting.pk}",
            by=by.code,
            at=at,
            facts=facts,
        )
    return made


def settle_plan(meeting: LifeMeeting, *, approved: bool) -> None:
    """Part of looking at a plan (supervision.commands), in its transaction: the plan is approved or goes back."""
    move(meeting, Move.APPROVE if approved else Move.RETURN)


def _checked(text: PlanText) -> dict[str, object]:
    needs_room(text.place, "place")
    needs_room(text.plan, "plan")
    return {"planned_on": text.planned_on, "place": text.place.strip(), "plan": text.plan}
