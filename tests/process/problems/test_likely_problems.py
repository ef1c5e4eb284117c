"""Which problem or group of its unit an opinion may belong to, as far as its reader sees."""

from collections.abc import Sequence

import pytest
from pytest_django import DjangoAssertNumQueries

from huiyin.platform.orgs.rules.rights import Actor, Right, Role
from huiyin.process.opinions.access import visible_opinions
from huiyin.process.opinions.commands import group_opinions, sweep_opinions
from huiyin.process.opinions.models import Decision, Group, Opinion, Placement
from huiyin.process.opinions.queries import overruled
from huiyin.process.problems.access import visible_problems
from huiyin.process.problems.commands import (
    Decided,
    Into,
    Wording,
    decide_opinion,
    link_opinions,
    merge_problems,
    raise_problem,
)
from huiyin.process.problems.models import Problem
from huiyin.process.problems.queries import Likely, likely_problems
from tests.world import World

SHOWERS = ("宿舍洗澡没有热水，冬天也是", "晚上洗澡的热水七点就停了", "洗澡间的水是冷的，问过总务处")
GATE = ("放学时校门口堵得走不动", "校门口三轮车挤成一团，没人管")
QUEUES = "食堂打饭排队四十分钟"
NEW = "住校生洗澡还是没热水"


@pytest.fixture
def opinions(world: World) -> list[Opinion]:
    """Showers, gate, queues, and a new one, all about the school."""
    taken = world.take(*SHOWERS, *GATE, QUEUES, NEW)
    Opinion.objects.filter(pk__in=[one.pk for one in taken]).update(about=world.school)
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    group_opinions(world.campaign, by=world.office, at=world.at)
    rows = {one.pk: one for one in Opinion.objects.select_related("campaign__root")}
    return [rows[one.pk] for one in taken]


def problem_of(world: World, title: str, opinions: Sequence[Opinion]) -> Problem:
    made = raise_problem(
        world.campaign,
        Wording(title=title, source="masses"),
        owner=world.school,
        by=world.office,
        at=world.at,
    )
    link_opinions(made, [one.pk for one in opinions], by=world.office, at=world.at)
    return made


def likely(world: World, opinion: Opinion, *actors: Actor) -> tuple[Likely, ...]:
    who = actors or (world.office,)
    return likely_problems(
        opinion,
        visible_opinions(who, world.campaign, Right.OPINION_TRIAGE),
        visible_problems(who, world.campaign),
        {"topic": (), "focus": ()},
    )


def test_the_problem_of_the_likest_opinions_comes_first_with_its_reasons(
    world: World, opinions: list[Opinion]
) -> None:
    gate = problem_of(world, "校门口拥堵", opinions[3:5])
    showers = problem_of(world, "宿舍热水不足", opinions[:3])
    found = likely(world, opinions[-1])
    assert [one.problem for one in found][:2] == [showers, gate]
    first = found[0]
    assert first.known == 3
    assert first.opinion in {one.pk for one in opinions[:3]}
    assert "洗澡" in [word.word for word in first.shared]
    assert "bath" in [concept.code for concept, _, _ in first.told]
    assert len({(one.problem, one.group, one.opinion) for one in found}) == len(found) <= 5


def test_what_nobody_raised_is_named_too_but_for_its_own_group(world: World, opinions: list[Opinion]) -> None:
    own = Group.objects.create(campaign=world.campaign, number=90, title="热水", unit=world.school)
    other = Group.objects.create(campaign=world.campaign, number=91, title="校门", unit=world.school)
    for opinion, group in zip(opinions, (own, None, None, other, other, None, own), strict=False):
        Placement.objects.update_or_create(opinion=opinion, defaults={"group": group})
    Placement.objects.filter(opinion=opinions[-1]).update(group=own)
    found = likely(world, opinions[-1])
    assert all(one.problem is None for one in found)
    assert {one.opinion for one in found}.isdisjoint({opinions[0].pk, opinions[-1].pk})
    assert {(one.group, one.known) for one in found} == {(91, 2), (None, 1)}
    assert len(found) == 4


def test_a_merged_problem_lives_on_in_the_other(world: World, opinions: list[Opinion]) -> None:
    first = problem_of(world, "热水", opinions[:1])
    second = problem_of(world, "洗澡", opinions[1:3])
    merge_problems(first, [second], by=world.office, at=world.at)
    found = likely(world, opinions[-1])
    assert found[0].problem == first
    assert found[0].known == 3
    assert second not in [one.problem for one in found]


def test_where_it_stands_already_is_not_suggested(world: World, opinions: list[Opinion]) -> None:
    showers = problem_of(world, "宿舍热水不足", [*opinions[:3], opinions[-1]])
    assert showers not in [one.problem for one in likely(world, opinions[-1])]


def test_another_unit_has_other_matters(world: World, opinions: list[Opinion]) -> None:
    problem_of(world, "宿舍热水不足", opinions[:3])
    Opinion.objects.filter(pk=opinions[-1].pk).update(about=world.other_school)
    moved = Opinion.objects.select_related("campaign__root").get(pk=opinions[-1].pk)
    assert likely(world, moved) == ()


def test_a_reader_sees_nothing_of_what_is_out_of_sight(world: World, opinions: list[Opinion]) -> None:
    problem_of(world, "宿舍热水不足", opinions[:3])
    unit_alone = Actor("head", Role.HEAD, world.school.path)
    assert likely(world, opinions[-1], unit_alone) == ()
    none = likely_problems(
        opinions[-1],
        visible_opinions([world.office], world.campaign, Right.OPINION_TRIAGE),
        Problem.objects.none(),
        {},
    )
    assert {one.opinion for one in none}.isdisjoint({one.pk for one in opinions[:3]})


def test_it_costs_thirteen_queries_at_most_however_many_opinions(
    world: World, opinions: list[Opinion], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    problem_of(world, "宿舍热水不足", opinions[:3])
    likely(world, opinions[-1])  # what is kept by the process is read once
    with django_assert_max_num_queries(13):
        assert likely(world, opinions[-1])


def test_following_another_than_the_first_is_counted(world: World, opinions: list[Opinion]) -> None:
    showers = problem_of(world, "宿舍热水不足", opinions[:3])
    gate = problem_of(world, "校门口拥堵", opinions[3:5])

    def decide(opinion: Opinion, into: Problem, first: str) -> Decision:
        decided = Decided(focus="", topic="", specific=False, then=Into(into), likely=first)
        return decide_opinion(opinion, decided, by=world.office, at=world.at)

    assert "matter" not in decide(opinions[-1], showers, showers.number).overruled
    assert "matter" not in decide(opinions[-2], gate, "").overruled
    again = Opinion.objects.get(pk=opinions[-1].pk)
    assert "matter" in decide(again, gate, showers.number).overruled
    assert overruled(world.campaign)["matter"] == 1
