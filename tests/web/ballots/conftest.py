"""A vote about the first school that runs on the pages' day, and its codes."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from huiyin.process.ballots.commands import announce_vote, cast_ballot, close_vote, issue_slips, publish_vote
from huiyin.process.ballots.models import Vote
from tests.world import World

DAY = timedelta(days=1)
ITEMS = ("overall", "four_winds", "concerns", "rules")


def marks(level: str) -> dict[str, str]:
    return dict.fromkeys(ITEMS, level)


@dataclass
class Running:
    """The vote was announced three days ago, opened the day before yesterday and ends today."""

    vote: Vote
    world: World
    codes: list[str]

    def cast(self, *levels: str) -> None:
        for level in levels:
            cast_ballot(self.codes.pop(), marks(level), at=self.world.at)

    def close(self) -> None:
        close_vote(self.vote, by=self.world.office, at=self.world.at + DAY)

    def publish(self) -> None:
        self.close()
        publish_vote(self.vote, by=self.world.office, at=self.world.at + DAY)


@pytest.fixture
def running(world: World) -> Running:
    today = world.at.date()
    days = {"opens_on": today - 2 * DAY, "closes_on": today}
    vote = announce_vote(
        world.campaign, world.school, kind="satisfaction", **days, by=world.office, at=world.at - 3 * DAY
    )
    codes = issue_slips(vote, group="parent", count=20, by=world.office, at=world.at)
    return Running(vote, world, codes)
