"""The ledger's pages at two sizes, as a clerk, beside a bare Django list page of the same table in the same run.

    python -m bench.ledger [--rows 1000 100000] [--postgres ADDRESS] [--keep FOLDER]

Problems of 80 units in two districts, a tenth of them of one school, in all states of mass-line-2014, a third of the open ones late.
One clerk stands above a district (half of all), the other in that school. A page is asked for through Django's test client, so
everything from the session to the last tag is in it, but no server. The bare page is a view as a tutorial writes it: the newest
fifty rows, six columns, the same middleware, a session, no rights, no joins, no menu.

Milliseconds are medians of 21 after one warming; CPU is this process's. What is in brackets: queries, kilobytes.
"""

import os
import random
import statistics
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bench.bare_list import addresses, newest_fifty
from bench.inbox import AT, TIMES, campaign_of, compare, timed
from bench.pages import PASSWORD, counted

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.test import Client

    from huiyin.platform.orgs.models import Unit
    from huiyin.process.campaigns.models import Campaign

TODAY = date(2014, 9, 1)
BARE = """<!doctype html><title>Problems</title><table>{% for row in rows %}<tr><td>{{ row.pk }}</td><td>{{ row.number }}</td>
<td>{{ row.title }}</td><td>{{ row.raised_on|date:"Y-m-d" }}</td><td>{{ row.source }}</td><td>{{ row.state }}</td></tr>{% endfor %}</table>"""
LATE = 0.33
WEIGHTS = {
    "drafted": 8,
    "decided": 5,
    "claimed": 5,
    "rectifying": 30,
    "checked": 5,
    "awaiting": 7,
    "closed": 30,
}


def main() -> int:
    return compare(
        "bench.ledger", measure, peer="bare Django list page", page="district, first page", base="ledger"
    )


def measure(rows: int) -> int:
    """In the child: print each page with its milliseconds, CPU, queries and kilobytes."""
    os.environ["HUIYIN_DEMO_DAY"] = TODAY.isoformat()
    campaign = opened(rows)
    for name, ask in _pages(campaign):
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


def opened(rows: int) -> "Campaign":
    import django  # noqa: PLC0415

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection, transaction  # noqa: PLC0415
    from django.test.utils import setup_test_environment  # noqa: PLC0415

    from huiyin.platform.orgs.rules.rights import Actor, Role  # noqa: PLC0415
    from huiyin.process.campaigns.models import Campaign  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    if not Campaign.objects.exists():
        campaign_of(Actor("office", Role.OFFICE))
        with transaction.atomic():
            fill(Campaign.objects.get(), rows)
        if connection.vendor == "postgresql":  # it does so by itself within a minute or so of an import
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")
    setup_test_environment()
    settings.ROOT_URLCONF = "bench.ledger"
    return Campaign.objects.select_related("root").get()


