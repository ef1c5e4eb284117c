"""What inspectors pointed out at a meeting becomes a problem of the ledger, and is followed there alone (S19)."""

from datetime import datetime

from django.db import transaction

from huiyin.kit.errors import BadInput, Conflict, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.template import Term
from huiyin.process.meetings.commands.standing import needs_held, needs_room
from huiyin.process.meetings.models import Meeting, Passage
from huiyin.process.meetings.rules.findings import Reported, finding_words, needs_to_follow, needs_to_release
from huiyin.process.meetings.rules.records import PassageKind
from huiyin.process.opinions.rules.reach import raw_reaches
from huiyin.process.problems.commands import Wording, raise_problem
from huiyin.process.problems.models import Problem
from huiyin.process.problems.rules import BY_INSPECTORS


@transaction.atomic
def raise_finding(
    passage: Passage, wording: Wording, *, owner: Unit | None = None, by: Actor, at: datetime
) -> Problem:
    """Raise a finding of a closed record as a problem of the unit that held the meeting, or of `owner`.

    `wording_for` proposes the wording: source 督导组反馈, the meeting named. By the inspectors or an office above that unit.
    Once only: the second try is a Conflict that names the problem.
    """
    meeting = passage.entry.meeting
    needs_to_follow(by, meeting.host.unit.path, _inspectors(meeting))
    take_turn()
    needs_held(meeting)
    _not_yet(passage)
    problem = raise_problem(meeting.campaign, wording, owner=owner or meeting.host.unit, by=by, at=at)
    _link(passage, problem, by=by, at=at)
    return problem


@transaction.atomic
def link_finding(passage: Passage, problem: Problem, *, by: Actor, at: datetime) -> None:
    """Say that a finding is followed by a problem that the inspectors entered already, so that it isn't raised twice.

    By the inspectors or an office above the unit that held the meeting.
    """
    meeting = passage.entry.meeting
    needs_to_follow(by, meeting.host.unit.path, _inspectors(meeting))
    by.needs(Right.PROBLEM_RAISE, problem.owner.path if problem.owner else meeting.campaign.root.path)
    take_turn()
    needs_held(meeting)
    _not_yet(passage)
    if problem.campaign_id != meeting.campaign_id:
        raise Refused("这个问题不属于本活动。", "The problem belongs to another campaign.")
    if problem.source != BY_INSPECTORS:
        raise Refused(
            f"问题 {problem.number} 不是{_inspectors(meeting).zh}反馈的，不能和这一条对应。请另行列入台账。",
            f"Problem {problem.number} isn't one that the inspectors reported: raise the finding by itself.",
        )
    if Passage.objects.filter(problem=problem).exists():
        raise Conflict(
            f"问题 {problem.number} 已经对应另一条督导意见。",
            f"Problem {problem.number} follows another finding.",
        )
    _link(passage, problem, by=by, at=at)


@transaction.atomic
def unlink_finding(passage: Passage, number: str, why: str, *, by: Actor, at: datetime) -> None:
    """Say that problem `number` doesn't follow the finding after all; it waits again, and the problem stays in the ledger.

    By the inspectors alone, with a reason, which the record keeps. Conflict where another problem or none follows it meanwhile.
    """
    meeting = passage.entry.meeting
    needs_to_release(by, meeting.host.unit.path, _inspectors(meeting))
    take_turn()
    if not why.strip():
        raise BadInput("请写明为什么解除对应。", "Say why the problem doesn't follow this finding.")
    needs_room("reason", why)
    linked = Passage.objects.filter(
        pk=passage.pk, problem__number=number, problem__campaign=meeting.campaign_id
    )
    if not linked.update(problem=None):
        raise Conflict(
            "这一条对应的问题刚由别人改过，请刷新后再看。",
            "Somebody has just changed which problem follows this finding: look again.",
        )
    facts = {"finding": passage.pk, "problem": number, "why": why.strip()}
    record(act="meeting.finding_unlinked", subject=f"meeting:{meeting.pk}", by=by.code, at=at, facts=facts)


def wording_for(passage: Passage, by: Actor) -> Wording:
    """What a finding is called in the ledger until somebody says it better: its own words, and where they were spoken.

    Checked where `by` may say so: what was said aloud at a meeting of the unit names no giver.
    """
    meeting = passage.entry.meeting
    root, unit = meeting.campaign.root.path, meeting.host.unit.path
    title, manifestation = finding_words(
        Reported(passage.heading, passage.text, passage.entry.speaker, meeting.title, meeting.held_on)
    )
    reaches = raw_reaches((by,), Right.OPINION_READ_RAW, root)
    checked = any(reach.covers(unit) for reach in reaches)
    return Wording(title, BY_INSPECTORS, manifestation, checked=checked)


def _inspectors(meeting: Meeting) -> Term:
    return template_of(meeting.campaign).term("supervision_group")


def _not_yet(passage: Passage) -> None:
    if passage.kind != PassageKind.FINDING:
        raise Refused("只有“指出的问题”可以列入问题台账。", "Only a finding becomes a problem.")
    there = Passage.objects.select_related("problem").get(pk=passage.pk).problem
    if there is not None:
        raise Conflict(
            f"这一条已经列为问题 {there.number}。",
            f"This finding was already raised as problem {there.number}.",
        )


def _link(passage: Passage, problem: Problem, *, by: Actor, at: datetime) -> None:
    Passage.objects.filter(pk=passage.pk, problem=None).update(problem=problem)
    meeting = passage.entry.meeting_id
    facts = {"finding": passage.pk, "problem": problem.number}
    record(act="meeting.finding_raised", subject=f"meeting:{meeting}", by=by.code, at=at, facts=facts)
