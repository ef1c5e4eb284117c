"""The timeline's two views, and the page that holds everything about one unit."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.campaigns.commands import enrol_units, lay_plan
from huiyin.process.campaigns.models import Participation, PlanItem
from huiyin.process.problems.commands import Wording, raise_problem
from huiyin.process.supervision.commands import advance_stage
from tests.web.conftest import SignedIn
from tests.world import World

HERE = "/c/mass-line/timeline"


@pytest.fixture
def planned(world: World) -> World:
    lay_plan(world.campaign, {"city_meeting": date(2014, 5, 16)}, by=world.office, at=world.at)
    return world


def path_of(number: int) -> str:
    return "0001" + f"{number + 100:04d}"


def with_more_units(world: World, count: int) -> None:
    Unit.objects.bulk_create(
        Unit(
            code=f"U{n}",
            name=f"第{n}小学",
            kind="小学",
            parent=world.bureau,
            path=world.bureau.path + path_of(n)[4:],
        )
        for n in range(count)
    )
    units = list(Unit.objects.filter(kind="小学"))
    enrol_units(world.campaign, units, by=world.office, at=world.at)


def test_the_plan_by_step_names_every_step_with_its_tiers_and_what_is_late(
    signed_in: SignedIn, planned: World
) -> None:
    PlanItem.objects.filter(due_on__lt=date(2014, 5, 20), participation__unit=planned.school).update(
        done_on=date(2014, 5, 19)
    )
    text = signed_in(Role.OFFICE).get(HERE).text
    for word in ("学习教育、听取意见", "谈心谈话", "整改落实“回头看”", "局推进会 5.23", "今天 5 月 23 日"):
        assert word in text
    assert re.search(r'class="b-late"[^>]*fill="url\(#hatch\)"', text)
    assert re.search(r"▲ 逾期 \d+", text)
    words = text.split("用文字看这张时间表")[1]
    assert "学校、幼儿园" in words
    assert "▲ 逾期" in words
    assert " style=" not in text  # the policy forbids it
    near = signed_in(Role.LEADER).get(HERE + "?span=near").text
    assert "推进会" in near
    assert "群众满意度测评 " not in near.split("<details")[0]


def test_the_plan_by_unit_costs_as_much_for_many_units_as_for_few(
    signed_in: SignedIn, planned: World
) -> None:
    client = signed_in(Role.OFFICE)
    with CaptureQueriesContext(connection) as few:
        client.get(HERE + "?view=units")
    with_more_units(planned, 70)
    with CaptureQueriesContext(connection) as many:
        page = client.get(HERE + "?view=units").text
    assert len(many) == len(few) <= 15
    assert page.count('<svg class="unit-lane"') == 60
    following = re.search(r'href="([^"]*after=[^"]*)"', page)
    assert following
    last = client.get(following[1].replace("&amp;", "&")).text
    assert last.count('<svg class="unit-lane"') == 13
    assert "第一页" in last
    with CaptureQueriesContext(connection) as steps:
        client.get(HERE)
    assert len(steps) <= 15
    assert client.get(HERE + "?view=units&after=<x>").status_code == 422


def test_everybody_sees_their_own_units_only(signed_in: SignedIn, planned: World) -> None:
    clerk = signed_in(Role.CLERK, planned.school)
    page = clerk.get(HERE + "?view=units").text
    assert planned.school.name in page
    assert planned.other_school.name not in page
    assert clerk.get(f"/c/mass-line/units/{planned.other_school.pk}").status_code == 404


def test_without_a_plan_the_timeline_says_what_to_do(signed_in: SignedIn, world: World) -> None:
    for view in ("", "?view=units"):
        assert "还没有排计划" in signed_in(Role.OFFICE, login=f"o{len(view)}").get(HERE + view).text


def test_a_units_file_holds_where_it_stands_what_it_has_to_do_and_what_was_decided(
    signed_in: SignedIn, planned: World
) -> None:
    part = Participation.objects.select_related("unit", "campaign__root").get(unit=planned.school)
    leader = Actor("leader", Role.LEADER)
    advance_stage(part, "listen", "已当面核对", by=leader, at=planned.at)
    wording = Wording(title="午餐菜品缩水", source="masses", manifestation="荤菜减少", checked=True)
    raise_problem(planned.campaign, wording, owner=planned.school, by=planned.office, at=planned.at)
    head, address = signed_in(Role.HEAD, planned.school), f"/c/mass-line/units/{planned.school.pk}"
    with CaptureQueriesContext(connection) as queries:
        page = head.get(address).text
    assert len(queries) <= 58  # 45 of them at most tell the facts of all rooms, one the sum of what was heard
    late = PlanItem.objects.filter(participation=part, due_on__lt=date(2014, 5, 23))
    assert f"逾期 {late.count()} 项" in page
    assert f'href="/c/mass-line/items/{late[0].pk}"' in page
    for word in (
        "查摆问题、开展批评",
        "已通过",
        "走出本环节的关口",
        "午餐菜品缩水",
        "已当面核对",
        "当时的事实",
    ):
        assert word in page
    assert "由它的上级活动办和督导组看" in page  # the unit itself gets no figures about its givers
    assert signed_in(Role.OFFICE).get(f"/c/mass-line/units/{10**18}").status_code == 404


def test_figures_about_givers_are_for_who_reads_their_words_or_for_many_of_them(
    signed_in: SignedIn, planned: World
) -> None:
    said = [planned.said(f"食堂上周三的午餐第{n}次只有两片肉", n) for n in range(1, 4)]
    about = [type(one)(**{**_fields(one), "about": planned.school.pk}) for one in said]
    planned.take_said(about)
    address = f"/c/mass-line/units/{planned.school.pk}"
    assert "看原话" in signed_in(Role.OFFICE).get(address).text
    own = signed_in(Role.OFFICE, planned.school, login="own-office").get(address).text
    assert "反映的人太少" in own
    assert "看原话" not in own
    assert "聚焦率" not in own.split("听到的意见")[1]


def _fields(said: object) -> dict[str, object]:
    return {name: getattr(said, name) for name in said.__dataclass_fields__}  # type: ignore[attr-defined]


def test_a_unit_that_left_has_a_file_but_no_row(signed_in: SignedIn, planned: World) -> None:
    parts = Participation.objects.filter(unit=planned.other_school)
    parts.update(ended_on=planned.at.date() - timedelta(days=1))
    office = signed_in(Role.OFFICE)
    assert planned.other_school.name not in office.get(HERE + "?view=units").text
    assert "退出" in office.get(f"/c/mass-line/units/{planned.other_school.pk}").text
