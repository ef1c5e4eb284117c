"""Databases for benches to work on, and the processes that do it: a process of its own for each size and engine."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent.parent


def postgres_database(server: str, name: str, *, fresh: bool) -> str:
    """The address of a database of the bench's own: an empty one when `fresh`, else the one that is there."""
    import psycopg  # noqa: PLC0415

    with psycopg.connect(server, autocommit=True) as connection:
        if fresh:
            connection.execute(f"DROP DATABASE IF EXISTS {name}")
        there = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if there is None:
            connection.execute(f"CREATE DATABASE {name}")
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


def drop_database(server: str, name: str) -> None:
    import psycopg  # noqa: PLC0415

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")


def run_child(module: str, address: str, *arguments: str) -> list[list[str]]:
    """What a bench prints when it works on the database at `address`: lines of fields parted by tabs."""
    command = [sys.executable, "-m", module, *arguments]
    paths = [*filter(None, [os.environ.get("PYTHONPATH")]), str(ROOT / "src")]
    env = os.environ | {
        "HUIYIN_DATABASE": address,
        "DJANGO_SETTINGS_MODULE": "huiyin.config.settings",
        "PYTHONPATH": os.pathsep.join(paths),
    }
    printed = subprocess.run(command, env=env, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    return [line.split("\t") for line in printed.splitlines()]
