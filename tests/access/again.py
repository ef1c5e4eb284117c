"""A problem of the first school that was closed, and an opinion of which the office said that it speaks of it again."""

from dataclasses import replace
from datetime import timedelta

from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.opinions.models import Opinion
from huiyin.process.problems.commands import Wording, raise_problem
from huiyin.process.problems.models import Problem
from huiyin.process.recurrences.commands import decide_again
from huiyin.process.recurrences.rules.answers import Answer
from tests.world import World


def said_again_of(world: World, behind: int, title: str, words: str) -> dict[str, str | int]:
    """Raised upon the opinion `behind`, closed, and spoken of again in `words`."""
    office = Actor("office-9", Role.OFFICE, world.bureau.path)
    wording = Wording(title, "masses")
    problem = raise_problem(
        world.campaign, wording, opinions=[behind], owner=world.school, by=office, at=world.at
    )
    day = world.at.date()
    closed = day - timedelta(days=3)
    Problem.objects.filter(pk=problem.pk).update(state="closed", closed_on=closed)
    said = replace(world.said(f"{words}又来了", 9001), raised_on=day, about=world.school.pk)
    world.take_said([said], name="再来.xlsx")
    opinion = Opinion.objects.get(source_id="9001")
    decide_again(problem, opinion.pk, Answer.AGAIN, by=office, at=world.at)
    return {"again_problem": problem.number, "again_opinion": opinion.pk}
