"""What givers send along is sealed once a day by its digest, and a file that was replaced is found."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings

from huiyin.kit.clock import day_in_china
from huiyin.platform.audit.models import Record
from huiyin.platform.files.models import StoredFile
from huiyin.platform.files.rules import ready_given
from huiyin.process.channels.commands import open_entrance, seal_files, submit_opinion
from huiyin.process.channels.models import Entrance, FileMark, GivenFile
from huiyin.process.channels.queries import file_faults, files_wait_for_seal
from huiyin.process.channels.rules.given import Given
from tests.rules.files.samples import picture
from tests.world import World


@pytest.fixture
def entrance(world: World, settings: Settings, tmp_path: Path) -> Entrance:
    settings.HUIYIN_FILES = str(tmp_path)
    return open_entrance(
        world.campaign, name="三中家长", channel="online", about=world.school, by=world.office, at=world.at
    )


def give(world: World, entrance: Entrance) -> None:
    files = [ready_given(picture()), ready_given(picture())]
    submit_opinion(entrance, Given("食堂的饭菜太贵"), files=files, nonce=bytes([1] * 16), at=world.at)


def test_a_day_has_one_record_and_nothing_says_to_what_a_file_came(world: World, entrance: Entrance) -> None:
    give(world, entrance)
    assert not files_wait_for_seal(day_in_china(world.at))
    later = world.at + timedelta(days=1)
    assert files_wait_for_seal(day_in_china(later))
    assert seal_files(by=world.office, at=later) == 1
    record = Record.objects.latest("seq")
    facts = json.loads(record.facts)
    assert (record.act, facts["kind"], facts["rows"]) == ("rows.sealed", "file", 2)
    assert set(FileMark.objects.values_list("sealed_in", flat=True)) == {record.seq}
    assert {field.name for field in FileMark._meta.fields} == {"id", "digest", "on", "sealed_in"}
    assert list(file_faults()) == []


def test_the_mark_stays_when_the_file_goes(world: World, entrance: Entrance) -> None:
    give(world, entrance)
    seal_files(by=world.office, at=world.at + timedelta(days=1))
    GivenFile.objects.all().delete()
    assert FileMark.objects.count() == 2
    assert list(file_faults()) == []


def test_a_file_that_was_replaced_is_found(world: World, entrance: Entrance) -> None:
    give(world, entrance)
    file = StoredFile.objects.order_by("pk")[0]
    with connection.cursor() as cursor:  # by somebody with the database in their hands
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER files_storedfile_no_update")
        else:
            cursor.execute("ALTER TABLE files_storedfile DISABLE TRIGGER USER")
    StoredFile.objects.filter(pk=file.pk).update(digest="f" * 64)
    (fault,) = file_faults()
    assert "被换过" in fault.zh
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER channels_filemark_no_delete")
        else:
            cursor.execute("ALTER TABLE channels_filemark DISABLE TRIGGER USER")
    seal_files(by=world.office, at=world.at + timedelta(days=1))
    FileMark.objects.order_by("pk")[:1].get().delete()
    assert any("记录" in one.where for one in file_faults())
