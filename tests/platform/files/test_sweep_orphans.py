from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings as live
from django.db import connection, transaction
from pytest_django import Settings

from huiyin.kit.clock import now
from huiyin.platform.files.commands import keep_evidence, keep_given, sweep_orphans
from huiyin.platform.files.queries import shelf
from huiyin.platform.files.rules import ready_evidence, ready_given
from tests.platform.conftest import OFFICE
from tests.platform.files.conftest import Lying
from tests.rules.files import samples

pytestmark = pytest.mark.django_db


def test_what_a_rolled_back_transaction_left_goes_and_the_rest_stays(at: datetime, lying: Lying) -> None:
    kept = keep_evidence(ready_evidence(b"kept", "a"), by=OFFICE, at=at)
    given = keep_given(ready_given(samples.picture()), on=date(2014, 5, 23))
    with transaction.atomic():
        keep_evidence(ready_evidence(b"never", "a"), by=OFFICE, at=at)
        transaction.set_rollback(True)
    half = shelf().place(kept.file.digest).with_name(".abc.part")
    half.write_bytes(b"half")
    assert len(lying()) == 4
    assert sweep_orphans(now() - timedelta(days=1)) == 0
    assert sweep_orphans(now() + timedelta(minutes=1)) == 2
    assert lying() == sorted([kept.file.digest, given.file.digest])


def test_an_empty_folder_is_nothing_to_sweep(lying: Lying) -> None:
    assert sweep_orphans(now()) == 0


def test_files_lie_beside_the_database_unless_told(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HUIYIN_FILES = ""
    assert live.HUIYIN_FILES == ""
    assert shelf().folder == Path("files")
    monkeypatch.setitem(connection.settings_dict, "NAME", "/srv/huiyin/huiyin.sqlite3")
    beside = connection.vendor == "sqlite"
    assert shelf().folder == (Path("/srv/huiyin/files") if beside else Path("files"))
