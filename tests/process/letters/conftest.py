"""A bureau with two schools in the campaign of 2014: two inspectors of the bureau and below, and who signs and answers in the school."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import pytest

from huiyin.demo.library import meeting as meeting_words
from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.commands import give_post, open_account
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.platform.orgs.rules.terms import PostKind
from huiyin.process.campaigns.models import Participation
from huiyin.process.letters.commands import Answered, answer_finding, draft_letter, issue_letter
from huiyin.process.letters.models import Finding, FindingAnswer, Letter
from huiyin.process.letters.rules.wording import Pointed, Words
from huiyin.process.meetings.commands import MeetingPlan, Speech, hold_meeting, plan_meeting, record_entry
from huiyin.process.meetings.models import AgendaEntry, Meeting, Passage
from huiyin.process.meetings.rules.records import PassageKind
from tests.world import World

POINTS = (
    Pointed("少数党员干部对活动的认识有待提高。有的把学习当作一般任务。"),
    Pointed("征求意见不能聚焦“四风”，具体问题收集不多。请再听一轮。", "F1"),
)


@dataclass
class Post:
    """Who acts."""

    world: World
    one: Actor
    other: Actor
    head: Actor
    clerk: Actor
    accounts: dict[str, Account] = field(default_factory=dict)

    def part(self, unit: Unit | None = None) -> Participation:
        related = ("unit", "campaign__root")
        return Participation.objects.select_related(*related).get(
            campaign=self.world.campaign, unit=unit or self.world.school
        )

    def words(self, *points: Pointed, **more: Any) -> Words:
        return Words("第一环节总体情况良好。", points or POINTS, **{"demand": "下一环节克服改进。", **more})

    def draft(self, *points: Pointed, unit: Unit | None = None, **more: Any) -> Letter:
        made = draft_letter(
            self.part(unit), "listen", self.words(*points, **more), by=self.one, at=self.world.at
        )
        return self.again(made)

    def issued(self, *points: Pointed, unit: Unit | None = None, **more: Any) -> Letter:
        letter = self.draft(*points, unit=unit, **more)
        issue_letter(letter, letter.version, by=self.other, at=self.world.at)
        return self.again(letter)

    def again(self, letter: Letter) -> Letter:
        related = ("campaign__root", "participation__unit", "participation__campaign__root")
        return Letter.objects.select_related(*related).get(pk=letter.pk)

    def finding(self, letter: Letter, number: int = 1) -> Finding:
        found = Finding.objects.get(letter=letter, number=number)
        found.letter = self.again(letter)
        return found

    def answer(self, letter: Letter, number: int = 1, text: str = "已经再听一轮意见。") -> FindingAnswer:
        finding = self.finding(letter, number)
        return answer_finding(finding, Answered(text), by=self.clerk, at=self.world.at)

    def push_meeting(self) -> Meeting:
        """The bureau's meeting as it was held, with the inspectors' two findings."""
        words, office, at = meeting_words(), self.world.office, self.world.at
        plan = MeetingPlan(words.kind, words.title, words.held_on, words.place, words.chair, words.stage)
        meeting = plan_meeting(self.part(self.world.bureau), plan, by=office, at=at)
        for point in words.points:
            entry = AgendaEntry.objects.select_related("meeting__campaign", "meeting__host__unit").get(
                meeting=meeting, point=point.point
            )
            speech = Speech(point.speaker, point.said, guest=point.guest)
            record_entry(entry, speech, entry.version, by=office, at=at)
        hold_meeting(meeting, Meeting.objects.get(pk=meeting.pk).version, by=office, at=at)
        return Meeting.objects.select_related("campaign__root", "host__unit").get(pk=meeting.pk)

    def said_at(self, meeting: Meeting) -> list[Passage]:
        related = ("entry__meeting__campaign__root", "entry__meeting__host__unit", "problem")
        rows = Passage.objects.filter(entry__meeting=meeting, kind=PassageKind.FINDING)
        return list(rows.select_related(*related).order_by("number"))


@pytest.fixture
def post(world: World, at: datetime) -> Post:
    accounts = {}
    for login, kind in (("head", PostKind.HEAD), ("member", PostKind.MEMBER)):
        account, _ = open_account(login, f"某{login}", by=world.office, at=at)
        give_post(account, kind, world.school, since=date(2014, 1, 1), by=world.office, at=at)
        accounts[login] = account
    own = frozenset({world.school.path})
    return Post(
        world,
        Actor("inspector-1", Role.SUPERVISION, world.bureau.path),
        Actor("inspector-2", Role.SUPERVISION, world.bureau.path),
        Actor(accounts["head"].code, Role.HEAD, world.school.path, own=own),
        world.clerk,
        accounts,
    )
