"""What may speak again of a closed problem: later opinions of its unit, with their reasons, as far as the reader sees."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Right, Role
from huiyin.process.opinions.access import visible_opinions
from huiyin.process.opinions.commands import group_opinions, sweep_opinions
from huiyin.process.opinions.models import Group, Judgement, Opinion, Placement
from huiyin.process.problems.access import visible_problems
from huiyin.process.problems.commands import Wording, merge_problems, raise_problem
from huiyin.process.problems.models import Link, Problem
from huiyin.process.problems.queries import Candidates, recurrence, said_again
from tests.rules.analysis.opinions import OPINIONS
from tests.world import World

pytestmark = pytest.mark.django_db

SAID, CLOSED, AFTER = date(2014, 4, 1), date(2014, 5, 10), date(2014, 5, 20)
BOILER = (
    "七号宿舍楼的热水锅炉坏了半个月，七号楼的同学没有热水洗澡。",
    "七号宿舍楼没有热水，锅炉一直没人修，冬天怎么洗澡？",
)
AGAIN = "请尽快修好七号宿舍楼热水锅炉！"
CANTEEN = "食堂一楼的阿姨态度很好，值得表扬。"


@dataclass
class Closed:
    """A problem of the first school with two opinions behind it, among others of the school; `say` adds more."""

    world: World
    office: Actor
    problem: Problem
    behind: list[int]
    say: Callable[..., list[int]]

    def candidates(self, since: date = CLOSED, *actors: Actor) -> Candidates:
        by = actors or (self.office,)
        visible = visible_opinions(by, self.world.campaign)
        return said_again(self.problem, since, visible, visible_problems(by, self.world.campaign))

    def found(self, since: date = CLOSED) -> list[int]:
        return [row.opinion for row in self.candidates(since).rows if row.near]


@pytest.fixture
def closed(world: World) -> Closed:
    serial = iter(range(1, 10_000))

    def say(*bodies: str, about: Unit | None = world.school, on: date | None = AFTER) -> list[int]:
        said = [replace(world.said(body, next(serial)), raised_on=on) for body in bodies]
        world.take_said(said)
        taken = Opinion.objects.filter(source_id__in=[row.source_id for row in said])
        taken.update(about=about)
        pk_of = dict(taken.values_list("source_id", "pk"))
        return [pk_of[row.source_id] for row in said]

    behind = say(*BOILER, on=SAID)
    say(*(body for body, _, _ in OPINIONS[:20]), on=SAID)
    say(*(body for body, _, _ in OPINIONS[20:40]), on=AFTER)
    office = Actor("office-1", Role.OFFICE, world.bureau.path)
    problem = raise_problem(
        world.campaign,
        Wording(title="热水", source="masses"),
        opinions=behind,
        owner=world.school,
        by=office,
        at=world.at,
    )
    return Closed(world, office, problem, behind, say)


def test_a_later_opinion_of_the_unit_comes_with_its_reasons(closed: Closed) -> None:
    [pk] = closed.say(AGAIN)
    found = closed.candidates()
    row = found.rows[0]
    assert (row.opinion, row.near, row.copy, row.said_same) == (pk, True, False, False)
    assert (row.text, row.unit, row.raised_on, row.problems) == (AGAIN, "云河市第三中学", AFTER, ())
    assert {beside.opinion for beside in row.beside} == set(closed.behind)
    assert "七号宿舍楼" in [word.word for beside in row.beside for word in beside.shared]
    for beside in row.beside:
        for word in beside.shared:
            assert all(AGAIN[slice(*place)] == word.word for place in word.left)
            assert all(beside.text[slice(*place)] == word.word for place in word.right)
    assert (found.compared, found.until, found.more) == (21, None, 0)


def test_no_other_unit_no_earlier_day_and_no_unknown_one(closed: Closed) -> None:
    closed.say(AGAIN, about=closed.world.other_school)
    closed.say(AGAIN, about=None)
    closed.say(AGAIN, on=CLOSED)
    closed.say(AGAIN, on=None)
    assert closed.found() == []
    assert len(closed.found(SAID)) == 1


def test_a_unit_above_hears_of_all_below_it(closed: Closed) -> None:
    Problem.objects.filter(pk=closed.problem.pk).update(owner=closed.world.bureau)
    closed.problem.refresh_from_db()
    [pk] = closed.say(AGAIN, about=closed.world.other_school)
    assert closed.found() == [pk]


def test_without_an_owner_it_is_the_unit_that_was_spoken_of(closed: Closed) -> None:
    Problem.objects.filter(pk=closed.problem.pk).update(owner=None)
    closed.problem.refresh_from_db()
    [pk], _ = closed.say(AGAIN), closed.say(AGAIN, about=closed.world.other_school)
    assert closed.found() == [pk]


def test_a_letter_sent_again_comes_back_even_when_marked_as_a_repetition(closed: Closed) -> None:
    [pk] = closed.say(BOILER[0] + "谢谢")
    sweep_opinions(closed.world.campaign, by=closed.office, at=closed.world.at)
    Opinion.objects.filter(pk=pk).update(duplicate_of=closed.behind[0])
    row = closed.candidates().rows[0]
    assert (row.opinion, row.copy, row.near) == (pk, True, True)


def test_withdrawn_and_foreign_ones_are_left_out(closed: Closed) -> None:
    withdrawn, foreign = closed.say(AGAIN, AGAIN + "急")
    Opinion.objects.filter(pk=withdrawn).update(withdrawn_on=AFTER)
    Opinion.objects.filter(pk=foreign).update(settled_as="out_of_scope", settled_why="不归我们")
    assert closed.found() == []


def test_what_stands_behind_it_or_behind_another_is_told_apart(closed: Closed) -> None:
    pk, linked = closed.say(AGAIN, AGAIN + "急")
    other = raise_problem(
        closed.world.campaign,
        Wording(title="又没有热水", source="masses"),
        opinions=[pk],
        owner=closed.world.school,
        by=closed.office,
        at=closed.world.at,
    )
    rows = {row.opinion: row.problems for row in closed.candidates().rows if row.near}
    assert rows == {pk: (other.number,), linked: ()}
    merge_problems(closed.problem, [other], by=closed.office, at=closed.world.at)
    assert closed.found() == [linked]


def judge(closed: Closed, one: int, other: int, *, same: bool) -> None:
    low, high = sorted((one, other))
    Judgement.objects.create(
        campaign=closed.world.campaign, one_id=low, other_id=high, same=same, by="office-1", on=AFTER
    )


def test_what_a_person_said_of_a_pair_goes_before_the_machine(closed: Closed) -> None:
    near, far = closed.say(AGAIN, "水房的龙头放不出热的")
    assert closed.found() == [near]
    judge(closed, near, closed.behind[0], same=False)
    judge(closed, far, closed.behind[1], same=True)
    rows = closed.candidates().rows
    assert [(row.opinion, row.said_same) for row in rows if row.near] == [(far, True)]
    assert near not in [row.opinion for row in rows]
    Judgement.objects.update(taken_back=True)
    assert closed.found() == [near]


def test_an_unlinked_one_of_its_group_is_nothing_to_be_nearer_to(closed: Closed) -> None:
    [waiting], [later] = closed.say(AGAIN, on=SAID), closed.say(AGAIN[:-1] + "，没有热水")
    before = closed.candidates().rows[0]
    group = Group.objects.create(campaign=closed.world.campaign, number=1, title="热水")
    for pk in (*closed.behind, waiting):
        Placement.objects.create(opinion_id=pk, group=group)
    after = closed.candidates().rows[0]
    assert (before.opinion, after.opinion) == (later, later)
    assert after.near


def test_only_what_the_reader_sees(closed: Closed) -> None:
    closed.say(AGAIN)
    outsider = closed.world.outsider
    assert closed.candidates(CLOSED, outsider) == Candidates(CLOSED, wordless=True)
    visible = visible_opinions([closed.office], closed.world.campaign, Right.OPINION_READ_RAW)
    nothing = said_again(closed.problem, CLOSED, visible, Problem.objects.none())
    assert all(row.problems == () for row in nothing.rows)


def test_without_words_there_is_nothing_to_compare(closed: Closed) -> None:
    closed.say(AGAIN)
    Problem.objects.filter(pk=closed.problem.pk).update(owner=closed.world.school)
    empty = raise_problem(
        closed.world.campaign, Wording(title="自查", source="own"), by=closed.office, at=closed.world.at
    )
    visible = visible_opinions([closed.office], closed.world.campaign)
    assert said_again(empty, CLOSED, visible, Problem.objects.all()).wordless
    assert closed.candidates(date(2014, 12, 31)) == Candidates(date(2014, 12, 31))


def test_a_large_unit_is_looked_at_up_to_a_day(closed: Closed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recurrence, "MOST_COMPARED", 20)
    closed.say(AGAIN, on=date(2014, 5, 21))
    found = closed.candidates()
    assert (found.compared, found.until) == (20, AFTER)
    assert not any(row.near for row in found.rows)


def test_what_does_not_fit_on_the_page_is_said(closed: Closed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recurrence, "MOST_SHOWN", 1)
    closed.say(AGAIN, AGAIN + "急")
    found = closed.candidates()
    assert (len(found.rows), found.more) == (1, 1)


def test_the_units_own_name_ties_nothing_and_is_no_reason(closed: Closed) -> None:
    named = "云河市第三中学"
    [linked] = closed.say(f"{named}的锅炉坏了", on=SAID)
    Link.objects.create(problem=closed.problem, opinion_id=linked)
    [pk] = closed.say(f"{named}{AGAIN}")
    closed.say(*(f"{named}{body}" for body, _, _ in OPINIONS[50:60]))
    rows = closed.candidates().rows
    assert [row.opinion for row in rows if row.near] == [pk]
    assert linked in [beside.opinion for beside in rows[0].beside]
    assert all(named not in word.word for row in rows for beside in row.beside for word in beside.shared)


def test_its_cost_in_queries(closed: Closed, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    closed.say(AGAIN)
    with django_assert_num_queries(10):
        closed.candidates()
    closed.say(*(AGAIN + "急" * n for n in range(1, 20)))
    with django_assert_num_queries(10):
        closed.candidates()


def test_pieces_are_weighed_as_the_campaign_counted_them(
    closed: Closed, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    sweep_opinions(closed.world.campaign, by=closed.office, at=closed.world.at)
    group_opinions(closed.world.campaign, by=closed.office, at=closed.world.at)
    [pk] = closed.say(AGAIN)
    with django_assert_num_queries(11):
        assert closed.found() == [pk]
    with django_assert_num_queries(10):
        closed.candidates()
