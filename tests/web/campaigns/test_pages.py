"""A campaign's pages as its office, its leading group and its units use them."""

import re
from datetime import date

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from huiyin.kit.errors import NotAllowed
from huiyin.platform.accounts.models import Account
from huiyin.platform.calendar.commands import set_day
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.campaigns.commands import fill_item, index_formal_texts, lay_plan, start_campaign
from huiyin.process.campaigns.models import Ask, Campaign, Participation, PlanItem, UnitStage
from tests.web.conftest import SignedIn
from tests.world import TEMPLATE, World

HERE = "/c/mass-line/"


@pytest.fixture
def planned(world: World) -> World:
    lay_plan(world.campaign, {"city_meeting": date(2014, 5, 16)}, by=world.office, at=world.at)
    return world


def item(world: World, code: str = "topic_told") -> PlanItem:
    return PlanItem.objects.get(ask__code=code, participation__unit=world.school)


def test_an_office_starts_a_campaign_from_a_template_a_unit_and_a_date(
    signed_in: SignedIn, world: World
) -> None:
    office = signed_in(Role.OFFICE)
    chosen = {"template": "school-inspection", "root": "云河市教育局", "code": "duxue-2014"}
    asked = office.post("/campaigns/new", chosen).text
    assert 'name="event-delivered"' in asked  # only now is it known for which dates to ask
    nothing = office.post("/campaigns/new", {**chosen, "event-delivered": "", "step": "check"})
    assert nothing.status_code == 422
    assert "其余日期都由它推算" in nothing.text
    filled = {**chosen, "event-delivered": "2014-06-03", "step": "check"}
    shown = office.post("/campaigns/new", filled).text
    assert "3 个单位" in shown
    assert "2014 年 6 月 3 日" in shown
    assert not Campaign.objects.filter(code="duxue-2014").exists()
    done = office.post("/campaigns/new", {**filled, "step": "do"})
    assert done.status_code == 302
    campaign = Campaign.objects.get(code="duxue-2014")
    assert Participation.objects.filter(campaign=campaign).count() == 3
    assert PlanItem.objects.filter(ask__campaign=campaign, due_on=None).count() == 0
    assert office.get("/c/duxue-2014/").status_code == 200


OVERLAY = """
base = "school-inspection"
name = "本区自选动作"
by = "区督导室"
why = "结合实际"
[[add]]
to = "plan.items"
why = "校长先自己走一遍"
[add.row]
code = "head_walks"
zh = "校长自己走一遍校园"
en = "the head walks round the school"
due = { event = "delivered", offset = 5, days = "working" }
who = "校长"
what = "对照意见书逐处看"
"""


def test_local_additions_are_checked_by_line_and_frozen_with_the_campaign(
    signed_in: SignedIn, world: World
) -> None:
    office = signed_in(Role.OFFICE)
    given = {
        "template": "school-inspection",
        "root": "云河市教育局",
        "event-delivered": "2014-06-03",
        "step": "check",
    }
    assert office.post("/campaigns/new", {**given, "overlay": "#" * 20_001}).status_code == 422
    wrong = office.post("/campaigns/new", {**given, "overlay": OVERLAY.replace("delivered", "deliverd")})
    assert wrong.status_code == 422
    assert "本地补充.toml:12" in wrong.text
    assert "head_walks" in wrong.text  # what was pasted stays
    forbidden = OVERLAY + '[[change]]\nat = "plan.items.report.due.offset"\nvalue = 90\nwhy = "x"\n'
    assert office.post("/campaigns/new", {**given, "overlay": forbidden}).status_code == 422
    assert "head_walks" in office.post("/campaigns/new", {**given, "overlay": OVERLAY}).text
    assert office.post("/campaigns/new", {**given, "overlay": OVERLAY, "step": "do"}).status_code == 302
    assert PlanItem.objects.filter(ask__code="head_walks", due_on=date(2014, 6, 10)).count() == 3
    assert "校长先自己走一遍" in office.get("/c/school-inspection/template").text


def test_a_year_without_a_calendar_is_said_before_the_start(signed_in: SignedIn, world: World) -> None:
    given = {
        "template": "school-inspection",
        "root": "云河市教育局",
        "event-delivered": "2031-06-03",
        "step": "check",
    }
    assert "2031 年的放假安排还没有录入" in signed_in(Role.OFFICE).post("/campaigns/new", given).text


