"""The site served by this very process on the test's own database: what a fixture built is there at once, and all goes back with its
transaction. For journeys that need no installation of their own."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Nothing: pytest has its own output."""


def _one_at_a_time(
    connection: BaseDatabaseWrapper,
) -> Callable[[WSGIEnvironment, StartResponse], Iterable[bytes]]:
    """The application, on the test's connection whichever thread answers: one transaction can't be in two minds."""
    application, turn = get_wsgi_application(), threading.Lock()

    def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        with turn:
            connections["default"] = connection
            try:
                body = application(environ, start)
                try:
                    return [b"".join(body)]
                finally:
                    body.close()
            finally:
                del connections["default"]

    return answer


@contextmanager
def served_here() -> Iterator[str]:
    """The site's address, as long as the block lasts. The test must not ask the database anything while a page is loading."""
    connection = connections["default"]
    connection.inc_thread_sharing()
    server = ThreadedWSGIServer(("127.0.0.1", 0), _Quiet)
    server.daemon_threads = True
    server.set_app(_one_at_a_time(connection))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        connection.dec_thread_sharing()
