"""Looking back: what units say of the first stage before they leave it."""

from datetime import date, datetime, timedelta

from huiyin.demo.chapters.progress import behind_in_listening, clerk_of
from huiyin.demo.library import look_words
from huiyin.demo.world import OPERATOR, World, moment
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.campaigns.models import Participation
from huiyin.process.supervision.commands import hand_in_lookback, keep_facts, return_lookback

_EIGHT = "eight_looks"
_BACK = "YH44"


def look_back(world: World) -> None:
    """29 May, towards evening: every unit that is done with the first stage hands its eight looks in; one gets them back and mends them."""
    at = moment(5, 29, 17, 5)
    keep_facts(world.campaign, by=OPERATOR, at=moment(5, 29, 17))
    rows = Participation.objects.filter(campaign=world.campaign).select_related("unit", "campaign__root")
    parts = [part for part in rows.order_by("unit__path") if not behind_in_listening(part)]
    for number, part in enumerate(parts):
        by = _writer(world, part, at)
        made = hand_in_lookback(part, _EIGHT, 0, _eight(number), by=by, at=at + timedelta(seconds=number))
        if part.unit.code == _BACK:
            inspector = world.cast("inspector", Role.SUPERVISION, at)
            due_on, later = date(2014, 5, 30), at + timedelta(minutes=10)
            return_lookback(made, "事例都是四月的，请写五月做了什么。", due_on, by=inspector, at=later)
            hand_in_lookback(part, _EIGHT, 0, _eight(number + 1), by=by, at=later + timedelta(minutes=20))
        world.tell(number + 1, len(parts))


def _eight(number: int) -> dict[str, dict[str, str]]:
    """The eight looks of a unit: each column in one of the ways in which it is said."""
    return {
        code: {
            column: ways[(number + at) % len(ways)] for at, (column, ways) in enumerate(sorted(said.items()))
        }
        for code, said in look_words()["eight"].items()
    }


def _writer(world: World, part: Participation, at: datetime) -> Actor:
    if part.unit_id == world.root.pk:
        return world.cast("director", Role.OFFICE, at)
    return clerk_of(world, part.unit)
