"""A school's problem that was closed, and what is said there afterwards."""

from dataclasses import dataclass, replace
from datetime import date
from itertools import count

import pytest

from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.opinions.access import visible_opinions
from huiyin.process.opinions.commands import group_opinions, place_opinions, sweep_opinions
from huiyin.process.opinions.models import Opinion
from huiyin.process.problems.access import visible_problems
from huiyin.process.problems.commands import Wording, raise_problem
from huiyin.process.problems.models import Problem
from huiyin.process.problems.queries import said_again
from huiyin.process.recurrences.commands import look_for_again
from huiyin.process.recurrences.models import AgainSuggestion
from tests.rules.analysis.opinions import OPINIONS
from tests.world import World

SAID, CLOSED, AFTER = date(2014, 4, 1), date(2014, 5, 10), date(2014, 5, 20)
BOILER = (
    "七号宿舍楼的热水锅炉坏了半个月，七号楼的同学没有热水洗澡。",
    "七号宿舍楼没有热水，锅炉一直没人修，冬天怎么洗澡？",
)
AGAIN = "请尽快修好七号宿舍楼热水锅炉！"
PARKING = ("校门口乱停车，接送孩子时堵得走不动。", "放学时校门口车停得到处都是，孩子过马路危险。")
PARKING_AGAIN = "校门口又乱停车了，放学时堵得厉害。"


@dataclass
class Ground:
    """`say` takes opinions in, `gather` sweeps, groups the first time and places, `look` looks for what was said again."""

    world: World
    office: Actor
    inspector: Actor
    numbers: "count[int]"
    problem: Problem
    behind: list[int]

    def say(self, *bodies: str, about: Unit | None = None, on: date | None = AFTER) -> list[int]:
        unit = about or self.world.school
        said = [
            replace(self.world.said(body, next(self.numbers)), raised_on=on, about=unit.pk) for body in bodies
        ]
        self.world.take_said(said)
        pk_of = dict(
            Opinion.objects.filter(source_id__in=[row.source_id for row in said]).values_list(
                "source_id", "pk"
            )
        )
        return [pk_of[row.source_id] for row in said]

    def gather(self) -> None:
        sweep_opinions(self.world.campaign, by=self.world.office, at=self.world.at)
        place_opinions(self.world.campaign, by=self.world.office, at=self.world.at)

    def look(self) -> int:
        return look_for_again(self.world.campaign, by=self.world.office, at=self.world.at)

    def hear(self, *bodies: str, on: date = AFTER) -> list[int]:
        """`say`, `gather` and `look`."""
        said = self.say(*bodies, on=on)
        self.gather()
        self.look()
        return said

    def raise_and_close(self, title: str, opinions: list[int], on: date = CLOSED) -> Problem:
        problem = raise_problem(
            self.world.campaign,
            Wording(title=title, source="masses"),
            opinions=opinions,
            owner=self.world.school,
            by=self.office,
            at=self.world.at,
        )
        Problem.objects.filter(pk=problem.pk).update(state="closed", closed_on=on)
        problem.refresh_from_db()
        return problem

    def waiting(self, problem: Problem | None = None) -> list[int]:
        """The opinions that wait as suggestions for a problem, the likeliest first."""
        rows = AgainSuggestion.objects.waiting().filter(problem=problem or self.problem)
        return list(
            rows.order_by("-said_same", "-copy", "-margin", "opinion_id").values_list("opinion_id", flat=True)
        )

    def asked(self, problem: Problem | None = None) -> list[int]:
        """What `said_again` finds near when somebody asks."""
        found = problem or self.problem
        assert found.closed_on is not None
        by = (self.office,)
        campaign = self.world.campaign
        rows = said_again(
            found, found.closed_on, visible_opinions(by, campaign), visible_problems(by, campaign)
        ).rows
        return [row.opinion for row in rows if row.near]


@pytest.fixture
def ground(world: World) -> Ground:
    return ground_in(world)


def ground_in(world: World) -> Ground:
    """Two opinions behind a problem of the school that was closed, twenty others before that and after it, all grouped."""
    office = Actor("office-1", Role.OFFICE, world.bureau.path)
    inspector = Actor("inspector-1", Role.SUPERVISION, world.bureau.path)
    made = Ground(world, office, inspector, count(1), Problem(), [])
    made.behind = made.say(*BOILER, on=SAID)
    made.say(*(body for body, _, _ in OPINIONS[1:21]), on=SAID)
    made.say(*(body for body, _, _ in OPINIONS[21:41]), on=AFTER)
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    group_opinions(world.campaign, by=world.office, at=world.at)
    made.problem = made.raise_and_close("热水", made.behind)
    return made
