"""Files kept in a folder under a key of their own: whole or not there, each key once."""

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

_KEY_LETTERS = frozenset("0123456789abcdef")
_SHORTEST_KEY = 8


@dataclass(frozen=True)
class Shelf:
    """A folder of files. A key (lower-case hex) lies at `ab/cd/abcd…`, so that no folder grows long."""

    folder: Path

    def place(self, key: str) -> Path:
        """Where a key lies. ValueError for what is no key, so that nothing leaves the folder."""
        if len(key) < _SHORTEST_KEY or not _KEY_LETTERS.issuperset(key):
            raise ValueError("a key is lower-case hex")
        return self.folder / key[:2] / key[2:4] / key

    def put(self, key: str, data: bytes, *, dated: datetime | None = None) -> None:
        """Lay `data` under `key`, whole and on the disk when this returns; what lies there already is only dated anew.

        The same key means the same bytes, so two writers at once do no harm. `dated` is what the file system is to say
        instead of the time of the writing.
        """
        place = self.place(key)
        if not (place.is_file() and place.stat().st_size == len(data)):
            _write(place, data)
        moment = dated.timestamp() if dated else None
        os.utime(place, (moment, moment) if moment is not None else None)

    def read(self, key: str) -> bytes:
        """The bytes under a key. FileNotFoundError when there are none."""
        return self.place(key).read_bytes()

    def remove(self, key: str) -> None:
        """Take a key away, if it is there."""
        self.place(key).unlink(missing_ok=True)

    def older_than(self, moment: datetime) -> Iterator[tuple[str, Path]]:
        """(name, place) of every file dated before `moment`, half-written ones of a killed process included."""
        for place in self.folder.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*"):
            try:
                old = place.stat().st_mtime < moment.timestamp()
            except FileNotFoundError:
                continue  # another writer's half-written file, which has its name by now
            if old:
                yield place.name, place


def _write(place: Path, data: bytes) -> None:
    """Write beside, flush, rename. The name of the half-written file is one's own: two may write the same key."""
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(prefix=".", suffix=".part", dir=place.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(part).replace(place)
    finally:
        Path(part).unlink(missing_ok=True)
    for folder in (place.parent, place.parent.parent, place.parent.parent.parent):
        _flush(folder)


def _flush(folder: Path) -> None:
    """A rename outlives a power cut only when its folder is on the disk as well (POSIX; elsewhere nothing to do)."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
