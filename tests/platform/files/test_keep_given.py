from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError

from huiyin.kit.errors import Unseen
from huiyin.platform.audit.models import Record
from huiyin.platform.files.access import open_file
from huiyin.platform.files.commands import forget_given, keep_evidence, keep_given
from huiyin.platform.files.models import Attachment, StoredFile
from huiyin.platform.files.queries import shelf
from huiyin.platform.files.rules import ready_evidence, ready_given
from tests.platform.conftest import OFFICE
from tests.platform.files.conftest import Lying
from tests.rules.files import samples

pytestmark = pytest.mark.django_db

DAY = date(2014, 5, 23)


def test_it_keeps_the_clean_picture_without_name_record_and_time() -> None:
    made = keep_given(ready_given(samples.picture()), on=DAY)
    opened = open_file(made.pk)
    assert samples.MARKER not in opened.stream.read()
    assert (opened.name, made.by, made.on) == ("附件.jpg", "", DAY)
    assert not Record.objects.exists()
    dated = datetime.fromtimestamp(shelf().place(made.file.digest).stat().st_mtime, tz=None)  # noqa: DTZ006
    assert dated.astimezone().timestamp() == datetime.fromisoformat("2014-05-23T23:59:59+08:00").timestamp()


def test_no_row_says_that_two_gave_the_same_or_that_an_officer_has_it(at: datetime, lying: Lying) -> None:
    data = samples.picture()
    one, two = (keep_given(ready_given(data), on=DAY) for _ in range(2))
    with open_file(one.pk).stream as clean:
        officer = keep_evidence(ready_evidence(clean.read(), "a.jpg"), by=OFFICE, at=at)
    rows = StoredFile.objects.filter(pk__in=[one.file_id, two.file_id, officer.file_id])
    assert len({row.digest for row in rows}) == len({row.salt for row in rows}) == len(lying()) == 3
    assert {row.size for row in rows if row.kind == "given"} == {None}


def test_ids_say_nothing_about_the_order() -> None:
    made = [keep_given(ready_given(samples.picture()), on=DAY) for _ in range(8)]
    assert [row.pk for row in made] != sorted(row.pk for row in made)
    assert [row.file_id for row in made] != sorted(row.file_id for row in made)


def test_evidence_is_no_giver_s_file() -> None:
    with pytest.raises(ValueError, match="evidence"):
        keep_given(ready_evidence(b"abc", "a"), on=DAY)


def test_it_goes_with_the_words_that_it_came_with(
    lying: Lying, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    made = keep_given(ready_given(samples.picture()), on=DAY)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        forget_given(made)
    assert (Attachment.objects.count(), StoredFile.objects.count(), lying()) == (0, 0, [])
    with pytest.raises(Unseen):
        open_file(made.pk)


def test_evidence_doesn_t_go(at: datetime, lying: Lying) -> None:
    made = keep_evidence(ready_evidence(b"abc", "a"), by=OFFICE, at=at + timedelta(days=1))
    with pytest.raises(DatabaseError, match="refused"):
        forget_given(made)
    assert len(lying()) == 1
