"""A visit is refused without its number, the notice in time, room in the year and two who may go; what is changed leaves a trace."""

from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from huiyin.kit.errors import BadInput, Conflict, HuiyinError, NotAllowed, Refused, Unseen
from huiyin.platform.orgs.commands import declare_recusal
from huiyin.platform.orgs.queries import actors_of
from huiyin.platform.orgs.rules.recusing import RecusalKind
from huiyin.process.inspections.access import get_visit, visible_visits
from huiyin.process.inspections.commands import cancel_visit, move_visit
from huiyin.process.inspections.models import Visit, VisitChange
from huiyin.process.inspections.queries.visits import whole_in_year
from huiyin.process.inspections.rules.visits import Planned, checked_kind, months_later
from tests.process.inspections.conftest import DAY, Group, Plan
from tests.world import TEMPLATE, World

RULES = TEMPLATE.inspections
LATER = date(2014, 6, 23)
LISTED = {"scope": "食堂和收费", "list_number": "2014-12", "noticed_on": DAY}
DAYS = st.integers(min_value=-40, max_value=80).map(lambda days: DAY + timedelta(days=days))


@given(
    st.sampled_from([kind.code for kind in RULES.kinds]),
    DAYS,
    st.sampled_from(["", " ", "2014-3"]),
    st.sampled_from(["", "食堂"]),
    st.none() | DAYS,
    st.integers(min_value=0, max_value=3),
)
def test_when_a_visit_may_be_planned(
    code: str, day: date, number: str, scope: str, noticed: date | None, whole: int
) -> None:
    kind = RULES.kind(code)
    assert kind is not None
    told = noticed is not None and noticed <= DAY and months_later(noticed, 1) <= day
    allowed = (not kind.listed or (bool(number.strip() and scope) and told)) and not (
        kind.whole and whole >= 1
    )
    try:
        checked_kind(RULES, Planned(code, day, scope, number, noticed), DAY, whole)
    except HuiyinError:
        assert not allowed
    else:
        assert allowed


def test_a_month_is_a_month_of_the_calendar() -> None:
    assert months_later(date(2014, 1, 31), 1) == date(2014, 2, 28)
    assert months_later(date(2014, 12, 5), 1) == date(2015, 1, 5)


@pytest.mark.django_db
def test_a_talk_takes_no_number_and_an_inspection_does(plan: Plan) -> None:
    assert plan("talk").number == 1
    assert plan("help").number == 2
    with pytest.raises(Refused, match="编号"):
        plan("special", LATER)
    with pytest.raises(Refused, match="范围"):
        plan("special", LATER, list_number="3", noticed_on=DAY)
    with pytest.raises(Refused, match="通知"):
        plan("special", LATER, list_number="3", scope="食堂")
    with pytest.raises(Refused, match="2014-06-23"):
        plan("special", LATER - timedelta(days=1), **LISTED)
    assert plan("special", LATER, **LISTED).list_number == "2014-12"
    with pytest.raises(BadInput):
        plan("rest")


@pytest.mark.django_db
def test_one_whole_inspection_a_year(world: World, group: Group, plan: Plan, at: datetime) -> None:
    visit = plan("whole", LATER, **LISTED)
    assert whole_in_year(world.school, 2014) == 1
    with pytest.raises(Refused, match="一年最多 1 次"):
        plan("whole", LATER + timedelta(days=30), **LISTED)
    assert plan("whole", date(2015, 1, 10), **LISTED).whole
    cancel_visit(visit, "市里统一安排。", by=group.other, at=at)
    assert whole_in_year(world.school, 2014) == 0
    assert plan("whole", LATER + timedelta(days=30), **LISTED).whole


@pytest.mark.django_db
def test_two_go_and_only_who_may(world: World, group: Group, plan: Plan, at: datetime) -> None:
    for people in ([], [group.first], [group.first, group.first]):
        with pytest.raises(Refused, match="两个人"):
            plan(people=people)
    with pytest.raises(Refused, match="回避"):
        plan(people=[group.first, group.stranger])
    declare_recusal(group.second, world.school, RecusalKind.KIN, "爱人在该校。", by=group.other, at=at)
    with pytest.raises(Refused, match="回避"):
        plan()
    [recused] = actors_of(group.second, DAY)
    with pytest.raises(NotAllowed):
        plan(by=recused)
    for by in (world.office, world.clerk, group.head):
        with pytest.raises(NotAllowed):
            plan(by=by)


@pytest.mark.django_db
def test_what_is_moved_and_cancelled_stays(group: Group, plan: Plan, at: datetime) -> None:
    visit = plan("special", LATER, **LISTED)
    with pytest.raises(Refused, match="2014-06-23"):
        move_visit(visit, DAY, "早一点。", by=group.one, at=at)
    with pytest.raises(BadInput):
        move_visit(visit, LATER + timedelta(days=3), " ", by=group.one, at=at)
    move_visit(visit, LATER + timedelta(days=3), "学校中考布置考场。", by=group.one, at=at)
    cancel_visit(visit, "并入市里的督导。", by=group.other, at=at)
    days = VisitChange.objects.order_by("pk").values_list("from_day", "to_day")
    assert list(days) == [(LATER, LATER + timedelta(days=3)), (LATER + timedelta(days=3), None)]
    with pytest.raises(Conflict):
        move_visit(visit, LATER, "再去。", by=group.one, at=at)
    for wrong in ({"scope": "全部"}, {"list_number": "9"}, {"noticed_on": None}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Visit.objects.update(**wrong)
    with pytest.raises(DatabaseError), transaction.atomic():
        VisitChange.objects.all().delete()


@pytest.mark.django_db
def test_a_unit_sees_what_was_announced_to_it(world: World, group: Group, plan: Plan) -> None:
    talk, announced = plan("talk"), plan("special", LATER, **LISTED)
    assert list(visible_visits([group.head], world.campaign)) == [announced]
    assert set(visible_visits([group.one], world.campaign)) == {talk, announced}
    assert not visible_visits([world.outsider], world.campaign).exists()
    with pytest.raises(Unseen):
        get_visit(talk.number, actors=[group.head], campaign=world.campaign)
