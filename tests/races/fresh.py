"""A new, migrated database of the engine under test, for what a rolled-back transaction can't show."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

from tests.migrated import MIGRATED, created, environment, migrated

__all__ = ["SERVER", "environment", "fresh_database"]

SERVER = os.environ.get("HUIYIN_DATABASE", "")


@contextmanager
def fresh_database(folder: Path) -> Iterator[dict[str, str]]:
    """An environment for processes of their own: HUIYIN_DATABASE names a new SQLite file or a new PostgreSQL database."""
    if SERVER.startswith("postgres"):
        with created(SERVER, like=_copied()) as name:
            yield environment(f"{SERVER.rpartition('/')[0]}/{name}")
    else:
        shutil.copy(_copied(), folder / "race.sqlite3")
        yield environment(str(folder / "race.sqlite3"))


@cache
def _copied() -> str:
    """What each new database is a copy of; where nobody has made one, it's made once a process."""
    if MIGRATED:
        return MIGRATED
    kept = ExitStack()
    atexit.register(kept.close)
    folder = Path(tempfile.mkdtemp(prefix="huiyin-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return kept.enter_context(migrated(SERVER, folder))
