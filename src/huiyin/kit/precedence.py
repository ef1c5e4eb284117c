"""Who waits for a page goes first: work of the same process that can wait stands aside meanwhile.

Threads of one Python process share one core, and a thread that only computes takes most of it. On SQLite, where one process does
everything, half a minute of analysis would otherwise be half a minute in which people hardly get an answer.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

_PATIENCE = 0.5  # seconds: in a flood, work of some ten milliseconds still gets its turn now and then

_changed = threading.Condition()
_served = 0


@contextmanager
def served() -> Iterator[None]:
    """Somebody waits for an answer as long as the block runs."""
    global _served
    with _changed:
        _served += 1
    try:
        yield
    finally:
        with _changed:
            _served -= 1
            if not _served:
                _changed.notify_all()


def stand_aside(patience: float = _PATIENCE) -> None:
    """Wait until nobody is served, `patience` seconds at most. Never inside a transaction, for which those served may wait."""
    with _changed:
        _changed.wait_for(lambda: not _served, patience)
