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
    """29 May, in the last minute before the office looks at stages, when all else of that day is written down: every unit that is done with the first stage hands its eight looks in; one gets them back and mends them."""
    at = moment(5, 29, 17, 59) + timedelta(seconds=10)
    keep_facts(world.campaign, by=OPERATOR, at=at)
    rows = Participation.objects.filter(campaign=world.campaign).select_related("unit", "campaign__root")
    parts = [part for part in rows.order_by("unit__path") if not behind_in_listening(part)]
    for number, part in enumerate(parts):
        by = _writer(world, part, at)
        then = at + timedelta(milliseconds=500 * number)
        made = hand_in_lookback(part, _EIGHT, 0, _eight(number), by=by, at=then)
        if part.unit.code == _BACK:
            inspector = world.cast("inspector", Role.SUPERVISION, at)
            return_lookback(
                made, "事例都是四月的，请写五月做了什么。", date(2014, 5, 30), by=inspector, at=then
            )
            hand_in_lookback(part, _EIGHT, 0, _eight(number + 1), by=by, at=then)
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
