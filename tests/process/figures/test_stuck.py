"""What is stuck is counted for the units that its reader covers: each problem once, and no longer than it waits."""

from datetime import date, timedelta

import pytest

from huiyin.platform.orgs.rules.tree import Scope
from huiyin.process.answers.models import Message
from huiyin.process.campaigns.models import Campaign
from huiyin.process.figures.commands import refresh_counts
from huiyin.process.figures.queries import flow_below
from huiyin.process.figures.queries.parts import in_part
from huiyin.process.figures.queries.stuck import Stuck, came_back, longest_late, stuck_below
from huiyin.process.opinions.models import Opinion
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


def test_who_is_recused_from_a_unit_has_nothing_of_it_in_any_list_or_number(world: World) -> None:
    """Neither counted now nor kept; what is of nobody stays."""
    day = world.at.date()
    sampling = sampling_in(world, world.at)
    sampling.problems(2, world.school)
    sampling.problems(1, world.other_school)
    opinions = world.take("食堂菜价不公开", "校车太挤", "作业太多")
    for opinion, unit in zip(opinions, (world.school, world.other_school, None), strict=True):
        Opinion.objects.filter(pk=opinion.pk).update(about=unit)
    for problem in Problem.objects.of(world.campaign):
        waiting(world, problem, day)
    Problem.objects.of(world.campaign).update(
        due_on=day - timedelta(days=1), closed_on=None, state="rectifying", round=2
    )
    ground = [Scope(world.bureau.path, [world.school.path])]
    campaign = Campaign.objects.select_related("root").get(pk=world.campaign.pk)
    for _ in range(2):  # counted now, then kept
        flow = flow_below(campaign, ground).flow
        assert [stage.whole for stage in flow.stages[:2]] == [2, 1]
        assert all(stage.holds for stage in flow.stages)
        refresh_counts(campaign, at=world.at)
    assert told(stuck_below(campaign, ground, day)) == (1, 1, 1)
    of_all = stuck_below(campaign, [world.bureau.path], day).taking_part
    assert stuck_below(campaign, ground, day).taking_part == of_all - 1
    for found in (came_back(campaign, ground, 9), longest_late(campaign, ground, day, 9)):
        assert [problem.owner for problem in found] == [world.other_school]
    assert [one.owner for one in in_part(campaign, ground, "stuck.overdue", day)] == [world.other_school]
