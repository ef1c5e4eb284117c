"""A meeting is called: its kind lays out the agenda; until it was held, everything can still change."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from huiyin.kit.errors import BadInput, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.models import Participation
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.meetings import MeetingKind
from huiyin.process.campaigns.rules.template import Template
from huiyin.process.meetings.commands.standing import (
    changed_meanwhile,
    needs_draft,
    needs_recorder,
    needs_room,
)
from huiyin.process.meetings.models import AgendaEntry, Attendance, Meeting, MeetingPaper, Passage
from huiyin.process.meetings.rules.records import MOST_POINTS, MeetingState, is_guest


@dataclass(frozen=True)
class MeetingPlan:
    """What is known of a meeting beforehand. `kind` and `stage` are the template's codes; `chair` is a post, never a name.

    `points` are agenda points beside those of the kind (自选动作). Without `held_on` the meeting has no day yet.
    """

    kind: str
    title: str
    held_on: date | None = None
    place: str = ""
    chair: str = ""
    stage: str = ""
    points: tuple[str, ...] = ()


@transaction.atomic
def plan_meeting(host: Participation, plan: MeetingPlan, *, by: Actor, at: datetime) -> Meeting:
    """Call a meeting of a unit: a draft with the agenda of its kind, to be filled and then held. 3 queries and the record."""
    by.needs(Right.MEETING_RECORD, host.unit.path)
    take_turn()
    if host.ended_on is not None:
        raise Refused(
            "这个单位已经不参加本活动，不能再开本活动的会。",
            "The unit takes no part in the campaign any more.",
        )
    template = template_of(host.campaign)
    kind = _kind(template, plan.kind)
    _check(template, plan, there=len(kind.agenda))
    meeting = Meeting.objects.create(
        campaign=host.campaign,
        host=host,
        kind=plan.kind,
        stage=plan.stage,
        title=plan.title.strip(),
        held_on=plan.held_on,
        place=plan.place.strip(),
        chair=plan.chair.strip(),
        recorder=by.code,
        state=MeetingState.DRAFT,
    )
    points = [(point.code, point.zh) for point in kind.agenda]
    points += [("", title.strip()) for title in plan.points if title.strip()]
    AgendaEntry.objects.bulk_create(
        AgendaEntry(meeting=meeting, position=position, point=code, title=title, guest=is_guest(kind, code))
        for position, (code, title) in enumerate(points, start=1)
    )
    facts = {"kind": plan.kind, "unit": host.unit_id, "points": len(points)}
    record(act="meeting.planned", subject=f"meeting:{meeting.pk}", by=by.code, at=at, facts=facts)
    return meeting


@transaction.atomic
def change_meeting(meeting: Meeting, plan: MeetingPlan, version: int, *, by: Actor, at: datetime) -> None:
    """Change what a draft says of the meeting itself, and add the agenda points of `plan.points`; its kind stays.

    Conflict where somebody changed it since `version` was looked at.
    """
    needs_recorder(meeting, by)
    take_turn()
    needs_draft(meeting)
    there = AgendaEntry.objects.filter(meeting=meeting).count()
    _check(template_of(meeting.campaign), plan, there=there)
    same = Meeting.objects.filter(pk=meeting.pk, version=version, state=MeetingState.DRAFT)
    changed = same.update(
        title=plan.title.strip(),
        held_on=plan.held_on,
        place=plan.place.strip(),
        chair=plan.chair.strip(),
        stage=plan.stage,
        version=F("version") + 1,
    )
    if not changed:
        raise changed_meanwhile()
    last = AgendaEntry.objects.filter(meeting=meeting).order_by("-position").first()
    AgendaEntry.objects.bulk_create(
        AgendaEntry(meeting=meeting, position=position, title=title.strip())
        for position, title in enumerate(
            [title for title in plan.points if title.strip()], start=last.position + 1 if last else 1
        )
    )
    facts = {"held_on": plan.held_on.isoformat() if plan.held_on else "", "points": len(plan.points)}
    record(act="meeting.changed", subject=f"meeting:{meeting.pk}", by=by.code, at=at, facts=facts)


@transaction.atomic
def drop_entry(entry: AgendaEntry, *, by: Actor, at: datetime) -> None:
    """Take an agenda point that didn't come up out of a draft; one about which something was written down stays."""
    needs_recorder(entry.meeting, by)
    take_turn()
    needs_draft(entry.meeting)
    if Passage.objects.filter(entry=entry).exists():
        raise Refused(
            f"“{entry.title}”已有记录。请先清空记录，再删去这一项。",
            "Something is written down for this point: empty it first.",
        )
    AgendaEntry.objects.filter(pk=entry.pk).delete()
    # Who closes the record has seen the agenda as it stands.
    Meeting.objects.filter(pk=entry.meeting_id).update(version=F("version") + 1)
    facts = {"point": entry.point}
    record(act="meeting.entry_dropped", subject=f"meeting:{entry.meeting_id}", by=by.code, at=at, facts=facts)


@transaction.atomic
def drop_meeting(meeting: Meeting, *, by: Actor, at: datetime) -> None:
    """Take a draft away that came to nothing. What was held stays, also a meeting that failed (SPEC rule 15)."""
    needs_recorder(meeting, by)
    take_turn()
    needs_draft(meeting)
    if MeetingPaper.objects.filter(meeting=meeting).exists():
        raise Refused(
            "这次会议已附有材料，不能删去。", "Papers are kept for this meeting: it can't be dropped."
        )
    Passage.objects.filter(entry__meeting=meeting).delete()
    AgendaEntry.objects.filter(meeting=meeting).delete()
    Attendance.objects.filter(meeting=meeting).delete()
    Meeting.objects.filter(pk=meeting.pk).delete()
    record(act="meeting.dropped", subject=f"meeting:{meeting.pk}", by=by.code, at=at)


def _kind(template: Template, code: str) -> MeetingKind:
    known = {kind.code: kind for kind in template.meetings}
    if code not in known:
        names = "、".join(kind.zh for kind in template.meetings)
        raise BadInput(
            f"模板里没有这种会议“{code}”；有：{names or '（没有）'}。",
            f"The template has no kind of meeting '{code}'; there are: {', '.join(known) or '(none)'}.",
        )
    return known[code]


def _check(template: Template, plan: MeetingPlan, *, there: int) -> None:
    """`there`: how many points the agenda has beside those of the plan."""
    points = there + len(plan.points)
    if points > MOST_POINTS:
        raise BadInput(
            f"一次会议至多 {MOST_POINTS} 项议程，连同已有的共 {points} 项。请合并几项，或分成几次会议。",
            f"At most {MOST_POINTS} points on an agenda; with those there already they are {points}. Join some, or make it "
            "several meetings.",
        )
    if not plan.title.strip():
        raise BadInput("请写会议名称。", "Say what the meeting is called.")
    for name, text in (("title", plan.title), ("place", plan.place), ("chair", plan.chair)):
        needs_room(name, text)
    for title in plan.points:
        needs_room("title", title)
    if plan.stage and plan.stage not in {stage.code for stage in template.stages}:
        raise BadInput(f"模板里没有环节“{plan.stage}”。", f"The template has no stage '{plan.stage}'.")
