"""give_post and end_post."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from huiyin.kit.errors import BadInput, Conflict, NotAllowed
from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.commands import end_post, give_post
from huiyin.platform.orgs.models import Post, Unit
from huiyin.platform.orgs.queries import acting_for
from huiyin.platform.orgs.rules.terms import PostKind
from tests.platform.conftest import CLERK, OFFICE, People, last_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def zhao(person: People) -> Account:
    return person("zhao")


@pytest.fixture
def qian(person: People) -> Account:
    return person("qian")


def test_a_unit_has_one_head_at_a_time(
    zhao: Account, qian: Account, school: Unit, at: datetime, today: date
) -> None:
    post = give_post(zhao, PostKind.HEAD, school, since=today - timedelta(days=99), by=OFFICE, at=at)
    with pytest.raises(Conflict, match="“主要负责人”已是“某zhao”"):
        give_post(qian, PostKind.HEAD, school, since=today, by=OFFICE, at=at)
    end_post(post, last=today - timedelta(days=1), by=OFFICE, at=at)
    give_post(qian, PostKind.HEAD, school, since=today, by=OFFICE, at=at)
    heads = [acting_for(school, day) for day in (today - timedelta(days=1), today)]
    assert [head.account for head in heads if head] == [zhao, qian]
    facts = last_record("post.ended")
    assert (facts["subject"], facts["post"], facts["until"]) == (zhao.code, "head", "2014-05-22")


def test_the_database_knows_it_too(zhao: Account, school: Unit, at: datetime, today: date) -> None:
    post = give_post(zhao, PostKind.HEAD, school, since=today, by=OFFICE, at=at)
    post.pk = None
    post._state.adding = True
    with pytest.raises(IntegrityError), transaction.atomic():
        post.save()


def test_an_acting_head_signs_for_as_long_as_is_written(
    zhao: Account, qian: Account, school: Unit, at: datetime, today: date
) -> None:
    give_post(zhao, PostKind.HEAD, school, since=today, by=OFFICE, at=at)
    with pytest.raises(BadInput, match="必须写明截止日期"):
        give_post(qian, PostKind.ACTING_HEAD, school, since=today, by=OFFICE, at=at)
    last = today + timedelta(days=5)
    give_post(qian, PostKind.ACTING_HEAD, school, since=today, until=last, by=OFFICE, at=at)
    signing = [acting_for(school, day) for day in (last, last + timedelta(days=1))]
    assert [post.account for post in signing if post] == [qian, zhao]
    assert acting_for(school, today - timedelta(days=1)) is None


def test_a_team_has_many_members_each_once(
    zhao: Account, qian: Account, school: Unit, at: datetime, today: date
) -> None:
    for account in (zhao, qian):
        give_post(account, PostKind.MEMBER, school, since=today, by=OFFICE, at=at)
    with pytest.raises(Conflict):
        give_post(zhao, PostKind.MEMBER, school, since=today, by=OFFICE, at=at)
    assert Post.objects.count() == 2


def test_who_may_not(zhao: Account, school: Unit, at: datetime, today: date) -> None:
    with pytest.raises(NotAllowed):
        give_post(zhao, PostKind.HEAD, school, since=today, by=CLERK, at=at)
    post = give_post(zhao, PostKind.HEAD, school, since=today, by=OFFICE, at=at)
    with pytest.raises(NotAllowed):
        end_post(post, last=today, by=CLERK, at=at)
