"""A team's meeting on the desks of those for whom it waits, by its dates."""

import json
from datetime import date, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from huiyin.platform.audit.models import Record
from huiyin.platform.orgs.queries import actors_of
from huiyin.process.campaigns.commands import lay_plan
from huiyin.process.campaigns.models import EventDate, PlanItem
from huiyin.process.campaigns.queries import template_of
from huiyin.process.lifemeetings.commands import (
    correct_entry,
    draft_report,
    issue_notice,
    judge_lifemeeting,
    notify_lifemeeting,
    open_lifemeeting,
    order_rehold,
    sign_report,
)
from huiyin.process.lifemeetings.models import Criticism
from huiyin.process.lifemeetings.queries.clocks import clocks_of
from huiyin.process.lifemeetings.queries.record import record_of, report_digest
from huiyin.reports.desk.addresses import path_of
from huiyin.reports.desk.feed import entries_of
from huiyin.reports.desk.todo import todo
from huiyin.reports.desk.todos import Kind, Todo
from tests.process.lifemeetings.hall import Hall, build_hall
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(world: World, at: datetime) -> Hall:
    return build_hall(world, at)


def waiting(hall: Hall, login: str, day: date) -> tuple[Todo, ...]:
    campaign = hall.world.campaign
    return todo(actors_of(hall.accounts[login], day, campaign=campaign.code), campaign, day).lines


def lines(hall: Hall, login: str) -> dict[str, str]:
    """By the end of the kind, the words, the day and the address."""
    campaign = hall.world.campaign
    return {
        line.kind.removeprefix(
            "meeting_"
        ): f"{line.says.zh} {line.due_on or ''} {path_of(campaign, line.place)}"
        for line in waiting(hall, login, hall.at.date())
        if line.kind.startswith("meeting_")
    }


def test_a_plan_waits_for_those_above_and_the_inspectors(hall: Hall) -> None:
    meeting = hall.submitted()
    look = {"look": f"会议方案送审，等您逐项看  /c/mass-line/life-meetings/{meeting.pk}/look"}
    assert {login: lines(hall, login) for login in ("dudao", "lingdao", "zhuren")} == {
        "dudao": look,
        "lingdao": look,
        "zhuren": look,
    }
    assert lines(hall, "lianluo") == lines(hall, "xiaozhang") == lines(hall, "fuxiao") == {}


def test_a_record_waits_for_each_who_was_there_until_they_sign_it_as_it_stands(hall: Hall) -> None:
    meeting = hall.closed(absent=1)
    sign = {"sign": f"会议记录等您看过、签阅  /c/mass-line/life-meetings/{meeting.pk}/record"}
    assert lines(hall, "fuxiao") == lines(hall, "xiaozhang") == sign
    assert lines(hall, "gonghui") == lines(hall, "lianluo") == {}  # away; not of the team
    hall.sign(meeting, "degu", "zongwu", "fuxiao")
    assert lines(hall, "fuxiao") == lines(hall, "degu") == {}
    correct_entry(Criticism.objects.order_by("pk")[0], "到教室少", "听错", by=hall.clerk, at=hall.at)
    page = f"/c/mass-line/life-meetings/{meeting.pk}/record"
    again = {
        "reread": f"会议记录在您签阅以后有更正，请再看、再签  {page}"
    }  # at once, before anybody signs anew
    assert lines(hall, "fuxiao") == lines(hall, "degu") == again
    assert lines(hall, "jiaodao") == lines(hall, "xiaozhang") == sign
    hall.sign(meeting, "jiaodao")
    assert (lines(hall, "jiaodao"), lines(hall, "fuxiao")) == ({}, again)
    hall.sign(meeting, "fuxiao")
    assert lines(hall, "fuxiao") == {}


