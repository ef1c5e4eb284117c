"""A problem of the first school, and everybody who may do something with it."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pytest

from huiyin.kit.clock import day_in_china
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.campaigns.rules.life import Act
from huiyin.process.problems.commands import Wording, raise_problem
from huiyin.process.problems.models import Problem
from huiyin.process.rectification.commands import (
    Deliberated,
    Planned,
    Said,
    add_evidence,
    decide_together,
    end_measure,
    plan_rectification,
    state_rule,
    take_step,
    write_measure,
)
from huiyin.process.rectification.commands.evidence import Named, Ruled
from huiyin.process.rectification.models import Measure, Step
from huiyin.process.rectification.rules.hints import Wanted
from huiyin.process.rectification.rules.words import EvidenceKind, MeasureState, RuleKind
from tests.world import World

SHOWN = "a" * 64
WHY = "按要求办理，情况属实"


@dataclass
class Ledger:
    """A problem and its people: `school_clerk` prepares, `head` claims and hands in, `office` accepts, `inspector` looks back."""

    world: World
    problem: Problem
    at: datetime
    head: Actor = field(init=False)
    member: Actor = field(init=False)
    inspector: Actor = field(init=False)
    leader: Actor = field(init=False)

    def __post_init__(self) -> None:
        path = self.world.school.path
        self.head = Actor("head-3", Role.HEAD, path, own=frozenset({path}))
        self.member = Actor("member-3", Role.MEMBER, path, own=frozenset({path}))
        self.inspector = Actor("inspector", Role.SUPERVISION, self.world.bureau.path)
        self.leader = Actor("leader", Role.LEADER, self.world.bureau.path)

    @property
    def today(self) -> date:
        return day_in_china(self.at)

    def now(self) -> Problem:
        self.problem = Problem.objects.select_related("campaign__root", "owner").get(pk=self.problem.pk)
        return self.problem

    def decide(self) -> None:
        talked = Deliberated(self.today, "校长、书记、两位副校长", "由总务处牵头整改")
        decide_together([self.now()], talked, by=self.world.clerk, at=self.at)

    def step(self, act: Act, by: Actor, said: Said | None = None) -> Step:
        return take_step(self.now(), act, said or Said(), by=by, at=self.at)

    def claim(self) -> None:
        self.step(Act.CLAIM, self.head, Said(shown=SHOWN))

    def plan(self) -> Measure:
        due = self.today + timedelta(days=30)
        planned = Planned(goal="食堂价格公开", responsible="总务主任", due_on=due, horizon="by_date")
        plan_rectification(self.now(), planned, by=self.world.clerk, at=self.at)
        wanted = Wanted("每周一公示食堂菜价", "总务主任", due, "公示栏有当周价目表")
        return write_measure(self.now(), wanted, by=self.world.clerk, at=self.at)

    def prove(self, measure: Measure) -> None:
        clerk = self.world.clerk
        end_measure(self.now(), measure, MeasureState.DONE, "已连续公示四周", by=clerk, at=self.at)
        paper = Named(EvidenceKind.PRICES, "食堂每周价目表", where="食堂门口公示栏")
        add_evidence(self.now(), paper, by=clerk, at=self.at)
        state_rule(self.now(), Ruled(RuleKind.NONE, "已有食堂管理办法，照办即可"), by=clerk, at=self.at)

    def hand_in(self) -> None:
        """From drafted to awaiting acceptance."""
        self.decide()
        self.claim()
        measure = self.plan()
        self.step(Act.START, self.world.clerk)
        self.prove(measure)
        self.step(Act.CHECK, self.world.clerk, Said(WHY))
        self.step(Act.SUBMIT, self.head, Said(shown=SHOWN))

    def close(self) -> None:
        self.hand_in()
        self.step(Act.ACCEPT, self.world.office, Said(WHY))


@pytest.fixture
def ledger(world: World) -> Ledger:
    wording = Wording(title="食堂菜价不公开", source="own", manifestation="学生不知道每餐多少钱", focus="")
    problem = raise_problem(world.campaign, wording, owner=world.school, by=world.clerk, at=world.at)
    return Ledger(world, problem, world.at)
