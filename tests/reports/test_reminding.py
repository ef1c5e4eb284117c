"""Reminders of dates: once each, on working days, to the unit's own head and clerk."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.cli.composing import compose_rectification
from huiyin.platform.accounts.models import Account
from huiyin.platform.notices.models import Message
from huiyin.platform.orgs.commands import give_grant, open_account
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.problems.commands import Wording, raise_problem
from huiyin.process.problems.models import Problem
from huiyin.process.rectification.models import Extension, Measure, Step
from huiyin.reports.desk.reminding import Days, days_of
from tests.world import World

pytestmark = pytest.mark.django_db
CLOCK = Actor("clock", Role.OFFICE)
THURSDAY, FRIDAY, MONDAY = date(2014, 6, 5), date(2014, 6, 6), date(2014, 6, 9)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 0, 0, tzinfo=UTC)


def off(day: date) -> bool:
    return day.isoweekday() > 5


@pytest.fixture
def clerk(world: World) -> Account:
    return _person(world, "clerk", Role.CLERK, world.school)


def _person(world: World, login: str, role: Role, unit: Unit) -> Account:
    account, _ = open_account(login, f"某{login}", by=world.office, at=world.at)
    give_grant(account, role, unit, since=date(2014, 1, 1), by=world.office, at=world.at)
    return account


def problem(world: World, title: str, state: str = "rectifying", due: date | None = None) -> Problem:
    made = raise_problem(
        world.campaign, Wording(title, "own"), owner=world.school, by=world.office, at=world.at
    )
    Problem.objects.filter(pk=made.pk).update(state=state, due_on=due)
    return made


def told(account: Account, day: date) -> list[str]:
    compose_rectification(CLOCK, at(day), off)
    messages = Message.objects.filter(account=account, day=day)
    return [line.text for message in messages for section in message.content for line in section.lines]


def test_a_date_is_told_a_week_ahead_a_day_ahead_and_when_it_has_passed(world: World, clerk: Account) -> None:
    due = date(2014, 6, 13)
    problem(world, "菜价", due=due)
    assert told(clerk, THURSDAY) == []
    assert told(clerk, FRIDAY) == ["6 月 13 日到期：2014-001 菜价"]
    assert told(clerk, MONDAY) == []
    assert told(clerk, date(2014, 6, 12)) == ["6 月 13 日到期：2014-001 菜价"]
    assert told(clerk, due) == []
    assert told(clerk, date(2014, 6, 16)) == ["逾期 3 天：2014-001 菜价"]
    assert told(clerk, date(2014, 6, 17)) == []
    assert told(clerk, date(2014, 6, 23)) == ["逾期 10 天：2014-001 菜价"]


def test_what_fell_on_a_weekend_is_told_on_monday(world: World, clerk: Account) -> None:
    problem(world, "菜价", due=date(2014, 6, 15))  # a week ahead is a Sunday
    assert told(clerk, FRIDAY) == []
    assert told(clerk, MONDAY) == ["6 月 15 日到期：2014-001 菜价"]
    assert days_of(MONDAY, off) == Days(date(2014, 6, 7), MONDAY)


def test_measures_have_dates_too(world: World, clerk: Account) -> None:
    made = problem(world, "菜价")
    Measure.objects.create(
        problem=made,
        round=1,
        number=1,
        what="每周公示",
        shape="a",
        until=date(2014, 6, 6),
        by="x",
        on=THURSDAY,
    )
    assert told(clerk, THURSDAY) == ["措施 6 月 6 日到期：2014-001 菜价（每周公示）"]


def test_what_was_decided_is_told_the_morning_after(world: World, clerk: Account) -> None:
    made = problem(world, "菜价", due=date(2014, 7, 1))
    Step.objects.create(
        problem=made, round=1, act="return", before="awaiting", after="returned", role="office", by="x", on=THURSDAY,
        until=date(2014, 7, 1),
    )  # fmt: skip
    for answer, was in (("granted", date(2014, 6, 20)), ("refused", date(2014, 7, 1))):
        Extension.objects.create(
            problem=made, was=was, wanted=date(2014, 7, 2), reason="工期", asked_by="x", asked_on=THURSDAY,
            answer=answer, answered_by="y", answered_on=THURSDAY, why="可以",
        )  # fmt: skip
    assert told(clerk, THURSDAY) == []
    assert told(clerk, FRIDAY) == [
        "验收退回：2014-001 菜价，改到7 月 1 日",
        "同意延期：2014-001 菜价，延到7 月 2 日",
        "没有同意延期：2014-001 菜价，仍是7 月 1 日",
    ]


def test_a_second_call_on_a_day_changes_nothing(world: World, clerk: Account) -> None:
    problem(world, "菜价", due=date(2014, 6, 6))
    assert compose_rectification(CLOCK, at(THURSDAY), off) == 1
    assert compose_rectification(CLOCK, at(THURSDAY), off) == 0
    assert Message.objects.count() == 1


@pytest.mark.parametrize("state", ["awaiting", "closed", "above"])
def test_what_is_not_in_the_units_hands_is_not_told(world: World, clerk: Account, state: str) -> None:
    made = problem(world, "菜价", state=state, due=date(2014, 6, 6))
    if state == "closed":
        Problem.objects.filter(pk=made.pk).update(closed_on=THURSDAY)
    assert told(clerk, THURSDAY) == []


def test_nobody_else_hears_of_it_and_nobody_on_a_day_off(world: World, clerk: Account) -> None:
    others = [
        _person(world, "member", Role.MEMBER, world.school),
        _person(world, "foreign", Role.HEAD, world.other_school),
        _person(world, "office", Role.OFFICE, world.bureau),
    ]
    problem(world, "菜价", due=date(2014, 6, 6))
    compose_rectification(CLOCK, at(THURSDAY), off)
    assert set(Message.objects.values_list("account", flat=True)) == {clerk.pk}
    assert not Message.objects.filter(account__in=[one.pk for one in others]).exists()
    assert compose_rectification(CLOCK, at(date(2014, 6, 7)), off) == 0


def test_many_lines_are_cut_and_lead_to_the_board(world: World, clerk: Account) -> None:
    for number in range(25):
        problem(world, f"第{number}件", due=date(2014, 6, 6))
    lines = told(clerk, THURSDAY)
    assert len(lines) == 21
    assert lines[-1] == "其余 5 件见“本单位的问题”。"


def test_the_number_of_queries_does_not_grow(world: World, clerk: Account) -> None:
    _person(world, "foreign", Role.HEAD, world.other_school)

    def queries(day: date) -> int:
        with CaptureQueriesContext(connection) as captured:
            compose_rectification(CLOCK, at(day), off)
        return len(captured)

    problem(world, "菜价", due=date(2014, 6, 6))
    few = queries(THURSDAY)
    for number in range(20):
        problem(world, f"第{number}件", due=date(2014, 6, 9))
    assert queries(FRIDAY) <= few + 1
