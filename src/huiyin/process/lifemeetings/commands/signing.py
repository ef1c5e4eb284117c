"""Each reads the record and signs it; the head signs the report with their own hand (SPEC rule 11)."""

from datetime import datetime

from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import Conflict, NotAllowed, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.commands import settle_item
from huiyin.process.campaigns.queries import template_of
from huiyin.process.lifemeetings.commands.standing import (
    changed_meanwhile,
    kept_for,
    needs_own,
    needs_room,
    needs_running,
    needs_text,
    now_in,
)
from huiyin.process.lifemeetings.models import LifeMeeting, Seat, Signing, WordsTombstone
from huiyin.process.lifemeetings.queries.record import record_of, report_digest
from huiyin.process.lifemeetings.rules.states import WERE_THERE, MeetingState
from huiyin.process.opinions.rules.identity import fresh_salt, sealed_digest


@transaction.atomic
def sign_record(meeting: LifeMeeting, digest: str, remark: str = "", *, by: Actor, at: datetime) -> Signing:
    """Sign the record as one read it: `digest` is that of what was shown. By who was there, for themselves alone.

    Conflict where the record says something else meanwhile: it is read anew. `remark` is what they say to it, verbatim.
    """
    by.needs(Right.CAMPAIGN_READ, meeting.participation.unit.path)
    take_turn()
    needs_room(remark, "text")
    now_in(
        meeting,
        frozenset({MeetingState.SIGNING}),
        "现在不在签阅阶段。",
        "The record isn't being signed now.",
    )
    seats = Seat.objects.filter(meeting=meeting, presence__in=WERE_THERE).select_related("account")
    mine = next((seat for seat in seats if seat.account and seat.account.code == by.code), None)
    if mine is None:
        raise NotAllowed("只有到会的人签阅，各签各的。", "Who was there signs, each for themselves.")
    now = record_of(meeting)
    if now.digest != digest:
        raise Conflict(
            "您打开以后记录又有变动，没有签。请看过现在的再签。",
            "The record changed after you opened it, and nothing was signed: read it as it is now.",
        )
    told: dict[str, object] = {}
    if remark.strip():
        salt = fresh_salt()
        told = {
            "remark": remark,
            "salt": salt,
            "remark_digest": sealed_digest(salt, (remark,)),
            "retain_until": kept_for(
                meeting, template_of(meeting.participation.campaign).lifemeetings.remark_kept, at
            ),
        }
    made, new = Signing.objects.get_or_create(
        meeting=meeting,
        seat=mine,
        digest=digest,
        defaults={**told, "said": now.said, "by": by.code, "on": day_in_china(at)},
    )
    if new:
        facts = {
            "row": made.pk,
            "seat": mine.pk,
            "digest": digest,
            "remark": bool(told),
            "words": made.remark_digest,
        }
        record(act="lifemeeting.signed", subject=f"lifemeeting:{meeting.pk}", by=by.code, at=at, facts=facts)
    return made


@transaction.atomic
def draft_report(meeting: LifeMeeting, text: str, version: int, *, by: Actor, at: datetime) -> None:
    """Write the report's text, before the head signs it; Conflict where it changed since `version`."""
    needs_own(meeting, by)
    take_turn()
    needs_text(text, "text", "情况报告的正文", "what the report says")
    if WordsTombstone.objects.filter(meeting=meeting).exists():
        raise Refused(
            "情况报告的正文保存期已满，已按规定删去，不再改写。",
            "The report's text is gone, its time being over: it isn't written anew.",
        )
    until = kept_for(meeting, template_of(meeting.participation.campaign).lifemeetings.report_kept, at)
    there = LifeMeeting.objects.filter(
        pk=meeting.pk, version=version, state=MeetingState.REPORTING, reported_on=None
    )
    if not there.update(report=text, report_until=until, version=version + 1):
        raise changed_meanwhile()
    facts = {"version": version + 1}
    record(
        act="lifemeeting.report_drafted", subject=f"lifemeeting:{meeting.pk}", by=by.code, at=at, facts=facts
    )


@transaction.atomic
def sign_report(meeting: LifeMeeting, shown: str, *, by: Actor, at: datetime) -> None:
    """The head signs the report and sends it up: their own act, with the digest of what they saw. The page asks for the password."""
    path = meeting.participation.unit.path
    by.needs(Right.LIFEMEETING_REPORT, path)
    if by.scope != path:
        raise NotAllowed(
            "情况报告由本单位主要负责人本人签。", "The report is signed by the unit's own head, in person."
        )
    take_turn()
    needs_running(meeting)
    now = LifeMeeting.objects.get(pk=meeting.pk)
    if now.state != MeetingState.REPORTING or not now.report.strip():
        raise Refused(
            "记录签阅完、报告写好以后才签。",
            "The report is signed when the record is done and the report is written.",
        )
    if now.reported_on is not None:
        raise Conflict("报告已经签过。", "The report was signed already.")
    if report_digest(now, record_of(meeting).digest) != shown:
        raise Conflict(
            "您打开以后报告又有变动，没有签。请看过现在的再签。",
            "The report changed after you opened it, and nothing was signed: read it as it is now.",
        )
    there = LifeMeeting.objects.filter(pk=meeting.pk, reported_on=None, version=now.version)
    rules = template_of(meeting.participation.campaign).lifemeetings
    until = kept_for(meeting, rules.report_kept, at)
    if not there.update(
        reported_on=day_in_china(at), reported_by=by.code, reported_digest=shown, report_until=until
    ):
        raise changed_meanwhile()
    settle_item(meeting.participation, rules.report, by=by, at=at)
    facts = {"shown": shown}
    record(act="lifemeeting.reported", subject=f"lifemeeting:{meeting.pk}", by=by.code, at=at, facts=facts)
