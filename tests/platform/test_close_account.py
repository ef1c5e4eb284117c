from datetime import date, datetime

import pytest

from huiyin.kit.errors import NotAllowed, Refused
from huiyin.platform.accounts.commands import redeem_slip, sign_in
from huiyin.platform.orgs.commands import close_account, give_grant, open_account
from huiyin.platform.orgs.models import Grant, Unit
from huiyin.platform.orgs.queries import actors_of
from huiyin.platform.orgs.rules.rights import Role
from tests.platform.conftest import ADMINISTRATOR, CLERK, OFFICE, PASSWORD, People, last_record

pytestmark = pytest.mark.django_db


def test_a_closed_account_opens_no_more_and_may_nothing(
    person: People, school: Unit, at: datetime, today: date
) -> None:
    zhao = person("zhao", ready=True)
    give_grant(zhao, Role.CLERK, school, since=today, by=OFFICE, at=at)
    close_account(zhao, by=OFFICE, at=at)
    assert actors_of(zhao, today) == ()
    assert Grant.objects.filter(account=zhao, until=None).exists(), "what was held stays as history"
    assert last_record("account.closed") == {"by": "office", "subject": zhao.code}
    with pytest.raises(NotAllowed):
        sign_in("zhao", PASSWORD, at=at)
    with pytest.raises(Refused, match="已经停用"):
        close_account(zhao, by=OFFICE, at=at)
    with pytest.raises(Refused, match="停用"):
        give_grant(zhao, Role.MEMBER, school, since=today, by=OFFICE, at=at)


def test_its_slip_is_worth_nothing(at: datetime) -> None:
    account, slip = open_account("zhao", "赵一", by=OFFICE, at=at)
    close_account(account, by=ADMINISTRATOR, at=at)
    with pytest.raises(NotAllowed):
        redeem_slip("zhao", slip.code, PASSWORD, at=at)


def test_who_may_not(person: People, school: Unit, at: datetime, today: date) -> None:
    zhao = person("zhao", ready=True)
    with pytest.raises(NotAllowed):
        close_account(zhao, by=CLERK, at=at)
    give_grant(zhao, Role.CLERK, school, since=today, by=OFFICE, at=at)
    with pytest.raises(NotAllowed):
        close_account(zhao, by=ADMINISTRATOR, at=at)
    assert sign_in("zhao", PASSWORD, at=at) == zhao
