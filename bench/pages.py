"""Whole pages at two sizes of the same campaign, as a district's office, beside a bare Django list page in the same run.

    python -m bench.pages [--rows 1000 100000] [--postgres ADDRESS] [--keep FOLDER]

The databases are those of bench.inbox (--keep shares them). A page is asked for through Django's test client, so everything
from the session to the last tag is in it, but no server. The bare page is a view as a tutorial writes it: the newest fifty
rows of one table, six columns, the same middleware, a session, no rights, no joins, no menu.

Milliseconds are medians of 21 after one warming; CPU is this process's.
"""

import os
import statistics
import sys
from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from bench.bare_list import addresses, newest_fifty
from bench.inbox import AT, TIMES, compare, opened, timed
from huiyin.kit.clock import DEMO_DAY

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.test import Client

PASSWORD = "井云尺船-四个不相干的词"  # noqa: S105 - of nobody
BARE = """<!doctype html><title>Opinions</title><table>{% for row in rows %}<tr><td>{{ row.pk }}</td><td>{{ row.source_id }}</td>
<td>{{ row.body|truncatechars:120 }}</td><td>{{ row.raised_on|date:"Y-m-d" }}</td><td>{{ row.channel }}</td>
<td>{{ row.get_disposition_display }}</td></tr>{% endfor %}</table>"""


def main() -> int:
    return compare("bench.pages", measure, peer="bare Django list page", page="inbox")


def measure(rows: int) -> int:
    """In the child: print each page with its milliseconds, CPU, queries and kilobytes."""
    os.environ[DEMO_DAY] = AT.date().isoformat()  # the day up to which these opinions were said
    campaign = opened(rows)
    client = office()
    for name, ask in _pages(client, campaign.code):
        walls, cpus = zip(*(timed(ask) for _ in range(TIMES + 1)), strict=True)
        queries, size = counted(ask)
        print(
            f"{name} ({queries} queries, {size / 1024:.0f} KB)",
            statistics.median(walls[1:]),
            statistics.median(cpus[1:]),
            sep="\t",
            flush=True,
        )
    return 0


def office() -> "Client":
    """The district's office, signed in."""
    from django.conf import settings  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import setup_test_environment  # noqa: PLC0415

    from huiyin.platform.accounts.commands import redeem_slip  # noqa: PLC0415
    from huiyin.platform.accounts.models import Account  # noqa: PLC0415
    from huiyin.platform.orgs.commands import give_grant, open_account  # noqa: PLC0415
    from huiyin.platform.orgs.models import Unit  # noqa: PLC0415
    from huiyin.platform.orgs.rules.rights import Actor, Role  # noqa: PLC0415

    setup_test_environment()
    settings.ROOT_URLCONF = "bench.pages"
    if not Account.objects.filter(login="bench").exists():
        by = Actor("office", Role.OFFICE)
        account, slip = open_account("bench", "测", by=by, at=AT)
        unit = Unit.objects.get(name="第1片区")
        give_grant(account, Role.OFFICE, unit, since=date(2014, 1, 1), by=by, at=AT)
        redeem_slip("bench", slip.code, PASSWORD, at=AT)
    client = Client()
    client.post("/sign-in", {"login": "bench", "password": PASSWORD})
    return client


def _pages(client: "Client", code: str) -> "Iterator[tuple[str, Callable[[], HttpResponse]]]":
    def get(
        path: str, query: dict[str, str] | None = None, *, part: bool = False
    ) -> "Callable[[], HttpResponse]":
        headers = {"HX-Request": "true"} if part else {}
        return lambda: client.get(path, query or {}, headers=headers)  # type: ignore[return-value]

    here = f"/c/{code}"
    yield "bare Django list page", get("/bare")
    yield "inbox", get(f"{here}/opinions")
    yield "inbox, the list alone", get(f"{here}/opinions", part=True)
    yield "inbox, waiting", get(f"{here}/opinions", {"disposition": "waiting"})
    yield "search, frequent", get(f"{here}/opinions", {"text": "学校"})
    yield "search, four characters", get(f"{here}/opinions", {"text": "领导班子"})
    yield "search, rare", get(f"{here}/opinions", {"text": "鼋鼍"})
    first = client.get(f"{here}/triage").headers["Location"]
    yield "triage", get(first)
    yield "groups", get(f"{here}/groups")
    yield "ledger", get(f"{here}/problems")
    yield "hot topics", get(f"{here}/problems/hot", {"days": "60"})
    yield "overview", get(f"{here}/overview")
    yield "home", get("/")


def counted(ask: "Callable[[], HttpResponse]") -> tuple[int, int]:
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    with CaptureQueriesContext(connection) as captured:
        answer = ask()
    if answer.status_code != 200:
        raise SystemExit(f"{answer.status_code} from a page that should answer")
    return len(captured), len(answer.content)


def bare(request: "HttpRequest") -> "HttpResponse":
    """The peer."""
    from huiyin.process.opinions.models import Opinion  # noqa: PLC0415

    return newest_fifty(request, Opinion, BARE)


def __getattr__(name: str) -> object:
    """The addresses, when Django asks this module for them."""
    if name == "urlpatterns":
        return addresses(bare)
    raise AttributeError(name)


if __name__ == "__main__":
    sys.exit(main())
