"""Receipts as givers hold them: opinions that came in by an entrance; and two of the office, who writes and who approves."""

from dataclasses import dataclass, field
from datetime import datetime

import pytest

from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.answers.models import Receipt
from huiyin.process.answers.queries import receipt_of
from huiyin.process.answers.rules.receipts import fresh_nonce
from huiyin.process.channels.commands import open_entrance, submit_opinion
from huiyin.process.channels.models import Entrance
from huiyin.process.channels.rules.given import Given
from huiyin.process.opinions.models import Opinion
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


@dataclass
class Heard:
    """`say` hands an opinion in through an entrance; `writer` drafts what `approver` gives."""

    world: World
    entrance: Entrance
    writer: Actor = field(default_factory=lambda: Actor("writer", Role.OFFICE))
    approver: Actor = field(default_factory=lambda: Actor("approver", Role.OFFICE))

    def say(self, text: str, at: datetime | None = None) -> Opinion:
        given = Given(text, giver_kind="parent")
        sent = submit_opinion(self.entrance, given, nonce=fresh_nonce(), at=at or self.world.at)
        receipt = receipt_of(sent.code)
        assert receipt is not None
        return Opinion.objects.select_related("campaign__root", "about").get(pk=receipt.matter)


@pytest.fixture
def heard(world: World, entrance: Entrance) -> Heard:
    return Heard(world, entrance)
