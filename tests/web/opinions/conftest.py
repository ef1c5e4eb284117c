"""A world with opinions that were swept and grouped, and a client of its office."""

from dataclasses import dataclass

import pytest
from django.test import Client

from huiyin.platform.orgs.rules.rights import Role
from huiyin.process.opinions.commands import group_opinions, sweep_opinions
from huiyin.process.opinions.models import Doubt, Opinion
from huiyin.process.opinions.rules.judging import in_order
from tests.web.conftest import SignedIn
from tests.world import World

CANTEEN = "食堂上周三的午餐只有两片肉，问总务处说菜价涨了"
CANTEEN_AGAIN = "食堂上周三午餐只有两片肉，总务处说是菜价涨了，没有人管"
CANTEEN_THIRD = "孩子说食堂午餐只有两片肉，总务处只说菜价涨了"
FORMS = "同一份留守儿童数据，这学期已经填报了五次，德育处、团委各要一遍"


@pytest.fixture
def opinions(world: World) -> list[Opinion]:
    """Four opinions, three of them of one matter, in the order in which they were said."""
    taken = world.take(CANTEEN, CANTEEN_AGAIN, CANTEEN_THIRD, FORMS)
    Opinion.objects.filter(pk__in=[opinion.pk for opinion in taken]).update(about=world.school)
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    group_opinions(world.campaign, by=world.office, at=world.at)
    return taken


@pytest.fixture
def office(signed_in: SignedIn) -> Client:
    return signed_in(Role.OFFICE)


@pytest.fixture
def other_office(signed_in: SignedIn, office: Client) -> Client:
    return signed_in(Role.OFFICE, login="office2")


GATE = "校门口接送车辆乱停，放学时堵得走不动"
GATE_AGAIN = "放学时校门口车辆乱停，堵得走不动"
HEATING = "宿舍热水晚上九点就停了"
COURT = "操场跑道的塑胶起皮了一大片"


@dataclass
class Table:
    """Opinions about the school in the order in which they were said: 0–2 one matter, 3–4 another, 5 and 6 each alone; and three doubts:
    0–3 (most hangs on it), 3–5, 5–6.
    """

    said: list[Opinion]
    doubts: list[Doubt]

    def of(self, one: int, other: int) -> tuple[int, int]:
        """The ids of two of them as a pair."""
        return in_order(self.said[one].pk, self.said[other].pk)

    def address(self, one: int, other: int, act: str = "") -> str:
        """The page of a pair, or where an act on it is sent."""
        left, right = self.of(one, other)
        return f"/c/mass-line/groups/doubts/{left}-{right}" + (f"/{act}" if act else "")


@pytest.fixture
def table(world: World) -> Table:
    said = world.take(CANTEEN, CANTEEN_AGAIN, CANTEEN_THIRD, GATE, GATE_AGAIN, HEATING, COURT)
    Opinion.objects.filter(pk__in=[opinion.pk for opinion in said]).update(about=world.school)
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    group_opinions(world.campaign, by=world.office, at=world.at)
    Doubt.objects.all().delete()
    found = Table(said, [])
    for use, (one, other) in zip((300, 200, 100), ((0, 3), (3, 5), (5, 6)), strict=True):
        pair = dict(zip(("one_id", "other_id"), found.of(one, other), strict=True))
        found.doubts.append(
            Doubt.objects.create(campaign=world.campaign, **pair, likeness=40, weight=2, use=use)
        )
    return found
