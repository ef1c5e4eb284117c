"""Who is on a unit's leading team on a day."""

from datetime import date, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.commands import end_post, give_post
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.queries import teams
from huiyin.platform.orgs.rules.terms import PostKind
from tests.platform.conftest import OFFICE, People

pytestmark = pytest.mark.django_db


def test_the_head_comes_first_and_everybody_once(
    person: People,
    school: Unit,
    branch: Unit,
    at: datetime,
    today: date,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    member, head, acting = person("li"), person("zhao"), person("qian")
    give_post(member, PostKind.MEMBER, school, since=today, by=OFFICE, at=at)
    give_post(head, PostKind.HEAD, school, since=today, by=OFFICE, at=at)
    give_post(acting, PostKind.MEMBER, school, since=today, by=OFFICE, at=at)
    month = today + timedelta(days=30)
    give_post(acting, PostKind.ACTING_HEAD, school, since=today, until=month, by=OFFICE, at=at)
    with django_assert_num_queries(1):
        found = teams([school.pk, branch.pk], today)
    assert [(seat.account, seat.head) for seat in found[school.pk]] == [
        (head, True),
        (acting, True),
        (member, False),
    ]
    assert found[branch.pk] == ()
    later = teams([school.pk], month + timedelta(days=1))[school.pk]
    assert [(seat.account, seat.head) for seat in later] == [(head, True), (member, False), (acting, False)]


def test_who_left_and_whose_account_is_closed_has_no_seat(
    person: People, school: Unit, at: datetime, today: date
) -> None:
    left, closed = person("li"), person("zhao")
    post = give_post(left, PostKind.MEMBER, school, since=today - timedelta(days=9), by=OFFICE, at=at)
    give_post(closed, PostKind.MEMBER, school, since=today, by=OFFICE, at=at)
    end_post(post, last=today - timedelta(days=1), by=OFFICE, at=at)
    Account.objects.filter(pk=closed.pk).update(active=False)
    assert teams([school.pk], today) == {school.pk: ()}
