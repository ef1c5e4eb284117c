"""A campaign since March in which two schools are spoken of, and problems that are closed in June."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import count

import pytest
from django.db import transaction

from huiyin.kit.clock import CHINA
from huiyin.platform.audit.commands import record
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.campaigns.models import Campaign
from huiyin.process.effects.commands import measure_effects
from huiyin.process.effects.models import Effect, EffectRun
from huiyin.process.effects.rules.words import Kind
from huiyin.process.opinions.models import Opinion
from huiyin.process.problems.commands import Wording, link_opinions, raise_problem
from huiyin.process.problems.models import Problem
from tests.world import World

SINCE, CLOSED, UNTIL = date(2014, 3, 3), date(2014, 6, 1), date(2014, 9, 1)
BEFORE, AFTER = date(2014, 3, 4), date(2014, 6, 2)


@dataclass
class Town:
    """`say` lets somebody speak, `problem` raises one over opinions, `close` closes it, `run` measures, and what comes later comes on its day."""

    world: World
    office: Actor
    campaign: Campaign
    at: datetime
    _serial: "count[int]" = field(default_factory=lambda: count(1))

    def say(
        self, n: int, since: date, about: Unit | None = None, *, every: int = 2, channel: str = "online"
    ) -> list[int]:
        """So many opinions from a day on, one in `every` days, by no link: each an episode of its own."""
        numbers = [next(self._serial) for _ in range(n)]
        days = [since + timedelta(days=every * at) for at in range(n)]
        said = [
            replace(self.world.said(f"{number} 号意见说的事", number), raised_on=day, channel=channel)
            for number, day in zip(numbers, days, strict=True)
        ]
        self.world.take_said(said)
        rows = Opinion.objects.filter(source_id__in=[str(number) for number in numbers])
        rows.update(about=about or self.world.school)
        pk_of = dict(rows.values_list("source_id", "pk"))
        return [pk_of[str(number)] for number in numbers]

    def problem(self, opinions: Sequence[int], owner: Unit | None = None, **labels: str) -> Problem:
        wording = Wording(title="食堂涨价", source="masses", **labels)
        return raise_problem(
            self.campaign,
            wording,
            opinions=opinions,
            owner=owner or self.world.school,
            by=self.office,
            at=self.at,
        )

    def close(self, problem: Problem, on: date | None = CLOSED) -> None:
        with transaction.atomic():
            Problem.objects.filter(pk=problem.pk).update(closed_on=on)
            self.tell("problem.accept", problem)
        problem.refresh_from_db()

    def tell(self, act: str, problem: Problem) -> None:
        record(act=act, subject=f"problem:{problem.number}", by="office", at=self.at)

    def again(self, problem: Problem, opinions: Sequence[int]) -> None:
        """A person says that these are of the problem."""
        link_opinions(problem, opinions, by=self.office, at=self.at)

    def run(self, on: date = UNTIL, *, whole: bool = False) -> EffectRun | None:
        self.at = self.world.at = at = datetime(on.year, on.month, on.day, 3, tzinfo=CHINA)
        return measure_effects(self.campaign, whole=whole, by=self.office, at=at)

    def effect(self, of: Problem | None = None, kind: Kind = Kind.PROBLEM, subject: str = "") -> Effect:
        name = str(of.pk) if of else subject
        return Effect.objects.latest_of(self.campaign).get(kind=kind, subject=name)

    def fixed(self) -> Problem:
        """A problem with thirty opinions of forty before its closing and none of forty after it."""
        problem = self.problem(self.say(30, BEFORE), focus="F1", topic="")
        self.say(10, BEFORE, every=6)
        self.close(problem)
        self.say(40, AFTER)
        return problem


def counted(effect: Effect) -> tuple[int, int, int, int]:
    return effect.before, effect.before_others, effect.after, effect.after_others


@pytest.fixture
def town(world: World) -> Town:
    Campaign.objects.filter(pk=world.campaign.pk).update(started_on=SINCE)
    world.campaign.refresh_from_db()
    world.at = datetime(2014, 8, 31, 9, tzinfo=CHINA)
    return Town(world, Actor("office-1", Role.OFFICE, world.bureau.path), world.campaign, world.at)
