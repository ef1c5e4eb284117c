"""Rows of several requests that come at the same moment, written in one transaction.

Ending a transaction costs as much as writing an opinion's rows: pages of the log, their way back into the file, the disk. While one request ends
one, others come, and those end theirs together instead of one after the other. Nobody waits for more to come: who comes alone writes alone.
"""

import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import DataError, IntegrityError, connection, transaction

from huiyin.platform.bulk import Row, insert_rows


@dataclass
class _Waiting:
    """What one request wants written, and what came of it: `new` as `insert_rows` says it, or the error."""

    rows: Sequence[Row]
    unless: Sequence[str]
    new: bool = False
    error: BaseException | None = None
    done: bool = False
    called: threading.Event = field(default_factory=threading.Event)

    def write(self) -> None:
        try:
            self.new = insert_rows(self.rows, unless=self.unless)
        except BaseException as error:
            self.error = error

    def unique(self) -> list[str]:
        return [str(self.rows[0][1][name]) for name in self.unless]


class _Queue:
    """Who waits, in order. One thread at a time writes for all that wait; then the first of those who came meanwhile does."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: deque[_Waiting] = deque()
        self._writing = False

    def enter(self, mine: _Waiting) -> None:
        """Wait until `mine` is written, by this thread or by another."""
        with self._lock:
            self._waiting.append(mine)
            first, self._writing = not self._writing, True
        if not first:
            mine.called.wait()
        if not mine.done:
            with self._lock:
                some, self._waiting = list(self._waiting), deque()
            _write(some)
            self._call(some)

    def _call(self, written: Sequence[_Waiting]) -> None:
        with self._lock:
            next_one = self._waiting[0] if self._waiting else None
            self._writing = next_one is not None
        for one in written:
            one.done = True
            one.called.set()
        if next_one is not None:
            next_one.called.set()


_queue = _Queue()


def insert_rows_together(rows: Sequence[Row], *, unless: Sequence[str]) -> bool:
    """As `insert_rows`, in one transaction with what other threads of the process bring meanwhile; it returns when the rows are on the disk.

    Rows that can't be kept (IntegrityError, DataError) don't keep others out: all are then written one by one, and each thread is told of its
    own. What befalls the database or the disk, all of the transaction are told. Inside a transaction, which isn't this one's to end, it is
    `insert_rows`.
    """
    if connection.in_atomic_block or connection.vendor == "postgresql":
        return insert_rows(rows, unless=unless)
    mine = _Waiting(rows, unless)
    _queue.enter(mine)
    if mine.error is not None:
        raise mine.error
    return mine.new


def _write(waiting: list[_Waiting]) -> None:
    """Write all, in the order of what is unique of them: two processes that bring the same then can't wait for each other."""
    if len(waiting) == 1:
        waiting[0].write()
        return
    waiting.sort(key=_Waiting.unique)
    try:
        with transaction.atomic():
            news = [insert_rows(one.rows, unless=one.unless) for one in waiting]
    except (IntegrityError, DataError):
        for one in waiting:
            one.write()
    except BaseException as error:
        for one in waiting:
            one.error = error
    else:
        for one, new in zip(waiting, news, strict=True):
            one.new = new
