"""What comes from above: the inspectors' word on how it was held, and the order to hold it again (R24)."""

from datetime import datetime

from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import BadInput, NotAllowed
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.queries import template_of
from huiyin.process.lifemeetings.commands.standing import kept_for, move, needs_running, needs_text, now_in
from huiyin.process.lifemeetings.models import LifeMeeting, MeetingJudgement, ReholdOrder
from huiyin.process.lifemeetings.rules.reach import above, sent_to
from huiyin.process.lifemeetings.rules.states import HELD, MeetingState, Move
from huiyin.process.opinions.rules.identity import fresh_salt, sealed_digest


@transaction.atomic
def judge_lifemeeting(
    meeting: LifeMeeting, verdict: str, text: str, *, by: Actor, at: datetime
) -> MeetingJudgement:
    """Say how it was held: text and verdict, by an inspector sent to the unit. The latest holds, the earlier ones stay."""
    path = meeting.participation.unit.path
    by.needs(Right.LIFEMEETING_JUDGE, path)
    if not sent_to(by, path):
        raise NotAllowed(
            "点评结论由派到这个单位的人作出，本单位和本单位的人不能自己评。",
            "How it was held is said by the inspectors sent there, never by the unit's own.",
        )
    take_turn()
    needs_running(meeting)
    now_in(
        meeting,
        (HELD - {MeetingState.ARCHIVED}) | {MeetingState.OPEN},
        "开会时或开完以后、归档以前才点评。",
        "It is judged while it is held or afterwards, until it is laid away.",
    )
    rules = template_of(meeting.participation.campaign).lifemeetings
    if rules.verdict(verdict) is None:
        raise BadInput("没有这种结论。", "There is no such verdict.")
    needs_text(text, "text", "点评的话", "what there is to say")
    salt = fresh_salt()
    made = MeetingJudgement.objects.create(
        meeting=meeting,
        verdict=verdict,
        text=text,
        salt=salt,
        digest=sealed_digest(salt, (text,)),
        retain_until=kept_for(meeting, rules.judgement_kept, at),
        by=by.code,
        on=day_in_china(at),
    )
    facts = {"verdict": verdict, "row": made.pk, "words": made.digest}
    record(act="lifemeeting.judged", subject=f"lifemeeting:{meeting.pk}", by=by.code, at=at, facts=facts)
    return made


@transaction.atomic
def order_rehold(meeting: LifeMeeting, ground: str, text: str, *, by: Actor, at: datetime) -> ReholdOrder:
    """Order that it be held again, on a ground of the template's list: the meeting stays on record as it was, read-only.

    By the inspectors or the level above; the organiser's own by its leading group or the inspectors.
    """
    campaign = meeting.participation.campaign
    path = meeting.participation.unit.path
    by.needs(Right.LIFEMEETING_JUDGE, path)
    if not above(by, path, campaign.root.path):
        raise NotAllowed(
            "责令重新召开由上一级或上级派来的人决定。", "That is decided above the unit, never by itself."
        )
    take_turn()
    needs_running(meeting)
    template = template_of(campaign)
    listed = template.lists.get(template.lifemeetings.grounds)
    if listed is None or ground not in {code.code for code in listed.codes}:
        raise BadInput("没有这一条理由。", "There is no such ground.")
    needs_text(text, "text", "具体说明", "what exactly")
    move(meeting, Move.REHOLD)
    salt = fresh_salt()
    made = ReholdOrder.objects.create(
        meeting=meeting,
        ground=ground,
        text=text,
        salt=salt,
        digest=sealed_digest(salt, (text,)),
        retain_until=kept_for(meeting, template.lifemeetings.order_kept, at),
        by=by.code,
        role=by.role,
        on=day_in_china(at),
    )
    facts = {"ground": ground, "row": made.pk, "words": made.digest}
    record(
        act="lifemeeting.rehold_ordered", subject=f"lifemeeting:{meeting.pk}", by=by.code, at=at, facts=facts
    )
    return made
