"""The push meeting of 23 May 2014 in a small world: a bureau with two schools, a plan of one event, three recorders."""

from dataclasses import dataclass
from datetime import date, datetime

import pytest

from huiyin.demo.library import MeetingWords
from huiyin.demo.library import meeting as meeting_words
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.campaigns.commands import launch_campaign
from huiyin.process.campaigns.models import Campaign, Participation
from huiyin.process.meetings.commands import (
    Attended,
    MeetingPlan,
    Speech,
    hold_meeting,
    plan_meeting,
    record_attendance,
    record_entry,
)
from huiyin.process.meetings.models import AgendaEntry, Meeting, Passage
from huiyin.process.meetings.rules.records import PassageKind
from tests.rules.campaigns.plans import item, named, template, when
from tests.world import World

POINTS = [
    named("review", zh="总结上一环节工作", who="组长", holds=["review"]),
    named("deploy", zh="部署下一环节工作", who="组长", holds=["demands"]),
    named("supervision", zh="督导组讲话", who="督导组", holds=["review", "praise", "findings", "demands"]),
    named("closing", zh="主持人小结", who="主持人", holds=["demands"]),
]
TEMPLATE = template(
    stages=[named("listen", steps=[]), named("examine", zh="查摆问题、开展批评", steps=[])],
    events=[named("push_meeting", zh="推进会")],
    plan=[item("told", when("push_meeting", 3))],
    meetings=[
        named(
            "push_meeting",
            zh="推进会",
            who="全体",
            event="push_meeting",
            minutes="minutes",
            report="news_report",
            agenda=POINTS,
        ),
        named("unit_deployment", zh="单位部署会", who="班子", agenda=[POINTS[1]]),
    ],
    lists={
        **template().model_dump(mode="json")["lists"],
        "study_kinds": {
            "zh": "学习",
            "en": "study",
            "codes": [named("study", zh="学习教育"), named("check")],
        },
    },
)


@dataclass
class Hall:
    """A campaign with a plan, and who records what."""

    world: World
    campaign: Campaign
    at: datetime
    words: MeetingWords
    office: Actor
    inspector: Actor
    clerk: Actor

    def part(self, unit: Unit) -> Participation:
        return Participation.objects.select_related("unit", "campaign__root").get(
            campaign=self.campaign, unit=unit
        )

    def drafted(self, held_on: date | None = None, *, spoken: bool = True) -> Meeting:
        """The meeting as a draft, with what was said."""
        words = self.words
        plan = MeetingPlan(
            words.kind, words.title, held_on or words.held_on, words.place, words.chair, words.stage
        )
        meeting = plan_meeting(self.part(self.world.bureau), plan, by=self.office, at=self.at)
        if spoken:
            self.speak(meeting)
        return meeting

    def speak(self, meeting: Meeting) -> None:
        for point in self.words.points:
            entry = self.entry(meeting, point.point)
            speech = Speech(point.speaker, point.said, guest=point.guest)
            record_entry(entry, speech, entry.version, by=self.office, at=self.at)
        there = [Attended(*row) for row in self.words.attendance]
        there.append(Attended("", 2, 2, self.part(self.world.school)))
        record_attendance(meeting, there, self.again(meeting).version, by=self.office, at=self.at)

    def held(self) -> Meeting:
        meeting = self.drafted()
        hold_meeting(meeting, self.again(meeting).version, by=self.office, at=self.at)
        return self.again(meeting)

    def again(self, meeting: Meeting) -> Meeting:
        return Meeting.objects.select_related("campaign__root", "host__unit").get(pk=meeting.pk)

    def entry(self, meeting: Meeting, point: str) -> AgendaEntry:
        return AgendaEntry.objects.select_related("meeting__campaign", "meeting__host__unit").get(
            meeting=meeting, point=point
        )

    def passage(self, meeting: Meeting, point: str, kind: PassageKind, number: int) -> Passage:
        related = ("entry__meeting__campaign__root", "entry__meeting__host__unit")
        return Passage.objects.select_related(*related).get(
            entry__meeting=meeting, entry__point=point, kind=kind, number=number
        )


@pytest.fixture
def hall(world: World, at: datetime) -> Hall:
    campaign, _ = launch_campaign(
        TEMPLATE,
        code="hall",
        name="教育实践活动",
        root=world.bureau,
        units=[world.bureau, world.school, world.other_school],
        events={"push_meeting": date(2014, 5, 20)},
        by=world.office,
        at=at,
    )
    return Hall(
        world,
        campaign,
        at,
        meeting_words(),
        Actor("office-1", Role.OFFICE, world.bureau.path),
        Actor("inspector-1", Role.SUPERVISION, world.bureau.path),
        world.clerk,
    )
