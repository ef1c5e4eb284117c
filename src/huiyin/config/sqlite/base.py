"""SQLite with a queue in front of it: the threads of one process take turns at writing.

SQLite's own waiting sleeps in steps and lets the lucky one through first, so that with four threads the unlucky ones wait
ten times longer than their turn would take (docs/decisions/0007-jobs-in-the-database.md has the figures). Between
processes SQLite's waiting stays.
"""

import threading
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

_KNOWN = 512  # statements

_TURNS: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)


class Cursor(base.SQLiteCursorWrapper):
    """Django's, which writes `%s` as `?` anew each time: of a statement with forty places that takes longer than finding a row."""

    def convert_query(self, query: str, *, param_names: Sequence[str] | None = None) -> str:
        if param_names is None:
            return _converted(query)
        return super().convert_query(query, param_names=param_names)  # type: ignore[no-any-return,misc]


@lru_cache(maxsize=_KNOWN)
def _converted(query: str) -> str:
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")  # type: ignore[no-any-return]


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that holds the process's turn from BEGIN to the end of the transaction, however it ends.

    Only the outermost `atomic` begins a transaction, so that nested ones can't wait for themselves. The methods are Django's
    own, undocumented but as old as `atomic`; tests/platform/test_sqlite_turns.py holds them.
    """

    _turn: "threading.Lock | None" = None

    def create_cursor(self, name: str | None = None) -> Cursor:  # noqa: ARG002 - Django gives it
        return self.connection.cursor(factory=Cursor)  # type: ignore[no-any-return]

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._end_turn()
            raise

    def _commit(self) -> None:
        # One that fails is rolled back next, and the turn ends there.
        super()._commit()  # type: ignore[misc]
        self._end_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._end_turn()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._end_turn()

    def _take_turn(self) -> None:
        if self._turn is not None or self.is_in_memory_db():
            return
        turn = _TURNS[str(self.settings_dict["NAME"])]
        if not turn.acquire(timeout=self.settings_dict["OPTIONS"].get("timeout", 5)):
            raise OperationalError("database is locked")
        self._turn = turn

    def _end_turn(self) -> None:
        turn, self._turn = self._turn, None
        if turn is not None:
            turn.release()
