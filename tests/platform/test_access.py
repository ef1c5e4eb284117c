"""What of people and units somebody can reach at all."""

from datetime import date, datetime, timedelta

import pytest

from huiyin.kit.errors import Conflict, Refused, Unseen
from huiyin.platform.audit.models import Record
from huiyin.platform.orgs.access import get_account, get_grant, get_post, get_unit, visible_accounts
from huiyin.platform.orgs.commands import end_grant, give_grant, give_post, hand_over, import_units
from huiyin.platform.orgs.commands.rehearsing import rehearse
from huiyin.platform.orgs.models import Grant, Unit
from huiyin.platform.orgs.queries import Wanted, holders
from huiyin.platform.orgs.rules.rights import Actor, Right, Role
from huiyin.platform.orgs.rules.terms import PostKind
from huiyin.platform.orgs.rules.unit_rows import UnitRow
from tests.platform.conftest import LEADER, OFFICE, People

pytestmark = pytest.mark.django_db


def test_who_shares_a_scope_is_seen_also_afterwards(
    school: Unit, kindergarten: Unit, person: People, at: datetime, today: date
) -> None:
    zhao, qian = person("zhao"), person("qian")
    grant = give_grant(zhao, Role.CLERK, school, since=date(2014, 1, 1), by=OFFICE, at=at)
    post = give_post(qian, PostKind.MEMBER, kindergarten, since=today, by=OFFICE, at=at)
    here = [Actor("x", Role.OFFICE, school.path)]
    assert [account.login for account in visible_accounts(here)] == ["zhao"]
    end_grant(grant, last=today - timedelta(days=1), by=OFFICE, at=at)
    assert get_account(zhao.pk, here) == zhao
    assert get_grant(grant.pk, zhao, here) == grant
    for reach in (lambda: get_account(qian.pk, here), lambda: get_post(post.pk, qian, here)):
        with pytest.raises(Unseen):
            reach()
    assert not holders([school.path], today, Wanted()).exists()
    assert list(holders([school.path], today, Wanted(past=True))) == [zhao]


def test_who_holds_nothing_yet_is_seen_by_who_keeps_accounts_in_the_whole_tree(
    bureau: Unit, school: Unit, person: People
) -> None:
    zhao = person("zhao")
    assert get_account(zhao.pk, [Actor("x", Role.OFFICE, bureau.path)]) == zhao
    for actors in ([LEADER], [Actor("x", Role.CLERK, "")], [Actor("x", Role.OFFICE, school.path)], []):
        with pytest.raises(Unseen):
            get_account(zhao.pk, actors)


def test_a_unit_is_seen_with_the_right_and_in_the_scope(school: Unit, kindergarten: Unit) -> None:
    office = [Actor("x", Role.OFFICE, school.path)]
    assert get_unit(school.pk, office, Right.UNIT_MANAGE) == school
    with pytest.raises(Unseen):
        get_unit(kindergarten.pk, office, Right.UNIT_MANAGE)
    with pytest.raises(Unseen):
        get_unit(school.pk, [LEADER], Right.UNIT_MANAGE)


def test_a_rehearsal_says_what_the_command_will_and_leaves_nothing(
    school: Unit, person: People, at: datetime, today: date
) -> None:
    zhao, qian = person("zhao"), person("qian")
    give_grant(zhao, Role.CLERK, school, since=date(2014, 1, 1), by=OFFICE, at=at)
    records = Record.objects.count()
    assert rehearse(hand_over, zhao, qian, school, on=today, by=OFFICE, at=at) == 1
    assert not Grant.objects.filter(account=qian).exists()
    assert Record.objects.count() == records
    with pytest.raises(Refused, match="已经过去"):
        rehearse(hand_over, zhao, qian, school, on=date(2014, 1, 1), by=OFFICE, at=at)
    assert hand_over(zhao, qian, school, on=today, by=OFFICE, at=at) == 1


def test_a_list_for_a_part_of_the_tree_touches_no_other_part(
    school: Unit, kindergarten: Unit, at: datetime
) -> None:
    office = Actor("x", Role.OFFICE, school.path)
    rows = [
        UnitRow(2, "K9", kindergarten.name, None, "", ("假",)),
        UnitRow(3, None, "新园", kindergarten.name, "", ()),
    ]
    with pytest.raises(Conflict, match="登记在别处"):
        import_units(rows, school, by=office, at=at)
    kindergarten.refresh_from_db()
    assert (kindergarten.code, kindergarten.aliases) == ("", [])
    assert not Unit.objects.filter(name="新园").exists()
