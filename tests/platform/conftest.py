"""A bureau, two schools, a branch; an office to act, a leader and an administrator beside it; people with accounts."""

import json
from collections.abc import Callable
from datetime import date, datetime

import pytest
from pytest_django import Settings

from huiyin.platform.accounts.commands import redeem_slip
from huiyin.platform.accounts.models import Account
from huiyin.platform.audit.models import Record
from huiyin.platform.orgs.commands import ensure_root, import_units, open_account
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.platform.orgs.rules.unit_rows import UnitRow

OFFICE = Actor("office", Role.OFFICE)
LEADER = Actor("leader", Role.LEADER)
ADMINISTRATOR = Actor("admin", Role.ADMINISTRATOR)
CLERK = Actor("clerk", Role.CLERK)
PASSWORD = "井云尺船-四个不相干的词"  # noqa: S105 - of nobody

People = Callable[..., Account]


@pytest.fixture(autouse=True)
def _cheap_hashes(settings: Settings) -> None:
    """A hash of half a second is the point of it, but not here."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def today() -> date:
    return date(2014, 5, 23)


@pytest.fixture
def bureau(db: None, at: datetime) -> Unit:
    root = ensure_root("云河市教育局", by=OFFICE, at=at)
    rows = [
        UnitRow(2, None, "云河市第三中学", None, "学校", ()),
        UnitRow(3, None, "第三中学初中部", "云河市第三中学", "校区", ()),
        UnitRow(4, None, "云河市实验幼儿园", None, "幼儿园", ()),
    ]
    import_units(rows, root, by=OFFICE, at=at)
    return root


@pytest.fixture
def school(bureau: Unit) -> Unit:
    return Unit.objects.get(name="云河市第三中学")


@pytest.fixture
def branch(bureau: Unit) -> Unit:
    return Unit.objects.get(name="第三中学初中部")


@pytest.fixture
def kindergarten(bureau: Unit) -> Unit:
    return Unit.objects.get(name="云河市实验幼儿园")


@pytest.fixture
def person(db: None, at: datetime) -> People:
    """Opens an account: `person("zhao")`; with `ready=True` its slip is redeemed with PASSWORD."""

    def make(login: str = "zhao", *, ready: bool = False) -> Account:
        account, slip = open_account(login, f"某{login}", by=OFFICE, at=at)
        return redeem_slip(login, slip.code, PASSWORD, at=at) if ready else account

    return make


def last_record(act: str) -> dict[str, object]:
    """The facts of the only record of an act, with who did it to what."""
    row = Record.objects.get(act=act)
    return {"by": row.by, "subject": row.subject, **json.loads(row.facts)}
