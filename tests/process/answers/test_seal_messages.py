from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection

from huiyin.cli.verifying import verified
from huiyin.kit.errors import Refused
from huiyin.platform.audit.models import Record
from huiyin.process.answers.commands import (
    add_under_receipt,
    ask_giver,
    report_retaliation,
    seal_messages,
    withdraw_under_receipt,
)
from huiyin.process.answers.models import Message, Receipt
from huiyin.process.answers.queries import message_faults, messages_wait_for_seal, unsealed_messages
from huiyin.process.opinions.commands import seal_days
from huiyin.process.opinions.models import Opinion
from huiyin.process.opinions.queries import sealed_faults
from huiyin.process.problems.commands import erase_opinion
from tests.world import World

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def said(world: World, receipt: Receipt) -> list[Message]:
    add_under_receipt(receipt, "今天又没有肉", at=world.at)
    report_retaliation(receipt, "孩子被调了座位", at=world.at)
    add_under_receipt(receipt, "明天再说", at=world.at + DAY)
    return list(Message.objects.order_by("on", "kind"))


def test_a_past_day_is_one_record(world: World, said: list[Message]) -> None:
    assert not messages_wait_for_seal(world.at.date())
    assert messages_wait_for_seal((world.at + DAY).date())
    assert seal_messages(by=world.office, at=world.at + DAY) == 1
    record = Record.objects.get(act="rows.sealed")
    assert record.subject == "message:2014-05-23"
    assert Message.objects.filter(sealed_in=record.seq).count() == 2
    assert unsealed_messages() == 1
    assert seal_messages(by=world.office, at=world.at + DAY) == 0


def test_messages_and_opinions_are_verified_beside_each_other(world: World, said: list[Message]) -> None:
    seal_days(by=world.office, at=world.at + 2 * DAY)
    seal_messages(by=world.office, at=world.at + 2 * DAY)
    assert not list(message_faults())
    assert not list(sealed_faults())
    assert verified(None).faults == ()


@pytest.mark.parametrize("change", [{"sealed_in": None}, {"sealed_in": 1}])
def test_one_taken_out_of_its_seal_is_found(
    world: World, said: list[Message], change: dict[str, int | None]
) -> None:
    seal_messages(by=world.office, at=world.at + DAY)
    Message.objects.filter(pk=said[0].pk).update(**change)
    assert Record.objects.get(act="rows.sealed").seq in {
        int(fault.where.split()[1]) for fault in message_faults()
    }


def test_a_changed_word_is_found(said: list[Message], run_sql: Callable[[str], None]) -> None:
    drop = {
        "sqlite": "DROP TRIGGER answers_message_no_update",
        "postgresql": "SET LOCAL session_replication_role = replica",
    }
    run_sql(drop[connection.vendor])
    Message.objects.filter(pk=said[0].pk).update(body="今天有肉")
    assert [fault.where for fault in message_faults()] == [f"往来 {said[0].pk}"]


def test_the_words_go_with_those_of_their_matter(world: World, said: list[Message]) -> None:
    seal_messages(by=world.office, at=world.at + 2 * DAY)
    erase_opinion(Opinion.objects.get(), ground="依法", lawful=True, by=world.office, at=world.at)
    assert set(Message.objects.values_list("body", "salt")) == {(None, None)}
    assert verified(None).faults == ()


def test_nothing_is_said_of_words_that_are_gone(world: World, receipt: Receipt) -> None:
    erase_opinion(Opinion.objects.get(), ground="依法", lawful=True, by=world.office, at=world.at)
    opinion = Opinion.objects.select_related("campaign__root", "about").get()
    with pytest.raises(Refused, match="已经删除"):
        add_under_receipt(receipt, "今天又没有肉", at=world.at)
    with pytest.raises(Refused, match="已经删除"):
        report_retaliation(receipt, "孩子被调了座位", at=world.at)
    with pytest.raises(Refused, match="已经删除"):
        ask_giver(opinion, "是哪一天？", by=world.office, at=world.at)
    withdraw_under_receipt(receipt, at=world.at)
    assert Opinion.objects.get().withdrawn_on is not None
    assert not Message.objects.exists()
    assert verified(None).faults == ()
