"""Signing in, by slip and by password, and what happens to what was typed when a session ends."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.contrib.sessions.models import Session
from django.db.models.functions import Now
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from huiyin.config.sessions import SessionStore
from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.commands import close_account, open_account
from huiyin.platform.orgs.rules.rights import Role
from tests.web.conftest import OFFICE, PASSWORD, SignedIn
from tests.world import World

NEW = "另外几个也不相干的词"


def test_who_is_not_signed_in_is_sent_to_the_door_and_back(
    world: World, account: Callable[..., Account]
) -> None:
    account("zhao", (Role.OFFICE, world.bureau))
    client = Client()
    answer = client.get("/password")
    assert answer.headers["Location"] == "/sign-in?next=%2Fpassword"
    answer = client.post("/sign-in", {"login": "ZHAO ", "password": PASSWORD, "next": "/password"})
    assert answer.headers["Location"] == "/password"
    assert client.get("/password").status_code == 200


def test_the_way_back_never_leads_to_another_site(world: World, account: Callable[..., Account]) -> None:
    account("zhao", (Role.OFFICE, world.bureau))
    for foreign in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        answer = Client().post("/sign-in", {"login": "zhao", "password": PASSWORD, "next": foreign})
        assert answer.headers["Location"] == "/"


def test_a_wrong_password_is_answered_in_a_sentence_and_the_name_stays(world: World) -> None:
    answer = Client().post("/sign-in", {"login": "zhao", "password": "wrong"})
    assert answer.status_code == 403
    assert "登录条" in answer.text
    assert 'value="zhao"' in answer.text


def test_a_slip_opens_the_door_once(world: World, at: datetime) -> None:
    _, slip = open_account("qian", "钱某", by=OFFICE, at=at)
    client = Client()
    typed = {"login": "qian", "code": slip.code.lower(), "new": NEW, "again": NEW}
    assert client.post("/slip", {**typed, "again": "x"}).status_code == 422
    assert client.post("/slip", typed).headers["Location"] == "/"
    assert client.get("/").status_code == 200
    assert Client().post("/slip", typed).status_code == 403


def test_a_new_password_ends_the_other_sessions(signed_in: SignedIn) -> None:
    here = signed_in(Role.OFFICE)
    there = Client()
    there.post("/sign-in", {"login": "office1", "password": PASSWORD})
    answer = here.post("/password", {"old": PASSWORD, "new": NEW, "again": NEW})
    assert answer.headers["Location"] == "/"
    assert here.get("/").status_code == 200
    assert there.get("/").status_code == 302


def test_a_closed_account_is_out_with_the_next_click(signed_in: SignedIn, world: World, at: datetime) -> None:
    client = signed_in(Role.CLERK, world.school)
    assert client.get("/").status_code == 200
    close_account(Account.objects.get(login="clerk1"), by=OFFICE, at=at)
    assert client.get("/").status_code == 302


def test_a_session_ends_with_its_time(
    signed_in: SignedIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(Role.OFFICE)
    with django_assert_num_queries(1):
        assert SessionStore(client.session.session_key)["account"]
    Session.objects.update(expire_date=Now())
    assert client.get("/").status_code == 302
    gone = SessionStore(client.session.session_key)
    assert (gone.get("account"), gone.session_key) == (None, None)


def test_what_was_typed_survives_the_end_of_a_session(signed_in: SignedIn) -> None:
    client = signed_in(Role.OFFICE)
    client.cookies.pop("huiyin")
    answer = client.post("/password", {"old": PASSWORD, "title": "写了一半的话"})
    assert answer.status_code == 401
    assert PASSWORD not in answer.text
    pending = re.search(r'name="pending" value="([^"]+)"', answer.text)
    assert pending is not None
    again = client.post("/sign-in", {"login": "office1", "password": PASSWORD, "pending": pending[1]})
    assert "写了一半的话" in again.text
    assert 'action="/password"' in again.text


def test_what_one_person_typed_is_not_sent_as_another(
    signed_in: SignedIn, account: Callable[..., Account], world: World
) -> None:
    client = signed_in(Role.OFFICE)
    account("zhao", (Role.OFFICE, world.bureau))
    client.cookies.pop("huiyin")
    answer = client.post("/password", {"title": "写了一半的话"})
    pending = re.search(r'name="pending" value="([^"]+)"', answer.text)
    assert pending is not None
    again = client.post("/sign-in", {"login": "zhao", "password": PASSWORD, "pending": pending[1]})
    assert (again.status_code, again.headers["Location"]) == (302, "/")


def test_what_was_said_to_one_person_is_not_said_to_the_next(
    signed_in: SignedIn, account: Callable[..., Account], world: World
) -> None:
    account("zhao", (Role.OFFICE, world.bureau))
    client = signed_in(Role.OFFICE)
    client.post(
        "/password", {"old": PASSWORD, "new": NEW, "again": NEW}
    )  # says that it was changed on the next page
    client.post("/sign-out")
    assert "密码已更换" not in client.get("/sign-in").text
    client.post("/sign-in", {"login": "zhao", "password": PASSWORD})
    assert "密码已更换" not in client.get("/").text


def test_a_forged_note_of_what_was_typed_is_ignored(signed_in: SignedIn) -> None:
    client = signed_in(Role.OFFICE)
    client.cookies.pop("huiyin")
    answer = client.post("/sign-in", {"login": "office1", "password": PASSWORD, "pending": "x" * 50})
    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize(("site", "shown"), [("same-origin", True), ("cross-site", False)])
def test_a_form_of_an_earlier_session_is_shown_again(signed_in: SignedIn, site: str, *, shown: bool) -> None:
    signed_in(Role.OFFICE)
    client = Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": site})
    answer = client.post("/password", {"title": "写了一半的话", "csrfmiddlewaretoken": "old"})
    assert answer.status_code == 403
    assert ('<button class="btn main">' in answer.text) is shown


def test_the_language_is_a_choice_and_stays(world: World) -> None:
    client = Client()
    assert 'lang="zh-Hans"' in client.get("/sign-in").text
    answer = client.post("/language", {"language": "en", "next": "/slip"})
    assert answer.headers["Location"] == "/slip"
    assert '<html lang="en">' in client.get("/slip").text
