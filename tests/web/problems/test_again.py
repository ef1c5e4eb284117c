"""可能又说起 on a problem's page: from which day, what was found and why, and for whom."""

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.opinions.models import Opinion
from huiyin.process.problems.commands import Wording, raise_problem
from huiyin.process.problems.models import Problem
from tests.rules.analysis.opinions import OPINIONS
from tests.web.conftest import SignedIn
from tests.world import World

BOILER = (
    "七号宿舍楼的热水锅炉坏了半个月，七号楼的同学没有热水洗澡。",
    "七号宿舍楼没有热水，锅炉一直没人修。",
)
AGAIN = "请尽快修好七号宿舍楼热水锅炉！"


def say(world: World, *bodies: str, on: date, about: Unit | None = None, start: int) -> list[int]:
    said = [replace(world.said(body, number), raised_on=on) for number, body in enumerate(bodies, start)]
    world.take_said(said)
    taken = Opinion.objects.filter(source_id__in=[row.source_id for row in said])
    taken.update(about=about or world.school)
    return sorted(taken.values_list("pk", flat=True))


@pytest.fixture
def problem(world: World) -> Problem:
    behind = say(world, *BOILER, on=date(2014, 4, 1), start=1)
    say(world, *(body for body, _, _ in OPINIONS[:20]), on=date(2014, 4, 1), start=100)
    say(world, AGAIN, *(body for body, _, _ in OPINIONS[20:30]), on=date(2014, 5, 20), start=200)
    say(world, AGAIN + "别处", on=date(2014, 5, 20), about=world.other_school, start=300)
    office = Actor("office-1", Role.OFFICE, world.bureau.path)
    wording = Wording(title="热水", source="masses", manifestation="锅炉失修", checked=True)
    return raise_problem(world.campaign, wording, opinions=behind, owner=world.school, by=office, at=world.at)


def page(client: Client, problem: Problem, **asked: str) -> str:
    answer = client.get(f"/c/mass-line/problems/{problem.number}", asked)
    assert answer.status_code == 200
    return answer.text


def test_the_page_offers_days_and_looks_when_asked(signed_in: SignedIn, problem: Problem) -> None:
    office = signed_in(Role.OFFICE)
    shown = page(office, problem)
    assert "可能又说起" in shown
    assert 'name="since" value="2014-05-23"' in shown  # raised on that day, never answered
    assert "最后一次答复" not in shown
    assert AGAIN not in shown
    Opinion.objects.filter(source_id="1").update(answered_on=date(2014, 5, 10))
    shown = page(office, problem)
    assert "最后一次答复 5 月 10 日" in shown
    assert 'name="since" value="2014-05-10"' in shown


def test_what_was_said_again_stands_with_its_reasons(signed_in: SignedIn, problem: Problem) -> None:
    shown = page(signed_in(Role.OFFICE), problem, since="2014-05-10")
    assert '<mark class="why">七号宿舍楼</mark>' in shown
    assert shown.count("可能是同一件事</span>") == 1
    assert "系统自动归到一起" in shown, "the word says what it means"
    assert "待确认，不计入任何数字" in shown
    assert "别处" not in shown
    assert "2014 年 5 月 10 日以后这个单位的 11 条意见都比过了" in shown


def test_nothing_later_and_nothing_like_it_are_said(signed_in: SignedIn, problem: Problem) -> None:
    office = signed_in(Role.OFFICE)
    assert "还没有新的意见" in page(office, problem, since="2014-06-01")
    Opinion.objects.filter(source_id="200").update(withdrawn_on=date(2014, 5, 21))
    assert "没有找到又说起的" in page(office, problem, since="2014-05-10")


def test_a_day_that_is_none_is_explained(signed_in: SignedIn, problem: Problem) -> None:
    shown = page(signed_in(Role.OFFICE), problem, since="五月")
    assert "请写成 2014-03-01" in shown


@pytest.mark.parametrize("role", [Role.HEAD, Role.CLERK, Role.MEMBER])
def test_who_may_not_read_the_words_is_told_nothing(
    signed_in: SignedIn, world: World, problem: Problem, role: Role
) -> None:
    reader = signed_in(role, world.school)
    for asked in ({}, {"since": "2014-05-10"}):
        shown = page(reader, problem, **asked)
        assert "锅炉失修" in shown
        assert "可能又说起" not in shown
        assert "七号" not in shown


def test_the_look_costs_the_same_however_much_is_found(
    signed_in: SignedIn, world: World, problem: Problem, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    office = signed_in(Role.OFFICE)
    page(office, problem)
    with django_assert_num_queries(38):
        page(office, problem, since="2014-05-10")
    say(world, *(AGAIN + "急" * n for n in range(1, 15)), on=date(2014, 5, 21), start=400)
    with django_assert_num_queries(38):
        page(office, problem, since="2014-05-10")
