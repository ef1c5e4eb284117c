"""The leading group's one page at two sizes, beside counting the same from nothing, in the same run.

    python -m bench.onepage [--rows 1000 100000] [--postgres ADDRESS] [--keep FOLDER]

So many opinions about 80 units in two districts, and a twentieth as many problems (bench.ledger's), all written past the commands. The
page is asked for through Django's test client as a leader of the whole, as one of a district, and as the office, which reads words.
*Counted anew* is what the clock does when something changed, and what `huiyin counts check` compares with.

Milliseconds are medians of 21 after one warming; CPU is this process's. What is in brackets: queries, kilobytes.
"""

import os
import random
import statistics
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bench.inbox import AT, CHANNELS, TIMES, campaign_of, compare, timed
from bench.ledger import TODAY, fill
from bench.pages import PASSWORD, counted

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

    from huiyin.platform.orgs.models import Unit
    from huiyin.platform.orgs.rules.rights import Role
    from huiyin.process.campaigns.models import Campaign

PROBLEMS = 20  # opinions for each problem


def main() -> int:
    return compare(
        "bench.onepage", measure, peer="counted anew", page="a leader of the whole", base="onepage"
    )


def measure(rows: int) -> int:
    """In the child: print each page with its milliseconds, CPU, queries and kilobytes."""
    os.environ["HUIYIN_DEMO_DAY"] = TODAY.isoformat()
    campaign = opened(rows)
    for name, ask, page in _steps(campaign):
        walls, cpus = zip(*(timed(ask) for _ in range(TIMES + 1)), strict=True)
        told = ""
        if page:
            queries, size = counted(ask)  # type: ignore[arg-type]
            told = f" ({queries} queries, {size / 1024:.0f} KB)"
        print(
            f"{name}{told}", statistics.median(walls[1:]), statistics.median(cpus[1:]), sep="\t", flush=True
        )
    return 0


def opened(rows: int) -> "Campaign":
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection, transaction  # noqa: PLC0415
    from django.test.utils import setup_test_environment  # noqa: PLC0415

    from huiyin.platform.orgs.rules.rights import Actor, Role  # noqa: PLC0415
    from huiyin.process.campaigns.models import Campaign  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    if not Campaign.objects.exists():
        campaign_of(Actor("office", Role.OFFICE))
        with transaction.atomic():
            fill(Campaign.objects.get(), max(rows // PROBLEMS, 20))
            _say(Campaign.objects.get(), rows)
        if connection.vendor == "postgresql":  # it does so by itself within a minute or so of an import
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")
    setup_test_environment()
    return Campaign.objects.select_related("root").get()


def _say(campaign: "Campaign", rows: int) -> None:
    """Past the commands: opinions without words, which nothing here reads, a third of them linked, a third settled."""
    from huiyin.platform.bulk import insert_many  # noqa: PLC0415
    from huiyin.platform.orgs.models import Unit  # noqa: PLC0415
    from huiyin.process.opinions.models import Opinion  # noqa: PLC0415
    from huiyin.process.opinions.rules.identity import first_id  # noqa: PLC0415
    from huiyin.process.problems.models import Link, Problem  # noqa: PLC0415

    chance = random.Random(rows)  # noqa: S311 - the same in every run
    schools = list(Unit.objects.filter(name__endswith="小学").order_by("pk").values_list("pk", flat=True))
    problems = list(Problem.objects.order_by("pk").values_list("pk", flat=True))
    days = [date(2014, 3, 1) + timedelta(days=n) for n in range(90)]
    settled = ("", "", "answered", "forwarded", "out_of_scope")
    linked: list[tuple[int, int]] = []

    def row(number: int) -> tuple[object, ...]:
        day = days[number * len(days) // rows]
        pk, link = first_id(day) + number + 1, chance.random() < 0.33
        if link:
            linked.append((chance.choice(problems), pk))
        about = chance.choice(schools) if chance.random() < 0.9 else None
        how = "" if link else chance.choice(settled)
        return (
            pk,
            f"{number:064}",
            f"n{number}",
            about,
            chance.choice(CHANNELS),
            day,
            link,
            how,
            "写明了" if how else "",
        )

    columns = (
        "id",
        "source_key",
        "source_id",
        "about_id",
        "channel",
        "entered_on",
        "linked",
        "settled_as",
        "settled_why",
    )
    same = {
        "campaign_id": campaign.pk, "digest": "0" * 64, "retain_until": date(2017, 3, 1), "channel_as_written": "",
        "giver_kind": "parent", "giver_as_written": "", "received_by_id": campaign.root_id, "unit_as_written": "",
        "about_as_written": "", "triage_round": 0,
    }  # fmt: skip
    insert_many(Opinion, columns, (row(number) for number in range(rows)), same)
    insert_many(Link, ("problem_id", "opinion_id"), linked, {"round": 0})


def _steps(campaign: "Campaign") -> Iterator[tuple[str, Callable[[], object], bool]]:
    from huiyin.platform.orgs.models import Unit  # noqa: PLC0415
    from huiyin.platform.orgs.rules.rights import Role  # noqa: PLC0415
    from huiyin.process.figures.commands import refresh_counts  # noqa: PLC0415
    from huiyin.process.figures.queries import counted_anew  # noqa: PLC0415

    here = f"/c/{campaign.code}/one-page"

    def get(client: "Client") -> "Callable[[], HttpResponse]":
        return lambda: client.get(here)  # type: ignore[return-value]

    yield "counted anew", lambda: counted_anew(campaign), False
    refresh_counts(campaign, at=AT)
    yield "counted and compared, nothing changed", lambda: refresh_counts(campaign, at=AT), False
    district = Unit.objects.get(name="第1片区")
    yield "a leader of the whole", get(_signed_in("leader", Role.LEADER, campaign.root)), True
    yield "a leader of a district", get(_signed_in("district", Role.LEADER, district)), True
    yield "the office", get(_signed_in("office", Role.OFFICE, campaign.root)), True


def _signed_in(login: str, role: "Role", unit: "Unit") -> "Client":
    from django.test import Client  # noqa: PLC0415

    from huiyin.platform.accounts.commands import redeem_slip  # noqa: PLC0415
    from huiyin.platform.accounts.models import Account  # noqa: PLC0415
    from huiyin.platform.orgs.commands import give_grant, open_account  # noqa: PLC0415
    from huiyin.platform.orgs.rules.rights import Actor, Role  # noqa: PLC0415

    if not Account.objects.filter(login=login).exists():
        by = Actor("office", Role.OFFICE)
        account, slip = open_account(login, "测", by=by, at=AT)
        give_grant(account, role, unit, since=date(2014, 1, 1), by=by, at=AT)
        redeem_slip(login, slip.code, PASSWORD, at=AT)
    client = Client()
    client.post("/sign-in", {"login": login, "password": PASSWORD})
    return client


if __name__ == "__main__":
    sys.exit(main())
