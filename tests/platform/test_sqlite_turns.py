"""The threads of one process take turns at writing to an SQLite file; a turn ends however the transaction ends."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import IntegrityError, OperationalError, connections, transaction
from pytest_django.plugin import DjangoDbBlocker

from huiyin.config.database import database_settings
from huiyin.config.sqlite import base

ALIAS = "turns"


@pytest.fixture
def file(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A second database, in a file, with one table."""
    with django_db_blocker.unblock():
        yield from made(tmp_path)


def made(tmp_path: Path) -> Iterator[str]:
    path = str(tmp_path / "turns.sqlite3")
    given = database_settings(path)
    given["OPTIONS"]["timeout"] = 0.3
    connections.settings[ALIAS] = connections.configure_settings({**connections.settings, ALIAS: {**given}})[
        ALIAS
    ]
    run("CREATE TABLE t (n INTEGER PRIMARY KEY)")
    yield path
    connections[ALIAS].close()
    del connections[ALIAS]
    del connections.settings[ALIAS]


def run(statement: str) -> None:
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(statement)


def within(*statements: str) -> None:
    with transaction.atomic(using=ALIAS):
        for statement in statements:
            run(statement)


def free(path: str) -> bool:
    return not base._TURNS[path].locked()


def elsewhere(statement: str) -> Exception | None:
    """Write in a thread of its own; the error, if there was one."""
    met: list[Exception] = []

    def write() -> None:
        try:
            with transaction.atomic(using=ALIAS):
                run(statement)
        except Exception as error:
            met.append(error)
        finally:
            connections[ALIAS].close()

    thread = threading.Thread(target=write)
    thread.start()
    thread.join(10)
    return met[0] if met else None


def test_a_turn_lasts_as_long_as_the_outermost_block(file: str) -> None:
    with transaction.atomic(using=ALIAS):
        with transaction.atomic(using=ALIAS):
            run("INSERT INTO t VALUES (1)")
        assert not free(file)
        assert isinstance(elsewhere("INSERT INTO t VALUES (2)"), OperationalError)
    assert free(file)
    assert elsewhere("INSERT INTO t VALUES (2)") is None


def test_an_exception_ends_it(file: str) -> None:
    with pytest.raises(IntegrityError):
        within("INSERT INTO t VALUES (1)", "INSERT INTO t VALUES (1)")
    assert free(file)
    with transaction.atomic(using=ALIAS):
        with pytest.raises(ZeroDivisionError), transaction.atomic(using=ALIAS):
            raise ZeroDivisionError
        assert not free(file)
    assert free(file)


def test_a_closed_connection_ends_it(file: str) -> None:
    with transaction.atomic(using=ALIAS):
        run("INSERT INTO t VALUES (1)")
        connections[ALIAS].close()
    assert free(file)


def test_a_transaction_that_broke_ends_it(file: str) -> None:
    with pytest.raises(OperationalError):
        within("COMMIT", "ROLLBACK")
    assert free(file)
    assert elsewhere("INSERT INTO t VALUES (2)") is None


def test_many_threads_wait_instead_of_failing(file: str) -> None:
    errors: list[Exception | None] = []
    threads = [
        threading.Thread(target=lambda n=n: errors.append(elsewhere(f"INSERT INTO t VALUES ({n})")))
        for n in range(12)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert errors == [None] * 12
    assert free(file)
