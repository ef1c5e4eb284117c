"""The web server with the clock's crew in it: started, said so when it answers, ended without loss."""

import logging
import os
import socket
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from multiprocessing.util import Finalize
from typing import Any

import click
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection, connections
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from huiyin.kit.errors import BadInput

THREADS = 4
# A request that hangs is cut off after these seconds when the server ends.
LONGEST_END = 5

# What granian says goes to standard error, and never who asked for what (SPEC rule 5): no access log.
_LOG: dict[str, Any] = {
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "generic", "stream": "ext://sys.stderr"}
    },
    "loggers": {"_granian": {"handlers": ["console"], "propagate": False}},
}


def serve(
    port: int,
    host: str = "127.0.0.1",
    *,
    workers: int = 1,
    work: bool = True,
    before: Callable[[], None] | None = None,
) -> None:
    """Answer until Ctrl-C or SIGTERM, then return. Django must be awake on a migrated database, in the main thread.

    `workers` processes of THREADS threads (one on SQLite); with `work` each does the clock's jobs beside; `before` is called
    as soon as the pages answer. BadInput when the port is taken or the database can't be shared by threads.
    """
    address = refuse_what_cant_be(host, port, workers)
    # Where processes are started anew instead of forked, they read the keys that this one has.
    os.environ["HUIYIN_SECRET_KEY"] = settings.SECRET_KEY
    os.environ["HUIYIN_GIVERS_KEY"] = settings.HUIYIN_GIVERS_KEY
    server = Server(
        "huiyin.config.wsgi:application",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        blocking_threads_idle_timeout=600,  # a thread takes its database connection along
        websockets=False,
        log_level=LogLevels.warning,
        log_dictconfig=_LOG,
        log_access=False,
        respawn_failed_workers=True,
        workers_kill_timeout=LONGEST_END,
    )
    if before is not None:
        server.on_startup(partial(_when_it_answers, address, port, before))
    connections.close_all()
    server.serve(target_loader=partial(_application, work=work), wrap_loader=False)


def _application(*, work: bool) -> Callable[..., Any]:
    """What a process of the server runs: the pages, and beside them the crew."""
    application = get_wsgi_application()
    # A thread that waited for the database gets its turn back after half a millisecond, not after five: a page asks it ten times.
    sys.setswitchinterval(0.0005)
    if work:
        # Models can only be imported once Django is awake, which it isn't yet in a process that was started anew.
        from huiyin.cli.crew import Crew  # noqa: PLC0415

        crew = Crew(alone=connection.vendor == "sqlite")
        crew.start()
        Finalize(None, crew.stop, exitpriority=1)  # runs in the process's own end, where atexit doesn't
    logging.getLogger("_granian").setLevel(logging.ERROR)
    return application


def _when_it_answers(address: str, port: int, before: Callable[[], None]) -> None:
    threading.Thread(target=_wait_and_say, args=(address, port, before), daemon=True).start()


def _wait_and_say(address: str, port: int, before: Callable[[], None]) -> None:
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address, address)  # noqa: S104 - compared, not bound
    while True:
        try:
            socket.create_connection((reachable, port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            break
    before()
    sys.stdout.flush()


def refuse_what_cant_be(host: str, port: int, workers: int) -> str:
    """The numeric address of `host`. BadInput when its port is taken, or the database can't be shared by threads or by so many `workers`."""
    _refuse_more_than_sqlite_can(workers)
    return _free(host, port)


def _refuse_more_than_sqlite_can(workers: int) -> None:
    if connection.vendor != "sqlite":
        return
    if str(connection.settings_dict["NAME"]) == ":memory:":
        raise BadInput(
            "网页要用数据库文件，不能用内存数据库：请用 --database 写明文件。",
            "The pages need a database file, not one in memory: name it by --database.",
        )
    if workers > 1:
        raise BadInput(
            "SQLite 数据库只能由一个进程提供网页（里面有四个线程）。要用多个进程请改用 PostgreSQL，否则去掉 --workers。",
            "One process serves an SQLite database, with four threads. For more use PostgreSQL, else leave --workers out.",
        )


def _free(host: str, port: int) -> str:
    """The numeric address of `host`, on which the port is free. The server's own check would share it with another server."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise BadInput(
            f"不认识主机“{host}”。请写本机的地址，如 127.0.0.1，或 0.0.0.0（所有网卡）。",
            f"Unknown host '{host}'. Give an address of this machine, e.g. 127.0.0.1, or 0.0.0.0 for all of them.",
        ) from error
    with socket.socket(family, kind, protocol) as trial:
        if os.name == "posix":
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(place)
            trial.listen(1)
        except OSError as error:
            raise BadInput(
                f"{host} 的端口 {port} 用不了：可能已有程序占用（也许另一个回音正开着），或本机没有这个地址、没有权限。"
                f"请关掉它，或用 --port 换一个端口，如 --port {port + 1 if port < 65535 else 8000}。",
                f"Port {port} of {host} can't be used: another program has it, or the address isn't this machine's ({error.strerror}). "
                "Close it, or choose another by --port.",
            ) from error
    return str(place[0])


def say_address(host: str, port: int) -> None:
    """Print where the pages are."""
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"回音在 http://{shown}:{port}/ ，停止请按 Ctrl-C。")
    click.echo(f"Huiyin answers at http://{shown}:{port}/ ; Ctrl-C ends it.")
