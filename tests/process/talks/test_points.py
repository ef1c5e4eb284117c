"""Points of a talk: sealed to the two, opened by either, shared on by their author alone."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.db import DatabaseError, connection, transaction

from huiyin.kit import sealing
from huiyin.kit.errors import BadInput, Conflict, NotAllowed, Refused
from huiyin.platform.accounts.models import Account
from huiyin.platform.audit.models import Record
from huiyin.process.talks.commands import (
    change_talk_passphrase,
    make_talk_key,
    open_points,
    share_point,
    take_back_shared,
    write_point,
)
from huiyin.process.talks.models import PointSeal, SharedPoint, Talk, TalkKey, TalkPoint
from huiyin.process.talks.queries import holders_of_keys, points_of, shared_points
from tests.process.talks.conftest import School

pytestmark = pytest.mark.django_db
HEAD, MEMBER = "石桥 灯芯 麦田 渡口 一", "棉被 铁锹 黄昏 水塔 二"
SAID = "三月的会开了四个半钟头，其实半小时就能讲完"


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """A third of a second a guess is the point of it, but not here."""
    monkeypatch.setattr(sealing, "COST", sealing.Cost(n=2, r=1, p=1))


@pytest.fixture
def talk(school: School) -> Talk:
    school.lay_out()
    make_talk_key(school.people["head"], HEAD, at=school.world.at)
    make_talk_key(school.people["a"], MEMBER, at=school.world.at)
    return school.talk("head", "a")


def write(school: School, talk: Talk, text: str = SAID, name: str = "head") -> TalkPoint:
    who = school.people[name]
    return write_point(talk, heading="points_given", focus="F", text=text, who=who, at=school.world.at)


def opened(school: School, talk: Talk, passphrase: str, name: str) -> list[str | None]:
    found = open_points(talk, passphrase, who=school.people[name], at=school.world.at)
    return [one.text for one in found]


def test_either_opens_what_one_wrote(school: School, talk: Talk) -> None:
    write(school, talk)
    write(school, talk, "我会改", "a")
    assert opened(school, talk, HEAD, "head") == [SAID, "我会改"]
    assert opened(school, talk, MEMBER, "a") == [SAID, "我会改"]


def test_nobody_else_even_with_a_key_of_their_own(school: School, talk: Talk) -> None:
    write(school, talk)
    for name in ("b", "inspector", "nobody"):
        make_talk_key(school.people[name], HEAD, at=school.world.at)
        with pytest.raises(NotAllowed):
            open_points(talk, HEAD, who=school.people[name], at=school.world.at)
    with pytest.raises(NotAllowed):
        write(school, talk, name="b")


def test_no_table_holds_the_words_nor_does_the_record(school: School, talk: Talk) -> None:
    write(school, talk)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            assert SAID[:6] not in str(cursor.fetchall()), table
    assert Record.objects.filter(act="talk.point_written").count() == 1


def test_wrong_passphrases_make_one_wait(school: School, talk: Talk) -> None:
    write(school, talk)
    for _ in range(5):
        with pytest.raises(NotAllowed, match="不对"):
            opened(school, talk, MEMBER, "head")
    with pytest.raises(NotAllowed, match="过一会儿"):
        opened(school, talk, HEAD, "head")
    later = school.world.at + timedelta(minutes=20)
    assert open_points(talk, HEAD, who=school.people["head"], at=later)
    assert TalkKey.objects.get(account=school.people["head"]).failures == 0


def test_a_new_passphrase_opens_the_old_points(school: School, talk: Talk) -> None:
    write(school, talk)
    head = school.people["head"]
    with pytest.raises(NotAllowed):
        change_talk_passphrase(head, MEMBER, "全新 的口令 一二三四五", at=school.world.at)
    change_talk_passphrase(head, HEAD, "全新 的口令 一二三四五", at=school.world.at)
    assert opened(school, talk, "全新 的口令 一二三四五", "head") == [SAID]
    with pytest.raises(NotAllowed):
        opened(school, talk, HEAD, "head")


def test_lost_by_one_the_other_still_reads_and_lost_by_both_is_lost(school: School, talk: Talk) -> None:
    write(school, talk)
    make_talk_key(school.people["head"], "忘了以后 新设的 口令二", at=school.world.at)
    with pytest.raises(NotAllowed):
        opened(school, talk, "忘了以后 新设的 口令二", "head")
    assert opened(school, talk, MEMBER, "a") == [SAID]
    assert opened(school, talk, HEAD, "head") == [SAID]  # remembered after all: the old pair is still there
    write(school, talk, "换了钥匙以后写的", "a")
    assert opened(school, talk, "忘了以后 新设的 口令二", "head") == [None, "换了钥匙以后写的"]


def test_both_must_have_a_key(school: School) -> None:
    school.lay_out()
    talk = school.talk("head", "a")
    with pytest.raises(Refused, match="请先设"):
        write(school, talk)
    make_talk_key(school.people["head"], HEAD, at=school.world.at)
    with pytest.raises(Refused, match="对方还没有"):
        write(school, talk)
    assert holders_of_keys([school.people["head"].pk, school.people["a"].pk]) == {school.people["head"].pk}
    assert not TalkPoint.objects.exists()


@pytest.mark.parametrize(
    "word", ["太短的口令", "一一一一一一一一一一一一一一", "password1234", "签到用的那个 sign-in 密码"]
)
def test_a_passphrase_is_long_and_isn_t_the_password(school: School, word: str) -> None:
    head = school.people["head"]
    Account.objects.filter(pk=head.pk).update(password=make_password("签到用的那个 sign-in 密码"))
    head.refresh_from_db()
    with pytest.raises(BadInput):
        make_talk_key(head, word, at=school.world.at)


def test_words_are_neither_none_nor_too_many(school: School, talk: Talk) -> None:
    for text in ("", " \n", "字" * 2001):
        with pytest.raises(BadInput):
            write(school, talk, text)
    with pytest.raises(BadInput):
        write_point(talk, heading="gossip", text="话", who=school.people["head"], at=school.world.at)


def test_what_was_written_is_written(school: School, talk: Talk) -> None:
    point = write(school, talk)
    for rows in (TalkPoint.objects.filter(pk=point.pk), PointSeal.objects.filter(point=point)):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        TalkPoint.objects.filter(pk=point.pk).update(text="别的密文")
    assert [one.get_deferred_fields() for one in points_of(talk)] == [{"text"}]


def test_the_author_shares_a_point_on_and_takes_it_back(school: School, talk: Talk) -> None:
    point, at, head = write(school, talk), school.world.at, school.people["head"]
    with pytest.raises(NotAllowed):
        share_point(point, text=SAID, for_team=True, for_inspectors=False, who=school.people["a"], at=at)
    with pytest.raises(BadInput):
        share_point(point, text=SAID, for_team=False, for_inspectors=False, who=head, at=at)
    share_point(point, text=SAID, for_team=True, for_inspectors=False, who=head, at=at)
    with pytest.raises(Conflict):
        share_point(point, text=SAID, for_team=True, for_inspectors=True, who=head, at=at)
    told = shared_points(school.part, team=True)
    assert [(one.author, one.other, one.text, one.focus) for one in told] == [
        (head, school.people["a"], SAID, "F")
    ]
    assert shared_points(school.part, inspectors=True) == []
    with pytest.raises(DatabaseError), transaction.atomic():
        SharedPoint.objects.update(text="改过的话")
    take_back_shared(point, who=head, at=at)
    assert shared_points(school.part, team=True) == []
    assert SharedPoint.objects.get().text == ""
    with pytest.raises(Conflict):
        take_back_shared(point, who=head, at=at)
    assert "四个半钟头" not in str(list(Record.objects.values_list("facts", flat=True)))
