"""The list of what went, kept beside the database: a backup made before brings words back, and the list says which must go again."""

import os
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import connection

_LINE = re.compile(r"\d{4}-\d\d-\d\d (\d+)\s*")
_MARK = re.compile(r"\d{4}-\d\d-\d\d words:([0-9a-f]{64})\s*")


def gone_file() -> Path | None:
    """HUIYIN_GONE; without it `….gone` beside the SQLite database, `huiyin.gone` in the current folder; None in memory."""
    if settings.HUIYIN_GONE:
        return Path(settings.HUIYIN_GONE)
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite":
        return Path("huiyin.gone")
    return None if name.startswith(":memory:") or "mode=memory" in name else Path(name + ".gone")


def note_gone(what: int | str, on: date) -> None:
    """Add to the list an opinion by its random id, or words of a meeting by their digest, with the day and nothing else.

    On the disk when this returns.
    """
    name = what if isinstance(what, int) else f"words:{what}"
    path = gone_file()
    if path is None:
        return
    with path.open("a", encoding="ascii") as file:
        file.write(f"{on.isoformat()} {name}\n")
        file.flush()
        os.fsync(file.fileno())


def read_gone(lines: Iterable[str]) -> list[int]:
    """The ids of opinions that such a list names; other lines, such as a last one cut off by a full disk, are passed over."""
    return [int(found.group(1)) for line in lines if (found := _LINE.fullmatch(line))]


def read_gone_words(lines: Iterable[str]) -> list[str]:
    """The digests of words of meetings that it names; other lines are passed over."""
    return [found.group(1) for line in lines if (found := _MARK.fullmatch(line))]
