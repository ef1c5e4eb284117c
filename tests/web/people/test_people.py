"""The list of people: who is in it, who never is, and at what cost."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.commands import close_account, give_grant, open_account
from huiyin.platform.orgs.rules.rights import Role
from tests.web.conftest import OFFICE, SignedIn
from tests.web.people.conftest import Foreign
from tests.world import World

MostQueries = Callable[..., DjangoAssertNumQueries]


def test_who_holds_something_is_listed_with_what_and_until_when(
    signed_in: SignedIn, world: World, head: Account, at: datetime
) -> None:
    until = date(2014, 9, 30)
    give_grant(
        head, Role.SUPERVISION, world.other_school, since=date(2014, 6, 1), until=until, by=OFFICE, at=at
    )
    page = signed_in(Role.OFFICE).get("/people")
    assert page.status_code == 200
    for words in (
        "林某校",
        "lin",
        "云河市第三中学",
        "主要负责人",
        "督导组",
        "2014 年 6 月 1 日 起",
        "至 2014 年 9 月 30 日",
    ):
        assert words in page.text
    assert "登录条未用" in page.text
    assert "有效至 2014 年 6 月 6 日" in page.text


def test_nobody_of_another_bureau_is_listed_counted_or_found(
    signed_in: SignedIn, world: World, foreign: Foreign, head: Account
) -> None:
    client = signed_in(Role.OFFICE)
    for query in ("", "?q=waibian", "?q=外边", "?unit=山南", "?role=clerk", "?state=past", "?state=nothing"):
        page = client.get(f"/people{query}")
        assert page.status_code == 200
        assert "外边某" not in page.text
        assert "山南市第一中学" not in page.text
    assert "2 人" in client.get("/people").text  # the head and the office itself


def test_an_office_of_a_school_sees_its_school_only(
    signed_in: SignedIn, world: World, head: Account, at: datetime
) -> None:
    other, _ = open_account("jin", "金某", by=OFFICE, at=at)
    give_grant(other, Role.CLERK, world.other_school, since=date(2014, 1, 1), by=OFFICE, at=at)
    client = signed_in(Role.OFFICE, world.school)
    page = client.get("/people")
    assert "林某校" in page.text
    assert "金某" not in page.text
    assert client.get(f"/people/{other.pk}").status_code == 404


def test_filters(signed_in: SignedIn, world: World, head: Account, at: datetime) -> None:
    open_account("fresh", "新来某", by=OFFICE, at=at)
    client = signed_in(Role.OFFICE)
    assert "林某校" in client.get("/people?role=head&unit=第三").text
    assert "林某校" not in client.get("/people?role=clerk").text
    assert "没有符合条件的人" in client.get("/people?unit=幼儿园").text
    assert "新来某" not in client.get("/people").text
    assert "新来某" in client.get("/people?state=nothing").text
    assert "新来某" not in signed_in(Role.LEADER).get("/people?state=nothing").text


def test_a_closed_account_says_so(signed_in: SignedIn, world: World, head: Account, at: datetime) -> None:
    close_account(head, by=OFFICE, at=at)
    assert "已停用" in signed_in(Role.OFFICE).get("/people?q=lin").text


def test_a_long_list_goes_on_where_it_stopped(signed_in: SignedIn, world: World, at: datetime) -> None:
    for number in range(60):
        account, _ = open_account(f"n{number:03}", f"同名{number % 3}", by=OFFICE, at=at)
        give_grant(account, Role.CLERK, world.school, since=date(2014, 1, 1), by=OFFICE, at=at)
    client = signed_in(Role.OFFICE)
    seen: list[str] = []
    address = "/people"
    while address:
        page = client.get(address)
        seen += [f"n{number:03}" for number in range(60) if f">n{number:03}<" in page.text]
        more = page.text.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
        address = f"/people{more.replace('&amp;', '&')}" if 'rel="next"' in page.text else ""
    assert sorted(seen) == [f"n{number:03}" for number in range(60)]


def test_a_page_takes_few_queries(
    signed_in: SignedIn,
    world: World,
    foreign: Foreign,
    at: datetime,
    django_assert_max_num_queries: MostQueries,
) -> None:
    for number in range(30):
        account, _ = open_account(f"n{number:03}", f"某{number}", by=OFFICE, at=at)
        give_grant(account, Role.CLERK, world.school, since=date(2014, 1, 1), by=OFFICE, at=at)
    client = signed_in(Role.OFFICE)
    for address in (
        "/people?q=某&unit=第三&role=clerk",
        f"/people/{account.pk}",
        "/units",
        f"/units/{world.school.pk}",
    ):
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "q=" + "长" * 10_000,
        "q=%00%1f😀",
        "after=%00~1",
        "after=~99999999999999999999",
        "role=king",
        "state=x",
        "unit=%25_'\"",
    ],
)
def test_forged_filters_are_only_filters(signed_in: SignedIn, query: str) -> None:
    assert signed_in(Role.OFFICE).get(f"/people?{query}").status_code == (422 if "%00" in query else 200)


def test_who_may_not_appoint_does_not_see_the_page(signed_in: SignedIn, world: World) -> None:
    for role in (Role.CLERK, Role.HEAD, Role.MEMBER, Role.SUPERVISION, Role.DISCIPLINE):
        client = signed_in(role, world.school)
        for address in (
            "/people",
            "/people/open",
            "/people/import",
            "/people/form.xlsx",
            "/units",
            "/units/import",
        ):
            assert client.get(address).status_code == 403, (role, address)
    assert Client().get("/people").status_code == 302
