from datetime import datetime, timedelta

import pytest

from huiyin.kit.errors import BadInput, NotAllowed
from huiyin.platform.accounts.commands import redeem_slip, sign_in
from huiyin.platform.accounts.models import Account
from huiyin.platform.accounts.rules.slips import VALID_FOR
from huiyin.platform.audit.models import Record
from huiyin.platform.orgs.commands import open_account
from tests.platform.conftest import OFFICE, PASSWORD, last_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def code(db: None, at: datetime) -> str:
    return open_account("zhao", "赵一", by=OFFICE, at=at)[1].code


def test_a_slip_sets_the_first_password_once(code: str, at: datetime) -> None:
    account = redeem_slip("zhao", code.lower().replace("-", " "), PASSWORD, at=at)
    assert not account.must_change_password
    assert sign_in("zhao", PASSWORD, at=at) == account
    assert last_record("account.slip_redeemed") == {"by": account.code, "subject": account.code}
    with pytest.raises(NotAllowed):
        redeem_slip("zhao", code, "另外四个不相干的词语", at=at)
    with pytest.raises(NotAllowed):
        sign_in("zhao", "另外四个不相干的词语", at=at)


def test_a_slip_is_no_password(code: str, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        sign_in("zhao", code, at=at)


def test_a_slip_ends(code: str, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        redeem_slip("zhao", code, PASSWORD, at=at + VALID_FOR + timedelta(seconds=1))
    redeem_slip("zhao", code, PASSWORD, at=at + VALID_FOR)


@pytest.mark.parametrize("login", ["zhao", "nobody"])
def test_a_wrong_code_is_refused_and_counted(code: str, at: datetime, login: str) -> None:
    for _ in range(5):
        with pytest.raises(NotAllowed, match="登录条"):
            redeem_slip(login, "AAAA-AAAA-AAAA-AAAA", PASSWORD, at=at)
    assert Account.objects.get().failures == (5 if login == "zhao" else 0)
    if login == "zhao":
        with pytest.raises(NotAllowed):
            redeem_slip("zhao", code, PASSWORD, at=at)
        redeem_slip("zhao", code, PASSWORD, at=at + timedelta(seconds=30))


def test_a_poor_password_leaves_the_slip_good(code: str, at: datetime) -> None:
    with pytest.raises(BadInput, match="登录名"):
        redeem_slip("zhao", code, "zhao-zhao-1234", at=at)
    redeem_slip("zhao", code, PASSWORD, at=at)


def test_the_code_is_kept_nowhere(code: str) -> None:
    letters = code.replace("-", "")
    account = Account.objects.get()
    assert account.slip.startswith("pbkdf2_sha256$")
    kept = f"{account.slip} {account.password} " + " ".join(Record.objects.values_list("facts", flat=True))
    assert letters not in kept
    assert code not in kept
