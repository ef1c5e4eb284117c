"""The pages of effects: one verdict everywhere, every figure to who looks from above, none over few givers to the unit."""

from datetime import date, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from huiyin.cli.looking_back import everything
from huiyin.platform.orgs.rules.rights import Role
from huiyin.process.effects.models import Effect
from huiyin.process.problems.models import Problem
from huiyin.reports.papers.lookback import lookback_values
from tests.process.effects.conftest import AFTER, BEFORE, UNTIL, Town
from tests.process.effects.conftest import town as town
from tests.web.conftest import SignedIn

pytestmark = pytest.mark.django_db
HOME = "/c/mass-line/effects"


@pytest.fixture
def fixed(town: Town, monkeypatch: pytest.MonkeyPatch) -> Problem:
    """A fix that is proven, and a second problem of another school of which little is known; measured."""
    monkeypatch.setenv("HUIYIN_DEMO_DAY", UNTIL.isoformat())
    problem = town.fixed()
    other = town.problem(town.say(3, BEFORE, town.world.other_school), owner=town.world.other_school)
    town.close(other)
    town.again(other, town.say(1, AFTER, town.world.other_school))
    town.run()
    return problem


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_before_the_first_run_a_page_says_so(signed_in: SignedIn) -> None:
    assert "还没有算过" in text(signed_in(Role.OFFICE), HOME)


def test_one_verdict_everywhere(fixed: Problem, signed_in: SignedIn) -> None:
    office = signed_in(Role.OFFICE)
    listed, own = text(office, HOME), text(office, f"{HOME}/{fixed.number}")
    ledger = text(office, f"/c/mass-line/problems/{fixed.number}")
    assert all("成效已证实" in page for page in (own, ledger))
    for page in (listed, own):
        assert "0.00（0.00–0.0" in page
    assert "30/40 75%" in listed
    assert "0/40 0%" in listed
    assert 'class="closing"' in own
    assert f"{HOME}/{fixed.number}" in ledger


def test_the_list_is_filtered_and_in_the_order_of_the_tree(fixed: Problem, signed_in: SignedIn) -> None:
    office, number = signed_in(Role.OFFICE), f"{HOME}/{fixed.number}"
    other = Problem.objects.exclude(pk=fixed.pk).get()
    listed = text(office, HOME)
    assert listed.index(number) < listed.index(f"{HOME}/{other.number}")
    assert number in text(office, f"{HOME}?verdict=proven")
    assert f"{HOME}/{other.number}" not in text(office, f"{HOME}?verdict=proven")
    assert number in text(office, f"{HOME}?wind=F")
    assert number not in text(office, f"{HOME}?topic=E01")
    assert number not in text(office, f"{HOME}?unit={other.owner_id}")
    assert "云河市第三中学" in text(office, f"{HOME}?of=unit")


def test_a_problem_of_which_nothing_was_said_stands_with_its_owners(
    fixed: Problem, town: Town, signed_in: SignedIn
) -> None:
    silent = town.problem([])
    town.close(silent)
    town.run(UNTIL + timedelta(days=1))
    assert Effect.objects.latest_of(town.campaign).get(problem=silent).unit is None
    other = Problem.objects.exclude(pk__in=[fixed.pk, silent.pk]).get()
    listed = text(signed_in(Role.OFFICE), HOME)
    places = [listed.index(f"{HOME}/{one.number}") for one in (fixed, silent, other)]
    assert places == sorted(places)
    assert town.world.school.name in listed[places[1] : places[2]]
    rows = list(lookback_values(everything(None, None))["problems"])  # type: ignore[call-overload]
    assert [row["unit"] for row in rows] == [*[town.world.school.name] * 2, town.world.other_school.name]


