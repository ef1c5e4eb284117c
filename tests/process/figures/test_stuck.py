"""What is stuck is counted for the units that its reader covers: each problem once, and no longer than it waits."""

from datetime import date, timedelta

import pytest

from huiyin.process.answers.models import Message
from huiyin.process.figures.queries.stuck import Stuck, stuck_below
from huiyin.process.problems.models import Problem
from huiyin.process.rectification.models import Extension, Passing
from tests.process.samples.drawn import sampling_in
from tests.world import World

pytestmark = pytest.mark.django_db


def waiting(world: World, problem: Problem, day: date) -> None:
    """Passed up, asked for time, and said twice by its givers not to be fixed: nobody answered yet."""
    assert problem.owner is not None
    for number in (1, 2):
        Message.objects.create(
            pk=problem.pk * 10 + number, matter=number, campaign=world.campaign, kind=Message.Kind.NOT_FIXED,
            body="没换", salt="0" * 32,
            digest="0" * 64, on=day, problem=problem.pk, handed=1, turn=number, level="bad",
        )  # fmt: skip
    Passing.objects.create(
        problem=problem, below=problem.owner, above=world.bureau, reason="没有经费", proposal="拨款",
        passed_on=day, answer_by=day + timedelta(days=7),
    )  # fmt: skip
    Extension.objects.create(
        problem=problem,
        was=day,
        wanted=day + timedelta(days=7),
        reason="下雨",
        asked_by="clerk",
        asked_on=day,
    )


def told(stuck: Stuck) -> tuple[int, int, int]:
    return stuck.above, stuck.asking, stuck.not_fixed


def test_what_waits_is_counted_below_its_reader(world: World) -> None:
    day = world.at.date()
    sampling = sampling_in(world, world.at)
    sampling.problems(2, world.school)
    sampling.problems(1, world.other_school)
    for problem in Problem.objects.of(world.campaign):
        waiting(world, problem, day)
    assert told(stuck_below(world.campaign, [world.bureau.path], day)) == (3, 3, 3)
    assert told(stuck_below(world.campaign, [world.school.path], day)) == (2, 2, 2)
    first = Problem.objects.of(world.campaign).filter(owner=world.school).order_by("pk")[0]
    Message.objects.filter(problem=first.pk).update(read_on=day)
    assert told(stuck_below(world.campaign, [world.school.path], day)) == (2, 2, 1)
    assert told(stuck_below(world.campaign, [world.other_school.path], day)) == (1, 1, 1)
