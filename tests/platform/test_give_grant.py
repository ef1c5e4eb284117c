from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from huiyin.kit.errors import BadInput, Conflict, NotAllowed
from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.commands import give_grant
from huiyin.platform.orgs.models import Grant, Unit
from huiyin.platform.orgs.queries import actors_of
from huiyin.platform.orgs.rules.rights import Actor, Right, Role, scopes_with
from tests.platform.conftest import ADMINISTRATOR, CLERK, LEADER, OFFICE, People, last_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def zhao(person: People) -> Account:
    return person("zhao")


def test_a_role_counts_from_its_first_day_to_its_last(
    zhao: Account, school: Unit, at: datetime, today: date
) -> None:
    last = today + timedelta(days=9)
    give_grant(zhao, Role.SUPERVISION, school, since=today, until=last, by=OFFICE, at=at)
    actor = Actor(zhao.code, Role.SUPERVISION, school.path)
    assert actors_of(zhao, today - timedelta(days=1)) == ()
    assert actors_of(zhao, today) == (actor,)
    assert actors_of(zhao, last) == (actor,)
    assert actors_of(zhao, last + timedelta(days=1)) == ()
    assert last_record("grant.given") == {
        "by": "office",
        "subject": zhao.code,
        "role": "supervision",
        "campaign": "",
        "unit": school.pk,
        "since": "2014-05-23",
        "until": "2014-06-01",
    }


def test_one_clerk_for_several_units(
    zhao: Account, school: Unit, kindergarten: Unit, at: datetime, today: date
) -> None:
    for unit in (kindergarten, school):
        give_grant(zhao, Role.CLERK, unit, since=today, by=OFFICE, at=at)
    scopes = scopes_with(actors_of(zhao, today), Right.PROBLEM_READ)
    assert [unit.name for unit in Unit.objects.in_scopes(scopes)] == [
        "云河市第三中学",
        "第三中学初中部",
        "云河市实验幼儿园",
    ]


def test_a_role_for_one_campaign_counts_in_no_other(
    zhao: Account, school: Unit, at: datetime, today: date
) -> None:
    give_grant(zhao, Role.CLERK, school, since=today, campaign="mass-line", by=OFFICE, at=at)
    assert len(actors_of(zhao, today, campaign="mass-line")) == 1
    assert actors_of(zhao, today, campaign="other") == ()
    assert actors_of(zhao, today) == ()


def test_a_supervision_group_needs_the_end_of_its_round(
    zhao: Account, bureau: Unit, at: datetime, today: date
) -> None:
    with pytest.raises(BadInput, match="必须写明截止日期"):
        give_grant(zhao, Role.SUPERVISION, bureau, since=today, by=OFFICE, at=at)


def test_the_same_role_twice_in_the_same_days_is_a_conflict(
    zhao: Account, school: Unit, at: datetime, today: date
) -> None:
    give_grant(zhao, Role.CLERK, school, since=today, until=today, by=OFFICE, at=at)
    with pytest.raises(Conflict, match="已有这段时间的“联络员”"):
        give_grant(zhao, Role.CLERK, school, since=today, by=OFFICE, at=at)
    give_grant(zhao, Role.CLERK, school, since=today + timedelta(days=1), by=OFFICE, at=at)


@pytest.mark.parametrize(
    ("by", "role"),
    [
        (CLERK, Role.CLERK),
        (ADMINISTRATOR, Role.OFFICE),
        (ADMINISTRATOR, Role.DISCIPLINE),
        (OFFICE, Role.DISCIPLINE),
        (OFFICE, Role.ADMINISTRATOR),
        (LEADER, Role.OFFICE),
        (Actor("elsewhere", Role.OFFICE, "zzzz"), Role.CLERK),
    ],
)
def test_who_may_not(zhao: Account, school: Unit, at: datetime, today: date, by: Actor, role: Role) -> None:
    with pytest.raises(NotAllowed):
        give_grant(zhao, role, school, since=today, by=by, at=at)
    assert not Grant.objects.exists()


def test_not_to_oneself(zhao: Account, bureau: Unit, at: datetime, today: date) -> None:
    with pytest.raises(NotAllowed, match="自己"):
        give_grant(zhao, Role.CLERK, bureau, since=today, by=Actor(zhao.code, Role.OFFICE), at=at)


@pytest.mark.parametrize("change", [{"role": "emperor"}, {"until": date(2014, 5, 1)}])
def test_the_database_holds_the_enum_and_the_term(
    zhao: Account, school: Unit, at: datetime, today: date, change: dict[str, object]
) -> None:
    grant = give_grant(zhao, Role.CLERK, school, since=today, by=OFFICE, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.filter(pk=grant.pk).update(**change)
