"""What is said under a receipt: kept once and verbatim, with no record of its own, and nobody's name on it."""

from datetime import timedelta

import pytest

from huiyin.kit.errors import BadInput, Conflict, Refused
from huiyin.platform.audit.models import Record
from huiyin.process.answers.commands import (
    add_under_receipt,
    keep_message,
    renew_receipt,
    reply_under_receipt,
    report_retaliation,
    withdraw_under_receipt,
)
from huiyin.process.answers.models import Message, Receipt
from huiyin.process.answers.queries import receipt_of
from huiyin.process.answers.rules.messages import LONGEST_MESSAGE, MOST_MESSAGES
from huiyin.process.opinions.models import Opinion
from huiyin.process.opinions.queries import balance
from huiyin.process.opinions.rules.identity import first_id
from tests.world import World

pytestmark = pytest.mark.django_db


def asked(world: World, receipt: Receipt) -> None:
    keep_message(
        receipt.matter, receipt.campaign_id, "question", "是哪一天？", on=world.at.date(), by="office"
    )


def test_what_is_added_is_kept_as_it_was_written(world: World, receipt: Receipt) -> None:
    before = Record.objects.count()
    add_under_receipt(receipt, " 今天又没有肉\n", at=world.at)
    message = Message.objects.get()
    assert (message.kind, message.body, message.by) == ("addition", " 今天又没有肉\n", "")
    assert message.on == world.at.date()
    assert message.pk > first_id(world.at.date())
    assert Record.objects.count() == before


def test_sent_twice_it_is_there_once(world: World, receipt: Receipt) -> None:
    add_under_receipt(receipt, "今天又没有肉", at=world.at)
    add_under_receipt(receipt, "今天又没有肉", at=world.at + timedelta(minutes=1))
    report_retaliation(receipt, "今天又没有肉", at=world.at)
    add_under_receipt(receipt, "今天又没有肉", at=world.at + timedelta(days=1))
    assert Message.objects.count() == 3


def test_only_a_question_is_replied_to(world: World, receipt: Receipt) -> None:
    with pytest.raises(Refused, match="补充"):
        reply_under_receipt(receipt, "上周三", at=world.at)
    asked(world, receipt)
    reply_under_receipt(receipt, "上周三", at=world.at)
    assert sorted(Message.objects.values_list("kind", flat=True)) == ["question", "reply"]


@pytest.mark.parametrize("body", ["", " \n", "长" * (LONGEST_MESSAGE + 1)])
def test_nothing_and_too_much_are_refused(world: World, receipt: Receipt, body: str) -> None:
    with pytest.raises(BadInput):
        add_under_receipt(receipt, body, at=world.at)


def test_nobody_fills_the_disk_with_one_receipt(world: World, receipt: Receipt) -> None:
    for number in range(MOST_MESSAGES):
        add_under_receipt(receipt, f"第 {number} 次", at=world.at)
    with pytest.raises(Refused):
        add_under_receipt(receipt, "再一次", at=world.at)


def test_taken_back_it_counts_no_more_and_nothing_dates_it(world: World, receipt: Receipt) -> None:
    before = Record.objects.count()
    withdraw_under_receipt(receipt, at=world.at)
    withdraw_under_receipt(receipt, at=world.at + timedelta(days=1))
    opinion = Opinion.objects.get()
    assert opinion.withdrawn_on == world.at.date()
    assert opinion.body == "食堂的红烧肉里没有肉"
    assert balance(world.campaign).parts["withdrawn"] == 1
    assert [message.kind for message in Message.objects.all()] == ["withdrawal"]
    assert Record.objects.count() == before


def test_after_that_only_retaliation_is_heard(world: World, receipt: Receipt) -> None:
    asked(world, receipt)
    withdraw_under_receipt(receipt, at=world.at)
    for say in (add_under_receipt, reply_under_receipt):
        with pytest.raises(Refused, match="撤回"):
            say(receipt, "还有一件事", at=world.at)
    report_retaliation(receipt, "孩子被调了座位", at=world.at)
    assert Message.objects.filter(kind="retaliation").count() == 1


def test_a_receipt_that_somebody_wrote_down_is_changed_at_its_first_use(
    world: World, receipt: Receipt
) -> None:
    Receipt.objects.update(once=True)
    receipt.refresh_from_db()
    nonce = b"n" * 16
    held = "2" * 16
    code = renew_receipt(receipt, held, nonce=nonce, at=world.at)
    renewed = receipt_of(code)
    assert renewed is not None
    assert (renewed.matter, renewed.once) == (receipt.matter, False)
    assert renewed.code_hash != receipt.code_hash
    assert (
        renew_receipt(receipt, held, nonce=nonce, at=world.at) == code
    )  # the same form, because the connection broke
    with pytest.raises(Conflict):
        renew_receipt(receipt, held, nonce=b"m" * 16, at=world.at)
    with pytest.raises(Conflict):
        renew_receipt(renewed, code, nonce=b"m" * 16, at=world.at)
