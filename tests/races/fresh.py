"""A new, migrated database of the engine under test, for what a rolled-back transaction can't show."""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import psycopg
from psycopg import sql

SERVER = os.environ.get("HUIYIN_DATABASE", "")


@contextmanager
def fresh_database(folder: Path) -> Iterator[dict[str, str]]:
    """An environment for processes of their own: HUIYIN_DATABASE names a new SQLite file or a new PostgreSQL database."""
    if SERVER.startswith("postgres"):
        with _created(like=_migrated_on_the_server()) as name:
            yield environment(_address(name))
    else:
        shutil.copy(_migrated_file(), folder / "race.sqlite3")
        yield environment(str(folder / "race.sqlite3"))


def environment(address: str) -> dict[str, str]:
    root = Path(__file__).parents[2]
    paths = {
        "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}",
        "DJANGO_SETTINGS_MODULE": "huiyin.config.settings",
    }
    return {**os.environ, **paths, "HUIYIN_DATABASE": address}


@cache
def _migrated_file() -> Path:
    """What each new SQLite file is a copy of: migrating takes two seconds, and is done once a process."""
    folder = Path(tempfile.mkdtemp(prefix="huiyin-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _migrate(str(folder / "migrated.sqlite3"))
    return folder / "migrated.sqlite3"


@cache
def _migrated_on_the_server() -> str:
    """The same on PostgreSQL: the name of a database that nobody is connected to, and so may be copied."""
    made = _created()
    name = made.__enter__()
    atexit.register(made.__exit__, None, None, None)
    _migrate(_address(name))
    return name


@contextmanager
def _created(*, like: str = "template1") -> Iterator[str]:
    """The name of a database that is there for the length of the block."""
    name = f"huiyin_race_{uuid.uuid4().hex[:12]}"
    create = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(like))
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(create)
    try:
        yield name
    finally:
        with psycopg.connect(SERVER, autocommit=True) as server:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _address(name: str) -> str:
    return f"{SERVER.rpartition('/')[0]}/{name}"


def _migrate(address: str) -> None:
    command = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
    subprocess.run(command, env=environment(address), check=True)
