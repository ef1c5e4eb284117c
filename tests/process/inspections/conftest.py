"""Two inspectors sent to the bureau and all below it, a third who isn't, the head of the first school."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

import pytest

from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.commands import give_grant, give_post, open_account
from huiyin.platform.orgs.queries import actors_of
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.platform.orgs.rules.terms import PostKind
from huiyin.process.inspections.commands import plan_visit
from huiyin.process.inspections.models import Visit
from huiyin.process.inspections.rules.entries import Demanded, Entered, Found
from huiyin.process.inspections.rules.visits import Planned
from tests.world import World

ABOVE = Actor("top", Role.OFFICE)
DAY = date(2014, 5, 23)
SEEN = Entered(
    DAY,
    ("walking", "random"),
    "食堂公示栏三个月没有换过。",
    "校长",
    (Found("食堂伙食账目三个月没有公布。", "F1"),),
    (Demanded("六月五日以前公布账目。", date(2014, 6, 5)),),
)


@dataclass
class Group:
    """Who there is, as accounts and as capacities."""

    first: Account
    second: Account
    stranger: Account
    one: Actor
    other: Actor
    head: Actor


@pytest.fixture
def group(world: World, at: datetime) -> Group:
    people = {}
    for login in ("first", "second", "stranger", "head"):
        people[login], _ = open_account(login, f"某{login}", by=ABOVE, at=at)
    until = date(2014, 12, 31)
    for login in ("first", "second"):
        give_grant(people[login], Role.SUPERVISION, world.bureau, since=DAY, until=until, by=ABOVE, at=at)
    give_post(people["head"], PostKind.HEAD, world.school, since=date(2014, 1, 1), by=ABOVE, at=at)
    give_grant(people["head"], Role.HEAD, world.school, since=DAY, by=ABOVE, at=at)
    return Group(
        people["first"],
        people["second"],
        people["stranger"],
        actors_of(people["first"], DAY)[0],
        actors_of(people["second"], DAY)[0],
        actors_of(people["head"], DAY)[0],
    )


Plan = Callable[..., Visit]


@pytest.fixture
def plan(world: World, group: Group, at: datetime) -> Plan:
    """Plans a visit to the first school by both: a talk today unless told otherwise."""

    def make(
        kind: str = "talk",
        day: date = DAY,
        *,
        scope: str = "",
        list_number: str = "",
        noticed_on: date | None = None,
        by: Actor | None = None,
        people: list[Account] | None = None,
    ) -> Visit:
        planned = Planned(kind, day, scope, list_number, noticed_on)
        who = people if people is not None else [group.first, group.second]
        return plan_visit(world.campaign, world.school, planned, who, by=by or group.one, at=at)

    return make
