from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.db import DatabaseError, transaction

from huiyin.platform.audit.models import Record
from huiyin.process.answers.queries import receipt_of
from huiyin.process.channels.commands import open_entrance, submit_opinion
from huiyin.process.channels.models import Entrance, Submission
from huiyin.process.channels.rules.beside import submission_in
from huiyin.process.channels.rules.given import Given
from huiyin.process.opinions.commands import seal_days
from huiyin.process.opinions.models import Opinion, Unplaced
from huiyin.process.opinions.queries import balance
from huiyin.process.sealed.commands import seal_matters
from huiyin.process.sealed.models import SealedMatter
from huiyin.process.sealed.queries import keyless, matter_faults, package_of
from tests.world import World

pytestmark = pytest.mark.django_db
NONCE = bytes(range(16))
ACCUSES = Given("教务主任收了家长三千元 ", {"where": "校门口"}, "parent", may_show=True, accuses=True)


@pytest.fixture
def entrance(world: World) -> Entrance:
    return open_entrance(
        world.campaign, name="三中家长", channel="online", about=world.school, by=world.office, at=world.at
    )


def test_no_opinion_index_or_sum_knows_of_it(world: World, entrance: Entrance) -> None:
    before = Record.objects.count()
    submit_opinion(entrance, ACCUSES, nonce=NONCE, at=world.at)
    assert not Opinion.objects.exists()
    assert not Unplaced.objects.exists()
    assert not Submission.objects.exists()
    assert balance(world.campaign).received == 0
    assert Record.objects.count() == before


def test_its_words_are_enciphered_and_whole(world: World, entrance: Entrance) -> None:
    submit_opinion(entrance, ACCUSES, nonce=NONCE, at=world.at)
    matter = SealedMatter.objects.get()
    assert "三千" not in str(list(SealedMatter.objects.values_list()))
    package = package_of(matter)
    assert package.body == "教务主任收了家长三千元 \n地点：校门口"
    assert (package.channel, package.giver_kind, matter.about_id) == ("online", "parent", world.school.pk)
    assert submission_in(package.beside) == (entrance.pk, True)
    assert package.digest() == matter.digest


def test_its_receipt_is_like_any_other_and_a_form_counts_once(world: World, entrance: Entrance) -> None:
    first = submit_opinion(entrance, ACCUSES, nonce=NONCE, at=world.at)
    again = submit_opinion(entrance, ACCUSES, nonce=NONCE, at=world.at)
    receipt = receipt_of(first.code)
    assert receipt is not None
    assert receipt.matter == SealedMatter.objects.get().pk
    assert (again.code, again.again) == (first.code, True)


def test_a_day_is_sealed_once_apart_from_the_opinions(world: World, entrance: Entrance) -> None:
    submit_opinion(entrance, ACCUSES, nonce=NONCE, at=world.at)
    assert seal_matters(by=world.office, at=world.at) == 0
    later = world.at + timedelta(days=1)
    assert seal_days(by=world.office, at=later) == 0
    assert seal_matters(by=world.office, at=later) == 1
    assert seal_matters(by=world.office, at=later) == 0
    record = Record.objects.get(act="rows.sealed")
    assert record.subject == "sealed:2014-05-23"
    assert SealedMatter.objects.get().sealed_in == record.seq
    assert not list(matter_faults())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE sealed_sealedmatter SET enciphered = 'x'",
        "UPDATE sealed_sealedmatter SET enciphered = NULL, state = 'erased'",
        "UPDATE sealed_sealedmatter SET enciphered = NULL, state = 'handed_back'",
        "UPDATE sealed_sealedmatter SET digest = 'x'",
        "UPDATE sealed_sealedmatter SET entered_on = '2014-01-01'",
        "DELETE FROM sealed_sealedmatter",
    ],
)
def test_the_database_refuses_to_change_it(
    world: World, entrance: Entrance, run_sql: Callable[[str], None], statement: str
) -> None:
    submit_opinion(entrance, ACCUSES, nonce=NONCE, at=world.at)
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        run_sql(statement)


def test_a_row_that_is_gone_or_changed_is_found(
    world: World, entrance: Entrance, without_guards: Callable[[str], None], run_sql: Callable[[str], None]
) -> None:
    submit_opinion(entrance, ACCUSES, nonce=NONCE, at=world.at)
    submit_opinion(entrance, ACCUSES, nonce=bytes(16), at=world.at)
    seal_matters(by=world.office, at=world.at + timedelta(days=1))
    one, other = SealedMatter.objects.order_by("pk")
    without_guards("sealed_sealedmatter")
    SealedMatter.objects.filter(pk=one.pk).update(enciphered=other.enciphered)
    assert [fault.where for fault in matter_faults()] == [f"密封件 {one.pk}"]
    run_sql(f"DELETE FROM sealed_sealedmatter WHERE id = {one.pk}")
    assert [fault.where for fault in matter_faults()] == [f"记录 {other.sealed_in}"]


def test_under_another_key_only_the_digests_can_be_verified(
    world: World, entrance: Entrance, settings: LazySettings
) -> None:
    submit_opinion(entrance, ACCUSES, nonce=NONCE, at=world.at)
    assert not keyless()
    settings.HUIYIN_GIVERS_KEY = "another-key-of-forty-characters-and-more!"
    assert keyless()
    assert not list(matter_faults())
