"""A world with opinions that were swept and grouped, and a client of its office."""

import pytest
from django.test import Client

from huiyin.platform.orgs.rules.rights import Role
from huiyin.process.opinions.commands import group_opinions, sweep_opinions
from huiyin.process.opinions.models import Opinion
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
