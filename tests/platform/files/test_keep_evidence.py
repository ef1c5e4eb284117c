import hashlib
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError

from huiyin.kit.errors import Broken, Unseen
from huiyin.platform.files.access import open_file
from huiyin.platform.files.commands import keep_evidence
from huiyin.platform.files.models import Attachment, StoredFile
from huiyin.platform.files.queries import shelf
from huiyin.platform.files.rules import ready_evidence, ready_given
from tests.platform.conftest import OFFICE, last_record
from tests.platform.files.conftest import Lying
from tests.rules.files import samples

pytestmark = pytest.mark.django_db


def test_it_keeps_byte_for_byte_and_records(at: datetime, lying: Lying) -> None:
    data = samples.telling_pdf()
    made = keep_evidence(ready_evidence(data, "整改方案.pdf"), by=OFFICE, at=at)
    digest = hashlib.sha256(data).hexdigest()
    assert lying() == [digest]
    opened = open_file(made.pk)
    assert opened.stream.read() == data
    assert (opened.media_type, opened.name, opened.size) == ("application/pdf", "整改方案.pdf", len(data))
    assert last_record("file.kept") == {
        "by": "office",
        "subject": f"attachment:{made.pk}",
        "digest": digest,
        "size": len(data),
        "media_type": "application/pdf",
    }


def test_the_day_is_the_day_in_china(at: datetime) -> None:
    late = datetime(2014, 5, 23, 17, 0, tzinfo=UTC)
    assert keep_evidence(ready_evidence(b"abc", "a"), by=OFFICE, at=late).on == date(2014, 5, 24)


def test_the_same_content_is_kept_once_under_both_names(at: datetime, lying: Lying) -> None:
    one = keep_evidence(ready_evidence(b"same", "a.txt"), by=OFFICE, at=at)
    two = keep_evidence(ready_evidence(b"same", "b.csv"), by=OFFICE, at=at)
    assert (StoredFile.objects.count(), Attachment.objects.count(), len(lying())) == (1, 2, 1)
    assert [open_file(row.pk).name for row in (one, two)] == ["a.txt", "b.csv"]


def test_a_giver_s_file_is_no_evidence(at: datetime) -> None:
    with pytest.raises(ValueError, match="given"):
        keep_evidence(ready_given(samples.picture()), by=OFFICE, at=at)


def test_changed_or_lost_bytes_are_shown_to_nobody(at: datetime) -> None:
    made = keep_evidence(ready_evidence(b"true", "a.txt"), by=OFFICE, at=at)
    shelf().place(made.file.digest).write_bytes(b"fals")
    with pytest.raises(Broken, match=r"a\.txt"):
        open_file(made.pk)
    shelf().remove(made.file.digest)
    with pytest.raises(Broken):
        open_file(made.pk)
    with pytest.raises(Unseen):
        open_file(made.pk + 1)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM files_attachment",
        "UPDATE files_attachment SET name = 'b.txt'",
        "UPDATE files_storedfile SET size = 1",
        "UPDATE files_storedfile SET kind = 'given', salt = 'x', size = NULL",
    ],
)
def test_the_database_keeps_it_as_it_is(at: datetime, run_sql: Callable[[str], None], statement: str) -> None:
    keep_evidence(ready_evidence(b"true", "a.txt"), by=OFFICE, at=at)
    with pytest.raises(DatabaseError, match="refused"):
        run_sql(statement)


def test_the_database_knows_no_given_file_without_salt(run_sql: Callable[[str], None]) -> None:
    with pytest.raises(DatabaseError, match=r"(?i)check"):
        run_sql(
            "INSERT INTO files_storedfile (id, kind, digest, salt, media_type, size) "
            "VALUES (1, 'given', 'aa', '', 'image/png', NULL)"
        )
