"""Who does what the clock asks for: one thread that ticks and works, in the web server or in `huiyin work`."""

import logging
import secrets
import threading
import time
from collections.abc import Callable

from django.db import connection
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from huiyin.cli.clockwork import give_back_all, stopping, tick
from huiyin.kit.clock import now, wall_clock

TICK = 30.0  # seconds between two looks at what is due
LOOK = 1.0  # seconds between two looks into an empty queue
PATIENCE = 1.5  # seconds that an end waits for the job at hand

logger = logging.getLogger(__name__)


def work_off(crew: str) -> bool:
    """Run the job that has waited longest; whether there was one. A job that fails is logged and marked as failed.

    The one place that knows django-tasks-db's Worker, which its documentation doesn't name. Several processes may call it
    at once: a job is claimed under a lock.
    """
    if not DBTaskResult.objects.ready().exists():
        return False
    Worker(
        queue_names=["*"],
        interval=0.1,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=1,
        worker_id=crew,
        excluded_queue_names=[],
    ).run()
    return True


class Crew:
    """A thread that ticks and works until it is stopped. Whatever fails in it is logged, and it goes on."""

    def __init__(self, *, alone: bool) -> None:
        """`alone`: no other process works on this database, so what seems to run at the start died with the last one."""
        self.name = f"crew-{secrets.token_hex(8)}"
        self._alone = alone
        self._next_tick = 0.0
        self._thread = threading.Thread(target=self._go, name=self.name, daemon=True)

    def start(self) -> None:
        stopping.clear()
        self._thread.start()

    def stop(self) -> None:
        """End after the job at hand, or without it: what it had not committed is undone, and it is queued again."""
        stopping.set()
        self._thread.join(PATIENCE)

    def _go(self) -> None:
        if self._alone:
            self._safely(give_back_all)
        while not stopping.is_set():
            if not self._safely(self._step):
                stopping.wait(LOOK)
        connection.close()

    def _step(self) -> bool:
        if time.monotonic() >= self._next_tick:
            self._next_tick = time.monotonic() + TICK
            tick(at=now(), wall=wall_clock())
        return work_off(self.name)

    def _safely(self, step: Callable[[], bool | None]) -> bool:
        try:
            return bool(step())
        except Exception as error:
            # Without its words, which may be a giver's. The database may be away: a new connection, and another try.
            logger.error("The clock's crew stumbled over %s and goes on", type(error).__qualname__)
            connection.close()
            return False
