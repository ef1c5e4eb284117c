"""The same on PostgreSQL: nothing that a dump of the database holds says where somebody came from."""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from psycopg import sql

from tests.journeys.canary import SAID, holding, speak_through_a_server

SERVER = os.environ.get("HUIYIN_DATABASE", "")

pytestmark = [
    pytest.mark.skipif(not SERVER.startswith("postgresql:"), reason="test_canary.py looks at SQLite's files"),
]


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    """The address of a database of its own."""
    name = f"canary_{secrets.token_hex(6)}"
    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield urlunsplit(urlsplit(SERVER)._replace(path=f"/{name}"))
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def test_no_dump_or_log_holds_where_they_came_from_or_how_to_reach_them(
    database: str, tmp_path: Path
) -> None:
    key = secrets.token_hex(32)  # beside a database of its own an installation has a file for them
    speak_through_a_server(
        tmp_path,
        database,
        HUIYIN_FILES=str(tmp_path / "files"),
        HUIYIN_SECRET_KEY=key,
        HUIYIN_GIVERS_KEY=key[::-1],
    )
    found: list[str] = []
    tables = 0
    words = False
    with psycopg.connect(database) as connection:
        names = connection.execute(
            "SELECT schemaname, tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        ).fetchall()
        for name in names:
            data = _copied(connection, name)
            tables += 1
            words |= SAID.encode() in data
            found += holding(data, name[1])
    for path in tmp_path.rglob("*"):
        if path.is_file():
            found += holding(path.read_bytes(), path.name)
    assert tables > 50
    assert words, "the words themselves are kept, or this would prove nothing"
    assert found == []


def _copied(connection: "psycopg.Connection[tuple[str, str]]", name: tuple[str, str]) -> bytes:
    """A table as pg_dump writes it, sequences and settings apart."""
    statement = sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(*name))
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        return b"".join(bytes(piece) for piece in copy)
