"""What inspectors pointed out at a meeting becomes a problem of the ledger, and is followed there alone (S19)."""

from datetime import datetime

from django.db import transaction

from huiyin.kit.errors import Conflict, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.meetings.commands.standing import needs_held
from huiyin.process.meetings.models import Passage
from huiyin.process.meetings.rules.findings import Reported, finding_words
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

    `wording_for` proposes the wording: source 督导组反馈, the meeting named. Once only: the second try is a Conflict
    that names the problem.
    """
    meeting = passage.entry.meeting
    take_turn()
    needs_held(meeting)
    _not_yet(passage)
    problem = raise_problem(meeting.campaign, wording, owner=owner or meeting.host.unit, by=by, at=at)
    _link(passage, problem, by=by, at=at)
    return problem


@transaction.atomic
def link_finding(passage: Passage, problem: Problem, *, by: Actor, at: datetime) -> None:
    """Say that a finding is followed by a problem that stands in the ledger already, so that it isn't raised twice."""
    meeting = passage.entry.meeting
    by.needs(Right.PROBLEM_RAISE, problem.owner.path if problem.owner else meeting.campaign.root.path)
    by.needs(Right.PROBLEM_RAISE, meeting.host.unit.path)
    take_turn()
    needs_held(meeting)
    _not_yet(passage)
    if problem.campaign_id != meeting.campaign_id:
        raise Refused("这个问题不属于本活动。", "The problem belongs to another campaign.")
    if Passage.objects.filter(problem=problem).exists():
        raise Conflict(
            f"问题 {problem.number} 已经对应另一条督导意见。",
            f"Problem {problem.number} follows another finding.",
        )
    _link(passage, problem, by=by, at=at)


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
