from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from pytest_django import DjangoAssertNumQueries, Settings

from huiyin.kit.enciphering import decipher
from huiyin.kit.errors import BadInput, Refused
from huiyin.platform.audit.models import Record
from huiyin.platform.files.models import Attachment, StoredFile
from huiyin.platform.files.rules import ready_given
from huiyin.process.answers.models import Receipt
from huiyin.process.answers.queries import receipt_of
from huiyin.process.answers.rules.receipts import typed
from huiyin.process.channels.commands import close_entrance, open_entrance, submit_opinion
from huiyin.process.channels.models import Contact, Entrance, GivenFile, Submission
from huiyin.process.channels.rules.given import Given
from huiyin.process.opinions.models import Opinion, Unplaced
from huiyin.process.opinions.queries import balance, sealed_faults
from huiyin.process.problems.commands import erase_opinion
from tests.rules.files.samples import picture
from tests.world import World

pytestmark = pytest.mark.django_db
NONCE = bytes(range(16))
FORM = Given(
    "食堂的红烧肉里没有肉\n 一份十二元 ",
    {"when": "上周五", "where": "", "often": "每周"},
    "parent",
    may_show=True,
)


@pytest.fixture
def entrance(world: World) -> Entrance:
    return open_entrance(
        world.campaign, name="三中家长", channel="online", about=world.school, by=world.office, at=world.at
    )


def test_the_words_are_kept_as_they_were_written(world: World, entrance: Entrance) -> None:
    submit_opinion(entrance, FORM, nonce=NONCE, at=world.at)
    opinion = Opinion.objects.get()
    assert opinion.body == "食堂的红烧肉里没有肉\n 一份十二元 \n时间：上周五\n频次：每周"
    assert (opinion.channel, opinion.giver_kind, opinion.about_id) == ("online", "parent", world.school.pk)
    assert Submission.objects.get().may_show is True
    assert Unplaced.objects.get().opinion_id == opinion.pk
    assert balance(world.campaign).received == 1
    assert not list(sealed_faults())


def test_the_receipt_opens_it_and_only_its_hash_is_kept(world: World, entrance: Entrance) -> None:
    code = submit_opinion(entrance, FORM, nonce=NONCE, at=world.at).code
    receipt = receipt_of(code)
    assert typed(code) == code
    assert receipt is not None
    assert receipt.matter == Opinion.objects.get().pk
    assert code not in str(list(Receipt.objects.values_list()))


def test_sent_twice_it_is_one_opinion_with_one_receipt(world: World, entrance: Entrance) -> None:
    first = submit_opinion(entrance, FORM, nonce=NONCE, at=world.at)
    second = submit_opinion(entrance, FORM, nonce=NONCE, at=world.at + timedelta(minutes=1))
    assert (second.code, second.again) == (first.code, True)
    assert Opinion.objects.count() == 1


@pytest.mark.parametrize("accuses", [False, True])
def test_it_takes_four_queries(
    world: World, entrance: Entrance, django_assert_num_queries: DjangoAssertNumQueries, *, accuses: bool
) -> None:
    """As many at most, one on PostgreSQL, and two more for the savepoint of what accuses in this test: what a form costs decides how many
    can speak at once."""
    submit_opinion(entrance, FORM, nonce=bytes(16), at=world.at)
    with django_assert_num_queries(4 if accuses or connection.vendor == "sqlite" else 1):
        submit_opinion(entrance, replace(FORM, accuses=accuses), nonce=NONCE, at=world.at)


def test_sent_again_nothing_of_it_is_written_once_more(world: World, entrance: Entrance) -> None:
    form = replace(FORM, contact="wang@example.cn")
    for _ in range(3):
        submit_opinion(entrance, form, nonce=NONCE, at=world.at)
    tables = (Receipt, Opinion, Unplaced, Submission, Contact)
    assert [model.objects.count() for model in tables] == [1] * len(tables)


