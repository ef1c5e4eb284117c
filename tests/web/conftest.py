"""Pages are opened through Django's client, on a small world, as somebody of its cast."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client
from pytest_django import Settings

from huiyin.platform.accounts.commands import redeem_slip
from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.commands import give_grant, hand_out_slip, open_account
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Role
from tests.world import World

PASSWORD = "井云尺船-四个不相干的词"  # noqa: S105 - of nobody
OFFICE = Actor("office", Role.OFFICE)
GIVERS = {
    Role.DISCIPLINE: Actor("leader", Role.LEADER),
    Role.ADMINISTRATOR: Actor("root", Role.ADMINISTRATOR),
}
TODAY = ("HUIYIN_DEMO_DAY", "2014-05-23")
ON_THE_PAGES = {
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    "ALLOWED_HOSTS": ["testserver"],
    "WHITENOISE_USE_FINDERS": False,  # each new client would look through all styles and scripts
}


@pytest.fixture(autouse=True)
def _cheap_hashes(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hash of half a second is the point of it, but not here; and the pages' day is the world's."""
    for name, value in ON_THE_PAGES.items():
        setattr(settings, name, value)
    monkeypatch.setenv(*TODAY)


SignedIn = Callable[..., Client]


@pytest.fixture
def account(db: None, at: datetime) -> Callable[..., Account]:
    """Opens an account with roles: `account("zhao", (Role.OFFICE, unit))`; its password is PASSWORD."""

    def make(login: str, *roles: tuple[Role, Unit], until: date | None = None) -> Account:
        opened, slip = open_account(login, f"某{login}", by=OFFICE, at=at)
        for role, _ in roles:
            slip = hand_out_slip(opened, by=GIVERS[role], at=at) if role in GIVERS else slip
        for role, unit in roles:
            last = until or (date(2014, 10, 31) if role is Role.SUPERVISION else None)
            give_grant(
                opened, role, unit, since=date(2014, 1, 1), until=last, by=GIVERS.get(role, OFFICE), at=at
            )
        return redeem_slip(login, slip.code, PASSWORD, at=at)

    return make


@pytest.fixture
def signed_in(world: World, account: Callable[..., Account]) -> SignedIn:
    """A client signed in as a new account with roles: `signed_in(Role.CLERK, world.school)`."""

    def make(role: Role, unit: Unit | None = None, login: str = "") -> Client:
        name = login or f"{role.value}1"
        account(name, (role, unit or world.bureau))
        client = Client()
        client.post("/sign-in", {"login": name, "password": PASSWORD})
        return client

    return make
