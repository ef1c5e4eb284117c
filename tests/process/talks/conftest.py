"""A school with a head, three members and a department's head, two inspectors over it, and an account of nobody here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.commands import give_post
from huiyin.platform.orgs.models import Grant
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.platform.orgs.rules.terms import PostKind
from huiyin.process.campaigns.models import Participation
from huiyin.process.talks.commands import lay_out_talks
from huiyin.process.talks.models import Talk
from huiyin.process.talks.rules.pairs import pair_key
from tests.world import World

DAY = timedelta(days=1)


@dataclass
class School:
    """The school's part in the campaign and its people by a short name: head, a, b, c, department, inspector, second, nobody."""

    world: World
    part: Participation
    people: dict[str, Account]

    @property
    def clerk(self) -> Actor:
        return self.world.clerk

    @property
    def today(self) -> date:
        return date(2014, 5, 23)

    def inspector(self, name: str = "inspector") -> Actor:
        return Actor(self.people[name].code, Role.SUPERVISION, self.world.bureau.path)

    def lay_out(self, number: int = 1) -> None:
        lay_out_talks(self.part, number, by=self.clerk, at=self.world.at)

    def talk(self, one: str, other: str) -> Talk:
        """The required talk of two, read anew."""
        key = pair_key(self.people[one].pk, self.people[other].pk)
        related = ("participation__campaign__root", "participation__unit", "one", "other")
        return Talk.objects.select_related(*related).get(participation=self.part, pair=key, required=True)


@pytest.fixture
def account(db: None) -> Callable[[str], Account]:
    def make(login: str) -> Account:
        return Account.objects.create(login=login, name=f"某{login}", password="!")  # noqa: S106 - nobody signs in

    return make


@pytest.fixture
def school(world: World, account: Callable[[str], Account]) -> School:
    names = ("head", "a", "b", "c", "department", "inspector", "second", "nobody")
    people = {name: account(name) for name in names}
    since = world.at.date() - 30 * DAY
    kinds = {"head": PostKind.HEAD, "a": PostKind.MEMBER, "b": PostKind.MEMBER, "c": PostKind.MEMBER}
    for name, kind in kinds.items():
        give_post(people[name], kind, world.school, since=since, by=world.office, at=world.at)
    for name, unit, role in (
        ("inspector", world.bureau, Role.SUPERVISION),
        ("second", world.bureau, Role.SUPERVISION),
        ("department", world.school, Role.CLERK),
    ):
        Grant.objects.create(
            account=people[name], unit=unit, role=role, since=since, until=since + 300 * DAY, campaign=""
        )
    part = Participation.objects.select_related("unit", "campaign__root").get(
        campaign=world.campaign, unit=world.school
    )
    return School(world, part, people)
