"""Receipts as givers hold them: an opinion that came in by an entrance."""

from datetime import datetime

import pytest

from huiyin.process.answers.models import Receipt
from huiyin.process.answers.queries import receipt_of
from huiyin.process.channels.commands import open_entrance, submit_opinion
from huiyin.process.channels.models import Entrance
from huiyin.process.channels.rules.given import Given
from tests.world import World

NONCE = bytes(range(16))


@pytest.fixture
def entrance(world: World) -> Entrance:
    return open_entrance(
        world.campaign, name="三中家长", channel="online", about=world.school, by=world.office, at=world.at
    )


@pytest.fixture
def receipt(world: World, entrance: Entrance, at: datetime) -> Receipt:
    code = submit_opinion(entrance, Given("食堂的红烧肉里没有肉"), nonce=NONCE, at=at).code
    found = receipt_of(code)
    assert found is not None
    return found
