from datetime import datetime

import pytest

from huiyin.kit.errors import BadInput, NotAllowed
from huiyin.platform.accounts.commands import change_password, sign_in
from huiyin.platform.accounts.models import Account
from huiyin.platform.audit.models import Record
from tests.platform.conftest import PASSWORD, People, last_record

pytestmark = pytest.mark.django_db
NEW = "山石河路-又是四个词"


@pytest.fixture
def zhao(person: People) -> Account:
    return person("zhao", ready=True)


def test_the_new_one_opens_and_the_old_one_does_not(zhao: Account, at: datetime) -> None:
    session = zhao.get_session_auth_hash()
    change_password(zhao, PASSWORD, NEW, at=at)
    assert sign_in("zhao", NEW, at=at) == zhao
    assert zhao.get_session_auth_hash() != session, "sessions opened with the old one end"
    assert last_record("account.password_changed") == {"by": zhao.code, "subject": zhao.code}
    with pytest.raises(NotAllowed):
        sign_in("zhao", PASSWORD, at=at)


def test_a_wrong_old_one_is_refused_and_counted(zhao: Account, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        change_password(zhao, "wrong", NEW, at=at)
    zhao.refresh_from_db()
    assert zhao.failures == 1


def test_a_poor_new_one_changes_nothing(zhao: Account, at: datetime) -> None:
    with pytest.raises(BadInput):
        change_password(zhao, PASSWORD, "1234567890", at=at)
    assert not Record.objects.filter(act="account.password_changed").exists()
    assert sign_in("zhao", PASSWORD, at=at) == zhao


def test_of_two_changes_at_once_the_later_loses(zhao: Account, at: datetime) -> None:
    stale = Account.objects.get(pk=zhao.pk)
    change_password(zhao, PASSWORD, NEW, at=at)
    with pytest.raises(NotAllowed):
        change_password(stale, PASSWORD, "云云云云山山水水树木", at=at)
    assert sign_in("zhao", NEW, at=at) == zhao
