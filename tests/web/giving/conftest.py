"""Entrances as givers find them, and how they fill them in."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from huiyin.process.answers.rules.receipts import fresh_nonce
from huiyin.process.channels.commands import open_entrance
from huiyin.process.channels.models import Entrance
from huiyin.process.channels.rules.tokens import make_token
from huiyin.web.giving import receipt, saying
from tests.world import World

CONCRETE = "上周三食堂的红烧肉里没有肉，问总务处说菜价涨了"
Send = Callable[..., HttpResponse]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, at: datetime) -> Callable[[timedelta], None]:
    """What o'clock it is for these pages: `at`, and so much later after each call."""
    moment = [at]
    for module in (saying, receipt):
        monkeypatch.setattr(module, "now", lambda: moment[0])

    def later(by: timedelta) -> None:
        moment[0] += by

    return later


@pytest.fixture
def entrance(world: World, settings: Settings, tmp_path: Path) -> Entrance:
    settings.HUIYIN_FILES = str(tmp_path)
    return open_entrance(
        world.campaign, name="三中家长", channel="online", about=world.school, by=world.office, at=world.at
    )


@pytest.fixture
def pupils(world: World) -> Entrance:
    return open_entrance(
        world.campaign,
        name="三中学生",
        channel="online",
        about=world.school,
        giver_kind="student",
        pupils=True,
        by=world.office,
        at=world.at,
    )


@pytest.fixture
def send(entrance: Entrance, at: datetime, settings: Settings, clock: object) -> Send:
    """Send the form of the entrance as it was shown ten seconds ago, as somebody without an account."""
    token = make_token(settings.HUIYIN_GIVERS_KEY, entrance.code, fresh_nonce(), at - timedelta(seconds=10))

    def post(text: str = CONCRETE, **fields: object) -> HttpResponse:
        client = Client()
        answer = client.post(f"/say/{entrance.code}", {"token": token, "text": text, **fields})
        assert not client.cookies
        return answer  # type: ignore[return-value]

    return post


def code_in(answer: HttpResponse) -> str:
    """The receipt's code that a page shows."""
    found = re.search(r'<span class="hidden">([0-9A-Z]{16})</span>', answer.text)
    assert found, answer.text
    return found[1]


def field(answer: HttpResponse, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', answer.text)
    assert found, answer.text
    return found[1]
