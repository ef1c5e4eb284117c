"""What the pages of the ledger show, and to whom (SPEC rules 3, 4, 5)."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.kit.errors import Unseen
from huiyin.platform.orgs.rules.rights import Actor, Right, Role
from huiyin.process.opinions.models import CommonMatter, Group, Opinion, OpinionQuerySet, Placement
from huiyin.process.opinions.rules.reach import raw_reaches
from huiyin.process.problems.access import get_problem, sees_words, visible_problems
from huiyin.process.problems.commands import (
    Wording,
    merge_problems,
    raise_problem,
    split_problem,
    undo_split,
)
from huiyin.process.problems.models import Problem
from huiyin.process.problems.queries import (
    ProblemPage,
    Sought,
    alike,
    alike_elsewhere,
    group_page,
    groups_list,
    ledger,
    problem_page,
    trace_forward,
)
from tests.process.problems.conftest import Heard

pytestmark = pytest.mark.django_db

WORDING = Wording(title="食堂饭菜贵", source="masses", manifestation="原话：一份素菜六块")


def readable(heard: Heard, actor: Actor) -> OpinionQuerySet:
    campaign = heard.world.campaign
    reaches = raw_reaches([actor], Right.OPINION_READ_RAW, campaign.root.path)
    return Opinion.objects.of(campaign).within(reaches)


def member(heard: Heard) -> Actor:
    return Actor("member-1", Role.MEMBER, heard.world.school.path)


@pytest.fixture
def school_problem(heard: Heard) -> Problem:
    """About the first school, with its two opinions behind it."""
    world = heard.world
    return raise_problem(
        world.campaign, WORDING, opinions=heard.ids[:2], owner=world.school, by=heard.office, at=world.at
    )


def page(heard: Heard, problem: Problem, *actors: Actor) -> ProblemPage:
    found = get_problem(problem.number, actors=actors, campaign=heard.world.campaign)
    return problem_page(found, actors)


def take(heard: Heard, *bodies: str, start: int = 100) -> list[int]:
    """More opinions, numbered from `start`, about the first school."""
    said = [heard.world.said(body, number) for number, body in enumerate(bodies, start)]
    heard.world.take_said(said)
    taken = Opinion.objects.filter(source_id__in=[row.source_id for row in said])
    taken.update(about=heard.world.school)
    return list(taken.values_list("pk", flat=True))


def many(heard: Heard, count: int) -> list[int]:
    return take(heard, *(f"第{n}个班的饭菜少" for n in range(count)))


def test_a_reader_of_the_words_comes_back_to_them(heard: Heard, school_problem: Problem) -> None:
    found = page(heard, school_problem, heard.office)
    assert (found.words, found.summary) == (True, WORDING.manifestation)
    assert (found.opinions, found.givers, found.more) == (2, 1, 0)
    assert {row.opinion for row in found.behind} == set(heard.ids[:2])
    assert [row.repeats for row in found.behind if row.opinion == heard.ids[1]] == [heard.ids[0]]
    assert {row.unit for row in found.behind} == {heard.world.school.name}


def test_a_units_reader_gets_neither_words_nor_small_figures(heard: Heard, school_problem: Problem) -> None:
    reader = member(heard)
    found = page(heard, school_problem, reader)
    assert (found.words, found.summary, found.opinions, found.givers) == (False, None, None, None)
    assert (found.behind, found.kinds, found.first, found.more) == ((), (), None, 0)
    checked = replace(WORDING, manifestation="饭菜价格上涨", checked=True)
    world = heard.world
    shown = raise_problem(
        world.campaign,
        checked,
        opinions=many(heard, 5),
        owner=world.school,
        by=heard.office,
        at=world.at,
    )
    found = page(heard, shown, reader)
    assert (found.summary, found.givers, found.behind) == ("饭菜价格上涨", 5, ())
    assert sum(part.givers for part in found.kinds) == 5
    assert found.first is not None


def test_the_office_does_not_read_what_is_said_of_its_own_unit(heard: Heard) -> None:
    world = heard.world
    problem = raise_problem(world.campaign, WORDING, opinions=[heard.ids[3]], by=heard.inspector, at=world.at)
    assert not sees_words([heard.office], problem)
    assert sees_words([heard.inspector], problem)
    assert page(heard, problem, heard.office).behind == ()
    assert page(heard, problem, heard.office).givers is None


def test_problems_are_seen_by_owner_and_scope(heard: Heard, school_problem: Problem) -> None:
    world = heard.world
    ownerless = raise_problem(world.campaign, WORDING, by=heard.office, at=world.at)
    other = raise_problem(world.campaign, WORDING, owner=world.other_school, by=heard.office, at=world.at)
    assert set(visible_problems([member(heard)], world.campaign)) == {school_problem}
    assert set(visible_problems([heard.office], world.campaign)) == {school_problem, ownerless, other}
    assert not visible_problems([world.administrator], world.campaign).exists()
    for number in (other.number, ownerless.number, "2014-999", "' OR 1=1"):
        with pytest.raises(Unseen):
            get_problem(number, actors=[member(heard)], campaign=world.campaign)


def test_merged_and_split_are_shown_from_both_sides(heard: Heard, school_problem: Problem) -> None:
    world = heard.world
    home = raise_problem(
        world.campaign, WORDING, opinions=heard.ids[1:3], owner=world.school, by=heard.office, at=world.at
    )
    merge_problems(home, [school_problem], by=heard.office, at=world.at)
    found = page(heard, home, heard.office)
    assert (found.opinions, found.givers, found.merged) == (3, 2, (school_problem.number,))
    assert page(heard, school_problem, heard.office).merged_into == home.number
    assert page(heard, school_problem, heard.office).opinions == 2
    forward = trace_forward(heard.again())
    assert [(row.problem, row.through) for row in forward] == [(home, (school_problem.number,))]
    assert trace_forward(heard.again(), visible_problems([world.outsider], world.campaign)) == []
    part = split_problem(home, [heard.ids[2]], WORDING, by=heard.office, at=world.at)
    assert page(heard, part, heard.office).split_from == home.number
    assert page(heard, home, heard.office).parts == (part.number,)
    undo_split(part, by=heard.office, at=world.at)
    assert page(heard, home, heard.office).parts == ()


def test_the_ledger_is_paged_both_ways_by_number(heard: Heard, school_problem: Problem) -> None:
    world = heard.world
    for number in range(6):
        raise_problem(world.campaign, replace(WORDING, title=f"第{number}件"), by=heard.office, at=world.at)
    seen = visible_problems([heard.office], world.campaign)

    def numbers(**place: object) -> tuple[list[str], object, object]:
        found = ledger(world.campaign, seen, Sought(), actors=[heard.office], size=3, **place)  # type: ignore[arg-type]
        return [row.number[-1] for row in found.rows], found.before, found.after

    assert numbers() == (["1", "2", "3"], None, (2014, 3, 1))
    assert numbers(after=(2014, 3, 1)) == (["4", "5", "6"], (2014, 4, 1), (2014, 6, 1))
    assert numbers(after=(2014, 6, 1)) == (["7"], (2014, 7, 1), None)
    assert numbers(before=(2014, 4, 1)) == (["1", "2", "3"], None, (2014, 3, 1))
    assert numbers(before=(2014, 7, 1)) == (["4", "5", "6"], (2014, 4, 1), (2014, 6, 1))


def test_the_ledger_is_searched_and_hides_small_figures(heard: Heard, school_problem: Problem) -> None:
    world = heard.world
    raise_problem(
        world.campaign,
        Wording(title="操场不平", source="own", focus="X1"),
        owner=world.other_school,
        by=heard.office,
        at=world.at,
    )
    seen = visible_problems([heard.office], world.campaign)

    def titles(**wanted: object) -> list[str]:
        found = ledger(world.campaign, seen, Sought(**wanted), actors=[heard.office])  # type: ignore[arg-type]
        return [row.title for row in found.rows]

    assert titles(text="饭菜") == ["食堂饭菜贵"]
    assert (
        titles(text="2014-002") == titles(owner=world.other_school.pk) == titles(source="own") == ["操场不平"]
    )
    assert titles(focus="X1", text="饭菜") == titles(text="素菜") == titles(text="x" * 10_000) == []
    reader = [member(heard)]
    row = ledger(world.campaign, visible_problems(reader, world.campaign), Sought(), actors=reader).rows[0]
    assert (row.opinions, row.givers, row.checked) == (None, None, False)
    row = ledger(world.campaign, seen, Sought(), actors=[heard.office]).rows[0]
    assert (row.opinions, row.givers, row.owner) == (2, 1, world.school.name)


def test_the_number_of_queries_does_not_grow(heard: Heard, school_problem: Problem) -> None:
    world = heard.world

    def asked() -> tuple[int, ...]:
        counts = []
        for look in (
            lambda: ledger(
                world.campaign,
                visible_problems([heard.office], world.campaign),
                Sought(),
                actors=[heard.office],
            ),
            lambda: page(heard, school_problem, heard.office),
            lambda: groups_list(world.campaign, readable(heard, heard.office)),
            lambda: group_page(world.campaign, 1, readable(heard, heard.office)),
            lambda: alike(heard.again(), readable(heard, heard.office)),
        ):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                look()
            counts.append(len(queries))
        return tuple(counts)

    before = asked()
    ids = many(heard, 8)
    for pk in ids:
        Placement.objects.create(opinion_id=pk, group=heard.group)
        raise_problem(world.campaign, WORDING, opinions=[pk, heard.ids[0]], by=heard.office, at=world.at)
    assert asked() == before
    assert max(before) <= 9


def test_a_group_shows_what_its_reader_may_read(heard: Heard) -> None:
    campaign = heard.world.campaign
    found = group_page(campaign, 1, readable(heard, heard.office))
    assert (found.opinions, found.givers, found.raised_as) == (3, 2, None)
    assert [(row.opinion, row.copies, row.typical) for row in found.members] == [
        (heard.ids[2], 0, True),
        (heard.ids[0], 1, False),
    ]
    assert [(row.name, row.opinions) for row in found.units] == [
        (heard.world.school.name, 2),
        (heard.world.other_school.name, 1),
    ]
    assert found.title != heard.group.title, "the title is made of words about the bureau"
    whole = group_page(campaign, 1, readable(heard, heard.inspector))
    assert (whole.opinions, whole.title) == (4, heard.group.title)
    for number, actor in ((2, heard.office), (1, heard.world.clerk)):
        with pytest.raises(Unseen):
            group_page(campaign, number, readable(heard, actor))


def test_groups_are_listed_by_givers_as_far_as_they_are_seen(heard: Heard) -> None:
    campaign = heard.world.campaign
    for number in range(2, 6):
        group = Group.objects.create(
            campaign=campaign, number=number, title=f"第{number}组", givers=number % 3
        )
        ids = take(heard, f"甲{number}事", f"乙{number}事", start=100 * number)
        Placement.objects.bulk_create(Placement(opinion_id=pk, group=group) for pk in ids)
    Opinion.objects.filter(pk=Placement.objects.filter(group__number=4).first().pk).update(  # type: ignore[union-attr]
        settled_as="out_of_scope", settled_why="不归我们"
    )
    seen = readable(heard, heard.office)

    def numbers(**place: object) -> tuple[list[int], object, object]:
        found = groups_list(campaign, seen, size=2, **place)  # type: ignore[arg-type]
        return [row.number for row in found.rows], found.before, found.after

    assert numbers() == ([1, 2], None, (2, 2))
    assert numbers(after=(2, 2)) == ([5, 3], (2, 5), None), "of the fourth only one is in the matter"
    assert numbers(before=(2, 5)) == ([1, 2], None, (2, 2))
    row = groups_list(campaign, seen).rows[0]
    assert (row.opinions, row.givers, row.unit, row.raised_as) == (3, 2, "", None)
    raise_problem(campaign, WORDING, group=heard.group, by=heard.office, at=heard.world.at)
    assert groups_list(campaign, seen).rows[0].raised_as == "2014-001"


def test_neighbours_come_with_the_words_they_share(heard: Heard) -> None:
    seen = readable(heard, heard.office)
    found = alike(heard.again(), seen)
    assert [row.opinion for row in found] == [heard.ids[2], heard.ids[1]]
    assert (found[0].typical, found[0].unit) == (True, heard.world.other_school.name)
    assert "食堂的饭菜" in [shared.word for shared in found[0].shared]
    start, end = found[0].shared[0].right[0]
    assert (heard.opinions[2].text)[start:end] == found[0].shared[0].word
    assert alike_elsewhere(heard.again(), seen) == ()
    common = CommonMatter.objects.create(campaign=heard.world.campaign, number=1, title="食堂的饭菜")
    Placement.objects.filter(opinion__in=heard.ids[:3]).update(common=common)
    assert [(row.name, row.opinions) for row in alike_elsewhere(heard.again(), seen)] == [
        (heard.world.other_school.name, 1)
    ]
    assert alike(heard.again(3), readable(heard, heard.world.clerk)) == []


def test_a_merged_problem_keeps_its_figures_to_itself(heard: Heard) -> None:
    """With the sum on the other page, its own figures would tell the few behind the other one."""
    world, reader = heard.world, member(heard)
    few, more = take(heard, "门口太挤", "门口放学太乱", start=200), many(heard, 6)
    into, other = (
        raise_problem(world.campaign, WORDING, opinions=ids, owner=world.school, by=heard.office, at=world.at)
        for ids in (few, more)
    )
    assert page(heard, other, reader).opinions == 6
    merge_problems(into, [other], by=heard.office, at=world.at)
    assert page(heard, into, reader).opinions == 8
    found = page(heard, other, reader)
    assert (found.opinions, found.givers, found.kinds, found.first) == (None, None, (), None)


def test_who_reads_most_of_the_words_does_not_find_the_rest_by_counting(heard: Heard) -> None:
    """One of five speaks of the bureau: its office gets figures of the four that it reads."""
    world = heard.world
    opinions = many(heard, 5)
    Opinion.objects.filter(pk=opinions[0]).update(about=world.bureau)
    problem = raise_problem(
        world.campaign,
        WORDING,
        opinions=opinions,
        owner=world.school,
        by=Actor("x", Role.OFFICE),
        at=world.at,
    )
    office = Actor("office", Role.OFFICE, world.bureau.path)
    found = page(heard, problem, office)
    assert not found.words
    assert (found.opinions, found.givers, len(found.behind)) == (4, 4, 4)
    rows = ledger(world.campaign, visible_problems([office], world.campaign), Sought(), actors=[office]).rows
    assert [row.opinions for row in rows if row.number == problem.number] == [None]


def test_a_unit_learns_the_month_and_not_the_day(heard: Heard) -> None:
    """The last day is often one giver's."""
    world = heard.world
    problem = raise_problem(
        world.campaign, WORDING, opinions=many(heard, 6), owner=world.school, by=heard.office, at=world.at
    )
    found = page(heard, problem, member(heard))
    assert found.first is not None
    assert (found.first.day, found.last) == (1, found.first)
