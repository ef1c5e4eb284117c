"""What test_faults.py does in a process of its own: somebody speaks while something breaks. Prints a line for each answer.

python -m tests.races.faults locked|full|between|amid
"""

import io
import os
import re
import resource
import sqlite3
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import django

WORDS = "食堂上周三的午餐只有两片肉，问过两次没人管"


def main() -> None:
    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from huiyin.process.answers.queries import receipt_of  # noqa: PLC0415
    from huiyin.process.answers.rules.receipts import fresh_nonce  # noqa: PLC0415
    from huiyin.process.channels.commands import open_entrance  # noqa: PLC0415
    from huiyin.process.channels.rules.tokens import make_token  # noqa: PLC0415
    from huiyin.process.opinions.models import Opinion  # noqa: PLC0415
    from tests.world import build_world  # noqa: PLC0415

    at = datetime.now(tz=UTC)
    world = build_world(at)
    entrance = open_entrance(
        world.campaign, name="家长", channel="online", about=world.school, by=world.office, at=at
    )
    if connection.vendor == "sqlite":
        connection.settings_dict["OPTIONS"]["timeout"] = 0.3
        connection.close()

    def say() -> None:
        """One form, as it was shown ten seconds ago; then what is there."""
        token = make_token(
            settings.HUIYIN_GIVERS_KEY,
            entrance.code,
            fresh_nonce(),
            datetime.now(tz=UTC) - timedelta(seconds=10),
        )
        form = {"token": token, "text": WORDS, "giver": "parent", "looked": "1"}
        status, page = _asked(f"/say/{entrance.code}", urlencode(form).encode())
        shown = re.search(r'<span class="hidden">([0-9A-Z]{16})</span>', page)
        good = shown is not None and receipt_of(shown[1]) is not None
        print(status, "words" if WORDS in page else "-", "receipt" if good else "-", Opinion.objects.count())

    say()
    globals()[f"_{sys.argv[1]}"](say)
    say()


def _locked(say: Callable[[], None]) -> None:
    """Another process writes for longer than anybody waits."""
    with closing(sqlite3.connect(os.environ["HUIYIN_DATABASE"], isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        say()


def _full(say: Callable[[], None]) -> None:
    """No file may grow any more: what a full disk says, this says, too."""
    log = Path(os.environ["HUIYIN_DATABASE"] + "-wal")
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size, usual[1]))
    try:
        say()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)


def _between(say: Callable[[], None]) -> None:
    """The server of the database was started anew since the last request."""
    _end_backend()
    say()


def _amid(say: Callable[[], None]) -> None:
    """… and while a form is being kept."""
    from huiyin.platform.bulk import Row  # noqa: PLC0415
    from huiyin.process.channels.commands import submitting  # noqa: PLC0415

    usual = submitting.insert_rows_together

    def ended(rows: Sequence[Row], *, unless: Sequence[str] = ()) -> bool:
        _end_backend()
        return usual(rows, unless=unless)

    submitting.insert_rows_together = ended
    say()
    submitting.insert_rows_together = usual


def _end_backend() -> None:
    import psycopg  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    own = connection.connection.info.backend_pid
    with psycopg.connect(os.environ["HUIYIN_DATABASE"], autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [own])


def _asked(path: str, body: bytes) -> tuple[int, str]:
    """(status, page), as a server gets it from Django: with the signals by which connections are looked after."""
    from huiyin.config.wsgi import application  # noqa: PLC0415

    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": path,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        "wsgi.url_scheme": "http",
        "wsgi.errors": sys.stderr,
    }
    statuses: list[str] = []
    answer = application(environ, lambda status, _headers, _error=None: statuses.append(status))
    with closing(answer):
        page = b"".join(answer).decode()
    return int(statuses[0].split()[0]), page


if __name__ == "__main__":
    main()
