from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from huiyin.kit.shelf import Shelf

KEY = "ab" * 32


def test_a_file_lies_whole_under_its_key(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.put(KEY, b"bytes")
    assert shelf.place(KEY) == tmp_path / "ab" / "ab" / KEY
    assert shelf.read(KEY) == b"bytes"
    assert [path.name for path in shelf.place(KEY).parent.iterdir()] == [KEY]
    shelf.remove(KEY)
    shelf.remove(KEY)
    with pytest.raises(FileNotFoundError):
        shelf.read(KEY)


@pytest.mark.parametrize("key", ["", "../../etc/passwd", "AB" * 32, "ab/cd" * 9])
def test_a_key_leads_nowhere_else(tmp_path: Path, key: str) -> None:
    with pytest.raises(ValueError, match="hex"):
        Shelf(tmp_path).place(key)


def test_a_half_written_file_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("os.fsync", full)
    shelf = Shelf(tmp_path)
    with pytest.raises(OSError, match="disk full"):
        shelf.put(KEY, b"bytes")
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_short_file_of_a_power_cut_is_written_again(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.put(KEY, b"")
    shelf.put(KEY, b"bytes")
    assert shelf.read(KEY) == b"bytes"


def test_a_file_is_dated_as_told(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    day = datetime(2014, 5, 23, tzinfo=UTC)
    shelf.put(KEY, b"bytes", dated=day)
    assert [name for name, _ in shelf.older_than(day + timedelta(seconds=1))] == [KEY]
    assert not list(shelf.older_than(day))
    shelf.put(KEY, b"bytes")
    assert not list(shelf.older_than(day + timedelta(days=1)))
