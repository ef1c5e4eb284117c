"""29 May and 12 June: what was said and what is done about it goes out to everybody, worded by one officer and approved by another."""

from datetime import date, datetime, timedelta
from typing import Any

from huiyin.demo.library import ledger_words, public_words
from huiyin.demo.world import World, moment
from huiyin.platform.orgs.rules.rights import Role
from huiyin.process.problems.models import Problem
from huiyin.process.problems.queries.behind import fewest_givers
from huiyin.process.publicity.commands import Told, approve_matter, draft_matter
from huiyin.process.publicity.queries import givers_behind
from huiyin.process.publicity.rules.matters import Assured, Worded


def tell_first(world: World) -> None:
    """29 May, in the evening, when the first stage is over."""
    _tell(world, date(2014, 5, 29), moment(5, 29, 20))


def tell_more(world: World) -> None:
    """12 June, before anybody looks."""
    _tell(world, date(2014, 6, 12), moment(6, 12, 8, 45))


def _tell(world: World, on: date, at: datetime) -> None:
    for number, words in enumerate(row for row in public_words() if row["on"] == on):
        _publish(world, words, at + timedelta(minutes=4 * number))


def _publish(world: World, words: dict[str, Any], at: datetime) -> None:
    unit, title = world.units[words["unit"]], ledger_words()[words["matter"]].title
    there = Problem.objects.of(world.campaign).standing().filter(title=title, owner=unit).order_by("pk")
    problem = there.select_related("campaign").first()
    told = Told(
        Worded(title, words["words"], words["answer"]), unit, problem.topic if problem else "", problem
    )
    matter = draft_matter(world.campaign, told, by=world.cast("officer", Role.OFFICE, at), at=at)
    later = at + timedelta(minutes=2)
    givers = givers_behind(problem)
    # In a small build few givers stand behind it; the words name nobody.
    sure = Assured(nobody_known=givers is None or givers < fewest_givers(world.campaign))
    approve_matter(matter, 1, sure, by=world.cast("director", Role.OFFICE, later), at=later)
