"""Gates on pages: one sheet a unit, a verdict with its form, all units without a rank; and what somebody typed stays where it is refused."""

import html
import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from huiyin.platform.orgs.rules.rights import Role
from huiyin.process.campaigns.commands import lay_plan
from huiyin.process.campaigns.models import Participation, PlanItem
from huiyin.process.meetings.commands import Studied, record_study
from huiyin.process.problems.commands import Wording, raise_problem
from huiyin.process.problems.models import Problem
from huiyin.process.supervision.commands import Must, Said, judge_gate
from huiyin.process.supervision.models import GateVerdict, ReturnPoint
from huiyin.process.supervision.rules.verdicts import VerdictKind
from tests.world import World

pytestmark = pytest.mark.django_db
SIX = ["认识上不去", "查找不聚焦", "剖析不深刻", "措施不到位", "成效不明显", "领导责任不落实"]


@pytest.fixture
def planned(world: World) -> World:
    lay_plan(world.campaign, {"city_meeting": date(2014, 5, 16)}, by=world.office, at=world.at)
    return world


def part(world: World) -> Participation:
    return Participation.objects.select_related("unit", "campaign__root").get(unit=world.school)


def test_six_gates_on_one_page_with_facts_and_where_they_lead(
    planned: World, signed_in: Callable[..., Client], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    head = signed_in(Role.HEAD, planned.school)
    here = f"/c/mass-line/units/{planned.school.pk}/gates"
    head.get(here)
    with django_assert_max_num_queries(62):
        page = head.get(here).content.decode()
    places = [page.index(name) for name in SIX]
    assert places == sorted(places)
    assert page.count("尚无结论") >= 6
    assert "六个不放过" in page  # the campaign's own name for them
    assert f"/c/mass-line/problems?owner={planned.school.pk}" in page
    assert "分数" in page
    assert "平均" not in page


def test_an_inspector_returns_and_the_unit_has_a_task(
    planned: World, signed_in: Callable[..., Client]
) -> None:
    inspector = signed_in(Role.SUPERVISION)
    here = f"/c/mass-line/units/{planned.school.pk}/gates/leave_listen"
    assert "还没有人下过结论" in inspector.get(here).content.decode()
    assert "记下结论" not in inspector.get(here).content.decode()  # the office's gate
    office = signed_in(Role.OFFICE)
    assert "过关" in office.get(here).content.decode()
    typed = {"verdict": "return", "why": "先补课", "seen": "0", "text.1": "八看逐项写事例", "about.1": "unit"}
    refused = office.post(f"{here}/judge", typed)
    assert refused.status_code == 422
    assert "八看逐项写事例" in refused.content.decode()  # what was typed stays
    assert not GateVerdict.objects.exists()
    done = office.post(f"{here}/judge", typed | {"due.1": "2014-06-06"}, follow=True)
    assert "结论已记下：退回" in done.content.decode()
    assert ReturnPoint.objects.get().text == "八看逐项写事例"
    clerk = signed_in(Role.CLERK, planned.school)
    assert "第一环节转段：八看逐项写事例" in clerk.get("/c/mass-line/todo").content.decode()
    assert clerk.post(f"{here}/judge", typed).status_code == 403
    gate = clerk.get(here).content.decode()
    assert "在改" in gate
    assert "记下结论" not in gate
    page = office.get(f"/c/mass-line/units/{planned.school.pk}/gate").content.decode()
    assert "被退回，还没有再过关" in page


def test_when_all_is_done_it_waits_to_be_judged_again(
    planned: World, signed_in: Callable[..., Client]
) -> None:
    judge_gate(
        part(planned),
        "leave_listen",
        Said(VerdictKind.RETURN, "", (Must("补课", date(2014, 6, 6)),)),
        by=planned.office,
        at=planned.at,
    )
    page = signed_in(Role.OFFICE)
    assert "改好了" not in page.get("/c/mass-line/gates?gate=leave_listen").content.decode()
    PlanItem.objects.filter(ask=ReturnPoint.objects.get().ask).update(done_on=date(2014, 5, 23))
    assert "改好了，等再看" in page.get("/c/mass-line/gates?gate=leave_listen").content.decode()
    found = page.get("/c/mass-line/gates?gate=leave_listen&again=yes").content.decode()
    assert planned.school.name in found
    assert planned.other_school.name not in found
    assert "1 处关口退回后改好了" in page.get("/c/mass-line/todo").content.decode()


def test_all_units_in_the_order_of_the_tree(
    planned: World, signed_in: Callable[..., Client], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    office = signed_in(Role.OFFICE)
    office.get("/c/mass-line/gates")
    with django_assert_max_num_queries(55):
        page = office.get("/c/mass-line/gates").content.decode()
    names = [planned.bureau.name, planned.school.name, planned.other_school.name]
    places = [page.index(f">{name}</a>") for name in names]
    assert places == sorted(places)
    assert "尚无结论 3" in page
    assert office.get("/c/mass-line/gates?gate=nowhere").status_code == 200
    clerk = signed_in(Role.CLERK, planned.school)
    own = clerk.get("/c/mass-line/gates?gate=leave_listen").content.decode()
    assert planned.other_school.name not in own
    assert "不向本单位显示" in own  # what stands on givers
    assert clerk.get(f"/c/mass-line/units/{planned.other_school.pk}/gates").status_code == 404
    assert clerk.get(f"/c/mass-line/units/{planned.school.pk}/gates/nowhere").status_code == 404


def test_a_fact_leads_to_the_lists_of_its_unit_alone(
    planned: World, signed_in: Callable[..., Client]
) -> None:
    """Every list answers; of studies only the unit's own stand there, of papers only its own team's, and a way leads back to all."""
    for unit in (planned.school, planned.other_school):
        taking = Participation.objects.select_related("unit", "campaign__root").get(unit=unit)
        studied = Studied("discussion", date(2014, 5, 20), f"{unit.name}的讨论")
        record_study([taking], studied, by=planned.office, at=planned.at)
    inspector = signed_in(Role.SUPERVISION)
    here = f"/c/mass-line/units/{planned.school.pk}/gates"
    leads = set()
    for code in (
        "awareness",
        "focus",
        "depth",
        "measures",
        "effect",
        "leadership",
        "leave_examine",
        "leave_rectify",
    ):
        page = inspector.get(f"{here}/{code}").content.decode()
        leads |= {html.unescape(link) for link in re.findall(r'href="(/c/mass-line/[^"]+)"', page)}
    narrowed = {link for link in leads if re.search(rf"(unit|owner)={planned.school.pk}\b", link)}
    lists = {link.split("?")[0].removeprefix("/c/mass-line/") for link in narrowed}
    assert lists >= {
        "meetings/study",
        "selfchecks",
        "votes",
        "life-meetings",
        "letters",
        "problems",
        "effects",
    }
    assert {inspector.get(link).status_code for link in narrowed} == {200}
    for of in ("meetings/study", "selfchecks"):
        page = inspector.get(f"/c/mass-line/{of}?unit={planned.school.pk}").content.decode()
        assert planned.school.name in page
        assert planned.other_school.name not in page
        assert f'href="/c/mass-line/{of}">看全部' in page


def test_what_was_due_is_listed_closed_or_not(planned: World, signed_in: Callable[..., Client]) -> None:
    """What the share of closed ones is a share of: not what is due later, nor what is kept up for good."""
    for at, (due, closed, horizon) in enumerate(
        (
            ("2014-05-20", None, ""),
            ("2014-05-21", "2014-05-22", ""),
            ("2014-06-30", None, ""),
            ("2014-05-20", None, "lasting"),
        )
    ):
        wording = Wording(title=f"第 {at} 件事", source="masses", horizon=horizon)
        made = raise_problem(
            planned.campaign, wording, owner=planned.school, by=planned.office, at=planned.at
        )
        Problem.objects.filter(pk=made.pk).update(due_on=due, closed_on=closed)
    page = (
        signed_in(Role.OFFICE)
        .get(f"/c/mass-line/problems?owner={planned.school.pk}&due=yes")
        .content.decode()
    )
    assert [at for at in range(4) if f"第 {at} 件事" in page] == [0, 1]
