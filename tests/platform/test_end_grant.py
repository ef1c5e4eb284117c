from datetime import date, datetime, timedelta

import pytest

from huiyin.kit.errors import NotAllowed, Refused
from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.commands import end_grant, give_grant
from huiyin.platform.orgs.models import Grant, Unit
from huiyin.platform.orgs.queries import actors_of
from huiyin.platform.orgs.rules.rights import Role
from tests.platform.conftest import CLERK, OFFICE, People, last_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def zhao(person: People) -> Account:
    return person("zhao")


@pytest.fixture
def grant(zhao: Account, school: Unit, at: datetime, today: date) -> Grant:
    return give_grant(zhao, Role.CLERK, school, since=today - timedelta(days=30), by=OFFICE, at=at)


def test_with_yesterday_it_ends_at_once_and_the_past_stays(
    grant: Grant, zhao: Account, at: datetime, today: date
) -> None:
    yesterday = today - timedelta(days=1)
    end_grant(grant, last=yesterday, by=OFFICE, at=at)
    assert actors_of(zhao, today) == ()
    assert len(actors_of(zhao, yesterday)) == 1
    assert last_record("grant.ended")["until"] == "2014-05-22"


@pytest.mark.parametrize("days", [-31, -2])
def test_a_day_that_is_over_is_refused(grant: Grant, at: datetime, today: date, days: int) -> None:
    with pytest.raises(Refused, match="已经过去"):
        end_grant(grant, last=today + timedelta(days=days), by=OFFICE, at=at)


@pytest.mark.parametrize("days", [0, 5])
def test_what_was_given_by_mistake_is_taken_back_whole(
    zhao: Account, school: Unit, at: datetime, today: date, days: int
) -> None:
    since = today + timedelta(days=days)
    grant = give_grant(zhao, Role.OFFICE, school, since=since, by=OFFICE, at=at)
    end_grant(grant, last=since - timedelta(days=1), by=OFFICE, at=at)
    assert actors_of(zhao, since) == ()
    assert not Grant.objects.exists()
    assert last_record("grant.given")["since"] == last_record("grant.ended")["since"] == since.isoformat()


def test_ending_prolongs_nothing(grant: Grant, at: datetime, today: date) -> None:
    end_grant(grant, last=today, by=OFFICE, at=at)
    with pytest.raises(Refused):
        end_grant(grant, last=today + timedelta(days=1), by=OFFICE, at=at)


def test_who_may_not(grant: Grant, at: datetime, today: date) -> None:
    with pytest.raises(NotAllowed):
        end_grant(grant, last=today, by=CLERK, at=at)
    grant.refresh_from_db()
    assert grant.until is None
