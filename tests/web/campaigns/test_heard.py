"""What a unit is told of what was heard about it: the sum, by whole weeks, of few givers never (SPEC rules 2, 5)."""

from datetime import date, timedelta

import pytest
from django.test import Client

from huiyin.platform.orgs.rules.rights import Role
from huiyin.process.opinions.commands import settle_opinion, withdraw_opinion
from huiyin.process.opinions.models import Opinion
from huiyin.process.opinions.rules.disposition import Disposition
from tests.web.conftest import SignedIn
from tests.world import World

pytestmark = pytest.mark.django_db
FRIDAY, MONDAY = date(2014, 5, 23), date(2014, 5, 26)


@pytest.fixture
def heard(world: World) -> list[Opinion]:
    """Fourteen opinions about the school of the week before last."""
    taken = world.take(*(f"第{number}件事，和别的不一样{number * 7}" for number in range(14)))
    Opinion.objects.filter(pk__in=[one.pk for one in taken]).update(about=world.school)
    return list(Opinion.objects.select_related("campaign__root").order_by("pk"))


def told(client: Client, world: World) -> str:
    page = client.get(f"/c/mass-line/units/{world.school.pk}").text
    return " ".join(page[page.index("听到的意见") :].split())


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """The Monday after they came in."""
    monkeypatch.setenv("HUIYIN_DEMO_DAY", MONDAY.isoformat())


@pytest.mark.usefixtures("later")
def test_its_own_people_see_that_the_sum_holds(
    world: World, heard: list[Opinion], signed_in: SignedIn
) -> None:
    settle_opinion(heard[0], as_=Disposition.FORWARDED, why="转教研室", by=world.office, at=world.at)
    for one in heard[1:7]:
        settle_opinion(one, as_=Disposition.OUT_OF_SCOPE, why="不属本系统", by=world.office, at=world.at)
    for role in (Role.HEAD, Role.CLERK, Role.MEMBER):
        page = told(signed_in(role, world.school), world)
        assert "收到 14 = 待定去向 7 + 其余各项 7" in page, role
        assert "相符" in page
        assert "5 月 25 日" in page
        assert "已转办" not in page
        assert heard[0].body
        assert heard[0].body not in page


def test_this_week_isn_t_told_yet(
    world: World, heard: list[Opinion], signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUIYIN_DEMO_DAY", FRIDAY.isoformat())
    assert heard[0].entered_on == FRIDAY
    assert "反映的人太少" in told(signed_in(Role.HEAD, world.school), world)
    assert "条待梳理" in told(signed_in(Role.OFFICE), world)


@pytest.mark.usefixtures("later")
def test_what_a_giver_takes_back_shows_next_week(
    world: World, heard: list[Opinion], signed_in: SignedIn
) -> None:
    for one in heard[:6]:
        withdraw_opinion(one, by=world.office, at=world.at + timedelta(days=3))
    assert "收到 14 = 待定去向 14" in told(signed_in(Role.HEAD, world.school), world)


@pytest.mark.usefixtures("later")
def test_of_few_nothing_is_told(world: World, heard: list[Opinion], signed_in: SignedIn) -> None:
    Opinion.objects.filter(pk__in=[one.pk for one in heard[4:]]).update(about=world.other_school)
    assert "反映的人太少" in told(signed_in(Role.HEAD, world.school), world)
