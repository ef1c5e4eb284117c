"""The ledger and a problem's page: what each reader sees, how one is raised, checked, given to a unit."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from huiyin.platform.orgs.rules.rights import Role
from huiyin.process.opinions.commands import group_opinions, sweep_opinions
from huiyin.process.opinions.models import Group, Opinion
from huiyin.process.problems.commands import Wording, raise_problem
from huiyin.process.problems.models import Problem
from tests.web.conftest import SignedIn
from tests.world import World

LEDGER = "/c/mass-line/problems"
RAISE = f"{LEDGER}/raise"
WORDS = "食堂上周三的午餐只有两片肉，问总务处说菜价涨了"


@pytest.fixture
def office(signed_in: SignedIn) -> Client:
    return signed_in(Role.OFFICE)


@pytest.fixture
def head(signed_in: SignedIn, world: World) -> Client:
    return signed_in(Role.HEAD, world.school)


@pytest.fixture
def group(world: World) -> Group:
    taken = world.take(WORDS, WORDS + "，没有人管", "孩子说" + WORDS)
    Opinion.objects.filter(pk__in=[opinion.pk for opinion in taken]).update(about=world.school)
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    group_opinions(world.campaign, by=world.office, at=world.at)
    return Group.objects.get()


def raised(office: Client, group: Group, **fields: str) -> Problem:
    sent = {
        "group": str(group.number),
        "title": "午餐缩水",
        "source": "masses",
        "owner": "云河市第三中学",
        **fields,
    }
    assert office.post(RAISE, sent).status_code == 302
    return Problem.objects.get()


def test_a_group_is_raised_in_the_offices_own_words(office: Client, group: Group) -> None:
    form = office.get(RAISE, {"group": str(group.number)}).text
    assert WORDS in form
    assert 'name="title" value=""' in form
    assert 'value="云河市第三中学"' in form
    problem = raised(office, group, manifestation="荤菜减少", checked="yes")
    page = office.get(f"{LEDGER}/{problem.number}").text
    assert "3 条意见" in page
    assert WORDS in page
    assert "荤菜减少" in page
    assert f"第 {group.number} 组" in page


def test_what_was_typed_stays_when_it_can_not_be_raised(office: Client, group: Group) -> None:
    sent = {"group": str(group.number), "title": "午餐缩水", "source": "nonsense", "owner": "没有的学校"}
    answer = office.post(RAISE, sent)
    assert answer.status_code == 422
    assert "没有的学校" in answer.text
    assert 'value="午餐缩水"' in answer.text
    assert not Problem.objects.exists()


def test_a_group_is_raised_once(office: Client, group: Group) -> None:
    raised(office, group)
    again = office.post(RAISE, {"group": str(group.number), "title": "又一次", "source": "masses"})
    assert again.status_code == 409
    assert "已经立为问题" in again.text


def test_the_unit_reads_the_checked_summary_and_never_the_words(
    office: Client, head: Client, group: Group
) -> None:
    problem = raised(office, group, manifestation="荤菜减少")
    page = head.get(f"{LEDGER}/{problem.number}").text
    assert "午餐缩水" in page
    assert "荤菜减少" not in page
    assert "归纳还没有核对" in page
    seen = re.search(r'name="seen" value="(\w+)"', office.get(f"{LEDGER}/{problem.number}").text)
    assert seen is not None
    office.post(f"{LEDGER}/{problem.number}/summary", {"text": "三月以来荤菜减少", "seen": seen[1]})
    page = head.get(f"{LEDGER}/{problem.number}").text
    assert "三月以来荤菜减少" in page
    assert WORDS not in page
    assert "不足 5 人" in page


def test_a_summary_that_changed_meanwhile_is_not_overwritten(office: Client, group: Group) -> None:
    problem = raised(office, group, manifestation="荤菜减少")
    answer = office.post(f"{LEDGER}/{problem.number}/summary", {"text": "我写的", "seen": "0" * 16})
    assert answer.status_code == 409
    assert "我写的" in answer.text
    problem.refresh_from_db()
    assert problem.manifestation == "荤菜减少"


def test_a_unit_does_not_check_its_own_summary(office: Client, head: Client, group: Group) -> None:
    problem = raised(office, group, manifestation="荤菜减少")
    assert head.post(f"{LEDGER}/{problem.number}/summary", {"text": "很好"}).status_code == 403


def test_a_head_adds_what_the_unit_found_itself(head: Client) -> None:
    head.post(RAISE, {"title": "值班记录补写", "source": "own", "manifestation": "五月有三次"})
    problem = Problem.objects.get()
    assert problem.owner is not None
    assert problem.owner.name == "云河市第三中学"
    assert "五月有三次" in head.get(f"{LEDGER}/{problem.number}").text


def test_a_problem_without_an_owner_is_given_one(office: Client, world: World) -> None:
    problem = raise_problem(world.campaign, Wording("校车误点", "masses"), by=world.office, at=world.at)
    address = f"{LEDGER}/{problem.number}"
    assert "下一步：定下责任单位" in office.get(address).text
    wrong = office.post(f"{address}/owner", {"owner": "没有的学校", "seen": ""})
    assert wrong.status_code == 422
    office.post(f"{address}/owner", {"owner": "云河市第三中学", "seen": ""})
    problem.refresh_from_db()
    assert problem.owner == world.school
    assert office.post(f"{address}/owner", {"owner": "云河市实验幼儿园", "seen": ""}).status_code == 409


@pytest.mark.parametrize(
    "query",
    [{"owner": "x"}, {"owner": "9" * 30}, {"after": "x"}, {"after": "2014-" + "9" * 20}, {"before": "-1"}],
)
def test_forged_filters_are_answered_in_a_sentence(office: Client, query: dict[str, str]) -> None:
    answer = office.get(LEDGER, query)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_odd_searches_find_nothing_and_break_nothing(office: Client) -> None:
    for text in ("食" * 10_000, "😀", "%", "\x00", "' OR 1=1"):
        assert office.get(LEDGER, {"text": text}).status_code == (422 if text == "\x00" else 200)


def test_the_ledger_costs_the_same_however_long_it_is(
    office: Client, world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(60):
        raise_problem(
            world.campaign,
            Wording(f"问题{number}", "masses"),
            owner=world.school,
            by=world.office,
            at=world.at,
        )
    with django_assert_max_num_queries(12):
        answer = office.get(LEDGER)
    assert len(answer.content) < 60_000
    assert 'rel="next"' in answer.text


TELLING = "王小梅的家长（电话13800000000）说荤菜减少"


def test_a_summary_by_which_somebody_may_be_known_is_asked_about_once(
    office: Client, head: Client, group: Group
) -> None:
    problem = raised(office, group, manifestation="荤菜减少")
    address = f"{LEDGER}/{problem.number}/summary"
    seen = re.search(r'name="seen" value="(\w+)"', office.get(f"{LEDGER}/{problem.number}").text)
    assert seen is not None
    sent = {"text": TELLING, "seen": seen[1]}
    asked = office.post(address, sent)
    assert asked.status_code == 422
    assert "13800000000" in asked.text
    assert 'name="looked"' in asked.text
    assert TELLING in asked.text
    problem.refresh_from_db()
    assert problem.manifestation == "荤菜减少"
    assert office.post(address, {**sent, "looked": "yes"}).status_code == 302
    problem.refresh_from_db()
    assert problem.manifestation == TELLING


def test_a_title_by_which_somebody_may_be_known_is_asked_about_once(office: Client, group: Group) -> None:
    sent = {
        "group": str(group.number),
        "title": "王老师收钱补课",
        "source": "masses",
        "manifestation": TELLING,
    }
    asked = office.post(RAISE, sent)
    assert asked.status_code == 422
    assert "王老师" in asked.text
    assert "13800000000" not in re.sub(
        r"<textarea.*?</textarea>", "", asked.text, flags=re.DOTALL
    )  # not checked yet
    assert not Problem.objects.exists()
    assert office.post(RAISE, {**sent, "looked": "yes"}).status_code == 302


def test_what_somebody_found_themselves_is_not_asked_about(office: Client) -> None:
    answer = office.post(RAISE, {"title": "王老师长期借调，课没有人上", "source": "own"})
    assert answer.status_code == 302
