"""Meetings and study for the cast: a held meeting of the bureau at which the first school was, a draft, a record of that school."""

from dataclasses import dataclass
from datetime import date

from huiyin.platform.files.rules import ready_evidence
from huiyin.platform.orgs.models import Unit
from huiyin.process.campaigns.models import Participation
from huiyin.process.meetings.commands import (
    Attended,
    MeetingPlan,
    Speech,
    Studied,
    attach_paper,
    hold_meeting,
    plan_meeting,
    record_attendance,
    record_entry,
    record_study,
)
from huiyin.process.meetings.models import AgendaEntry, Meeting, Passage
from huiyin.process.meetings.rules.records import PassageKind, Said
from tests.rules.files.samples import picture
from tests.world import World

DAY = date(2014, 5, 22)


@dataclass
class Gathered:
    """Ids of what there is."""

    held: int
    demand: int
    finding: int
    paper: int
    draft: int
    entry: int
    study: int


def gather_people(world: World, spoken: str, drafted: str, studied: str) -> Gathered:
    office, at = world.office, world.at
    held, draft = (_meeting(world, words) for words in (spoken, drafted))
    there = [Attended("", 2, 2, _part(world, world.school))]
    record_attendance(held, there, Meeting.objects.get(pk=held.pk).version, by=office, at=at)
    hold_meeting(held, Meeting.objects.get(pk=held.pk).version, by=office, at=at)
    paper = attach_paper(held, ready_evidence(picture("PNG"), "通知.png"), by=office, at=at)
    study = record_study(
        [_part(world, world.school)], Studied("study", date(2014, 5, 9), studied), by=office, at=at
    )
    return Gathered(
        held.pk,
        _passage(held, PassageKind.DEMAND),
        _passage(held, PassageKind.FINDING),
        paper.pk,
        draft.pk,
        AgendaEntry.objects.filter(meeting=draft).order_by("position")[0].pk,
        study.pk,
    )


def _meeting(world: World, words: str) -> Meeting:
    plan = MeetingPlan("push_meeting", f"{words}推进会", DAY, chair="副书记", stage="examine")
    meeting = plan_meeting(_part(world, world.bureau), plan, by=world.office, at=world.at)
    said = {
        "review": Said(PassageKind.REVIEW, f"{words}一"),
        "deploy": Said(PassageKind.DEMAND, f"{words}二", "甲"),
        "supervision": Said(PassageKind.FINDING, f"{words}三"),
        "closing": Said(PassageKind.DEMAND, f"{words}四"),
    }
    for entry in AgendaEntry.objects.filter(meeting=meeting).select_related("meeting__host__unit"):
        entry.meeting.campaign = world.campaign
        record_entry(entry, Speech("组长", (said[entry.point],)), entry.version, by=world.office, at=world.at)
    return meeting


def _part(world: World, unit: Unit) -> Participation:
    return Participation.objects.select_related("unit", "campaign__root").get(
        campaign=world.campaign, unit=unit
    )


def _passage(meeting: Meeting, kind: PassageKind) -> int:
    return Passage.objects.filter(entry__meeting=meeting, kind=kind).order_by("entry", "position")[0].pk
