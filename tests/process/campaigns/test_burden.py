"""Burden is counted by the database, alike on both engines, and a new ask shows its cost before it is sent."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from huiyin.process.campaigns.commands import ask_units, sign_ask
from huiyin.process.campaigns.commands.asking import Wanted
from huiyin.process.campaigns.models import PlanItem
from huiyin.process.campaigns.queries.burden import ask_preview, asked_in, burden_of, burden_spread
from huiyin.process.campaigns.rules.burden import Load, Spread
from huiyin.process.campaigns.rules.plans import AskOrigin
from tests.process.campaigns.conftest import Planned

WEEK = date(2014, 5, 26)


@pytest.fixture
def asked(planned: Planned) -> Planned:
    """Beside the template's item of that week (one field), the office asks the first school for two more."""
    wanted = Wanted("报送名单", date(2014, 6, 1), fields=("姓名", "职务"))
    ask_units(
        planned.campaign,
        wanted,
        [planned.part(planned.world.school)],
        by=planned.world.office,
        at=planned.world.at,
    )
    return planned


def test_a_units_weeks_add_up_by_origin(
    asked: Planned, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    school, other = asked.part(asked.world.school), asked.part(asked.world.other_school)
    PlanItem.objects.filter(participation=school, ask__code="held").update(due_on=None, starts_on=None)
    with django_assert_num_queries(1):
        found = burden_of([school, other])
    assert list(found[school.pk]) == [WEEK, date(2014, 6, 30), None]
    week = found[school.pk][WEEK]
    assert week.total == Load(2, 3)
    assert week.by_origin == {AskOrigin.TEMPLATE: Load(1, 1), AskOrigin.OFFICE: Load(1, 2)}
    assert found[other.pk][WEEK].total == Load(1, 1)
    assert [(one.title, one.fields) for one in asked_in(school, WEEK)] == [
        ("listen_on", ("备注",)),
        ("报送名单", ("姓名", "职务")),
    ]


def test_what_nobody_signed_yet_burdens_nobody(asked: Planned) -> None:
    ask = PlanItem.objects.get(ask__title="报送名单").ask
    ask.sent_on = None
    ask.save(update_fields=["sent_on"])
    school = asked.part(asked.world.school)
    assert burden_of([school])[school.pk][WEEK].total == Load(1, 1)
    sign_ask(ask, by=asked.leader, at=asked.world.at)
    assert burden_of([school])[school.pk][WEEK].total == Load(2, 3)


def test_the_office_sees_a_spread_and_no_unit(
    asked: Planned, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        before, week = burden_spread(
            asked.campaign, [asked.world.bureau.path], date(2014, 5, 19), date(2014, 5, 26)
        )
    assert before.items == Spread(3, 0, 0, 0, 0)
    assert (week.total.total, week.items, week.fields) == (
        Load(4, 5),
        Spread(3, 1, 1, 2, 2),
        Spread(3, 1, 1, 3, 3),
    )
    (own,) = burden_spread(asked.campaign, [asked.world.other_school.path], WEEK, WEEK)
    assert own.items == Spread(1, 1, 1, 1, 1)


def test_an_ask_shows_its_cost_before_it_is_sent(asked: Planned) -> None:
    units = [asked.part(unit) for unit in (asked.world.school, asked.world.other_school)]
    found = ask_preview(asked.campaign, ("甲", "乙"), units, date(2014, 5, 28))
    assert (found.week, found.cost, found.needs_signature) == (WEEK, 4, False)
    assert (found.before, found.after) == (Spread(2, 1, 1, 3, 3), Spread(2, 3, 3, 5, 5))
