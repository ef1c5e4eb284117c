"""Votes to look at: one that runs about the first school, one that was published about the second, below the line."""

from datetime import timedelta

from huiyin.process.ballots.commands import (
    announce_vote,
    cast_ballot,
    close_vote,
    issue_slips,
    publish_vote,
    tally_paper,
)
from huiyin.process.ballots.models import Vote
from huiyin.process.ballots.rules.counting import Figures
from tests.world import World

DAY = timedelta(days=1)


def hold_votes(world: World) -> dict[str, int]:
    """The votes' ids by the name that the cast knows them by."""
    office, at, today = world.office, world.at, world.at.date()
    days = {"opens_on": today - 3 * DAY, "closes_on": today - 2 * DAY}
    done = announce_vote(
        world.campaign, world.other_school, kind="satisfaction", **days, by=office, at=at - 5 * DAY
    )
    for group in ("parent", "teacher"):
        for code in issue_slips(done, group=group, count=12, by=office, at=at - 5 * DAY):
            cast_ballot(code, {"overall": "rather"}, at=at - 3 * DAY)
    publish_vote(close_vote(done, by=office, at=at - DAY), by=office, at=at)
    return {"school_vote": _running(world).pk, "other_vote": done.pk}


def _running(world: World) -> Vote:
    today = world.at.date()
    days = {"opens_on": today, "closes_on": today + DAY}
    vote = announce_vote(
        world.campaign, world.school, kind="team", **days, by=world.office, at=world.at - 2 * DAY
    )
    issue_slips(vote, group="parent", count=3, by=world.office, at=world.at)
    figures = Figures(out=5, valid=4, blank=1, marks={"overall": {"excellent": 4}})
    tally_paper(vote, group="teacher", figures=figures, by=world.office, at=world.at)
    return vote