def test_the_campaign_says_where_its_units_stand(
    signed_in: SignedIn, planned: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    leader = signed_in(Role.LEADER)
    with django_assert_max_num_queries(20):
        text = leader.get(HERE).text
    assert "市委一把手推进会" in text
    assert "已定" in text
    assert "默认推算" in text
    assert "进行中 3" in re.sub(r"\s+", " ", text)


def test_the_matrix_costs_as_much_for_many_units_as_for_few(
    signed_in: SignedIn, planned: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    office = signed_in(Role.OFFICE)
    with django_assert_max_num_queries(15):
        text = office.get(HERE + "matrix?stage=listen").text
    for unit in (planned.bureau, planned.school, planned.other_school):
        assert unit.name in text
    for word in ("已完成", "逾期", "将到期", "未到", "进行中"):  # each with its shape, in the legend at least
        assert word in text
    assert planned.other_school.name not in office.get(HERE + "matrix?unit=第三中学").text


def test_a_unit_sees_its_own_row_and_says_how_far_it_is(signed_in: SignedIn, planned: World) -> None:
    clerk = signed_in(Role.CLERK, planned.school)
    text = clerk.get(HERE + "matrix").text
    assert planned.school.name in text
    assert planned.other_school.name not in text
    mine = item(planned)
    page = clerk.get(f"{HERE}items/{mine.pk}").text
    assert "这个日期从哪里来" in page
    assert "市委一把手推进会" in page
    sent = {"version": "1", "progress": "已通知各支部", "done": "1", "done_on": "", "late_reason": ""}
    assert clerk.post(f"{HERE}items/{mine.pk}", sent).status_code == 302
    mine.refresh_from_db()
    assert (mine.progress, mine.done_on, mine.version) == ("已通知各支部", date(2014, 5, 23), 2)
    again = clerk.post(f"{HERE}items/{mine.pk}", {**sent, "progress": "另一句话"})
    assert again.status_code == 409
    assert "另一句话" in again.text  # what was typed stays


def test_moving_an_event_shows_what_moves_before_it_moves(signed_in: SignedIn, planned: World) -> None:
    office, mine = signed_in(Role.OFFICE), item(planned)
    address = HERE + "events/bureau_meeting"
    shown = office.post(address, {"day": "2014-07-02", "step": "check"}).text
    assert "项跟着调整" in shown
    assert item(planned).due_on == mine.due_on
    assert office.post(address, {"day": "2014-07-02", "step": "do"}).status_code == 302
    refused = office.post(address, {"day": "2014-05-01", "step": "check"})
    assert refused.status_code == 422
    assert "不能早于" in refused.text
    assert "没有叫" in office.post(address, {"day": "2014-07-02", "unit": "某校", "step": "check"}).text


def test_a_task_shows_its_cost_and_waits_for_a_signature_where_it_costs_much(
    signed_in: SignedIn, planned: World
) -> None:
    office = signed_in(Role.OFFICE)
    task = {
        "title": "报送基本情况大表",
        "due_on": "2014-06-06",
        "kind": "学校",
        "fields": "\n".join(map(str, range(61))),
    }
    for wrong, said in (
        ({"units": "柏渡小学"}, "没有叫这些名字"),
        ({"due_on": "2014-05-01"}, "已经过去"),
        ({"kind": ""}, "至少选一个"),
    ):
        refused = office.post(HERE + "plan/ask", {**task, **wrong})  # before anything can be pressed
        assert refused.status_code == 422, said
        assert said in refused.text
    shown = office.post(HERE + "plan/ask", task).text
    assert "1 个单位" in shown
    assert "送领导小组签批" in shown
    assert not Ask.objects.filter(title="报送基本情况大表").exists()
    assert office.post(HERE + "plan/ask", {**task, "go": "do"}).status_code == 302
    ask = Ask.objects.get(title="报送基本情况大表")
    clerk = signed_in(Role.CLERK, planned.school)
    assert clerk.get(f"{HERE}plan/{ask.code}").status_code == 404
    assert "报送基本情况大表" not in clerk.get(HERE + "plan").text
    here, leader = f"{HERE}plan/{ask.code}", signed_in(Role.LEADER)
    own = reverse("item", args=["mass-line", PlanItem.objects.get(ask=ask).pk])
    assert 'name="progress"' not in office.get(own).text
    asked_by, leaders = ask.asked_by, Account.objects.get(login="leader1").code
    for asker, offered in ((leaders, False), (asked_by, True)):
        Ask.objects.filter(pk=ask.pk).update(asked_by=asker)
        assert (f"{here}/sign" in leader.get(here).text) is offered
    assert leader.post(f"{here}/sign").status_code == 302
    assert 'name="progress"' in office.get(own).text
    assert "报送基本情况大表" in clerk.get(f"{HERE}plan/{ask.code}").text


def test_what_is_asked_for_is_filled_in_and_only_then_done(signed_in: SignedIn, planned: World) -> None:
    office, clerk = signed_in(Role.OFFICE), signed_in(Role.CLERK, planned.school)
    task = {
        "title": "报食堂情况",
        "due_on": "2014-06-06",
        "kind": "学校",
        "fields": "供货商\n合同到期日",
        "go": "do",
    }
    office.post(HERE + "plan/ask", task)
    mine = PlanItem.objects.get(ask__title="报食堂情况", participation__unit=planned.school)
    address = f"{HERE}items/{mine.pk}"
    assert "合同到期日" in clerk.get(address).text
    done = {"version": "1", "done": "1", "progress": ""}
    early = clerk.post(address, done)
    assert early.status_code == 422
    assert "还有 2 栏没有填：供货商、合同到期日" in early.text
    sent = {"version": "1", "field-0": "粮油公司", "field-1": "2015 年 8 月"}
    assert clerk.post(address + "/fill", sent).status_code == 302
    assert clerk.post(address + "/fill", sent).status_code == 302  # the same once more changes nothing
    mine.refresh_from_db()
    assert (mine.filled, mine.version) == ({"供货商": "粮油公司", "合同到期日": "2015 年 8 月"}, 2)
    assert clerk.post(address + "/fill", {**sent, "field-0": "别家"}).status_code == 409
    assert clerk.post(address, {**done, "version": "2"}).status_code == 302
    assert "粮油公司" in office.get(f"{HERE}plan/{mine.ask.code}").text
    other = item(planned)
    assert (
        clerk.post(f"{HERE}items/{other.pk}/fill", {"version": "1"}).status_code == 422
    )  # a template's is filled in elsewhere


def test_what_two_units_fill_in_alike_is_told_to_who_fills_it_in(signed_in: SignedIn, planned: World) -> None:
    office, clerk = signed_in(Role.OFFICE), signed_in(Role.CLERK, planned.school)
    task = {
        "title": "说一件实事",
        "due_on": "2014-06-06",
        "kind": ["学校", "幼儿园"],
        "fields": "经过",
        "go": "do",
    }
    office.post(HERE + "plan/ask", task)
    words = "菜价写在食堂门口的黑板上，总务主任每天对着菜单念一遍，学生听见贵了的当场问，问清楚再打饭。"
    theirs = PlanItem.objects.get(ask__title="说一件实事", participation__unit=planned.other_school)
    mine = PlanItem.objects.get(ask__title="说一件实事", participation__unit=planned.school)
    by = Actor("clerk-y", Role.CLERK, planned.other_school.path)
    fill_item(theirs, {"经过": words}, 1, by=by, at=planned.at)
    index_formal_texts(planned.campaign, by=planned.office, at=planned.at)
    clerk.post(
        f"{HERE}items/{mine.pk}/fill", {"version": "1", "field-0": words.replace("总务主任", "后勤老师")}
    )
    page = clerk.get(f"{HERE}items/{mine.pk}").text
    assert "另一份材料" in page
    assert "云河市实验幼儿园" not in page
    assert "云河市实验幼儿园：《说一件实事》" in office.get(f"{HERE}items/{mine.pk}").text
    assert "写作提示" not in signed_in(Role.MEMBER, planned.school).get(f"{HERE}items/{mine.pk}").text


def test_a_unit_is_let_pass_with_a_reason(signed_in: SignedIn, planned: World) -> None:
    address = f"{HERE}units/{planned.school.pk}"
    leader = signed_in(Role.LEADER)
    assert "必须满足" in leader.get(address + "/gate").text
    assert leader.post(address + "/advance", {"stage": "listen", "why": ""}).status_code == 422
    assert leader.post(address + "/advance", {"stage": "listen", "why": "已当面核对"}).status_code == 302
    found = UnitStage.objects.get(participation__unit=planned.school, stage="listen")
    assert found.state == "passed"
    assert "已当面核对" in leader.get(address + "/gate").text
    summary = leader.get(HERE + "stages/listen").text
    assert "1</span>" in summary


def test_a_unit_is_not_shown_what_was_heard_of_it_by_its_gates(signed_in: SignedIn, planned: World) -> None:
    """SPEC rules 2 and 5: neither figures over givers nor how conditions on them come out, which would tell the same."""
    address = f"{HERE}units/{planned.school.pk}/gate"
    head = signed_in(Role.HEAD, planned.school).get(address).text
    assert "由上级掌握" in head
    assert "不向本单位显示" in head
    assert "不向本单位显示" not in signed_in(Role.LEADER).get(address).text


def test_a_campaign_of_ones_own_takes_nobody_elses_first_page(signed_in: SignedIn, planned: World) -> None:
    own = signed_in(Role.OFFICE, planned.school)
    given = {
        "template": "school-inspection",
        "root": planned.school.name,
        "event-delivered": "2014-06-03",
        "step": "do",
    }
    assert own.post("/campaigns/new", {**given, "code": "own"}).status_code == 302
    for client in (signed_in(Role.CLERK, planned.other_school), signed_in(Role.LEADER)):
        assert "/c/mass-line/" in client.get("/").text


def test_a_role_for_one_campaign_starts_no_other_and_leaves_the_calendar_alone(
    planned: World,
) -> None:
    by = Actor("limited", Role.OFFICE, planned.bureau.path, campaign="mass-line")
    with pytest.raises(NotAllowed, match="只限一个活动"):
        start_campaign(TEMPLATE, code="other", name="x", root=planned.bureau, by=by, at=planned.at)
    with pytest.raises(NotAllowed, match="只限一个活动"):
        set_day(date(2014, 6, 16), works=False, name="x", by=by, at=planned.at)