def test_sent_again_when_the_entrance_has_closed_it_still_has_its_receipt(
    world: World, entrance: Entrance
) -> None:
    first = submit_opinion(entrance, FORM, nonce=NONCE, at=world.at)
    close_entrance(entrance, on=world.at.date(), by=world.office, at=world.at)
    entrance.refresh_from_db()
    again = submit_opinion(entrance, FORM, nonce=NONCE, at=world.at + timedelta(days=2))
    assert (again.code, again.again) == (first.code, True)


def test_it_leaves_no_record_of_its_own_and_no_time(world: World, entrance: Entrance) -> None:
    before = Record.objects.count()
    submit_opinion(entrance, FORM, nonce=NONCE, at=world.at)
    assert Record.objects.count() == before
    assert Opinion.objects.get().sealed_in is None


def test_a_contact_is_enciphered_under_a_key_outside_the_database(world: World, entrance: Entrance) -> None:
    given = Given("食堂的饭菜太贵", contact="wang@example.cn ")
    submit_opinion(entrance, given, nonce=NONCE, at=world.at)
    kept = Contact.objects.get().enciphered
    assert "wang" not in kept
    assert decipher(kept, key=settings.HUIYIN_GIVERS_KEY, use="contact") == "wang@example.cn"


@pytest.mark.parametrize("text", ["", " ", "好", "字" * 7001])
def test_what_can_t_be_kept_is_refused_and_leaves_nothing(
    world: World, entrance: Entrance, text: str
) -> None:
    with pytest.raises(BadInput):
        submit_opinion(entrance, Given(text), nonce=NONCE, at=world.at)
    assert not Opinion.objects.exists()


def test_a_closed_entrance_takes_nothing(world: World, entrance: Entrance) -> None:
    close_entrance(entrance, on=world.at.date(), by=world.office, at=world.at)
    entrance.refresh_from_db()
    with pytest.raises(Refused, match="二维码"):
        submit_opinion(entrance, FORM, nonce=NONCE, at=world.at + timedelta(days=2))
    assert not Receipt.objects.exists()


@pytest.mark.parametrize(
    "change", [{"name": " "}, {"channel": "smoke"}, {"giver_kind": "martian"}, {"closes_on": "before"}]
)
def test_an_entrance_is_of_its_campaign(world: World, change: dict[str, str]) -> None:
    given = {"name": "三中家长", "channel": "online"} | change
    if "closes_on" in change:
        given["closes_on"] = world.at.date() - timedelta(days=1)  # type: ignore[assignment]
    with pytest.raises(BadInput):
        open_entrance(world.campaign, **given, by=world.office, at=world.at)  # type: ignore[arg-type]


@pytest.fixture
def _files(settings: Settings, tmp_path: Path) -> None:
    settings.HUIYIN_FILES = str(tmp_path)


@pytest.mark.usefixtures("_files")
def test_files_come_along_and_go_along(world: World, entrance: Entrance) -> None:
    files = [ready_given(picture()), ready_given(picture("PNG"))]
    submit_opinion(entrance, FORM, files=files, nonce=NONCE, at=world.at)
    submit_opinion(entrance, FORM, files=files, nonce=NONCE, at=world.at)
    opinion = Opinion.objects.get()
    assert [given.matter for given in GivenFile.objects.all()] == [opinion.pk] * 2
    assert set(Attachment.objects.values_list("by", "on")) == {("", world.at.date())}
    erase_opinion(opinion, ground="依法", lawful=True, by=world.office, at=world.at)
    assert not GivenFile.objects.exists()
    assert not StoredFile.objects.exists()
    assert not Contact.objects.exists()


def test_four_files_are_refused_and_leave_nothing(world: World, entrance: Entrance) -> None:
    with pytest.raises(BadInput, match="3 个"):
        submit_opinion(entrance, FORM, files=[ready_given(picture())] * 4, nonce=NONCE, at=world.at)
    assert not Opinion.objects.exists()
