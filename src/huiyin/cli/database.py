"""Waking Django on the database that a command names."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connection
from django.db.utils import DatabaseError

from huiyin.kit.errors import BadInput

# The number of the lock, in letters: "huiyin".
MIGRATING = int.from_bytes(b"huiyin", "big")


@contextmanager
def database(
    address: str | None, *, migrate: bool, first: Callable[[], None] = lambda: None
) -> Iterator[None]:
    """Django on `address` (else HUIYIN_DATABASE, else the default file) for the length of the block; closed after it.

    `first` may refuse what can't be, before a database is opened or made; `migrate` brings the tables up to date. BadInput when the
    database doesn't answer or isn't one.
    """
    if address:
        os.environ["HUIYIN_DATABASE"] = address
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.config.settings")
    django.setup()
    first()
    if not migrate:
        _must_be_there()
    try:
        connection.ensure_connection()
        if migrate:
            migrate_tables()
    except DatabaseError as error:
        raise BadInput(
            f"数据库打不开：{_first_line(error)}。请检查 HUIYIN_DATABASE 或 --database 所写的地址，以及文件夹能否写入。",
            f"The database doesn't open: {_first_line(error)}. Check the address and that its folder can be written.",
        ) from error
    try:
        yield
    finally:
        connection.close()


def migrate_tables() -> None:
    """Bring the tables up to date; on PostgreSQL one process at a time, for several are often started together."""
    if connection.vendor != "postgresql":
        call_command("migrate", verbosity=0, interactive=False)
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATING])
        try:
            call_command("migrate", verbosity=0, interactive=False)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATING])


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0] or type(error).__name__


def _must_be_there() -> None:
    """Opening a SQLite file that isn't there would make an empty one: reading must not."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite" and name != ":memory:" and not Path(name).is_file():
        raise BadInput(
            f"没有数据库文件“{name}”。运行 huiyin run 的结果文件夹里有 huiyin.sqlite3，请用 --database 指明它。",
            f"There is no database file '{name}'. The folder of a run's results holds huiyin.sqlite3: name it by --database.",
        )
