"""A new, migrated database of the engine under test, for what a rolled-back transaction can't show."""

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

SERVER = os.environ.get("HUIYIN_DATABASE", "")


@contextmanager
def fresh_database(folder: Path) -> Iterator[dict[str, str]]:
    """An environment for processes of their own: HUIYIN_DATABASE names a new SQLite file or a new PostgreSQL database."""
    if not SERVER.startswith("postgres"):
        yield environment(str(folder / "race.sqlite3"))
        return
    name = f"huiyin_race_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield environment(f"{SERVER.rpartition('/')[0]}/{name}")
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def environment(address: str) -> dict[str, str]:
    root = Path(__file__).parents[2]
    paths = {
        "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}",
        "DJANGO_SETTINGS_MODULE": "huiyin.config.settings",
    }
    env = {**os.environ, **paths, "HUIYIN_DATABASE": address}
    subprocess.run([sys.executable, "-m", "django", "migrate", "--verbosity", "0"], env=env, check=True)
    return env