def test_a_unit_sees_no_figure_over_few_givers(fixed: Problem, signed_in: SignedIn) -> None:
    other = Problem.objects.exclude(pk=fixed.pk).get()
    assert other.owner is not None
    head = signed_in(Role.HEAD, other.owner)
    page = text(head, f"{HOME}/{other.number}")
    assert "不足 5" in page
    assert "比值也不显示" in page
    assert "svg class" not in page
    assert "尚不能证实" in page
    assert "3/3" not in text(head, HOME)
    assert head.get(f"{HOME}/{fixed.number}").status_code == 404
    assert "合起来看" not in text(head, HOME)
    assert "前后对比" in text(signed_in(Role.LEADER), f"{HOME}/{other.number}")


def test_what_is_open_has_no_effect(town: Town, signed_in: SignedIn) -> None:
    problem = town.problem(town.say(3, date(2014, 5, 1)))
    assert "销号以后才谈得上成效" in text(signed_in(Role.OFFICE), f"{HOME}/{problem.number}")


def test_queries_do_not_grow(
    town: Town,
    fixed: Problem,
    signed_in: SignedIn,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(12):
        town.close(town.problem(town.say(2, BEFORE)))
    town.run()
    assert Effect.objects.latest_of(town.campaign).count() > 14
    office = signed_in(Role.OFFICE)
    office.get(HOME)
    with django_assert_max_num_queries(12):
        office.get(HOME)
    address = f"/c/mass-line/problems/{fixed.number}"
    office.get(address)
    with django_assert_max_num_queries(12):
        office.get(f"{HOME}/{fixed.number}")


def test_a_second_round_is_planned_from_its_page(town: Town, fixed: Problem, signed_in: SignedIn) -> None:
    del fixed
    silent = town.problem(town.say(9, BEFORE))
    town.close(silent)
    town.run()
    office = signed_in(Role.OFFICE)
    page = text(office, f"{HOME}/rounds")
    assert silent.number in page
    given = {"unit": town.world.school.pk, "opens_on": "2014-09-05", "closes_on": "2014-08-30"}
    answer = office.post(f"{HOME}/rounds", given)
    assert answer.status_code == 422
    assert "2014-09-05" in answer.content.decode()
    answer = office.post(f"{HOME}/rounds", {**given, "closes_on": "2014-09-30"})
    assert answer.status_code == 302
    assert "第 2 轮" in text(office, f"{HOME}/rounds")
    assert signed_in(Role.HEAD, town.world.school).get(f"{HOME}/rounds").status_code == 403


def test_where_counting_cannot_tell_nothing_is_ticked_and_other_ways_are_named(
    town: Town, signed_in: SignedIn
) -> None:
    school, other = town.world.school, town.world.other_school
    within = town.problem(town.say(30, BEFORE))
    town.say(10, BEFORE, every=6)
    rare = town.problem(town.say(2, BEFORE, other), other)
    town.say(12, BEFORE, other, every=3)
    for problem in (within, rare):
        town.close(problem)
    town.run()
    page = text(signed_in(Role.OFFICE), f"{HOME}/rounds")
    assert f'name="unit" value="{school.pk}" checked' in page
    assert f'name="unit" value="{other.pk}">' in page
    beyond = page.partition('id="beyond"')[2]
    assert other.name in beyond
    assert school.name not in beyond
    assert "此前一共听到 14 条" in beyond
    assert "/samples" in beyond
    assert "可以说明 1 个已销号问题" in page


def test_the_gate_of_no_effect_shows_it_and_leads_to_it(fixed: Problem, signed_in: SignedIn) -> None:
    """With what came back, which the unit's own people aren't told: it stands on givers."""
    here = f"/c/mass-line/units/{fixed.owner_id}/gates/effect"
    page = text(signed_in(Role.SUPERVISION), here)
    assert "1 项中的 1 项" in page
    assert f"{HOME}?unit={fixed.owner_id}" in page
    assert "part=closed.came_back" in page
    head = text(signed_in(Role.HEAD, fixed.owner), here)
    assert "1 项中的 1 项" in head
    assert "不向本单位显示" in head
    assert "came_back" not in head
