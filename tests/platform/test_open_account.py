from datetime import datetime

import pytest

from huiyin.kit.errors import BadInput, Conflict, NotAllowed
from huiyin.platform.accounts.commands import sign_in
from huiyin.platform.accounts.models import Account
from huiyin.platform.accounts.rules.slips import VALID_FOR
from huiyin.platform.orgs.commands import open_account
from huiyin.platform.orgs.queries import actors_of
from tests.platform.conftest import ADMINISTRATOR, CLERK, LEADER, OFFICE, last_record

pytestmark = pytest.mark.django_db


def test_an_account_comes_with_a_slip_and_without_rights(at: datetime) -> None:
    account, slip = open_account(" Zhao", "赵一", by=ADMINISTRATOR, at=at)
    assert (slip.login, slip.name, slip.until) == ("zhao", "赵一", at + VALID_FOR)
    assert account.must_change_password
    assert actors_of(account, at.date()) == ()
    facts = {"by": "admin", "subject": account.code, "slip_until": slip.until.isoformat()}
    assert last_record("account.opened") == facts
    with pytest.raises(NotAllowed):
        sign_in("zhao", "", at=at)


def test_two_slips_differ(at: datetime) -> None:
    assert (
        open_account("zhao", "赵一", by=OFFICE, at=at)[1].code
        != open_account("qian", "钱二", by=OFFICE, at=at)[1].code
    )


def test_a_login_name_is_one_person_s(at: datetime) -> None:
    open_account("zhao", "赵一", by=OFFICE, at=at)
    with pytest.raises(Conflict, match="“zhao”已有人用"):
        open_account("ZHAO", "赵二", by=OFFICE, at=at)
    assert Account.objects.count() == 1


def test_an_odd_login_name_is_refused(at: datetime) -> None:
    with pytest.raises(BadInput):
        open_account("z/h", "赵一", by=OFFICE, at=at)


@pytest.mark.parametrize("by", [CLERK, LEADER], ids=lambda by: by.code)
def test_who_may_not(at: datetime, by: object) -> None:
    with pytest.raises(NotAllowed, match="管理账号"):
        open_account("zhao", "赵一", by=by, at=at)  # type: ignore[arg-type]
    assert not Account.objects.exists()
