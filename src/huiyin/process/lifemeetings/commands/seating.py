"""Who is due, who is there: seats from the roster, a roster that changes in mid-stage, observers and inspectors by office."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import BadInput, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.queries import teams
from huiyin.platform.orgs.rules.rights import Actor
from huiyin.process.lifemeetings.commands.standing import needs_own, needs_room, needs_text, now_in
from huiyin.process.lifemeetings.models import Criticism, LifeMeeting, Seat, Turn
from huiyin.process.lifemeetings.rules.states import (
    PLANNED,
    WERE_THERE,
    MeetingState,
    Presence,
    SeatKind,
)

_SEATING = PLANNED | {
    MeetingState.SUBMITTED,
    MeetingState.APPROVED,
    MeetingState.NOTIFIED,
    MeetingState.OPEN,
    MeetingState.POSTPONED,
}


@transaction.atomic
def seat_roster(meeting: LifeMeeting, *, by: Actor, at: datetime) -> int:
    """Give everybody on the team today a seat; who left the team isn't due any more. How many seats changed.

    Who was there already and left the team since keeps the seat and its words.
    """
    needs_own(meeting, by)
    take_turn()
    now_in(
        meeting, _SEATING, "会已经开完，席位不再变动。", "The meeting is over: seats don't change any more."
    )
    unit = meeting.participation.unit_id
    team = {seat.account.pk: seat for seat in teams([unit], day_in_china(at))[unit]}
    there = {seat.account_id: seat for seat in Seat.objects.filter(meeting=meeting, kind=SeatKind.MEMBER)}
    changed = 0
    for pk, seat in team.items():
        if pk not in there:
            Seat.objects.create(
                meeting=meeting,
                kind=SeatKind.MEMBER,
                account_id=pk,
                head=seat.head,
                position=_next_position(meeting),
            )
            changed += 1
        elif there[pk].presence == Presence.OFF or there[pk].head != seat.head:
            again = Presence.AWAITED if there[pk].presence == Presence.OFF else there[pk].presence
            Seat.objects.filter(pk=there[pk].pk).update(presence=again, head=seat.head)
            changed += 1
    for account, old in there.items():
        if account not in team and old.presence not in {Presence.OFF, *WERE_THERE}:
            Seat.objects.filter(pk=old.pk).update(presence=Presence.OFF, reason="")
            changed += 1
    if changed:
        facts = {"changed": changed}
        record(act="lifemeeting.seated", subject=f"lifemeeting:{meeting.pk}", by=by.code, at=at, facts=facts)
    return changed


@transaction.atomic
def mark_presence(
    meeting: LifeMeeting, seat: int, presence: Presence, reason: str = "", *, by: Actor, at: datetime
) -> None:
    """Say that somebody is there, excused or absent (with a reason), or left before the end. While the meeting isn't over."""
    needs_own(meeting, by)
    take_turn()
    now_in(meeting, _SEATING, "会已经开完，到会情况不再变动。", "The meeting is over: who was there stands.")
    found = Seat.objects.filter(meeting=meeting, pk=seat).first()
    if found is None or presence is Presence.OFF:
        raise BadInput("没有这个席位。", "There is no such seat.")
    if presence in {Presence.EXCUSED, Presence.ABSENT, Presence.LEFT}:
        needs_text(reason, "reason", "未到或离会的原因", "why they weren't there or left")
    if presence in {Presence.EXCUSED, Presence.ABSENT} and found.presence in WERE_THERE and _spoke(found):
        raise Refused(
            "他在会上发过言，只能记为中途离会。",
            "They spoke at the meeting: say that they left before the end.",
        )
    needs_room(reason, "reason")
    Seat.objects.filter(pk=found.pk).update(presence=presence, reason=reason.strip())
    facts = {"seat": seat, "presence": presence.value}
    record(act="lifemeeting.presence", subject=f"lifemeeting:{meeting.pk}", by=by.code, at=at, facts=facts)


@transaction.atomic
def add_guest(meeting: LifeMeeting, kind: SeatKind, office: str, *, by: Actor, at: datetime) -> Seat:
    """Seat an observer, or somebody sent from above, by office and never by name; they are there and count for no quorum."""
    needs_own(meeting, by)
    take_turn()
    now_in(
        meeting, _SEATING, "会已经开完，席位不再变动。", "The meeting is over: seats don't change any more."
    )
    needs_text(office, "office", "职务或单位", "in which office they come")
    if kind is SeatKind.MEMBER:
        raise BadInput("班子成员的席位来自名册。", "Members' seats come from the roster.")
    seat = Seat.objects.create(
        meeting=meeting,
        kind=kind,
        office=office.strip(),
        position=_next_position(meeting),
        presence=Presence.PRESENT,
    )
    facts = {"seat": seat.pk, "kind": kind.value}
    record(
        act="lifemeeting.guest_seated", subject=f"lifemeeting:{meeting.pk}", by=by.code, at=at, facts=facts
    )
    return seat


def _next_position(meeting: LifeMeeting) -> int:
    return (Seat.objects.filter(meeting=meeting).aggregate(last=Max("position"))["last"] or 0) + 1


def _spoke(seat: Seat) -> bool:
    return Turn.objects.filter(seat=seat).exists() or Criticism.objects.filter(from_seat=seat).exists()
