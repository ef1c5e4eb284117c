"""Closed problems of two schools, two inspectors sent from above, and a sample on its way."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.commands import give_grant, give_post, open_account
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.queries import actors_of
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.platform.orgs.rules.terms import PostKind
from huiyin.process.problems.commands import Wording, raise_problem
from huiyin.process.problems.models import Problem
from huiyin.process.samples.commands import announce_sample, draw_sample, freeze_population
from huiyin.process.samples.models import Sample, SampleItem
from huiyin.process.samples.rules.kinds import Kind, Parts
from tests.world import World

SINCE, UNTIL = date(2014, 1, 1), date(2014, 12, 31)


@dataclass
class Sampling:
    """Whoever takes part: the two inspectors (accounts and capacities), a head of the school."""

    world: World
    one: Account
    other: Account
    head: Account
    at: datetime

    @property
    def inspector(self) -> Actor:
        return self.actor(self.one)

    @property
    def colleague(self) -> Actor:
        return self.actor(self.other)

    @property
    def principal(self) -> Actor:
        path = self.world.school.path
        return Actor(self.head.code, Role.HEAD, path, own=frozenset({path}))

    def actor(self, account: Account) -> Actor:
        return actors_of(account, self.at.date(), campaign=self.world.campaign.code)[0]

    def problems(self, count: int, owner: Unit) -> list[Problem]:
        made = []
        for at in range(count):
            wording = Wording(title=f"食堂菜价不公开之{at}", source="own", manifestation="不知道", focus="")
            problem = raise_problem(
                self.world.campaign, wording, owner=owner, by=self.world.office, at=self.at
            )
            Problem.objects.filter(pk=problem.pk).update(state="closed", closed_on=self.at.date())
            made.append(problem)
        return made

    def announce(self, kind: Kind = Kind.PROBLEM, parts: Parts = Parts.NONE) -> Sample:
        return announce_sample(
            self.world.campaign,
            self.world.bureau,
            kind,
            tolerable=Decimal("0.1"),
            confidence=Decimal("0.95"),
            parts=parts,
            by=self.inspector,
            at=self.at,
        )

    def draw(self, parts: Parts = Parts.NONE) -> Sample:
        sample = self.announce(parts=parts)
        freeze_population(sample, by=self.inspector, at=self.at)
        draw_sample(sample, by=self.inspector, at=self.at)
        return sample

    def items(self, sample: Sample) -> list[SampleItem]:
        return list(SampleItem.objects.filter(draw=sample.pk).select_related("unit").order_by("place"))


def sampling_in(world: World, at: datetime) -> Sampling:
    made = []
    for login in ("inspector-1", "inspector-2"):
        account, _ = open_account(login, f"督导{login[-1]}", by=world.office, at=at)
        give_grant(account, Role.SUPERVISION, world.bureau, since=SINCE, until=UNTIL, by=world.office, at=at)
        made.append(account)
    head, _ = open_account("head-1", "某校长", by=world.office, at=at)
    give_post(head, PostKind.HEAD, world.school, since=SINCE, by=world.office, at=at)
    return Sampling(world, made[0], made[1], head, at)
