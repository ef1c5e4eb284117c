"""What is said of a sealed matter: apart, enciphered, between its giver and the discipline officer; and it moves with its matter."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.db import DatabaseError, connection, transaction

from huiyin.cli.verifying import verified
from huiyin.kit.errors import BadInput, NotAllowed, Refused
from huiyin.platform.audit.models import Record
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.answers.commands import (
    add_under_receipt,
    keep_message,
    report_retaliation,
    seal_messages,
    tell_giver,
)
from huiyin.process.answers.models import Message, Receipt
from huiyin.process.answers.queries import (
    message_faults,
    messages_wait_for_seal,
    receipt_of,
    unsealed_messages,
)
from huiyin.process.answers.rules.messages import MOST_MESSAGES
from huiyin.process.channels.commands import hand_back_sealed, seal_opinion, submit_opinion
from huiyin.process.channels.models import Contact, Entrance
from huiyin.process.channels.rules.given import Given
from huiyin.process.opinions.models import Opinion
from huiyin.process.problems.commands import erase_matter
from huiyin.process.problems.queries import lapsed, whereabouts
from huiyin.process.sealed.commands import note_sealed, read_sealed
from huiyin.process.sealed.models import SealedMatter, SealedMessage, SealedStep
from huiyin.process.sealed.queries import apart_of, matter_faults, said_of, unread_matters
from tests.world import World

pytestmark = pytest.mark.django_db
OFFICER = Actor("officer", Role.DISCIPLINE)
DAY = timedelta(days=1)
ADDED = "他昨天又收了两千饕餮钱"


@pytest.fixture
def held(world: World, entrance: Entrance) -> Receipt:
    """The receipt of an accusation that was given sealed, with a contact."""
    given = Given("教务主任收了家长三千元", contact="13900000000", accuses=True)
    receipt = receipt_of(submit_opinion(entrance, given, nonce=bytes(range(16)), at=world.at).code)
    assert receipt is not None
    return receipt


def the_matter() -> SealedMatter:
    return SealedMatter.objects.select_related("campaign__root", "about").get()


def everywhere(needle: str) -> list[str]:
    found = []
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {table}")
            if any(needle in str(row) for row in cursor.fetchall()):
                found.append(table)
    return found


def test_its_giver_adds_and_hears_and_nobody_else_does(world: World, held: Receipt) -> None:
    before = Record.objects.count()
    add_under_receipt(held, ADDED, at=world.at)
    add_under_receipt(held, ADDED, at=world.at)
    report_retaliation(held, "孩子被调了座位", at=world.at)
    assert Record.objects.count() == before
    assert everywhere("饕餮") == []
    assert not Message.objects.exists()
    tell_giver(the_matter(), " 已收到饕餮，正在核实 ", by=OFFICER, at=world.at)
    tell_giver(the_matter(), "已收到饕餮，正在核实", by=OFFICER, at=world.at)
    said = {(one.kind, one.body, one.by) for one in said_of(held.matter)}
    assert said == {
        ("addition", ADDED, ""),
        ("retaliation", "孩子被调了座位", ""),
        ("told", "已收到饕餮，正在核实", "officer"),
    }
    assert everywhere("饕餮") == []
    apart = apart_of(held.matter)
    assert apart is not None
    assert apart.open
    assert len(apart.said) == 3
    record = Record.objects.get(act="sealed.told")
    assert (record.subject, record.by) == (f"sealed:{held.matter}", "officer")


def test_what_is_refused_of_an_opinion_is_refused_here(world: World, held: Receipt) -> None:
    for body in (" ", "长" * 5001):
        with pytest.raises(BadInput):
            add_under_receipt(held, body, at=world.at)
    for number in range(MOST_MESSAGES):
        add_under_receipt(held, f"第{number}次", at=world.at)
    with pytest.raises(Refused, match="很多"):
        add_under_receipt(held, "再一次", at=world.at)


def test_only_the_officer_above_tells_its_giver(world: World, held: Receipt) -> None:
    inside = Actor("inside", Role.DISCIPLINE, world.school.path)
    for actor in (world.office, world.administrator, world.clerk, inside):
        with pytest.raises(NotAllowed):
            tell_giver(the_matter(), "你是谁", by=actor, at=world.at)
    Receipt.objects.all().delete()
    with pytest.raises(Refused, match="没有回执"):
        tell_giver(the_matter(), "正在核实", by=OFFICER, at=world.at)


def test_opening_the_matter_is_seeing_what_was_said_since(world: World, held: Receipt) -> None:
    add_under_receipt(held, ADDED, at=world.at)
    assert unread_matters([held.matter]) == {held.matter}
    read_sealed(the_matter(), by=OFFICER, at=world.at)
    assert unread_matters([held.matter]) == set()


def test_a_day_of_it_is_sealed_and_verifies(world: World, held: Receipt) -> None:
    add_under_receipt(held, ADDED, at=world.at)
    assert unsealed_messages() == 1
    assert messages_wait_for_seal((world.at + DAY).date())
    assert seal_messages(by=world.office, at=world.at + DAY) == 1
    assert Record.objects.get(act="rows.sealed").subject == "sealed_message:2014-05-23"
    assert unsealed_messages() == 0
    assert verified(None).faults == ()


def test_a_changed_word_is_found(
    world: World, held: Receipt, without_guards: Callable[[str], None], settings: LazySettings
) -> None:
    add_under_receipt(held, ADDED, at=world.at)
    add_under_receipt(held, "另一句", at=world.at)
    one, other = SealedMessage.objects.order_by("pk")
    without_guards("sealed_sealedmessage")
    SealedMessage.objects.filter(pk=one.pk).update(enciphered=other.enciphered)
    assert [fault.where for fault in message_faults()] == [f"往来 {one.pk}"]
    settings.HUIYIN_GIVERS_KEY = "another-key-of-forty-characters-and-more!"
    assert not list(message_faults())  # it can't be told, which verifying says


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE sealed_sealedmessage SET enciphered = 'x'",
        "UPDATE sealed_sealedmessage SET enciphered = NULL",
        "UPDATE sealed_sealedmessage SET kind = 'told'",
        "DELETE FROM sealed_sealedmessage",
        "UPDATE sealed_sealedstep SET enciphered = ''",
        "UPDATE sealed_sealedstep SET enciphered = 'x'",
        "DELETE FROM sealed_sealedstep",
    ],
)
def test_the_database_refuses_to_change_it(
    world: World, held: Receipt, run_sql: Callable[[str], None], statement: str
) -> None:
    add_under_receipt(held, ADDED, at=world.at)
    note_sealed(the_matter(), "已约谈", by=OFFICER, at=world.at)
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        run_sql(statement)


def test_what_was_said_of_an_opinion_goes_and_comes_back_with_it(world: World, receipt: Receipt) -> None:
    add_under_receipt(receipt, ADDED, at=world.at)
    keep_message(receipt.matter, receipt.campaign_id, "question", "哪一天？", on=world.at.date(), by="office")
    seal_messages(by=world.office, at=world.at + DAY)
    before = set(Message.objects.values_list("pk", "kind", "body", "digest", "on", "by", "sealed_in"))
    opinion = Opinion.objects.select_related("campaign__root").get(pk=receipt.matter)
    seal_opinion(opinion, by=world.office, at=world.at + DAY)
    assert everywhere("饕餮") == []
    assert not Message.objects.exists()
    assert not list(message_faults())
    add_under_receipt(receipt, "还有一件", at=world.at + DAY)
    tell_giver(the_matter(), "不属举报，转活动办", by=OFFICER, at=world.at + DAY)
    hand_back_sealed(the_matter(), "是一般意见", by=OFFICER, at=world.at + DAY)
    assert not SealedMessage.objects.exists()
    after = set(Message.objects.values_list("pk", "kind", "body", "digest", "on", "by", "sealed_in"))
    assert before < after
    assert len(after) == 4
    seal_messages(by=world.office, at=world.at + 2 * DAY)
    assert not list(message_faults())
    where = whereabouts(receipt.matter)
    assert where is not None
    assert {message.kind for message in where.messages} == {"question", "addition", "told"}


def test_all_of_it_goes_together(world: World, held: Receipt) -> None:
    add_under_receipt(held, ADDED, at=world.at)
    note_sealed(the_matter(), "已约谈", by=OFFICER, at=world.at)
    day = world.at.date()
    assert lapsed(day) == []
    assert lapsed(the_matter().retain_until + DAY) == [held.matter]
    with pytest.raises(NotAllowed):
        erase_matter(the_matter(), ground="想删", lawful=True, by=world.clerk, at=world.at)
    with pytest.raises(Refused, match="保存期"):
        erase_matter(the_matter(), ground="到期", lawful=False, by=OFFICER, at=world.at)
    erase_matter(the_matter(), ground="依法删除", lawful=True, by=OFFICER, at=world.at)
    matter = the_matter()
    assert (matter.state, matter.enciphered) == ("erased", None)
    assert not Contact.objects.exists()
    assert [row.enciphered for row in SealedMessage.objects.all()] == [None]
    noted, erased = SealedStep.objects.order_by("pk")
    assert noted.enciphered == ""
    assert erased.enciphered != ""
    assert not list(message_faults())
    assert not list(matter_faults())
    with pytest.raises(Refused, match="删除"):
        add_under_receipt(held, "还有", at=world.at)
    apart = apart_of(held.matter)
    assert apart is not None
    assert (apart.open, apart.said) == (False, ())
