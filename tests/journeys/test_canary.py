"""Somebody speaks through the real server: where they came from and what they came with is then in no file of the installation."""

import os
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.journeys.canary import SAID, SERVE, environment, holding, speak_through_a_server
from tests.migrated import begin
from tests.warm import run

pytestmark = [
    pytest.mark.skipif(
        os.environ.get("HUIYIN_DATABASE", ":memory:") != ":memory:",
        reason="it serves a database of its own: once is enough",
    ),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an installation in which two people spoke; the server has ended."""
    folder = tmp_path_factory.mktemp("canary")
    begin(folder / "huiyin.sqlite3")
    speak_through_a_server(folder, str(folder / "huiyin.sqlite3"))
    return folder


def test_no_file_holds_where_they_came_from_or_how_to_reach_them(folder: Path) -> None:
    found: list[str] = []
    for path in folder.rglob("*"):
        if path.is_file():
            found += holding(path.read_bytes(), path.name)
    assert found == []


def test_no_table_does_the_queue_of_jobs_and_sessions_included(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "huiyin.sqlite3")) as database:
        dump = "\n".join(database.iterdump())
    assert "django_tasks_database" in dump
    assert SAID in dump, "the words themselves are kept, or this would prove nothing"
    assert holding(dump.encode(), "dump") == []


def test_no_time_of_theirs_is_kept(folder: Path) -> None:
    """Days only: no column of the rows that came with them holds an hour."""
    with closing(sqlite3.connect(folder / "huiyin.sqlite3")) as database:
        for table in (
            "opinions_opinion",
            "sealed_sealedmatter",
            "channels_submission",
            "channels_contact",
            "answers_receipt",
        ):
            rows = database.execute(f"SELECT * FROM {table}").fetchall()
            assert rows, table
            assert not re.search(r"\d{2}:\d{2}", str(rows)), table


def test_no_backup_does(folder: Path, tmp_path: Path) -> None:
    run(["-c", SERVE, "backup", str(tmp_path)], environment(str(folder / "huiyin.sqlite3")), check=True)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    for path in files:
        assert holding(path.read_bytes(), path.name) == []
