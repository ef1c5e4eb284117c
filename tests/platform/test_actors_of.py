"""Whatever was granted when: the rights on a day are those of the grants that are open on it."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.models import Grant, Unit
from huiyin.platform.orgs.queries import actors_of
from huiyin.platform.orgs.rules.rights import RIGHTS, Right, Role
from tests.platform.conftest import People

pytestmark = pytest.mark.django_db

DAY = date(2014, 5, 23)
DAYS = st.integers(min_value=-9, max_value=9).map(lambda days: DAY + timedelta(days=days))
GRANTS = st.lists(
    st.tuples(
        st.sampled_from(Role),
        st.integers(min_value=0, max_value=3),
        DAYS,
        st.none() | st.integers(min_value=0, max_value=9),
        st.sampled_from(["", "mass-line", "other"]),
    ),
    max_size=6,
)


@pytest.fixture
def units(bureau: Unit) -> list[Unit]:
    return list(Unit.objects.all())


@pytest.fixture
def zhao(person: People) -> Account:
    return person("zhao")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(GRANTS, DAYS)
def test_rights_on_a_day(
    zhao: Account,
    units: list[Unit],
    grants: list[tuple[Role, int, date, int | None, str]],
    day: date,
) -> None:
    Grant.objects.all().delete()
    wanted: set[tuple[Right, str]] = set()
    for role, place, since, length, campaign in grants:
        until = None if length is None else since + timedelta(days=length)
        Grant.objects.create(
            account=zhao, role=role, unit=units[place], since=since, until=until, campaign=campaign
        )
        if since <= day and (until is None or day <= until) and campaign in ("", "mass-line"):
            below = [unit for unit in units if unit.path.startswith(units[place].path)]
            wanted |= {(right, unit.path) for right in RIGHTS[role] for unit in below}
    actors = actors_of(zhao, day, campaign="mass-line")
    has = {
        (right, unit.path)
        for unit in units
        for right in Right
        if any(actor.may(right, unit.path) for actor in actors)
    }
    assert has == wanted


def test_two_queries(
    zhao: Account, units: list[Unit], at: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for unit in units:
        Grant.objects.create(account=zhao, role=Role.CLERK, unit=unit, since=DAY)
    with django_assert_num_queries(2):
        assert len(actors_of(zhao, DAY)) == len(units)
