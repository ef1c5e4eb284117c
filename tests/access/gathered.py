"""Meetings, study and what the public is told, for the cast: a held meeting of the bureau at which the first school was, a draft, a record of
that school; a matter that waits for approval, and one that is out."""

from dataclasses import dataclass
from datetime import date

from huiyin.platform.files.rules import ready_evidence
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Role
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
from huiyin.process.publicity.commands import Told, approve_matter, draft_matter
from huiyin.process.publicity.rules.matters import Assured, Worded
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
    matter: int
    told: int


def gather_people(
    world: World, spoken: str, drafted: str, studied: str, untold: str = "还没公布"
) -> Gathered:
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
        _matter(world, untold, out=False),
        _matter(world, "已公布", out=True),
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


def _matter(world: World, words: str, *, out: bool) -> int:
    """A matter of the first school that the public is told, or is to be told."""
    told = Told(Worded(f"{words}题目", f"{words}情况", f"{words}答复"), world.school)
    made = draft_matter(world.campaign, told, by=world.office, at=world.at)
    if out:
        by = Actor("officer-2", Role.OFFICE)
        approve_matter(made, 1, Assured(nobody_known=True, looked=True), by=by, at=world.at)
    return made.pk
