from datetime import date, datetime, timedelta

import pytest

from huiyin.kit.errors import NotAllowed, Refused
from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.commands import close_account, give_grant, give_post, hand_over
from huiyin.platform.orgs.models import Grant, Post, Unit
from huiyin.platform.orgs.queries import acting_for, actors_of
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.platform.orgs.rules.terms import PostKind
from tests.platform.conftest import ADMINISTRATOR, OFFICE, People, last_record

pytestmark = pytest.mark.django_db

LAST_YEAR = date(2013, 9, 1)


@pytest.fixture
def zhao(person: People, school: Unit, branch: Unit, at: datetime, today: date) -> Account:
    """Head of the school since last year, clerk there for three months more and of the branch; formerly clerk."""
    zhao = person("zhao")
    give_post(zhao, PostKind.HEAD, school, since=LAST_YEAR, by=OFFICE, at=at)
    give_grant(zhao, Role.CLERK, school, since=date(2012, 1, 1), until=date(2012, 12, 31), by=OFFICE, at=at)
    give_grant(zhao, Role.HEAD, school, since=LAST_YEAR, by=OFFICE, at=at)
    give_grant(
        zhao, Role.CLERK, school, since=today + timedelta(days=9), until=date(2014, 9, 1), by=OFFICE, at=at
    )
    give_grant(zhao, Role.CLERK, branch, since=LAST_YEAR, by=OFFICE, at=at)
    return zhao


@pytest.fixture
def qian(person: People) -> Account:
    return person("qian")


def held(account: Account, unit: Unit) -> list[tuple[str, date, date | None]]:
    posts = [(post.kind, post.since, post.until) for post in Post.objects.filter(account=account, unit=unit)]
    grants = Grant.objects.filter(account=account, unit=unit).order_by("since", "pk")
    return posts + [(grant.role, grant.since, grant.until) for grant in grants]


def test_from_a_day_on_it_is_the_other_s_and_history_stays(
    zhao: Account, qian: Account, school: Unit, branch: Unit, at: datetime, today: date
) -> None:
    day = today + timedelta(days=3)
    assert hand_over(zhao, qian, school, on=day, by=OFFICE, at=at) == 3
    before = day - timedelta(days=1)
    assert held(zhao, school) == [
        ("head", LAST_YEAR, before),
        ("clerk", date(2012, 1, 1), date(2012, 12, 31)),
        ("head", LAST_YEAR, before),
    ]
    assert held(qian, school) == [
        ("head", day, None),
        ("head", day, None),
        ("clerk", today + timedelta(days=9), date(2014, 9, 1)),
    ]
    assert held(zhao, branch) == [("clerk", LAST_YEAR, None)]
    signing = [acting_for(school, when) for when in (before, day)]
    assert [post.account for post in signing if post] == [zhao, qian]
    assert last_record("unit.handed_over") == {
        "by": "office",
        "subject": zhao.code,
        "to": qian.code,
        "unit": school.pk,
        "on": "2014-05-26",
        "posts": ["head"],
        "roles": ["head", "clerk"],
    }


def test_on_every_day_exactly_one_of_the_two_acts(
    zhao: Account, qian: Account, school: Unit, at: datetime, today: date
) -> None:
    days = [LAST_YEAR + timedelta(days=number) for number in range(0, 420, 7)]
    before = [{actor.role for actor in actors_of(zhao, day) if actor.scope == school.path} for day in days]
    hand_over(zhao, qian, school, on=today, by=OFFICE, at=at)
    for day, roles in zip(days, before, strict=True):
        ours, theirs = (
            {actor.role for actor in actors_of(account, day) if actor.scope == school.path}
            for account in (zhao, qian)
        )
        assert (ours, theirs) == ((roles, set()) if day < today else (set(), roles))


def test_a_day_that_is_over_is_refused(
    zhao: Account, qian: Account, school: Unit, at: datetime, today: date
) -> None:
    with pytest.raises(Refused, match="已经过去"):
        hand_over(zhao, qian, school, on=today - timedelta(days=1), by=OFFICE, at=at)


def test_nothing_to_hand_over_is_refused(
    zhao: Account, qian: Account, kindergarten: Unit, at: datetime, today: date
) -> None:
    with pytest.raises(Refused, match="没有职务和角色可以交接"):
        hand_over(zhao, qian, kindergarten, on=today, by=OFFICE, at=at)


def test_a_taker_who_holds_it_already_or_is_gone_is_refused_and_nothing_moves(
    zhao: Account, qian: Account, school: Unit, at: datetime, today: date
) -> None:
    give_grant(qian, Role.CLERK, school, since=today, by=OFFICE, at=at)
    before = held(zhao, school)
    with pytest.raises(Refused, match="已有同样的"):
        hand_over(zhao, qian, school, on=today, by=OFFICE, at=at)
    assert held(zhao, school) == before
    close_account(qian, by=OFFICE, at=at)
    for taker in (zhao, qian):
        with pytest.raises(Refused, match="另一个在用的账号"):
            hand_over(zhao, taker, school, on=today, by=OFFICE, at=at)


def test_who_may_not(zhao: Account, qian: Account, school: Unit, at: datetime, today: date) -> None:
    for by in (ADMINISTRATOR, Actor(zhao.code, Role.HEAD, school.path), Actor(qian.code, Role.OFFICE)):
        with pytest.raises(NotAllowed):
            hand_over(zhao, qian, school, on=today, by=by, at=at)
