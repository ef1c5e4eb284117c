import logging
from datetime import date, datetime, time, timedelta

import apprise
import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from pytest_django import Settings

from huiyin.platform.accounts.models import Account
from huiyin.platform.audit.models import Record
from huiyin.platform.notices.commands import (
    Chosen,
    add_channel,
    put_message,
    remove_channel,
    send_due,
    set_preference,
)
from huiyin.platform.notices.commands.sending import Sent
from huiyin.platform.notices.delivery import deliver
from huiyin.platform.notices.models import Delivery, Message
from huiyin.platform.notices.queries import deliveries_due, something_due, wishes_of
from huiyin.platform.notices.rules.channels import ChannelKind
from huiyin.platform.notices.rules.outgoing import Outgoing
from huiyin.platform.notices.rules.rhythm import Quiet
from huiyin.platform.orgs.commands import close_account
from tests.platform.conftest import OFFICE, last_record
from tests.platform.notices.conftest import FRIDAY, MONDAY, ROBOT, SATURDAY, Post, section, weekend

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def china(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.fromisoformat(f"{day}T{hour:02}:{minute:02}+08:00")


def test_a_message_goes_out_once_over_every_channel(linked: Account, at: datetime, post: Post) -> None:
    put_message(linked, FRIDAY, [section("a", "认领问题")], by=OFFICE, at=at)
    assert post.send(at) == Sent(messages=1, worked=2, failed=0)
    assert post.send(at + HOUR) == Sent(0, 0, 0)
    assert post.kinds == ["wecombot", "feishu"]
    assert "认领问题" in post.letters[0].text
    assert (post.letters[0].subject, post.letters[0].to) == ("回音提醒（5 月 23 日）", ROBOT)
    assert ROBOT not in repr(post.letters[0])
    assert list(Delivery.objects.values_list("outcome", "tries")) == [("sent", 1)] * 2
    assert last_record("messages.sent") == {
        "by": "office",
        "subject": "messages",
        "messages": 1,
        "deliveries": 2,
    }


def test_nothing_leaves_at_night_or_on_a_day_off(zhao: Account, at: datetime, post: Post) -> None:
    put_message(zhao, FRIDAY, [section("a")], by=OFFICE, at=china(FRIDAY, 21))
    quiet = [(FRIDAY, 21), (SATURDAY, 7), (SATURDAY, 12), (MONDAY, 7)]
    assert [post.send(china(*when)).messages for when in quiet] == [0] * 4
    assert not any(something_due(china(*when), weekend) for when in quiet)
    put_message(zhao, MONDAY, [section("b")], by=OFFICE, at=china(MONDAY, 6))
    assert post.send(china(MONDAY, 8)).messages == 1
    message = Message.objects.get()
    assert (message.day, [each.key for each in message.content]) == (MONDAY, ["a", "b"])


def test_quiet_hours_are_ones_own(zhao: Account, at: datetime, post: Post) -> None:
    set_preference(zhao, Chosen("", weekly=True, halfmonth=True, quiet=Quiet(time(11), time(14))), at=at)
    put_message(zhao, FRIDAY, [section("a")], by=OFFICE, at=at)
    assert [post.send(china(FRIDAY, hour)).messages for hour in (12, 23)] == [0, 1]


def test_nobody_gets_two_messages_on_a_day(zhao: Account, at: datetime, post: Post) -> None:
    put_message(zhao, FRIDAY, [section("a")], by=OFFICE, at=at)
    post.send(at)
    put_message(zhao, date(2014, 5, 20), [section("late")], by=OFFICE, at=at)
    assert post.send(at + HOUR).messages == 0
    assert post.send(china(MONDAY, 9)).messages == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.filter(day=MONDAY).update(day=FRIDAY)


def test_a_broken_channel_is_tried_three_times_and_stops_no_other(
    linked: Account, at: datetime, post: Post
) -> None:
    post.broken = {"wecombot"}
    put_message(linked, FRIDAY, [section("a")], by=OFFICE, at=at)
    went = [post.send(at + timedelta(minutes=minutes)) for minutes in (0, 5, 10, 40, 50, 100, 300)]
    assert [(one.worked, one.failed) for one in went] == [
        (1, 1),
        (0, 0),
        (0, 1),
        (0, 0),
        (0, 1),
        (0, 0),
        (0, 0),
    ]
    assert post.kinds == ["wecombot", "feishu", "wecombot", "wecombot"]
    assert set(Delivery.objects.values_list("kind", "outcome")) == {
        ("wecombot", "failed"),
        ("feishu", "sent"),
    }


def test_a_channel_that_recovers_gets_it(linked: Account, at: datetime, post: Post) -> None:
    post.broken = {"wecombot"}
    put_message(linked, FRIDAY, [section("a")], by=OFFICE, at=at)
    post.send(at)
    post.broken = set()
    assert post.send(at + timedelta(minutes=10)).worked == 1
    assert set(Delivery.objects.values_list("outcome", flat=True)) == {"sent"}


def test_what_another_crew_took_is_left_alone(
    linked: Account, at: datetime, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The slower of two crews still holds what it read before the faster one claimed it."""
    put_message(linked, FRIDAY, [section("a")], by=OFFICE, at=at)
    post.broken = {"wecombot", "feishu"}
    post.send(at)
    later = at + timedelta(minutes=10)
    seen = deliveries_due(later, weekend)
    post.send(later)
    monkeypatch.setattr("huiyin.platform.notices.commands.sending.deliveries_due", lambda *_: seen)
    assert post.send(later) == Sent(0, 0, 0)
    assert len(post.letters) == 4


def test_a_channel_that_was_taken_away_gets_nothing_more(linked: Account, at: datetime, post: Post) -> None:
    post.broken = {"wecombot", "feishu"}
    put_message(linked, FRIDAY, [section("a")], by=OFFICE, at=at)
    post.send(at)
    for channel in wishes_of(linked).channels:
        remove_channel(linked, channel.id, at=at)
    assert post.send(at + timedelta(minutes=10)) == Sent(0, 0, 0)
    assert set(Delivery.objects.values_list("outcome", flat=True)) == {"failed"}


def test_a_changed_key_makes_no_noise(linked: Account, at: datetime, post: Post, settings: Settings) -> None:
    settings.SECRET_KEY = "another" * 10
    put_message(linked, FRIDAY, [section("a")], by=OFFICE, at=at)
    assert post.send(at) == Sent(1, 0, 0)
    assert wishes_of(linked).unreadable


def test_a_closed_account_gets_nothing(linked: Account, at: datetime, post: Post) -> None:
    put_message(linked, FRIDAY, [section("a")], by=OFFICE, at=at)
    close_account(linked, by=OFFICE, at=at)
    assert post.send(at) == Sent(0, 0, 0)


def test_the_real_ways_out(
    zhao: Account,
    at: datetime,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Mail by Django, robots by apprise; a robot that raises stops nobody and is not named in the log."""
    called: list[str] = []

    def notify(self: apprise.Apprise, body: str, title: str) -> bool:
        called.append(f"{self.urls()[0]} {title} {body}")
        raise RuntimeError(self.urls()[0])

    monkeypatch.setattr(apprise.Apprise, "notify", notify)
    set_preference(zhao, Chosen("zhao@example.cn", weekly=True, halfmonth=True, quiet=Quiet()), at=at)
    add_channel(zhao, ROBOT, at=at)
    put_message(zhao, FRIDAY, [section("a", "认领问题")], by=OFFICE, at=at)
    with caplog.at_level(logging.DEBUG):
        went = send_due(by=OFFICE, at=at, deliver=deliver, off=weekend, address="https://h.example")
    assert went == Sent(1, 1, 1)
    [letter] = mail.outbox
    assert (letter.to, letter.subject) == (["zhao@example.cn"], "回音提醒（5 月 23 日）")
    assert "认领问题" in letter.body
    assert "https://h.example/" in letter.body
    assert len(called) == 1
    assert called[0].startswith("wecombot://")
    assert "RuntimeError" in caplog.text
    assert "0123abcd" not in caplog.text
    assert "认领问题" not in caplog.text


def test_apprises_own_log_is_mute() -> None:
    assert not logging.getLogger("apprise").propagate


def test_without_a_mail_server_there_is_no_mail_to_fail(zhao: Account, at: datetime) -> None:
    set_preference(zhao, Chosen("zhao@example.cn", weekly=True, halfmonth=True, quiet=Quiet()), at=at)
    put_message(zhao, FRIDAY, [section("a")], by=OFFICE, at=at)

    def never(_: Outgoing) -> bool:
        raise AssertionError

    went = send_due(by=OFFICE, at=at, deliver=never, off=weekend, kinds=[ChannelKind.FEISHU])
    assert went == Sent(1, 0, 0)


def test_letting_many_out_takes_few_queries(
    person: object, at: datetime, post: Post, django_assert_max_num_queries: object
) -> None:
    for n in range(9):
        put_message(person(f"p{n}"), FRIDAY, [section("a")], by=OFFICE, at=at)  # type: ignore[operator]
    before = Record.objects.count()
    with django_assert_max_num_queries(20 + 9):  # type: ignore[operator]
        assert post.send(at).messages == 9
    assert Record.objects.count() == before + 1
