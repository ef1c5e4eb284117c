"""Accounts from the server's command line: the first one, a lost slip, the end; and in whose capacity it was done."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from huiyin.cli.users import (
    OPERATOR,
    Wanted,
    capacity_for,
    close_user,
    listed_users,
    new_slip,
    open_user,
)
from huiyin.kit.errors import BadInput, Conflict, HuiyinError, NotAllowed, Refused
from huiyin.platform.accounts.commands import redeem_slip
from huiyin.platform.accounts.models import Account
from huiyin.platform.audit.models import Record
from huiyin.platform.orgs.models import Grant, Unit
from huiyin.platform.orgs.rules.rights import Role
from tests.journeys.test_main_job import Desk
from tests.races.fresh import fresh_database
from tests.world import World

PASSWORD = "井云尺船-四个不相干的词"  # noqa: S105 - of nobody
SINCE = date(2014, 5, 1)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with fresh_database(tmp_path) as env:
        yield Desk(tmp_path, env)


def wanted(role: Role = Role.OFFICE, unit: str | None = None, campaign: str = "", **more: date) -> Wanted:
    return Wanted(role, unit, SINCE, more.get("until"), campaign)


def test_the_first_account_of_a_new_server(db: None, at: datetime) -> None:
    slip = open_user("zhao", "赵某", wanted(unit="云河市教育局"), at=at)
    grant = Grant.objects.select_related("unit").get()
    assert (grant.role, grant.unit.name, grant.unit.parent) == ("office", "云河市教育局", None)
    assert redeem_slip("zhao", slip.code, PASSWORD, at=at).login == "zhao"
    acts = Record.objects.filter(by=OPERATOR).order_by("seq").values_list("act", flat=True)
    assert list(acts) == ["account.opened", "unit.founded", "grant.given"]


@pytest.mark.parametrize(
    ("roles", "capacity"),
    [
        ([], Role.OFFICE),
        ([Role.OFFICE], Role.OFFICE),
        ([Role.CLERK, Role.LEADER], Role.OFFICE),
        ([Role.DISCIPLINE], Role.LEADER),
        ([Role.ADMINISTRATOR], Role.ADMINISTRATOR),
    ],
)
def test_the_capacity_follows_from_the_roles(roles: list[Role], capacity: Role) -> None:
    assert capacity_for(roles).role is capacity


def test_no_capacity_is_over_everything() -> None:
    with pytest.raises(NotAllowed):
        capacity_for({Role.OFFICE, Role.ADMINISTRATOR})


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SUPERVISION])
def test_every_role_can_be_given_and_its_slip_renewed(world: World, at: datetime, role: Role) -> None:
    first = open_user("qian", "钱某", wanted(role), at=at)
    assert Grant.objects.get().unit == world.bureau
    second = new_slip("QIAN", at=at)
    assert second.code != first.code
    close_user("qian", at=at)
    with pytest.raises(Refused):
        new_slip("qian", at=at)


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        (wanted(unit="没有的单位"), BadInput),
        (wanted(campaign="no-such"), BadInput),
        (wanted(Role.SUPERVISION), BadInput),
    ],
)
def test_a_role_that_cant_be_given_leaves_no_account(
    world: World, at: datetime, asked: Wanted, error: type[HuiyinError]
) -> None:
    with pytest.raises(error):
        open_user("sun", "孙某", asked, at=at)
    assert not Account.objects.exists()


def test_a_taken_login_is_a_conflict(world: World, at: datetime) -> None:
    open_user("li", "李某", None, at=at)
    with pytest.raises(Conflict):
        open_user("li", "李某某", None, at=at)


def test_the_unit_must_be_named_where_there_are_several_tops(world: World, at: datetime) -> None:
    Unit.objects.create(name="另一局", path="zzzz")
    with pytest.raises(BadInput):
        open_user("zhou", "周某", wanted(), at=at)


def test_the_list_shows_who_holds_what(world: World, at: datetime) -> None:
    last = date(2014, 10, 31)
    asked = wanted(Role.SUPERVISION, "云河市教育局", world.campaign.code, until=last)
    open_user("wu", "吴某", asked, at=at)
    (listed,) = listed_users(date(2014, 5, 23))
    assert listed.as_dict()["roles"] == [
        {
            "role": "supervision",
            "unit": "云河市教育局",
            "since": "2014-05-01",
            "until": "2014-10-31",
            "campaign": world.campaign.code,
        }
    ]


def test_the_words_as_they_are_typed(desk: Desk) -> None:
    opened = desk.huiyin(
        "user", "open", "zheng", "郑某", "--role", "office", "--unit", "云河市教育局", "--json"
    )
    assert opened.returncode == 0, opened.stderr
    code = json.loads(opened.stdout)["code"]
    slip = desk.huiyin("user", "slip", "zheng")
    assert slip.returncode == 0, slip.stderr
    assert "登录条" in slip.stdout
    assert code not in slip.stdout
    assert desk.huiyin("user", "slip", "nobody").returncode == 3
    assert desk.huiyin("user", "close", "zheng").returncode == 0
    listed = json.loads(desk.huiyin("user", "list", "--json").stdout)
    assert [(each["login"], each["active"]) for each in listed] == [("zheng", False)]
