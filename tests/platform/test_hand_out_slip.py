from datetime import date, datetime

import pytest

from huiyin.kit.errors import NotAllowed, Refused
from huiyin.platform.accounts.commands import redeem_slip, sign_in
from huiyin.platform.orgs.commands import close_account, give_grant, hand_out_slip
from huiyin.platform.orgs.models import Grant, Unit
from huiyin.platform.orgs.rules.rights import Actor, Role
from tests.platform.conftest import ADMINISTRATOR, LEADER, OFFICE, PASSWORD, People, last_record

pytestmark = pytest.mark.django_db


def test_a_new_slip_ends_the_old_password_and_the_wait(person: People, at: datetime) -> None:
    zhao = person("zhao", ready=True)
    for _ in range(5):
        with pytest.raises(NotAllowed):
            sign_in("zhao", "wrong", at=at)
    slip = hand_out_slip(zhao, by=OFFICE, at=at)
    with pytest.raises(NotAllowed):
        sign_in("zhao", PASSWORD, at=at)
    redeem_slip("zhao", slip.code, "山石河路-又是四个词", at=at)
    assert last_record("account.slip_handed_out")["subject"] == zhao.code


def test_an_administrator_can_not_become_the_office_by_a_slip(
    person: People, bureau: Unit, at: datetime, today: date
) -> None:
    zhao = person("zhao", ready=True)
    give_grant(zhao, Role.OFFICE, bureau, since=today, by=OFFICE, at=at)
    with pytest.raises(NotAllowed, match="“活动办”由活动办任命"):
        hand_out_slip(zhao, by=ADMINISTRATOR, at=at)
    assert sign_in("zhao", PASSWORD, at=at) == zhao


def test_the_office_can_not_become_the_discipline_officer_by_a_slip(
    person: People, bureau: Unit, at: datetime, today: date
) -> None:
    zhao = person("zhao", ready=True)
    with pytest.raises(Refused, match="新登录条"):
        give_grant(zhao, Role.DISCIPLINE, bureau, since=date(2014, 6, 1), by=LEADER, at=at)
    hand_out_slip(zhao, by=LEADER, at=at)
    give_grant(zhao, Role.DISCIPLINE, bureau, since=date(2014, 6, 1), by=LEADER, at=at)
    with pytest.raises(NotAllowed, match="由领导小组任命"):
        hand_out_slip(zhao, by=OFFICE, at=at)
    hand_out_slip(zhao, by=LEADER, at=at)


def test_a_school_s_office_can_not_reach_another_school(
    person: People, school: Unit, kindergarten: Unit, at: datetime, today: date
) -> None:
    zhao = person("zhao", ready=True)
    give_grant(zhao, Role.CLERK, kindergarten, since=today, by=OFFICE, at=at)
    with pytest.raises(NotAllowed):
        hand_out_slip(zhao, by=Actor("x", Role.OFFICE, school.path), at=at)


def test_a_closed_account_gets_none(person: People, at: datetime) -> None:
    zhao = person("zhao")
    close_account(zhao, by=OFFICE, at=at)
    with pytest.raises(Refused, match="停用"):
        hand_out_slip(zhao, by=OFFICE, at=at)


@pytest.mark.parametrize("thief", ["school office", "administrator"])
def test_a_slip_taken_before_the_role_is_worth_nothing_after_it(
    person: People, bureau: Unit, school: Unit, at: datetime, today: date, thief: str
) -> None:
    """Somebody without a role yet is kept by many; who took a slip of theirs must not be signed in when the role comes."""
    by = ADMINISTRATOR if thief == "administrator" else Actor("x", Role.OFFICE, school.path)
    zhao = person("zhao")
    stolen = hand_out_slip(zhao, by=by, at=at)
    redeem_slip("zhao", stolen.code, PASSWORD, at=at)
    zhao.refresh_from_db()
    with pytest.raises(Refused, match="新登录条"):
        give_grant(zhao, Role.OFFICE, bureau, since=today, by=OFFICE, at=at)
    hand_out_slip(zhao, by=OFFICE, at=at)
    give_grant(zhao, Role.OFFICE, bureau, since=today, by=OFFICE, at=at)
    with pytest.raises(NotAllowed):
        sign_in("zhao", PASSWORD, at=at)


def test_who_held_something_elsewhere_is_not_kept_here(
    person: People, school: Unit, kindergarten: Unit, at: datetime
) -> None:
    zhao = person("zhao", ready=True)
    for unit in (school, kindergarten):
        Grant.objects.create(
            account=zhao, role=Role.CLERK, unit=unit, since=date(2014, 1, 1), until=date(2014, 5, 1)
        )
    with pytest.raises(NotAllowed, match="别的单位"):
        hand_out_slip(zhao, by=Actor("x", Role.OFFICE, school.path), at=at)
    hand_out_slip(zhao, by=OFFICE, at=at)
