from datetime import datetime, timedelta

import pytest

from huiyin.kit.errors import BadInput
from huiyin.platform.accounts.models import Account
from huiyin.platform.audit.models import Record
from huiyin.platform.notices.commands import Notice, put_message, put_messages
from huiyin.platform.notices.models import Message
from huiyin.platform.notices.rules.sections import Section
from huiyin.platform.orgs.commands import close_account
from tests.platform.conftest import OFFICE, People, last_record
from tests.platform.notices.conftest import FRIDAY, SATURDAY, Post, section

pytestmark = pytest.mark.django_db


def keys(account: Account) -> dict[str, list[str]]:
    rows = Message.objects.filter(account=account).order_by("day")
    return {f"{row.day:%d}": [each.key for each in row.content] for row in rows}


def test_notices_of_a_day_are_one_message(zhao: Account, at: datetime) -> None:
    assert put_message(zhao, FRIDAY, [section("a"), section("b")], by=OFFICE, at=at) == 2
    assert put_message(zhao, FRIDAY, [section("c")], by=OFFICE, at=at) == 1
    assert keys(zhao) == {"23": ["a", "b", "c"]}
    assert Message.objects.get().ready_after == at


def test_what_is_put_twice_stands_once_and_leaves_one_record(zhao: Account, at: datetime) -> None:
    put_message(zhao, FRIDAY, [section("a", "三件事")], by=OFFICE, at=at)
    assert put_message(zhao, FRIDAY, [section("a", "两件事")], by=OFFICE, at=at) == 0
    assert [line.text for line in Message.objects.get().content[0].lines] == ["两件事"]
    assert last_record("messages.put") == {
        "by": "office",
        "subject": "messages",
        "accounts": 1,
        "sections": 1,
    }


def test_after_the_days_message_is_out_the_next_day_takes_the_rest(
    zhao: Account, at: datetime, post: Post
) -> None:
    put_message(zhao, FRIDAY, [section("a")], by=OFFICE, at=at)
    post.send(at)
    assert put_message(zhao, FRIDAY, [section("a"), section("b")], by=OFFICE, at=at) == 1
    assert put_message(zhao, FRIDAY, [section("b")], by=OFFICE, at=at) == 0
    assert keys(zhao) == {"23": ["a"], "24": ["b"]}
    assert Message.objects.get(day=SATURDAY).ready_after == datetime.fromisoformat("2014-05-24T00:00+08:00")


def test_many_are_told_in_a_few_queries_and_one_record(
    person: People, at: datetime, django_assert_max_num_queries: object
) -> None:
    people = [person(f"p{n}") for n in range(12)]
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        put_messages([Notice(each, FRIDAY, (section("a"),)) for each in people], by=OFFICE, at=at)
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        put_messages([Notice(each, FRIDAY, (section("b"),)) for each in people], by=OFFICE, at=at)
    assert Message.objects.count() == 12
    assert Record.objects.filter(act="messages.put").count() == 2


def test_a_closed_account_is_passed_over_and_a_bad_section_refused(zhao: Account, at: datetime) -> None:
    with pytest.raises(BadInput):
        put_message(zhao, FRIDAY, [section("a"), Section("b", "")], by=OFFICE, at=at)
    close_account(zhao, by=OFFICE, at=at + timedelta(hours=1))
    assert put_message(zhao, FRIDAY, [section("a")], by=OFFICE, at=at) == 0
    assert not Message.objects.exists()
