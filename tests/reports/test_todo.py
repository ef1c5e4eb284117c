"""One list for each person, from all rooms, overdue and soon first, at a cost that doesn't grow with the units."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.campaigns.commands import ask_units, enrol_units, report_progress
from huiyin.process.campaigns.commands.asking import Wanted
from huiyin.process.campaigns.commands.reporting import Progress
from huiyin.process.campaigns.models import Ask, PlanItem
from huiyin.process.campaigns.rules.forecast import Cause
from huiyin.process.campaigns.rules.plans import ItemState
from huiyin.process.opinions.models import Doubt, Opinion
from huiyin.process.problems.commands import Wording, raise_problem
from huiyin.reports.desk.todo import todo
from huiyin.reports.desk.todos import Kind, Place, Todo
from tests.process.campaigns.conftest import Planned

ON = date(2014, 6, 3)


@pytest.fixture
def busy(planned: Planned) -> Planned:
    """Two problems, an ask that waits for a signature, and a stage that one school has done with."""
    world = planned.world
    wording = Wording(title="食堂账目不公开", source="own", manifestation="只公布总数", checked=True)
    for owner in (world.school, None):
        raise_problem(planned.campaign, wording, owner=owner, by=world.office, at=world.at)
    item = planned.item("listen_on", world.other_school)
    report_progress(item, Progress("", date(2014, 5, 23), ""), 1, by=world.office, at=world.at)
    wanted = Wanted("填报大表", date(2014, 6, 20), fields=("甲", "乙"))
    ask = ask_units(planned.campaign, wanted, [planned.part(world.school)], by=world.office, at=world.at)
    Ask.objects.filter(pk=ask.pk).update(sent_on=None)
    return planned


def lines(planned: Planned, *actors: Actor) -> tuple[Todo, ...]:
    return todo(actors, planned.campaign, ON).lines


def office(planned: Planned) -> Actor:
    return Actor("office", Role.OFFICE, planned.world.bureau.path)


def test_a_unit_has_its_items_one_by_one(busy: Planned) -> None:
    late, claim, told, held = lines(busy, busy.head)
    assert [late.kind, claim.kind, told.kind, held.kind] == [Kind.ITEM, Kind.CLAIM, Kind.ITEM, Kind.ITEM]
    assert (late.says.zh, late.unit, late.due_on, late.state) == (
        "listen_on",
        "云河市第三中学",
        date(2014, 5, 30),
        ItemState.LATE,
    )
    assert late.may_report
    assert claim.says.zh == "1 个问题归到本单位，等主要负责人认领"
    assert (told.state, told.forecast) == (ItemState.AHEAD, None)  # nothing says from when on
    member = Actor("member", Role.MEMBER, busy.world.school.path)
    assert [(line.kind, line.may_report) for line in lines(busy, member)] == [(Kind.ITEM, False)] * 3


def test_what_is_due_within_three_working_days_is_soon_and_says_why_it_will_be_missed(busy: Planned) -> None:
    PlanItem.objects.filter(ask__code="told").update(starts_on=date(2014, 5, 23), due_on=date(2014, 6, 6))
    PlanItem.objects.filter(ask__code="held").update(due_on=date(2014, 6, 9))
    _, soon, *_, held = lines(busy, busy.head)
    assert (soon.state, soon.forecast and soon.forecast.cause) == (ItemState.SOON, Cause.UNTOUCHED)
    assert held.state is ItemState.AHEAD


def test_the_office_has_counts_and_what_waits_for_it(busy: Planned) -> None:
    found = [(line.kind, line.says.zh) for line in lines(busy, office(busy))]
    assert found == [
        (Kind.LATE_UNITS, "2 个单位逾期未办：listen_on"),
        (Kind.STAGE, "1 个单位办完了“listen”的全部任务，等您决定是否进入下一环节"),
        (Kind.OWNERLESS, "1 个问题没有定责任单位"),
    ]


def test_the_leader_signs(busy: Planned) -> None:
    (sign,) = lines(busy, busy.leader)
    assert (sign.kind, sign.says.zh) == (Kind.SIGN, "等您签批：填报大表（1 个单位，共须填 2 栏）")
    below = Actor("leader", Role.LEADER, busy.world.school.path)
    assert lines(busy, below) == ()


def test_opinions_wait_for_whoever_triages_them(busy: Planned) -> None:
    busy.world.campaign = busy.campaign
    busy.world.take("食堂午餐只有两片肉", "校车晚点没有人管")
    assert "2 条意见待定去向" in [line.says.zh for line in lines(busy, office(busy))]
    assert Kind.TRIAGE not in {line.kind for line in lines(busy, busy.head)}


def test_the_office_has_pairs_in_doubt(busy: Planned) -> None:
    busy.world.campaign = busy.campaign
    one, other = sorted(opinion.pk for opinion in busy.world.take("食堂午餐只有两片肉", "校车晚点没有人管"))
    Opinion.objects.update(about=busy.world.school)
    Doubt.objects.create(campaign=busy.campaign, one_id=one, other_id=other, likeness=50, weight=1)
    (line,) = [line for line in lines(busy, office(busy)) if line.kind is Kind.DOUBT]
    assert line.says.zh == "1 对意见拿不准是不是同一件事，等您判断"
    assert line.place == Place("doubts")
    own = Actor("office", Role.OFFICE, busy.world.school.path)
    assert Kind.DOUBT not in {line.kind for line in lines(busy, own, busy.head)}


def test_more_units_cost_no_more_queries(busy: Planned) -> None:
    world = busy.world
    everything = (
        office(busy),
        busy.leader,
        Actor("head", Role.HEAD, world.bureau.path),
        Actor("clerk", Role.CLERK, world.school.path),
    )
    with CaptureQueriesContext(
        connection,
    ) as before:
        lines(busy, *everything)
    assert len(before) <= 10
    more = [
        Unit.objects.create(
            name=f"云河市第{number}小学",
            kind="小学",
            parent=world.bureau,
            path=f"{world.bureau.path}zz{number:02}",
        )
        for number in range(20)
    ]
    enrol_units(busy.campaign, more, by=world.office, at=world.at)
    with CaptureQueriesContext(connection) as after:
        found = lines(busy, *everything)
    assert len(after) == len(before)
    assert "20 个单位逾期未办：listen_on" in [line.says.zh for line in found]
