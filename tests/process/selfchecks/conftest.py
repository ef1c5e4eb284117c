"""A unit's team with papers to write, and everybody who reads them."""

from dataclasses import dataclass, field
from datetime import date, datetime

import pytest

from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.commands import give_post, open_account
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.platform.orgs.rules.terms import PostKind
from huiyin.process.campaigns.models import Participation
from huiyin.process.campaigns.rules.selfchecks import Verdict
from huiyin.process.selfchecks.commands import (
    Discussed,
    Opinion,
    begin_selfcheck,
    hand_in_selfcheck,
    review_selfcheck,
    save_selfcheck,
)
from huiyin.process.selfchecks.models import Review, SelfCheck, Version
from huiyin.process.selfchecks.rules.content import Content, Item
from tests.world import World

SHOWN = "a" * 64
CASE = Item(
    "4月8日家长会上，三位家长反映的问题至今没有答复",
    "G3",
    date(2014, 4, 8),
    "purpose",
    "本人 5 月底前逐一回访",
    "expectations",
)
WRITTEN = Content({"discipline": "本人两次没有参加组织生活会。"}, (CASE,))


@dataclass
class Team:
    """The first school's: its head, two members, a clerk; and who looks at it from above."""

    world: World
    at: datetime
    accounts: dict[str, Account] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)

    def __post_init__(self) -> None:
        school, bureau = self.world.school, self.world.bureau
        self._seat("head", PostKind.HEAD, Role.HEAD, school)
        self._seat("member", PostKind.MEMBER, Role.MEMBER, school)
        self._seat("other", PostKind.MEMBER, Role.MEMBER, school)
        self._seat("clerk", None, Role.CLERK, school)
        self.actors["inspector"] = Actor("inspector", Role.SUPERVISION, bureau.path)
        self.actors["leader"] = Actor("leader", Role.LEADER, bureau.path)
        self.actors["office"] = self.world.office

    def _seat(self, login: str, post: PostKind | None, role: Role, unit: Unit) -> None:
        account, _ = open_account(login, f"某{login}", by=self.world.office, at=self.at)
        if post is not None:
            give_post(account, post, unit, since=date(2014, 1, 1), by=self.world.office, at=self.at)
        self.accounts[login] = account
        self.actors[login] = Actor(account.code, role, unit.path, own=frozenset({unit.path}))

    @property
    def participation(self) -> Participation:
        related = ("campaign__root", "unit")
        return Participation.objects.select_related(*related).get(unit=self.world.school)

    def begin(self, login: str, *, team: bool = False) -> SelfCheck:
        return begin_selfcheck(
            self.participation, self.accounts[login], team=team, by=self.actors[login], at=self.at
        )

    def now(self, paper: SelfCheck) -> SelfCheck:
        related = ("participation__campaign__root", "participation__unit", "account")
        return SelfCheck.objects.select_related(*related).get(pk=paper.pk)

    def write(self, login: str, content: Content = WRITTEN, *, team: bool = False) -> SelfCheck:
        paper = self.begin(login, team=team)
        save_selfcheck(paper, content, paper.edits, keep=True, by=self.actors[login], at=self.at)
        return self.now(paper)

    def hand_in(self, login: str, paper: SelfCheck) -> Version:
        paper = self.now(paper)
        discussed = (
            None if paper.account_id else Discussed(date(2014, 5, 20), "5 月 20 日班子会研究，四人到会")
        )
        return hand_in_selfcheck(
            paper,
            paper.edits,
            shown=SHOWN if paper.account_id else "",
            discussed=discussed,
            by=self.actors[login],
            at=self.at,
        )

    def review(self, who: str, paper: SelfCheck, verdict: Verdict, *reasons: str, **said: object) -> Review:
        paper = self.now(paper)
        opinion = Opinion(verdict, reasons, remark="" if verdict is Verdict.PASS else "举具体的事", **said)  # type: ignore[arg-type]
        number = Version.objects.filter(paper=paper, why="handed_in").latest("number").number
        return review_selfcheck(paper, number, opinion, by=self.actors[who], at=self.at)


@pytest.fixture
def team(world: World, at: datetime) -> Team:
    return Team(world, at)
