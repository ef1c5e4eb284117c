"""热点难点: what most givers speak of, their kinds, the units, and how that has grown (SPEC S9, rules 4, 5)."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.opinions.access import visible_opinions
from huiyin.process.opinions.models import Opinion, Placement
from huiyin.process.problems.commands import Wording, raise_problem
from huiyin.process.problems.queries import HotFigures, HotTopic, hot_figures, hot_topics, topic_keys
from huiyin.process.problems.rules import Part, Window, last_sunday, two_windows
from tests.process.problems.spoken import TODAY, Spoken
from tests.world import World

pytestmark = pytest.mark.django_db

NOW, BEFORE = two_windows(TODAY, 14)
EARLIER = TODAY - timedelta(days=20)


@pytest.fixture
def spoken(world: World) -> Spoken:
    return Spoken.of(world)


def topics(spoken: Spoken, *actors: Actor, only: Iterable[str] | None = None) -> tuple[HotTopic, ...]:
    visible = visible_opinions(actors or (spoken.office,), spoken.world.campaign)
    keys = tuple(only) if only is not None else None
    return hot_topics(spoken.world.campaign, visible, NOW, BEFORE, only=keys)


def test_a_topic_says_who_speaks_of_which_unit_and_how_it_grew(spoken: Spoken) -> None:
    school, other = spoken.world.school, spoken.world.other_school
    meat = spoken.common(3, "食堂的菜里没有肉")
    here, there = spoken.group(1, "食堂没有肉"), spoken.group(2, "幼儿园食堂没有肉", other)
    spoken.say("食堂的菜里没有肉", "食堂菜里找不到肉", group=here, common=meat)
    spoken.say("食堂打菜没有肉", kind="student", group=here, common=meat)
    spoken.say("食堂给孩子的菜没有肉", about=other, group=there, common=meat)
    spoken.say("食堂没肉", "食堂老是没有肉", on=EARLIER, group=here, common=meat)
    [found] = topics(spoken)
    assert (found.key, found.title, found.now, found.before) == ("c3", "食堂的菜里没有肉", 4, 2)
    assert found.kinds == {"parent": 3, "student": 1}
    assert [(unit.name, dict(unit.kinds), unit.groups) for unit in found.units] == [
        (school.name, {"parent": 2, "student": 1}, (1,)),
        (other.name, {"parent": 1}, (2,)),
    ]
    assert found.words[0] == "食堂"
    assert found.samples[0] == "食堂的菜里没有肉"
    assert (found.groups, found.common, found.number) == ((1, 2), True, 3)


def test_those_of_most_givers_come_first_and_of_one_giver_none(spoken: Spoken) -> None:
    for number, givers in ((1, 2), (2, 4), (3, 1), (4, 3)):
        group = spoken.group(number, f"第{number}件事")
        spoken.say(*(f"第{number}件事 {n}" for n in range(givers)), group=group)
    spoken.say("没有归到哪里", "也没有归到哪里")
    assert [(topic.key, topic.now) for topic in topics(spoken)] == [("g2", 4), ("g4", 3), ("g1", 2)]
    assert [topic.key for topic in topics(spoken, only=["g3", "g1"])] == ["g1", "g3"]
    assert topics(spoken, only=["c1", "g99"]) == ()


def test_a_copy_counts_once_and_what_is_out_of_the_matter_never(spoken: Spoken) -> None:
    group = spoken.group(1, "热水")
    first, copy, repeated, _ = spoken.say("没有热水", "没有热水！", "热水呢", "热水何时来", group=group)
    Placement.objects.filter(opinion=copy).update(repeats=first)
    Opinion.objects.filter(pk=repeated).update(duplicate_of=first)
    spoken.say("没有日期的热水", on=None, group=group)
    [found] = topics(spoken)
    assert (found.now, found.before, found.kinds) == (2, 0, {"parent": 2})


def test_only_what_the_reader_sees_is_counted_and_shown(spoken: Spoken) -> None:
    world = spoken.world
    common = spoken.common(1, "局机关的窗口没有人")
    spoken.say("局机关的窗口没有人", "局机关窗口老是没人", about=world.bureau, common=common)
    spoken.say("学校窗口没有人", "学校的窗口也没有人", common=common)
    inspector = Actor("inspector-1", Role.SUPERVISION, world.bureau.path)
    [seen] = topics(spoken)
    assert seen.now == 2
    assert seen.title in {"学校窗口没有人", "学校的窗口也没有人"}
    assert all("局机关" not in sample for sample in seen.samples)
    assert [unit.name for unit in seen.units] == [world.school.name]
    [whole] = topics(spoken, inspector)
    assert (whole.now, whole.title) == (4, "局机关的窗口没有人")
    assert topics(spoken, Actor("head-1", Role.HEAD, world.school.path)) == ()


def test_a_topic_leads_to_its_education_topic_and_its_problem(spoken: Spoken) -> None:
    world = spoken.world
    group = spoken.group(1, "食堂")
    pks = spoken.say("食堂没有肉", "食堂的肉太少", group=group)
    spoken.decide(pks, "E06")
    problem = raise_problem(
        world.campaign,
        Wording(title="食堂", source="masses"),
        group=group,
        owner=world.school,
        by=spoken.office,
        at=world.at,
    )
    [found] = topics(spoken)
    assert (found.education, found.raised_as) == ("E06", (problem.number,))


def test_its_cost_in_queries(spoken: Spoken, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(1, 12):
        group = spoken.group(number, f"第{number}件事")
        spoken.say(*(f"第{number}件事 {n}" for n in range(3)), group=group)
        if number in {1, 11}:
            with django_assert_num_queries(12):
                topics(spoken)


def test_keys_are_read_from_addresses() -> None:
    written = ["c3", "g12", "c3", "x1", "g0", "c", "g1234567890", "c3;", ""]
    assert topic_keys(written) == ("c3", "g12")


def test_windows_lie_side_by_side_and_weeks_end_on_sunday() -> None:
    assert (
        Window(date(2014, 5, 10), date(2014, 5, 23)),
        Window(date(2014, 4, 26), date(2014, 5, 9)),
    ) == (NOW, BEFORE)
    assert two_windows(TODAY, 1) == (Window(TODAY, TODAY), Window(date(2014, 5, 22), date(2014, 5, 22)))
    with pytest.raises(ValueError, match="a day"):
        two_windows(TODAY, 0)
    assert {last_sunday(TODAY + timedelta(days=n)) for n in range(3)} == {date(2014, 5, 18)}
    assert last_sunday(date(2014, 5, 25)) == date(2014, 5, 18)
    assert last_sunday(date(2014, 5, 26)) == date(2014, 5, 25)


def figures(spoken: Spoken, *scopes: str) -> tuple[HotFigures, ...]:
    return hot_figures(spoken.world.campaign, scopes or (spoken.world.bureau.path,), NOW, BEFORE)


def test_figures_over_few_givers_stand_together(spoken: Spoken) -> None:
    school, other = spoken.world.school, spoken.world.other_school
    spoken.decide(spoken.say(*(f"食堂 {n}" for n in range(5))), "E06")
    spoken.decide(spoken.say(*(f"食堂贵 {n}" for n in range(3)), about=other, kind="student"), "E06")
    spoken.decide(spoken.say(*(f"以前的食堂 {n}" for n in range(5)), on=EARLIER), "E06")
    spoken.decide(spoken.say(*(f"作业 {n}" for n in range(4))), "E04")
    spoken.decide(spoken.say("校服", "校服贵"), "E07")
    whole = figures(spoken)
    assert [(row.codes, row.now, row.before) for row in whole] == [
        (("E06",), 8, 5),
        (("E04", "E07"), 6, None),
    ]
    assert whole[0].kinds == (Part(("parent", "student"), 8),)
    assert [(part.names, part.givers) for part in whole[0].units] == [((school.name, other.name), 8)]
    assert (whole[1].kinds, whole[1].units) == ((), ())
    own = figures(spoken, school.path)
    assert [(row.codes, row.now, row.units) for row in own] == [
        (("E06",), 5, ()),
        (("E04", "E07"), 6, ()),
    ]
    assert figures(spoken, other.path) == ()


def test_figures_are_of_what_people_decided_and_placed(spoken: Spoken) -> None:
    undecided = spoken.say(*(f"食堂 {n}" for n in range(6)))
    assert figures(spoken) == ()
    spoken.decide(undecided[:4], "E06")
    assert figures(spoken) == ()
    spoken.decide(undecided[4:], "E06")
    assert [row.now for row in figures(spoken)] == [6]
    Opinion.objects.filter(pk__in=undecided[:3]).update(about=None)
    assert figures(spoken) == ()


def test_a_copy_is_no_giver_of_its_own(spoken: Spoken) -> None:
    pks = spoken.say(*(f"食堂 {n}" for n in range(5)))
    spoken.decide(pks, "E06")
    Placement.objects.filter(opinion=pks[4]).update(repeats=pks[0])
    assert figures(spoken) == ()


def test_figures_cost_the_same_for_many(
    spoken: Spoken, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    spoken.decide(spoken.say(*(f"食堂 {n}" for n in range(5))), "E06")
    with django_assert_num_queries(4):
        figures(spoken)
    spoken.decide(spoken.say(*(f"作业 {n}" for n in range(5))), "E04")
    with django_assert_num_queries(4):
        figures(spoken)
