"""The meeting is opened with its quorum, closed, or broken off: whatever was recorded stays."""

from datetime import datetime

from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.rules.rights import Actor
from huiyin.process.campaigns.commands import settle_event, settle_item
from huiyin.process.campaigns.queries import template_of
from huiyin.process.lifemeetings.commands.seating import seat_roster
from huiyin.process.lifemeetings.commands.standing import (
    move,
    needs_own,
    needs_recorder,
    needs_room,
    needs_running,
    needs_text,
)
from huiyin.process.lifemeetings.models import LifeMeeting
from huiyin.process.lifemeetings.queries.circles import quorum
from huiyin.process.lifemeetings.queries.record import signed_seats
from huiyin.process.lifemeetings.rules.states import Move, needs_quorum


@transaction.atomic
def open_lifemeeting(meeting: LifeMeeting, *, by: Actor, at: datetime) -> None:
    """Begin: the day is today's, in the unit's plan, too. Refused below the quorum, which counts who was marked present."""
    needs_recorder(meeting, by)
    take_turn()
    seat_roster(meeting, by=by, at=at)
    found = quorum(meeting)
    needs_quorum(found)
    move(meeting, Move.OPEN, held_on=day_in_china(at))
    event = template_of(meeting.participation.campaign).lifemeetings.event
    settle_event(meeting.participation, event, day_in_china(at), by=by, at=at)
    facts = {"due": found.due, "present": found.present}
    record(act="lifemeeting.opened", subject=f"lifemeeting:{meeting.pk}", by=by.code, at=at, facts=facts)


@transaction.atomic
def close_lifemeeting(meeting: LifeMeeting, *, by: Actor, at: datetime) -> None:
    """End it: the record goes to be read and signed. Refused where the quorum was lost meanwhile: it is broken off then."""
    needs_recorder(meeting, by)
    take_turn()
    found = quorum(meeting)
    needs_quorum(found)
    move(meeting, Move.CLOSE)
    if meeting.again_of_id is not None:
        settle_item(
            meeting.participation,
            template_of(meeting.participation.campaign).lifemeetings.held_again,
            by=by,
            at=at,
        )
    facts = {"due": found.due, "present": found.present}
    record(act="lifemeeting.closed", subject=f"lifemeeting:{meeting.pk}", by=by.code, at=at, facts=facts)


@transaction.atomic
def cancel_lifemeeting(meeting: LifeMeeting, why: str, *, by: Actor, at: datetime) -> None:
    """Break a meeting off that has begun, with the reason. Its record stays, and another one may be held instead."""
    needs_recorder(meeting, by)
    take_turn()
    needs_text(why, "reason", "为什么中止", "why it is broken off")
    move(meeting, Move.CANCEL, why=why.strip())
    facts = {"why": why.strip()}
    record(act="lifemeeting.cancelled", subject=f"lifemeeting:{meeting.pk}", by=by.code, at=at, facts=facts)


@transaction.atomic
def conclude_record(meeting: LifeMeeting, why: str = "", *, by: Actor, at: datetime) -> None:
    """Say that the record was read: by all who were there, or with a word why somebody hasn't signed it as it stands."""
    needs_recorder(meeting, by)
    take_turn()
    signed, all_there = signed_seats(meeting)
    open_ = len(all_there - signed)
    if open_ and not why.strip():
        raise Refused(
            f"还有 {open_} 人没有签阅现在的记录。请他们签阅，或写明为什么签不了。",
            f"{open_} who were there haven't signed the record as it stands: let them, or say why they can't.",
        )
    needs_room(why, "reason")
    move(meeting, Move.CONCLUDE, unsigned_why=why.strip())
    facts = {"unsigned": open_, "why": why.strip()}
    record(act="lifemeeting.concluded", subject=f"lifemeeting:{meeting.pk}", by=by.code, at=at, facts=facts)


@transaction.atomic
def issue_notice(meeting: LifeMeeting, *, by: Actor, at: datetime) -> None:
    """Say that it was told how the meeting went, within the scope that was set: preparation, criticism as counts, measures."""
    needs_own(meeting, by)
    take_turn()
    needs_running(meeting)
    there = LifeMeeting.objects.filter(pk=meeting.pk, state="reporting", noticed_on=None)
    if not there.update(noticed_on=day_in_china(at)):
        raise Refused("现在不能登记通报，或已经登记过。", "It can't be said now, or was said already.")
    settle_item(
        meeting.participation, template_of(meeting.participation.campaign).lifemeetings.notice, by=by, at=at
    )
    record(act="lifemeeting.noticed", subject=f"lifemeeting:{meeting.pk}", by=by.code, at=at)


@transaction.atomic
def archive_lifemeeting(meeting: LifeMeeting, *, by: Actor, at: datetime) -> None:
    """Lay it away: after the notice and the report. Nothing of it changes from now on."""
    needs_own(meeting, by)
    take_turn()
    now = LifeMeeting.objects.get(pk=meeting.pk)
    if now.noticed_on is None or now.reported_on is None:
        raise Refused(
            "通报和情况报告都办完了才归档。", "It is laid away after the notice and the report, not before."
        )
    move(meeting, Move.ARCHIVE, archived_on=day_in_china(at))
    record(act="lifemeeting.archived", subject=f"lifemeeting:{meeting.pk}", by=by.code, at=at)
