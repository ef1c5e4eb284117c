"""A school with a team of six, its clerk, an inspector and a leading group; and its meeting in any state."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.commands import give_grant, give_post, open_account
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.platform.orgs.rules.terms import PostKind
from huiyin.process.campaigns.models import Participation
from huiyin.process.lifemeetings.commands import (
    Entry,
    PlanText,
    close_lifemeeting,
    conclude_record,
    draft_lifemeeting,
    mark_presence,
    notify_lifemeeting,
    open_lifemeeting,
    record_criticism,
    settle_plan,
    sign_record,
    submit_plan,
)
from huiyin.process.lifemeetings.models import Criticism, LifeMeeting, Seat
from huiyin.process.lifemeetings.queries.record import record_of
from huiyin.process.lifemeetings.rules.states import Presence
from tests.world import World

OFFICE = Actor("office", Role.OFFICE)
TEAM = ("xiaozhang", "fuxiao", "jiaodao", "zongwu", "degu", "gonghui")
SINCE = date(2014, 1, 1)


def key_of(number: int) -> str:
    return f"key-{number:016d}"


@dataclass
class Hall:
    """Who is there. `head`, `clerk`, `inspector`, `leader`, `office` act; `members` by login."""

    world: World
    at: datetime
    accounts: dict[str, Account] = field(default_factory=dict)

    @property
    def school(self) -> Unit:
        return self.world.school

    def actor(self, login: str, role: Role, unit: Unit | None = None) -> Actor:
        at = unit or self.school
        own = frozenset({self.school.path}) if login in {*TEAM, "lianluo"} else frozenset()
        return Actor(self.accounts[login].code, role, at.path, own=own)

    @property
    def clerk(self) -> Actor:
        return self.actor("lianluo", Role.CLERK)

    @property
    def head(self) -> Actor:
        return self.actor("xiaozhang", Role.HEAD)

    def member(self, login: str) -> Actor:
        return self.head if login == "xiaozhang" else self.actor(login, Role.MEMBER)

    @property
    def inspector(self) -> Actor:
        return self.actor("dudao", Role.SUPERVISION, self.world.bureau)

    @property
    def leader(self) -> Actor:
        return self.actor("lingdao", Role.LEADER, self.world.bureau)

    @property
    def office(self) -> Actor:
        return self.actor("zhuren", Role.OFFICE, self.world.bureau)

    @property
    def part(self) -> Participation:
        return Participation.objects.select_related("unit", "campaign__root").get(
            campaign=self.world.campaign, unit=self.school
        )

    def drafted(self) -> LifeMeeting:
        text = PlanText(date(2014, 5, 30), "校会议室", "五项议程，全天，班子成员全部参加。")
        return draft_lifemeeting(self.part, text, by=self.clerk, at=self.at)

    def submitted(self) -> LifeMeeting:
        meeting = self.drafted()
        submit_plan(meeting, by=self.clerk, at=self.at)
        return self.again(meeting)

    def approved(self) -> LifeMeeting:
        meeting = self.submitted()
        settle_plan(meeting, approved=True)
        return self.again(meeting)

    def notified(self) -> LifeMeeting:
        meeting = self.approved()
        notify_lifemeeting(meeting, by=self.clerk, at=self.at)
        return self.again(meeting)

    def opened(self, absent: int = 0) -> LifeMeeting:
        meeting = self.notified()
        self.tick(meeting, absent)
        open_lifemeeting(meeting, by=self.clerk, at=self.at)
        return self.again(meeting)

    def tick(self, meeting: LifeMeeting, absent: int = 0) -> None:
        """Everybody is there but the last `absent`."""
        seats = self.seats(meeting)
        for number, seat in enumerate(seats):
            there = number < len(seats) - absent
            presence, why = (Presence.PRESENT, "") if there else (Presence.EXCUSED, "住院")
            mark_presence(meeting, seat.pk, presence, why, by=self.clerk, at=self.at)

    def closed(self, said: int = 2, absent: int = 0) -> LifeMeeting:
        meeting = self.opened(absent)
        for number in range(said):
            self.criticise(meeting, number % 3, 3 + number % 2, f"第{number}条：开会多、到班级少。", number)
        close_lifemeeting(meeting, by=self.clerk, at=self.at)
        return self.again(meeting)

    def concluded(self, said: int = 2) -> LifeMeeting:
        meeting = self.closed(said)
        self.sign(meeting)
        conclude_record(meeting, by=self.clerk, at=self.at)
        return self.again(meeting)

    def sign(self, meeting: LifeMeeting, *logins: str) -> None:
        digest = record_of(meeting).digest
        for login in logins or TEAM:
            sign_record(meeting, digest, by=self.member(login), at=self.at)

    def seats(self, meeting: LifeMeeting) -> list[Seat]:
        return list(Seat.objects.filter(meeting=meeting, kind="member").order_by("position"))

    def criticise(self, meeting: LifeMeeting, by: int, to: int, words: str, number: int) -> Criticism:
        seats = self.seats(meeting)
        entry = Entry(seats[by].pk, seats[to].pk, words, "F", "三月例会")
        return record_criticism(meeting, entry, key_of(number), by=self.clerk, at=self.at)

    def again(self, meeting: LifeMeeting) -> LifeMeeting:
        related = ("participation__unit", "participation__campaign__root", "again_of")
        return LifeMeeting.objects.select_related(*related).get(pk=meeting.pk)

    def later(self, days: int) -> "Hall":
        return replace(self, at=self.at + timedelta(days=days))


def build_hall(world: World, at: datetime) -> Hall:
    hall = Hall(world, at)
    roles: dict[str, tuple[Role, Unit, date | None]]
    roles = dict.fromkeys(TEAM[1:], (Role.MEMBER, world.school, None))
    roles |= {
        "xiaozhang": (Role.HEAD, world.school, None),
        "lianluo": (Role.CLERK, world.school, None),
        "dudao": (Role.SUPERVISION, world.bureau, date(2014, 10, 31)),
        "lingdao": (Role.LEADER, world.bureau, None),
        "zhuren": (Role.OFFICE, world.bureau, None),
    }
    for login in (*TEAM, "lianluo", "dudao", "lingdao", "zhuren"):
        account, _ = open_account(login, f"某{login}", by=OFFICE, at=at)
        role, unit, until = roles[login]
        give_grant(account, role, unit, since=SINCE, until=until, by=OFFICE, at=at)
        hall.accounts[login] = account
        if login in TEAM:
            kind = PostKind.HEAD if login == "xiaozhang" else PostKind.MEMBER
            give_post(account, kind, world.school, since=SINCE, by=OFFICE, at=at)
    return hall
