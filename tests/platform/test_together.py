"""Rows that several threads bring at the same moment are written in one transaction, and each thread is told of its own.

What is written here is a list, so that it is known who waits for whom; tests/races sends forms to the real server, and kills it.
"""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, OperationalError, connection

from huiyin.platform import together
from huiyin.platform.bulk import Row, insert_rows
from huiyin.platform.together import insert_rows_together
from huiyin.process.answers.commands import RECEIPT_ONCE, receipt_row
from huiyin.process.answers.models import Receipt
from tests.world import World

ONCE = ("code_hash",)


class Disk:
    """Transactions as lists of codes, in the order in which they ended. The first waits until it is let go."""

    def __init__(self) -> None:
        self.kept: list[list[str]] = []
        self.spoilt: dict[str, Exception] = {}
        self.begun = threading.Event()
        self.go = threading.Event()
        self._open: list[str] | None = None

    @contextmanager
    def atomic(self) -> Iterator[None]:
        self._open = []
        try:
            yield
            self.kept.append(self._open)
        finally:
            self._open = None

    def insert(self, rows: Sequence[Row], *, unless: Sequence[str]) -> bool:
        assert tuple(unless) == ONCE
        self.begun.set()
        assert self.go.wait(10)
        code = str(rows[0][1]["code_hash"])
        if code in self.spoilt:
            raise self.spoilt[code]
        if any(code in some for some in (*self.kept, self._open or [])):
            return False
        if self._open is None:
            self.kept.append([code])
        else:
            self._open.append(code)
        return True


Bring = Callable[..., list["Future[bool]"]]


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    made = Disk()
    monkeypatch.setattr(together, "connection", SimpleNamespace(in_atomic_block=False, vendor="sqlite"))
    monkeypatch.setattr(together, "transaction", SimpleNamespace(atomic=made.atomic))
    monkeypatch.setattr(together, "insert_rows", made.insert)
    return made


@pytest.fixture
def bring(disk: Disk) -> Iterator[Bring]:
    """One thread begins to write; the others' come while it does; then it goes on. What became of each, in this order."""
    with ThreadPoolExecutor(10) as threads:

        def made(first: str, *others: str) -> list["Future[bool]"]:
            found = [threads.submit(insert_rows_together, row(first), unless=ONCE)]
            assert disk.begun.wait(10)
            for at, code in enumerate(others, 1):
                found.append(threads.submit(insert_rows_together, row(code), unless=ONCE))
                wait_for(at)
            disk.go.set()
            return found

        yield made


def wait_for(others: int) -> None:
    deadline = time.monotonic() + 10
    while len(together._queue._waiting) < others:
        assert time.monotonic() < deadline, "nobody waits"
        time.sleep(0.001)


def row(code: str) -> list[Row]:
    return [(Receipt, {"code_hash": code})]


def told(found: Sequence["Future[bool]"]) -> list[object]:
    return [one.exception(10) or one.result() for one in found]


def test_those_that_came_while_one_was_written_are_written_in_one_transaction(
    disk: Disk, bring: Bring
) -> None:
    assert told(bring("m", "z", "b", "k")) == [True] * 4
    assert disk.kept == [["m"], ["b", "k", "z"]]


def test_the_same_form_twice_is_new_once(disk: Disk, bring: Bring) -> None:
    assert sorted(map(str, told(bring("m", "b", "b", "m")))) == ["False", "False", "True", "True"]
    assert disk.kept == [["m"], ["b"]]


def test_rows_that_cannot_be_kept_keep_nobody_else_out(disk: Disk, bring: Bring) -> None:
    spoilt = disk.spoilt["k"] = IntegrityError("no such unit")
    assert told(bring("m", "b", "k", "z")) == [True, True, spoilt, True]
    assert disk.kept == [["m"], ["b"], ["z"]]


def test_what_befalls_the_disk_all_are_told_and_the_next_are_written(disk: Disk, bring: Bring) -> None:
    full = disk.spoilt["k"] = OperationalError("database or disk is full")
    assert told(bring("m", "b", "k", "z")) == [True, full, full, full]
    assert disk.kept == [["m"]]
    assert insert_rows_together(row("n"), unless=ONCE)


@pytest.mark.django_db
def test_inside_a_transaction_they_are_its_rows(world: World) -> None:
    receipt = receipt_row(world.campaign, 1, "code", on=world.at.date())
    assert connection.in_atomic_block
    assert insert_rows_together([receipt], unless=RECEIPT_ONCE)
    assert not insert_rows([receipt], unless=RECEIPT_ONCE)
