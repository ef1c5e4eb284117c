"""A migrated database to copy from: migrating takes as long as hundreds of tests, and gives the same tables every time.

HUIYIN_TEST_MIGRATED   where such a copy lies: a SQLite file, or the name of a database on the server under test. tests/run.py makes
                       one for the length of its run; without one every test process migrates for itself. What has been migrated
                       is migrated again from there on, so an older copy does no harm unless a migration itself was changed.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
from django.db import connection
from psycopg import sql

import huiyin.cli.database as opening

MIGRATED = os.environ.get("HUIYIN_TEST_MIGRATED", "")
_held: list[sqlite3.Connection] = []  # a database in memory is there as long as somebody is connected to it


def use_copy() -> None:
    """Let the test database begin as a copy. Before it is made."""
    testing = connection.settings_dict["TEST"]
    if connection.vendor == "sqlite":
        testing["NAME"] = (
            ":memory:"  # pytest-django, which doesn't know our engine, takes `:memory:` for a file's name
        )
        if MIGRATED:
            _copy_in()
    elif MIGRATED:
        testing["TEMPLATE"] = MIGRATED


def _copy_in() -> None:
    name = connection.creation._get_test_db_name()
    here = sqlite3.connect(name, uri=True, check_same_thread=False)
    with sqlite3.connect(f"file:{MIGRATED}?mode=ro", uri=True) as there:
        there.backup(here)
    _held.append(here)


def begin(file: Path) -> None:
    """Let a SQLite file of a test's own begin as the copy; where there is none, whoever opens the file migrates it."""
    if _is_file():
        shutil.copy(MIGRATED, file)


BEGINNING = "import tests.migrated; tests.migrated.begin_with_copy(); "
"""Before the program of a process that makes a SQLite database of its own."""


def begin_with_copy() -> None:
    """Fill the database that a command makes in this process from the copy, before it is migrated as ever."""
    if not _is_file():
        return
    migrate_tables = opening.migrate_tables

    def filled() -> None:
        with closing(sqlite3.connect(f"file:{MIGRATED}?mode=ro", uri=True)) as there:
            there.backup(connection.connection)
        migrate_tables()

    opening.migrate_tables = filled


def _is_file() -> bool:
    return bool(MIGRATED) and Path(MIGRATED).is_file()


@contextmanager
def migrated(address: str, folder: Path) -> Iterator[str]:
    """What HUIYIN_TEST_MIGRATED may name, for the database at `address` (`:memory:` for SQLite); there for the length of the block."""
    if not address.startswith("postgres"):
        file = folder / "migrated.sqlite3"
        migrate(str(file))
        yield str(file)
        return
    with created(address) as name:
        migrate(f"{address.rpartition('/')[0]}/{name}")
        yield name


@contextmanager
def created(server: str, *, like: str = "template1") -> Iterator[str]:
    """The name of a database that is on the server for the length of the block, a copy of `like`."""
    name = f"huiyin_race_{uuid.uuid4().hex[:12]}"
    create = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(like))
    with psycopg.connect(server, autocommit=True) as there:
        there.execute(create)
    try:
        yield name
    finally:
        with psycopg.connect(server, autocommit=True) as there:
            there.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def migrate(address: str) -> None:
    """Migrate the database at an address, in a process of its own."""
    command = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
    subprocess.run(command, env=environment(address), check=True)


def environment(address: str) -> dict[str, str]:
    """The environment of a process that works on the database at an address."""
    root = Path(__file__).parents[1]
    paths = {
        "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}",
        "DJANGO_SETTINGS_MODULE": "huiyin.config.settings",
    }
    return {**os.environ, **paths, "HUIYIN_DATABASE": address}
