"""Talks on the desk of the two who have them, and in their calendars."""

from datetime import date

import pytest

from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.commands import give_post, import_units
from huiyin.platform.orgs.models import Grant, Unit
from huiyin.platform.orgs.queries import actors_of
from huiyin.platform.orgs.rules.rights import Role
from huiyin.platform.orgs.rules.terms import PostKind
from huiyin.platform.orgs.rules.unit_rows import UnitRow
from huiyin.process.campaigns.models import Participation
from huiyin.process.talks.commands import (
    add_charge,
    confirm_talk,
    end_charge,
    lay_out_talks,
    plan_talk,
    say_held,
)
from huiyin.process.talks.models import Talk
from huiyin.reports.desk.addresses import path_of
from huiyin.reports.desk.feed import entries_of
from huiyin.reports.desk.todo import todo
from huiyin.reports.desk.todos import Kind
from tests.world import World

pytestmark = pytest.mark.django_db
DAY = date(2014, 5, 23)


@pytest.fixture
def two(world: World) -> dict[str, Account]:
    people = {}
    for login, kind, role in (("head", PostKind.HEAD, Role.HEAD), ("member", PostKind.MEMBER, Role.MEMBER)):
        account = Account.objects.create(login=login, name=f"某{login}", password="!")  # noqa: S106 - nobody signs in
        give_post(account, kind, world.school, since=DAY, by=world.office, at=world.at)
        Grant.objects.create(account=account, unit=world.school, role=role, since=DAY, campaign="")
        people[login] = account
    part = Participation.objects.select_related("unit", "campaign__root").get(unit=world.school)
    lay_out_talks(part, 1, by=world.clerk, at=world.at)
    return people


def talk_of() -> Talk:
    return Talk.objects.select_related("participation__campaign__root", "one", "other").get()


def lines(world: World, account: Account) -> dict[Kind, str]:
    found = todo(actors_of(account, DAY, campaign=world.campaign.code), world.campaign, DAY).lines
    return {
        line.kind: f"{line.says.zh} {path_of(world.campaign, line.place)}"
        for line in found
        if line.kind in {Kind.TALK_CONFIRM, Kind.TALK_HOLD}
    }


def test_each_of_the_two_sees_what_waits_for_them(world: World, two: dict[str, Account]) -> None:
    head, member = two["head"], two["member"]
    held = {Kind.TALK_HOLD: "1 次谈话还没有约，或到了约定的日子 /my/talks"}
    assert (lines(world, head), lines(world, member)) == (held, held)
    plan_talk(talk_of(), day=date(2014, 5, 26), place="三楼", who=head, at=world.at)
    assert lines(world, head) == {}
    assert [(one.title, one.path) for one in entries_of(member, DAY)] == [
        ("同某head谈话（三楼）", f"/my/talks/{talk_of().pk}")
    ]
    say_held(talk_of(), held_on=DAY, who=head, at=world.at)
    assert entries_of(member, DAY) == []
    assert lines(world, head) == {}
    assert lines(world, member) == {Kind.TALK_CONFIRM: "1 次谈话等您确认，或有异议要商量 /my/talks"}
    confirm_talk(talk_of(), who=member, at=world.at)
    assert lines(world, member) == {}


def test_nobody_else_does(world: World, two: dict[str, Account]) -> None:
    other = Account.objects.create(login="clerk", name="某clerk", password="!")  # noqa: S106 - nobody signs in
    Grant.objects.create(account=other, unit=world.school, role=Role.CLERK, since=DAY, campaign="")
    assert lines(world, other) == {}
    assert entries_of(other, DAY) == []


def gaps(world: World, account: Account) -> dict[str, str]:
    found = todo(actors_of(account, DAY, campaign=world.campaign.code), world.campaign, DAY).lines
    return {
        line.kind.removeprefix("talk_gap_"): line.says.zh
        for line in found
        if line.kind.startswith("talk_gap_")
    }


def test_who_arranges_the_talks_sees_what_the_roster_lacks(world: World, two: dict[str, Account]) -> None:
    head, member = two["head"], two["member"]
    assert gaps(world, head) == {}  # nobody is in charge of anything: there may be nothing to be in charge of
    seated = Account.objects.create(login="third", name="某三", password="!")  # noqa: S106 - nobody signs in
    Grant.objects.create(account=seated, unit=world.school, role=Role.MEMBER, since=DAY, campaign="")
    assert gaps(world, head) == {"post": "1 位同志有班子角色没有登记职务，应谈的会漏掉"}
    give_post(seated, PostKind.MEMBER, world.school, since=DAY, by=world.office, at=world.at)
    assert gaps(world, head) == {}
    part = Participation.objects.select_related("unit", "campaign__root").get(unit=world.school)
    import_units([UnitRow(2, None, "教务处", None, "部门", ())], world.school, by=world.office, at=world.at)
    charge = add_charge(part, member, Unit.objects.get(name="教务处"), by=world.clerk, at=world.at)
    assert gaps(world, head) == {
        "charge": "1 位班子成员没有登记分管部门，应谈的会漏掉",
        "head": "1 个分管部门没有登记负责人，应谈的会漏掉",
    }
    assert gaps(world, member) == {}  # arranges nothing
    end_charge(charge, by=world.clerk, at=world.at)
    assert gaps(world, head) == {}
