from datetime import datetime, timedelta

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher

from huiyin.kit.errors import NotAllowed
from huiyin.platform.accounts import commands
from huiyin.platform.accounts.commands import sign_in
from huiyin.platform.accounts.models import Account
from huiyin.platform.audit.models import Record
from huiyin.platform.orgs.commands import close_account
from tests.platform.conftest import OFFICE, PASSWORD, People, last_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def zhao(person: People) -> Account:
    return person("zhao", ready=True)


def fail(login: str, at: datetime, password: str = "wrong") -> NotAllowed:  # noqa: S107 - a wrong one
    with pytest.raises(NotAllowed) as caught:
        sign_in(login, password, at=at)
    return caught.value


def test_the_right_password_opens_the_account_and_leaves_no_trace(zhao: Account, at: datetime) -> None:
    before = Record.objects.count()
    assert sign_in(" ＺＨＡＯ", PASSWORD, at=at) == zhao
    assert Record.objects.count() == before, "who signs in how often is counted nowhere (SPEC section 4, end)"


def test_every_refusal_reads_the_same(zhao: Account, person: People, at: datetime) -> None:
    closed = person("qian", ready=True)
    close_account(closed, by=OFFICE, at=at)
    person("sun")
    said = {
        str(fail("zhao", at)),
        str(fail("nobody", at)),
        str(fail("qian", at, PASSWORD)),
        str(fail("sun", at, "")),
    }
    for _ in range(5):
        said.add(str(fail("zhao", at)))
    said.add(str(fail("zhao", at, PASSWORD)))
    assert len(said) == 1


@pytest.mark.parametrize("login", ["zhao", "nobody", "sun", "closed"])
def test_every_refusal_costs_one_hash(
    zhao: Account, person: People, at: datetime, login: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    person("sun")
    close_account(person("closed", ready=True), by=OFFICE, at=at)
    hashed: list[str] = []
    encode = MD5PasswordHasher.encode

    def counted(self: MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(salt)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    fail(login, at)
    assert len(hashed) == 1


def test_the_fifth_wrong_try_brings_a_wait_in_which_the_right_password_is_refused(
    zhao: Account, at: datetime
) -> None:
    for _ in range(4):
        fail("zhao", at)
    zhao.refresh_from_db()
    assert (zhao.failures, zhao.not_before) == (4, None)
    fail("zhao", at)
    zhao.refresh_from_db()
    assert (zhao.failures, zhao.not_before) == (5, at + timedelta(seconds=30))
    facts = {"by": zhao.code, "subject": zhao.code, "failures": 5, "seconds": 30}
    assert last_record("account.slowed") == facts
    fail("zhao", at + timedelta(seconds=29), PASSWORD)
    zhao.refresh_from_db()
    assert zhao.failures == 5, "a try during the wait doesn't prolong it"
    assert sign_in("zhao", PASSWORD, at=at + timedelta(seconds=30)) == zhao


def test_a_success_after_wrong_tries_says_how_many_they_were(zhao: Account, at: datetime) -> None:
    fail("zhao", at)
    fail("zhao", at)
    assert sign_in("zhao", PASSWORD, at=at).failures == 0
    assert last_record("account.signed_in")["failures"] == 2
    zhao.refresh_from_db()
    assert zhao.failures == 0


def test_the_wait_doubles(zhao: Account, at: datetime) -> None:
    for seconds in (0, 0, 0, 0, 30, 60, 120):
        fail("zhao", at)
        zhao.refresh_from_db()
        assert (zhao.not_before or at) == at + timedelta(seconds=seconds)
        at += timedelta(seconds=seconds)


@pytest.mark.parametrize("failures", [0, 4])
def test_a_right_password_loses_against_a_wait_that_came_meanwhile(
    zhao: Account, at: datetime, monkeypatch: pytest.MonkeyPatch, failures: int
) -> None:
    for _ in range(failures):
        fail("zhao", at)
    matches = commands._matches

    def slow(password: str, encoded: str) -> bool:
        Account.objects.filter(pk=zhao.pk).update(failures=5, not_before=at + timedelta(seconds=30))
        return matches(password, encoded)

    monkeypatch.setattr(commands, "_matches", slow)
    fail("zhao", at, PASSWORD)


def test_no_password_and_no_try_stands_in_the_record(zhao: Account, at: datetime) -> None:
    for _ in range(6):
        fail("zhao", at, "geheim-geraten-1")
    facts = " ".join(Record.objects.values_list("facts", flat=True))
    assert "geheim" not in facts
    assert PASSWORD not in facts
    assert zhao.password not in facts
