from datetime import date, datetime, time

import pytest
from django.db import connection

from huiyin.kit.errors import BadInput, Refused, Unseen
from huiyin.platform.accounts.models import Account
from huiyin.platform.audit.models import Record
from huiyin.platform.notices.commands import (
    Chosen,
    add_channel,
    end_feed,
    put_away,
    put_message,
    remove_channel,
    renew_feed,
    set_preference,
)
from huiyin.platform.notices.models import Feed, Message, Preference
from huiyin.platform.notices.queries import account_of_feed, due_today, kept_count, messages_of, wishes_of
from huiyin.platform.notices.rules.rhythm import Kind, Quiet, Rhythm
from huiyin.platform.notices.rules.wishes import Wishes
from huiyin.platform.orgs.commands import close_account
from tests.platform.conftest import OFFICE, People, last_record
from tests.platform.notices.conftest import FRIDAY, MONDAY, ROBOT, SATURDAY, Post, section, weekend

pytestmark = pytest.mark.django_db

CHOSEN = Chosen("zhao@example.cn", weekly=True, halfmonth=False, quiet=Quiet(time(19), time(9)))


def test_wishes_are_kept_and_the_record_says_which_never_what(zhao: Account, at: datetime) -> None:
    assert wishes_of(zhao) == Wishes()
    set_preference(zhao, CHOSEN, at=at)
    set_preference(zhao, CHOSEN, at=at)
    wishes = wishes_of(zhao)
    assert (wishes.email, wishes.weekly, wishes.halfmonth, wishes.quiet) == (
        "zhao@example.cn", True, False, CHOSEN.quiet
    )  # fmt: skip
    assert last_record("preference.set")["changed"] == ["email", "halfmonth", "quiet"]
    assert "zhao@" not in repr(wishes) + repr(CHOSEN) + str(list(Record.objects.values()))


def test_neither_address_nor_channel_can_be_read_in_the_database(linked: Account, at: datetime) -> None:
    set_preference(linked, CHOSEN, at=at)
    with connection.cursor() as cursor:
        cursor.execute("SELECT email, channels FROM notices_preference")
        kept = str(cursor.fetchall())
    assert "zhao" not in kept
    assert "0123abcd" not in kept
    assert len(wishes_of(linked).channels) == 2
    assert {row.act for row in Record.objects.filter(by=linked.code)} == {
        "preference.channel_added",
        "preference.set",
    }


def test_what_makes_no_sense_is_refused(linked: Account, at: datetime) -> None:
    with pytest.raises(BadInput):
        set_preference(linked, Chosen("x", weekly=True, halfmonth=True, quiet=Quiet()), at=at)
    with pytest.raises(BadInput):
        set_preference(
            linked, Chosen("", weekly=True, halfmonth=True, quiet=Quiet(time(8, 1), time(8))), at=at
        )
    with pytest.raises(Refused):
        add_channel(linked, ROBOT, at=at)
    for n in range(3):
        add_channel(linked, ROBOT.replace("0123abcd", f"0123abc{n}"), at=at)
    with pytest.raises(Refused):
        add_channel(linked, ROBOT.replace("0123abcd", "01234444"), at=at)
    remove_channel(linked, wishes_of(linked).channels[0].id, at=at)
    assert len(wishes_of(linked).channels) == 4
    with pytest.raises(Unseen):
        remove_channel(linked, "nothing", at=at)


def test_a_feed_is_known_by_its_newest_address_until_it_ends(zhao: Account, at: datetime) -> None:
    first = renew_feed(zhao, at=at)
    second = renew_feed(zhao, at=at)
    assert len(second) == 43
    assert (account_of_feed(first), account_of_feed(second), account_of_feed("")) == (None, zhao, None)
    assert Feed.objects.get().token_hash != second
    assert second not in str(list(Record.objects.values()))
    end_feed(zhao, at=at)
    assert account_of_feed(second) is None
    with pytest.raises(Refused):
        end_feed(zhao, at=at)


def test_a_closed_account_has_no_feed(zhao: Account, at: datetime) -> None:
    token = renew_feed(zhao, at=at)
    close_account(zhao, by=OFFICE, at=at)
    assert account_of_feed(token) is None


def test_put_away_is_ones_own_and_leaves_no_trace_of_reading(
    zhao: Account, person: People, at: datetime, post: Post
) -> None:
    put_message(zhao, FRIDAY, [section("a")], by=OFFICE, at=at)
    message = Message.objects.get()
    with pytest.raises(Unseen):
        put_away(zhao, message.pk, at=at)  # not out yet
    assert kept_count(zhao) == 0
    post.send(at)
    with pytest.raises(Unseen):
        put_away(person("qian"), message.pk, at=at)
    assert kept_count(zhao) == 1
    before = Record.objects.count()
    put_away(zhao, message.pk, at=at)
    put_away(zhao, message.pk, at=at)
    assert (kept_count(zhao), Record.objects.count()) == (0, before)
    assert [row.pk for row in messages_of(zhao, put_away=True).messages] == [message.pk]


def test_a_list_is_cut_at_a_day(zhao: Account, at: datetime) -> None:
    Message.objects.bulk_create(
        Message(account=zhao, day=date(2014, 5, day), sections=[], ready_after=at, sent_at=at)
        for day in (20, 21, 22)
    )
    first = messages_of(zhao, put_away=False, size=2)
    assert ([row.day.day for row in first.messages], first.later) == ([22, 21], date(2014, 5, 21))
    rest = messages_of(zhao, put_away=False, size=2, before=first.later)
    assert ([row.day.day for row in rest.messages], rest.later) == ([20], None)


def test_who_is_due_what(
    zhao: Account, person: People, at: datetime, django_assert_num_queries: object
) -> None:
    person("qian")
    close_account(person("sun"), by=OFFICE, at=at)
    set_preference(zhao, Chosen("", weekly=False, halfmonth=True, quiet=Quiet()), at=at)
    with django_assert_num_queries(2):  # type: ignore[operator]
        due = due_today(MONDAY, rhythm=Rhythm(), off=weekend)
    assert {each.account.login: each.kinds for each in due} == {
        "zhao": {Kind.DIRECT},
        "qian": {Kind.DIRECT, Kind.WEEKLY},
    }
    assert due_today(SATURDAY, rhythm=Rhythm(), off=weekend) == []


def test_who_said_nothing_has_no_row(zhao: Account) -> None:
    assert not Preference.objects.exists()
