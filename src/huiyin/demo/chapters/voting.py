"""27 and 28 May: a school is voted on, and misses the line; 12 June: the next vote is announced, and its slips are handed out."""

from datetime import date, datetime, timedelta
from random import Random

from huiyin.demo.world import World, moment
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.ballots.commands import (
    announce_vote,
    cast_ballot,
    close_vote,
    issue_slips,
    publish_vote,
    tally_paper,
)
from huiyin.process.ballots.models import Vote
from huiyin.process.ballots.rules.counting import Figures, Form

_SCHOOL, _NEXT = "YH41", "YH42"
_VOTING = moment(5, 27, 18)
# Group → codes given out, and how many of them came back; retired staff are too few to stand by themselves.
_OUT = {"parent": (60, 43), "student": (24, 21), "retired": (4, 3)}
_LEVELS = ("satisfied", "rather", "basically", "dissatisfied", "unknown")
_LIKELY = {"overall": (86, 8, 3, 2, 1), "four_winds": (88, 6, 3, 1, 2), "concerns": (74, 12, 8, 5, 1), "rules": (84, 6, 3, 1, 6)}  # fmt: skip
_ABSTAINED, _BLANK = 41, 23  # which of them: a ballot here and there


def vote(world: World) -> None:
    """Announced on the 26th; the codes are cast on the 27th, by nobody that anybody knows."""
    at = moment(5, 26, 7, 50)
    held = _announce(world, _SCHOOL, "satisfaction", (date(2014, 5, 27), date(2014, 5, 28)), at)
    random, cast = Random(41), 0  # noqa: S311 - a play; not the world's, whose draws go on as without a vote
    for group, (out, back) in _OUT.items():
        for code in issue_slips(held, group=group, count=out, by=_office(world, at), at=at)[:back]:
            cast += 1
            marks = {} if cast in (_ABSTAINED, _BLANK) else _marks(random)
            cast_ballot(code, marks, abstains=cast == _ABSTAINED, at=_VOTING)


def count(world: World) -> None:
    """30 May, before work: two count the teachers' paper ballots alike, and the result is published."""
    at = moment(5, 30, 7, 30)
    held = Vote.objects.select_related("unit", "campaign__root").get(
        campaign=world.campaign, unit=world.units[_SCHOOL]
    )
    for teller, minutes in (("director", 0), ("officer", 8)):
        then = at + timedelta(minutes=minutes)
        tally_paper(
            held, group="teacher", figures=_paper(held), by=world.cast(teller, Role.OFFICE, then), at=then
        )
    then = at + timedelta(minutes=12)
    publish_vote(close_vote(held, by=_office(world, then), at=then), by=_office(world, then), at=then)


def announce_next(world: World) -> None:
    """12 June, before anybody looks."""
    at = moment(6, 12, 8, 50)
    held = _announce(world, _NEXT, "team", (date(2014, 6, 16), date(2014, 6, 18)), at)
    issue_slips(held, group="teacher", count=36, by=_office(world, at), at=at)


def _announce(world: World, unit: str, kind: str, days: tuple[date, date], at: datetime) -> Vote:
    opens, closes = days
    by = _office(world, at)
    return announce_vote(
        world.campaign, world.units[unit], kind=kind, opens_on=opens, closes_on=closes, by=by, at=at
    )


def _office(world: World, at: datetime) -> Actor:
    return world.cast("officer", Role.OFFICE, at)


def _marks(random: Random) -> dict[str, str]:
    return {
        item: random.choices(_LEVELS, weights)[0]
        for item, weights in _LIKELY.items()
        if random.random() > 0.02
    }


def _paper(held: Vote) -> Figures:
    """Nineteen given out, seventeen back, one of them spoiled."""
    items = Form.of_json(held.form).item_codes
    return Figures(
        out=19, valid=16, spoiled=1, marks={item: {"satisfied": 14, "rather": 2} for item in items}
    )