def test_notice_and_report_wait_for_the_unit_by_their_dates(
    hall: Hall, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    meeting = hall.concluded()
    held = meeting.held_on
    assert held is not None
    page = f"/c/mass-line/life-meetings/{meeting.pk}"
    notice = f"会议情况等在规定范围内通报 {held + timedelta(14)} {page}"
    report = f"会议情况报告等主要负责人本人签、上报 {held + timedelta(17)} {page}"
    assert lines(hall, "lianluo") == lines(hall, "xiaozhang") == {"notice": notice, "report": report}
    assert lines(hall, "fuxiao") == lines(hall, "dudao") == {}
    (state,) = {line.state for line in waiting(hall, "lianluo", held) if line.kind == Kind.MEETING_REPORT}
    assert state == "running"  # since it was held, though its day is far
    late = held + timedelta(30)
    actors = actors_of(hall.accounts["lianluo"], late, campaign=hall.world.campaign.code)
    with django_assert_max_num_queries(24):
        found = {line.kind: line.state for line in todo(actors, hall.world.campaign, late).lines}
    assert found[Kind.MEETING_NOTICE] == found[Kind.MEETING_REPORT] == "late"
    issue_notice(meeting, by=hall.clerk, at=hall.at)
    draft_report(hall.again(meeting), "情况报告", hall.again(meeting).version, by=hall.clerk, at=hall.at)
    now = hall.again(meeting)
    sign_report(now, report_digest(now, record_of(now).digest), by=hall.head, at=hall.at)
    assert lines(hall, "lianluo") == {}


def test_to_be_held_again_waits_until_it_is(hall: Hall) -> None:
    meeting = hall.concluded()
    judge_lifemeeting(meeting, "show", "没有辣味", by=hall.inspector, at=hall.at)
    order_rehold(hall.again(meeting), "no_criticism", "没有真批评", by=hall.inspector, at=hall.at)
    told = f"会议被责令重新召开，等再开 2014-06-09 /c/mass-line/life-meetings/{meeting.pk}"
    assert lines(hall, "xiaozhang") == {"again": told}
    assert lines(hall, "dudao") == {}
    hall.closed()
    assert "again" not in lines(hall, "xiaozhang")


def items(hall: Hall) -> dict[str, object]:
    """The unit's items of its meeting, by code: since when each is done."""
    found = PlanItem.objects.filter(participation=hall.part, ask__code__in=[*CODES])
    return dict(found.values_list("ask__code", "done_on"))


CODES = ("topic_told", "internal_notice", "meeting_reported")


def told(hall: Hall, day: date) -> list[str]:
    """By what the clerk is told of notice and report: a kind of line, or an item's code."""
    found = waiting(hall, "lianluo", day)
    kinds = [line.kind for line in found if line.kind in {Kind.MEETING_NOTICE, Kind.MEETING_REPORT}]
    return [*kinds, *(line.item.code for line in found if line.item and line.item.code in CODES)]


def test_a_meeting_and_the_plan_say_one_thing_once(hall: Hall) -> None:
    lay_plan(hall.world.campaign, {"city_meeting": date(2014, 5, 16)}, by=hall.world.office, at=hall.at)
    assert items(hall) == dict.fromkeys(CODES)
    meeting = hall.concluded()
    day = meeting.held_on
    assert items(hall) == {"topic_told": day, "internal_notice": None, "meeting_reported": None}
    assert day is not None
    assert told(hall, day) == [Kind.MEETING_NOTICE, Kind.MEETING_REPORT]
    issue_notice(meeting, by=hall.clerk, at=hall.at)
    draft_report(hall.again(meeting), "情况报告", hall.again(meeting).version, by=hall.clerk, at=hall.at)
    now = hall.again(meeting)
    sign_report(now, report_digest(now, record_of(now).digest), by=hall.head, at=hall.at)
    assert items(hall) == dict.fromkeys(CODES, day)
    assert told(hall, day) == []
    done = Record.objects.filter(act="item.reported", by=hall.head.code)
    assert [json.loads(one.facts)["ask"] for one in done] == ["meeting_reported"]


def test_many_plans_are_one_line(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    hall.submitted()
    monkeypatch.setattr("huiyin.reports.desk.todo.EACH", 0)
    assert lines(hall, "zhuren") == {"look": "1 份会议方案送审，等您逐项看  /c/mass-line/life-meetings"}


def test_its_day_is_in_the_calendar_of_those_around_it_and_in_the_units_plan(hall: Hall) -> None:
    campaign = hall.world.campaign
    lay_plan(campaign, {"city_meeting": date(2014, 5, 16)}, by=hall.world.office, at=hall.at)
    rules = template_of(campaign).lifemeetings

    def due() -> date | None:
        found = PlanItem.objects.get(participation=hall.part, ask__code=rules.report)
        return found.due_on

    meeting = hall.approved()
    assert not [
        one for one in entries_of(hall.accounts["fuxiao"], hall.at.date()) if "lifemeeting" in one.uid
    ]
    before = due()
    notify_lifemeeting(meeting, by=hall.clerk, at=hall.at)
    meeting = hall.again(meeting)
    for login in ("fuxiao", "lianluo"):
        own = [one for one in entries_of(hall.accounts[login], hall.at.date()) if "lifemeeting" in one.uid]
        assert [(one.day, one.path) for one in own] == [
            (date(2014, 5, 30), f"/c/mass-line/life-meetings/{meeting.pk}")
        ]
    assert not [
        one for one in entries_of(hall.accounts["lingdao"], hall.at.date()) if "lifemeeting" in one.uid
    ]
    told = {one.item.code: one.due.day for one in clocks_of(meeting)}
    assert due() == told[rules.report] != before
    hall.tick(meeting)
    open_lifemeeting(meeting, by=hall.clerk, at=hall.at)
    assert due() == {one.item.code: one.due.day for one in clocks_of(hall.again(meeting))}[rules.report]
    assert EventDate.objects.get(participation=hall.part).day == date(2014, 5, 23)
    others = PlanItem.objects.exclude(participation=hall.part).filter(ask__code=rules.report)
    assert before in set(others.values_list("due_on", flat=True))