def fill(campaign: "Campaign", rows: int) -> None:
    """Past the commands, which would take an hour."""
    from huiyin.platform.bulk import insert_many  # noqa: PLC0415
    from huiyin.platform.orgs.models import Unit  # noqa: PLC0415
    from huiyin.process.campaigns.queries import template_of  # noqa: PLC0415
    from huiyin.process.problems.models import Problem  # noqa: PLC0415
    from huiyin.process.problems.rules import problem_number  # noqa: PLC0415

    chance = random.Random(rows)  # noqa: S311 - the same in every run
    template = template_of(campaign)
    schools = list(Unit.objects.filter(name__endswith="小学").order_by("pk").values_list("pk", flat=True))
    leaves, topics = sorted(template.focus_codes()), sorted(template.topic_codes())
    sources = [row.code for row in template.sources]
    states, weights = list(WEIGHTS), list(WEIGHTS.values())
    closing = {"closed"}

    def row(serial: int) -> tuple[object, ...]:
        raised = date(2014, 3, 1) + timedelta(days=serial * 90 // rows)
        state = chance.choices(states, weights)[0]
        days = -chance.randrange(1, 60) if chance.random() < LATE else chance.randrange(0, 90)
        owner = schools[0] if chance.random() < 0.1 else chance.choice(schools)
        return (
            problem_number(2014, serial), serial, f"第{serial}件：食堂菜价没有公开", owner if chance.random() < 0.99 else None,
            chance.choice(sources), chance.choice(leaves), chance.choice(topics), raised, state,
            TODAY + timedelta(days=days), TODAY - timedelta(days=5) if state in closing else None,
        )  # fmt: skip

    columns = (
        "number", "serial", "title", "owner_id", "source", "focus", "topic", "raised_on", "state", "due_on", "closed_on",
    )  # fmt: skip
    same = {
        "campaign_id": campaign.pk, "year": 2014, "occurrence": 1, "manifestation": "", "checked_by": "", "cause": "",
        "horizon": "by_date", "dissolved": False, "raised_by": "office", "mirror": "", "common": False, "goal": "",
        "leader": "", "responsible": "总务主任", "round": 1, "key_work": "",
    }  # fmt: skip
    insert_many(Problem, columns, (row(serial) for serial in range(1, rows + 1)), same)
    _fill_work(chance)


def _fill_work(chance: random.Random) -> None:
    """A measure for each problem, evidence for a third, and the acceptance of what is closed."""
    from huiyin.platform.bulk import insert_many  # noqa: PLC0415
    from huiyin.process.problems.models import Problem  # noqa: PLC0415
    from huiyin.process.rectification.models import Evidence, Measure, Step  # noqa: PLC0415

    rows = list(Problem.objects.order_by("pk").values_list("pk", "state"))
    measures = ((pk, f"{chance.randrange(10 * len(rows)):064}", "每一周公示一次") for pk, _ in rows)
    same: dict[str, object] = {"round": 1, "by": "clerk", "on": TODAY}
    insert_many(
        Measure, ("problem_id", "shape", "what"), measures,
        {**same, "number": 1, "doer": "总务主任", "result": "有公示", "state": "doing", "progress": "", "ended_by": "", "version": 1},
    )  # fmt: skip
    evidence = ((pk, f"{chance.randrange(10 * len(rows)):064}") for pk, _ in rows[::3])
    insert_many(
        Evidence, ("problem_id", "digest"), evidence, {**same, "kind": "paper", "title": "价目表", "where": "", "reason": ""}
    )  # fmt: skip
    days = (TODAY - timedelta(days=chance.randrange(60)) for _ in rows)
    steps = (
        (pk, f"office-{chance.randrange(50)}", day)
        for (pk, state), day in zip(rows, days, strict=True)
        if state == "closed"
    )
    insert_many(
        Step, ("problem_id", "by", "on"), steps,
        {"round": 1, "act": "accept", "before": "awaiting", "after": "closed", "party": "office", "reason": "属实",
         "reason_code": "", "shown": "", "role": "office"},
    )  # fmt: skip


def clerk(login: str, unit: "Unit") -> "Client":
    from django.test import Client  # noqa: PLC0415

    from huiyin.platform.accounts.commands import redeem_slip  # noqa: PLC0415
    from huiyin.platform.accounts.models import Account  # noqa: PLC0415
    from huiyin.platform.orgs.commands import give_grant, open_account  # noqa: PLC0415
    from huiyin.platform.orgs.rules.rights import Actor, Role  # noqa: PLC0415

    if not Account.objects.filter(login=login).exists():
        by = Actor("office", Role.OFFICE)
        account, slip = open_account(login, "测", by=by, at=AT)
        give_grant(account, Role.CLERK, unit, since=date(2014, 1, 1), by=by, at=AT)
        redeem_slip(login, slip.code, PASSWORD, at=AT)
    client = Client()
    client.post("/sign-in", {"login": login, "password": PASSWORD})
    return client


def _pages(campaign: "Campaign") -> "Iterator[tuple[str, Callable[[], HttpResponse]]]":
    from huiyin.platform.orgs.models import Unit  # noqa: PLC0415
    from huiyin.process.problems.models import Problem  # noqa: PLC0415

    district = clerk("district", Unit.objects.get(name="第1片区"))
    school = Unit.objects.filter(name__endswith="小学").order_by("pk")[0]
    own = clerk("school", school)
    here = f"/c/{campaign.code}/problems"

    def get(client: "Client", path: str = here, **query: str) -> "Callable[[], HttpResponse]":
        return lambda: client.get(path, query)  # type: ignore[return-value]

    middle = Problem.objects.count() // 2
    yield "bare Django list page", get(district, "/bare")
    yield "district, first page", get(district)
    yield "district, a page in the middle", get(district, after=f"2014-{middle}-1")
    yield "district, in rectification", get(district, phase="open")
    yield "district, awaiting", get(district, phase="awaiting")
    yield "district, closed", get(district, phase="closed")
    yield "district, late", get(district, late="yes")
    yield "district, late and awaiting", get(district, late="yes", phase="awaiting")
    yield "district, a school", get(district, owner=str(Unit.objects.filter(parent__name="第1片区")[0].pk))
    yield "district, a topic", get(district, topic="E01")
    yield "district, a wind", get(district, focus="F")
    yield "district, nothing found", get(district, state="held")
    yield "district, by state", get(district, group="state")
    yield "district, by unit", get(district, group="owner")
    yield "district, search", get(district, text="菜价")
    yield "district, search, nothing found", get(district, text="鼋鼍")
    yield "district, lint", get(district, f"{here}/lint")
    yield "school, first page", get(own)
    yield "school, late", get(own, late="yes")
    yield "school, by state", get(own, group="state")
    yield "school, a page of 200", get(own, size="200")


def bare(request: "HttpRequest") -> "HttpResponse":
    """The peer."""
    from huiyin.process.problems.models import Problem  # noqa: PLC0415

    return newest_fifty(request, Problem, BARE)


def __getattr__(name: str) -> object:
    """The addresses, when Django asks this module for them."""
    if name == "urlpatterns":
        return addresses(bare)
    raise AttributeError(name)


if __name__ == "__main__":
    sys.exit(main())
