import gc
import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.db import connection

from tests.migrated import use_copy
from tests.world import World, build_world

# The day of the seed's meeting, in China.
NOON = datetime(2014, 5, 23, 4, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Before pytest-django makes the test database."""
    use_copy()


@pytest.fixture
def at() -> datetime:
    return NOON


@pytest.fixture(scope="session", autouse=True)
def _list_of_what_went(tmp_path_factory: pytest.TempPathFactory) -> None:
    """With PostgreSQL the list of erased opinions lies in the current folder, unless told: the tests' lies in theirs."""
    if connection.vendor == "postgresql":
        settings.HUIYIN_GONE = os.environ["HUIYIN_GONE"] = str(
            tmp_path_factory.mktemp("gone") / "huiyin.gone"
        )


@pytest.fixture
def world(db: None, at: datetime) -> World:
    return build_world(at)


@pytest.fixture
def run_sql(db: None) -> Callable[[str], None]:
    """A statement straight to the database, past every command: what the database itself must refuse."""

    def run(statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, None)

    return run


@pytest.fixture
def without_guards(db: None) -> Callable[[str], None]:
    """Take a table's triggers away, as who writes to the database by hand could."""

    def drop(table: str) -> None:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET LOCAL session_replication_role = replica")
                return
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")

    return drop


# Files that take a minute or so: first, or one process would still be at one while all others are done.
LONG = (
    "access/test_oversized",
    "access/test_matrix",
    "demo/test_build",
    "web/test_english",
    "journeys/",
    "races/",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def turn(item: pytest.Item) -> int:
        path = item.nodeid.removeprefix("tests/")
        return next((at for at, name in enumerate(LONG) if path.startswith(name)), len(LONG))

    items.sort(key=turn)
    if shutil.which("chromium") is None:
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end, half a million objects: nobody needs to look through them again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
