"""My unit's board, and the dates week by week."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from huiyin.platform.orgs.rules.rights import Role
from huiyin.process.problems.commands import Wording, raise_problem
from huiyin.process.problems.models import Problem
from huiyin.process.rectification.models import Extension, Measure, Passing
from tests.web.conftest import SignedIn
from tests.world import World

BOARD, DATES = "/c/mass-line/problems/board", "/c/mass-line/problems/dates"


def put(
    world: World, state: str, *, due: date | None = None, closed: date | None = None, **fields: object
) -> Problem:
    problem = raise_problem(
        world.campaign,
        Wording(f"第{Problem.objects.count()}件", "own"),
        owner=world.school,
        by=world.office,
        at=world.at,
    )
    Problem.objects.filter(pk=problem.pk).update(state=state, due_on=due, closed_on=closed, **fields)
    return problem


def columns(text: str) -> list[str]:
    """What stands in each column."""
    return text.partition('<div class="board">')[2].split('<section class="stack close">')[1:]


def test_each_problem_stands_in_one_column_with_what_comes_next(signed_in: SignedIn, world: World) -> None:
    for state in ("drafted", "decided", "rectifying", "above", "checked", "awaiting"):
        put(world, state)
    put(world, "closed", closed=date(2014, 5, 20))
    put(world, "closed", closed=date(2014, 3, 1))
    text = signed_in(Role.HEAD, world.school).get(BOARD).text
    before, open_, awaiting, closed = columns(text)
    assert [part.count("<article") for part in (before, open_, awaiting, closed)] == [2, 2, 2, 1]
    assert "下一步：认领" in before
    assert "等活动办：验收通过" in awaiting
    assert "下一步：报请验收" in awaiting


def test_on_top_is_what_waits_for_this_reader_the_nearest_date_first(
    signed_in: SignedIn, world: World
) -> None:
    later, late = put(world, "decided", due=date(2014, 6, 20)), put(world, "decided", due=date(2014, 5, 20))
    put(world, "awaiting", due=date(2014, 5, 1))
    head = signed_in(Role.HEAD, world.school).get(BOARD).text.partition('<div class="board">')[0]
    assert head.index(late.number) < head.index(later.number)
    assert "逾期 3 天" in head
    assert "2014-003" not in head
    clerk = signed_in(Role.CLERK, world.school).get(BOARD).text
    assert "现在没有等您办的" in clerk
    assert "等主要负责人、班子成员：认领" in clerk


def test_what_was_passed_up_waits_for_the_level_above_alone(signed_in: SignedIn, world: World) -> None:
    problem = put(world, "above")
    Passing.objects.create(
        problem=problem, below=world.school, above=world.bureau, reason="x", proposal="x", passed_on=world.at.date(),
        answer_by=date(2014, 6, 3),
    )  # fmt: skip
    own = signed_in(Role.HEAD, world.school).get(BOARD).text
    assert "现在没有等您办的" in own
    assert "等上级答复" in own
    above = signed_in(Role.HEAD, world.bureau, login="above").get(BOARD).text
    assert "下一步：上级承接" in above


def test_a_column_ends_and_leads_on_into_the_ledger(signed_in: SignedIn, world: World) -> None:
    for _ in range(13):
        put(world, "rectifying")
    text = signed_in(Role.CLERK, world.school).get(BOARD).text
    assert columns(text)[1].count("<article") == 12
    assert "/c/mass-line/problems?mine=yes&amp;phase=open" in text


def test_another_units_problems_are_on_no_board_of_mine(signed_in: SignedIn, world: World) -> None:
    put(world, "rectifying")
    assert "2014-001" not in signed_in(Role.HEAD, world.other_school).get(BOARD).text
    text = signed_in(Role.OFFICE).get(BOARD).text
    assert "2014-001" not in text
    assert "/c/mass-line/problems?group=owner" in text


@pytest.fixture
def dated(world: World) -> Problem:
    problem = put(world, "rectifying", due=date(2014, 5, 28))
    put(world, "closed", due=date(2014, 5, 28), closed=date(2014, 5, 20))
    Measure.objects.create(
        problem=problem, round=1, number=1, what="每周公示菜价", shape="a", until=date(2014, 5, 26), by="x", on=world.at.date()
    )  # fmt: skip
    Passing.objects.create(
        problem=problem, below=world.school, above=world.bureau, reason="x", proposal="x", passed_on=world.at.date(),
        answer_by=date(2014, 6, 3),
    )  # fmt: skip
    Extension.objects.create(
        problem=problem, was=date(2014, 5, 28), wanted=date(2014, 7, 1), reason="工期长", asked_by="x",
        asked_on=world.at.date(),
    )  # fmt: skip
    return problem


def test_dates_stand_week_by_week_with_what_they_are(
    signed_in: SignedIn, world: World, dated: Problem
) -> None:
    text = signed_in(Role.OFFICE).get(DATES).text
    assert "整改时限 1 · 措施完成 1 · 延期待批 1" in text
    assert "每周公示菜价" in text
    assert "申请延到 7 月 1 日" in text
    assert "上级答复 1" in text
    assert text.count("2014-002") == 0
    assert "本周" in text


def test_other_weeks_are_asked_for_by_their_first_day(
    signed_in: SignedIn, world: World, dated: Problem
) -> None:
    office = signed_in(Role.OFFICE)
    assert "这六周里没有到期的" in office.get(DATES, {"from": "2014-08-01"}).text
    for wrong in ("x", "0001-01-01", "9999-12-31"):
        answer = office.get(DATES, {"from": wrong})
        assert answer.status_code == 422
        assert 'role="alert"' in answer.text


def test_a_long_list_says_that_it_is_cut(
    signed_in: SignedIn, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        put(world, "rectifying", due=date(2014, 5, 28))
    monkeypatch.setattr("huiyin.process.rectification.queries.dates.MOST_OF_A_KIND", 2)
    text = signed_in(Role.OFFICE).get(DATES).text
    assert "整改时限 3" in text
    assert "太多了" in text


def test_both_cost_the_same_however_much_there_is(
    signed_in: SignedIn, world: World, dated: Problem, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(20):
        put(world, "decided", due=date(2014, 5, 28))
    clerk = signed_in(Role.CLERK, world.school)
    for address in (BOARD, DATES):
        clerk.get(address)
        with django_assert_max_num_queries(16):
            clerk.get(address)
