"""A plan is laid, moved, reported on, added to and outlived."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from huiyin.kit.errors import BadInput, Conflict, NotAllowed, Refused
from huiyin.platform.audit.models import Record
from huiyin.platform.calendar.commands import take_in_year
from huiyin.platform.calendar.rules import Noted
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.campaigns.commands import (
    ask_units,
    close_campaign,
    enrol_units,
    import_progress,
    lay_plan,
    recount_plan,
    redate_event,
    report_progress,
    set_item_date,
    sign_ask,
)
from huiyin.process.campaigns.commands.asking import Wanted
from huiyin.process.campaigns.commands.reporting import Progress, Reported
from huiyin.process.campaigns.models import Ask, PlanItem, UnitStage
from huiyin.process.campaigns.queries.redating import drift, shifts
from huiyin.process.campaigns.queries.timetable import Given
from huiyin.process.campaigns.rules.plans import StageState
from tests.process.campaigns.conftest import Planned

DUE = {"listen_on": (date(2014, 5, 30),) * 2, "told": (date(2014, 6, 20), date(2014, 7, 4))}
DUE |= {"held": (date(2014, 6, 30), date(2014, 7, 14))}


def test_every_unit_has_its_stages_and_its_dates(planned: Planned) -> None:
    world = planned.world
    for code, (bureau, school) in DUE.items():
        assert planned.item(code, world.bureau).due_on == bureau
        assert (
            planned.item(code, world.school).due_on == planned.item(code, world.other_school).due_on == school
        )
    assert planned.item("listen_on", world.school).ask.fields == ["备注"]
    stages = UnitStage.objects.filter(participation=planned.part(world.school)).order_by("position")
    assert [(one.stage, one.state) for one in stages] == [("listen", "open"), ("fix", "waiting")]
    assert Record.objects.filter(act="plan.laid", subject="campaign:planned").count() == 1


def test_a_unit_that_comes_later_gets_its_plan(planned: Planned) -> None:
    world = planned.world
    late = Unit.objects.create(
        name="云河市晚来小学", kind="小学", parent=world.bureau, path=world.bureau.path + "zz00"
    )
    assert enrol_units(planned.campaign, [late, world.school], by=world.office, at=world.at) == 1
    assert planned.item("held", late).due_on == date(2014, 7, 14)
    assert UnitStage.objects.filter(participation__unit=late).count() == 2


def test_a_plan_is_laid_once_and_from_its_first_event(planned: Planned) -> None:
    world = planned.world
    with pytest.raises(Conflict, match="排过计划"):
        lay_plan(planned.campaign, {"first": date(2014, 5, 16)}, by=world.office, at=world.at)
    with pytest.raises(NotAllowed):
        lay_plan(world.campaign, {}, by=world.clerk, at=world.at)


def test_moving_an_event_shows_the_difference_and_moves_what_hangs_on_it(planned: Planned) -> None:
    world = planned.world
    done = planned.item("told", world.bureau)
    report_progress(done, Progress("", date(2014, 5, 23), ""), 1, by=world.office, at=world.at)
    given = Given("meeting", date(2014, 7, 3))
    (shown,) = shifts(planned.campaign, given)  # the schools have a rule of their own, and what is done stays
    assert (shown.item.code, [one.unit for one in shown.members]) == ("held", ["云河市教育局"])
    assert (shown.before[1], shown.after[1]) == (date(2014, 6, 30), date(2014, 7, 3))
    assert redate_event(planned.campaign, given, by=world.office, at=world.at) == 1
    assert planned.item("held", world.bureau).due_on == date(2014, 7, 3)
    assert planned.item("told", world.bureau).due_on == date(2014, 6, 20)
    assert shifts(planned.campaign, given) == []

    tier = Given("meeting", date(2014, 8, 20), tier="schools")
    assert redate_event(planned.campaign, tier, by=world.office, at=world.at) == 4
    own = Given("meeting", date(2014, 8, 27), participation=planned.part(world.school).pk)
    assert redate_event(planned.campaign, own, by=world.office, at=world.at) == 2
    assert planned.item("held", world.school).due_on == date(2014, 8, 27)
    assert planned.item("held", world.other_school).due_on == date(2014, 8, 20)


def test_an_event_does_not_come_before_its_cause(planned: Planned) -> None:
    world = planned.world
    with pytest.raises(Refused, match="不能早于"):
        redate_event(planned.campaign, Given("meeting", date(2014, 5, 1)), by=world.office, at=world.at)
    redate_event(planned.campaign, Given("meeting", date(2014, 6, 30)), by=world.office, at=world.at)
    with pytest.raises(Refused, match="meeting"):
        redate_event(planned.campaign, Given("first", date(2014, 7, 1)), by=world.office, at=world.at)
    with pytest.raises(BadInput, match="没有可定日期的事件"):
        redate_event(planned.campaign, Given("party", date(2014, 7, 1)), by=world.office, at=world.at)


def test_a_date_set_by_hand_stays(planned: Planned) -> None:
    world = planned.world
    held = planned.item("held", world.school)
    set_item_date(held, date(2014, 7, 16), held.version, by=world.office, at=world.at)
    with pytest.raises(Conflict):
        set_item_date(held, date(2014, 7, 17), held.version, by=world.office, at=world.at)
    redate_event(
        planned.campaign, Given("meeting", date(2014, 7, 21), tier="schools"), by=world.office, at=world.at
    )
    assert planned.item("held", world.school).due_on == date(2014, 7, 16)


def test_a_year_that_is_entered_later_fills_the_dates_that_were_open(planned: Planned) -> None:
    world = planned.world
    far = Given("meeting", date(2031, 6, 30), tier="schools")
    redate_event(planned.campaign, far, by=world.office, at=world.at)
    assert (
        planned.item("told", world.school).due_on is None
    )  # ten days before, rolled by a calendar that isn't there
    new_year = [
        Noted(date(2031, month, day), False, "休")
        for month, day in ((1, 1), (5, 1), (10, 1), (10, 2), (10, 3))
    ]
    take_in_year(
        2031, new_year, "国务院办公厅通知", by=Actor("office", Role.OFFICE, world.bureau.path), at=world.at
    )
    assert [shift.item.code for shift in drift(planned.campaign)] == ["told"]
    assert recount_plan(planned.campaign, by=world.office, at=world.at) == 2
    assert planned.item("told", world.school).due_on == date(2031, 6, 20)
    assert drift(planned.campaign) == []


def test_a_unit_reports_on_its_own_items(planned: Planned) -> None:
    world = planned.world
    mine, other = planned.item("listen_on", world.school), planned.item("listen_on", world.other_school)
    assert report_progress(mine, Progress("已开两次座谈会", None, ""), 1, by=world.clerk, at=world.at)
    assert not report_progress(
        planned.item("listen_on", world.school),
        Progress("已开两次座谈会", None, ""),
        2,
        by=world.clerk,
        at=world.at,
    )
    with pytest.raises(Conflict):
        report_progress(mine, Progress("三次", None, ""), 1, by=world.clerk, at=world.at)
    with pytest.raises(NotAllowed):
        report_progress(other, Progress("", None, ""), 1, by=world.clerk, at=world.at)
    with pytest.raises(Refused, match="今天之后"):
        report_progress(mine, Progress("", date(2014, 5, 24), ""), 2, by=world.clerk, at=world.at)


def test_an_ask_that_costs_much_waits_for_a_signature(planned: Planned) -> None:
    world = planned.world
    units = [planned.part(world.school), planned.part(world.other_school)]
    small = ask_units(
        planned.campaign, Wanted("报送名单", date(2014, 6, 6)), units, by=world.office, at=world.at
    )
    assert small.sent_on == date(2014, 5, 23)
    fields = tuple(f"栏{number}" for number in range(61))
    big = Wanted("填报大表", date(2014, 6, 6), fields=fields)
    ask = ask_units(planned.campaign, big, units, by=world.office, at=world.at)
    assert ask.sent_on is None
    assert not PlanItem.objects.open().filter(ask=ask).exists()
    with pytest.raises(NotAllowed):
        sign_ask(ask, by=world.office, at=world.at)
    item = planned.item(ask.code, world.school)
    with pytest.raises(Refused, match="还没有签批下达"):
        report_progress(item, Progress("已填", None, ""), 1, by=world.office, at=world.at)
    row = Reported(7, item.pk, 1, Progress("已填", None, ""))
    (refused,) = import_progress(planned.campaign, [row], by=world.office, at=world.at).refused
    assert (refused.row_no, "还没有签批下达" in refused.zh) == (7, True)
    sign_ask(ask, by=planned.leader, at=world.at)
    assert PlanItem.objects.open().filter(ask=ask).count() == 2
    with pytest.raises(Conflict):
        sign_ask(ask, by=planned.leader, at=world.at)


def test_nobody_signs_what_they_ask(planned: Planned) -> None:
    world, both = planned.world, replace(planned.leader, code=planned.world.office.code)
    big = Wanted("填报大表", date(2014, 6, 6), fields=tuple(f"栏{number}" for number in range(61)))
    units = [planned.part(world.school), planned.part(world.other_school)]
    ask = ask_units(planned.campaign, big, units, by=world.office, at=world.at)
    with pytest.raises(NotAllowed, match="不能自己签批"):
        sign_ask(ask, by=both, at=world.at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ask.objects.filter(pk=ask.pk).update(signed_by=both.code, sent_on=date(2014, 5, 23))
    sign_ask(ask, by=planned.leader, at=world.at)


@pytest.mark.parametrize(
    ("wanted", "units", "said"),
    [
        (Wanted("报送", None), 1, "完成时间"),
        (Wanted("报送", date(2014, 6, 6)), 0, "至少选一个单位"),
        (Wanted(" ", date(2014, 6, 6)), 1, "写明要做什么"),
        (Wanted("报送", date(2014, 5, 1)), 1, "已经过去"),
        (Wanted("报送", date(2014, 6, 6), starts_on=date(2014, 6, 9)), 1, "晚于"),
        (Wanted("报送", date(2014, 6, 6), step="nowhere"), 1, "模板里没有"),
    ],
)
def test_an_ask_without_unit_or_date_is_refused(
    planned: Planned, wanted: Wanted, units: int, said: str
) -> None:
    parts = [planned.part(planned.world.school)][:units]
    with pytest.raises((BadInput, Refused), match=said):
        ask_units(planned.campaign, wanted, parts, by=planned.world.office, at=planned.world.at)


def test_closing_waits_for_the_stages_and_leaves_what_is_open(planned: Planned) -> None:
    world = planned.world
    with pytest.raises(Refused, match="3 个单位"):
        close_campaign(planned.campaign, by=planned.leader, at=world.at)
    UnitStage.objects.update(state=StageState.PASSED, passed_on=date(2014, 5, 23))
    before = set(PlanItem.objects.open().values_list("pk", "due_on"))
    assert close_campaign(planned.campaign, by=planned.leader, at=world.at) == len(before) == 9
    assert set(PlanItem.objects.open().values_list("pk", "due_on")) == before
    with pytest.raises(Conflict):
        close_campaign(planned.campaign, by=planned.leader, at=world.at)
