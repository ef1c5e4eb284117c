"""Study and discussion of a unit, entered once (S5): what, when, conclusions; no hours, no notes, no attendance."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import BadInput, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.files.commands import keep_evidence
from huiyin.platform.files.rules.ready import Ready
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.models import Campaign, Participation
from huiyin.process.campaigns.queries import template_of
from huiyin.process.meetings.commands.standing import changed_meanwhile
from huiyin.process.meetings.models import StudyRecord, StudyUnit

LONGEST_TOPIC, LONGEST_CONCLUSIONS = 200, 4000


@dataclass(frozen=True)
class Studied:
    """What was studied or discussed. `kind` is a code of the template's list study_kinds, "" where it has no such list."""

    kind: str
    held_on: date | None
    topic: str
    conclusions: str = ""


@transaction.atomic
def record_study(
    participations: Collection[Participation],
    studied: Studied,
    *,
    paper: Ready | None = None,
    by: Actor,
    at: datetime,
) -> StudyRecord:
    """Enter a study record of one unit, or of several that sat together; it counts for each. BadInput without a day or a topic."""
    if not participations:
        raise BadInput("请选至少一个单位。", "Name at least one unit.")
    for one in participations:
        by.needs(Right.STUDY_RECORD, one.unit.path)
    take_turn()
    campaign = next(iter(participations)).campaign
    if any(one.campaign_id != campaign.pk or one.ended_on is not None for one in participations):
        raise BadInput("有的单位没有参加本活动。", "Some of these units take no part in the campaign.")
    held_on = _checked_day(campaign, studied, day_in_china(at))
    made = StudyRecord.objects.create(
        campaign=campaign,
        kind=studied.kind,
        held_on=held_on,
        topic=studied.topic.strip(),
        conclusions=studied.conclusions,
        attachment=keep_evidence(paper, by=by, at=at) if paper else None,
        recorder=by.code,
        recorded_on=day_in_china(at),
    )
    StudyUnit.objects.bulk_create(StudyUnit(record=made, participation=one) for one in participations)
    facts = {"kind": studied.kind, "units": len(participations)}
    record(act="study.recorded", subject=f"study:{made.pk}", by=by.code, at=at, facts=facts)
    return made


@transaction.atomic
def correct_study(study: StudyRecord, studied: Studied, version: int, *, by: Actor, at: datetime) -> None:
    """Correct what a record says. By who may record for each of its units; Conflict where it changed since `version`."""
    _needs_all(study, by)
    take_turn()
    held_on = _checked_day(study.campaign, studied, day_in_china(at))
    same = StudyRecord.objects.filter(pk=study.pk, version=version, withdrawn_on=None)
    changed = same.update(
        kind=studied.kind,
        held_on=held_on,
        topic=studied.topic.strip(),
        conclusions=studied.conclusions,
        version=F("version") + 1,
    )
    if not changed:
        raise changed_meanwhile()
    facts = {"kind": studied.kind, "version": version + 1}
    record(act="study.corrected", subject=f"study:{study.pk}", by=by.code, at=at, facts=facts)


@transaction.atomic
def withdraw_study(study: StudyRecord, *, by: Actor, at: datetime) -> None:
    """Take back a record that was entered by mistake: it stays, and counts no more."""
    _needs_all(study, by)
    take_turn()
    there = StudyRecord.objects.filter(pk=study.pk, withdrawn_on=None)
    if not there.update(withdrawn_on=day_in_china(at), version=F("version") + 1):
        raise Refused("这条记录已经撤回。", "This record was withdrawn already.")
    record(act="study.withdrawn", subject=f"study:{study.pk}", by=by.code, at=at)


def _needs_all(study: StudyRecord, by: Actor) -> None:
    paths = StudyUnit.objects.filter(record=study).values_list("participation__unit__path", flat=True)
    for path in paths:
        by.needs(Right.STUDY_RECORD, path)


def _checked_day(campaign: Campaign, studied: Studied, today: date) -> date:
    """The day of a record that can be kept."""
    listed = template_of(campaign).lists.get("study_kinds")
    known = {kind.code: kind.zh for kind in listed.codes} if listed else {}
    if studied.kind not in known and (known or studied.kind):
        raise BadInput(
            f"没有这种类型“{studied.kind}”；有：{'、'.join(known.values()) or '（模板没有列）'}。",
            f"There is no kind '{studied.kind}'; there are: {', '.join(known) or '(none)'}.",
        )
    if studied.held_on is None:
        raise BadInput("请写明日期。", "Say on which day.")
    if studied.held_on > today:
        raise Refused(
            "日期不能在今天之后：开展过了再记。", "The day can't lie ahead: record what took place."
        )
    if not studied.topic.strip():
        raise BadInput("请写明主题。", "Say what it was about.")
    if len(studied.topic) > LONGEST_TOPIC or len(studied.conclusions) > LONGEST_CONCLUSIONS:
        raise BadInput(
            f"主题至多 {LONGEST_TOPIC} 字，结论至多 {LONGEST_CONCLUSIONS} 字。",
            f"A topic has at most {LONGEST_TOPIC} characters, conclusions {LONGEST_CONCLUSIONS}.",
        )
    return studied.held_on
