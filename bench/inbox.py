"""How long the inbox and the overview take, at two sizes of the same campaign, beside a bare Django list in the same run.

    python -m bench.inbox [--rows 1000 100000] [--postgres ADDRESS] [--keep FOLDER]

Builds a database of invented opinions (the demo's, varied) about 80 units in two districts, swept, a tenth decided, and
asks as a district's office, which sees half of them. Milliseconds are medians of 21 in one process, after one warming;
CPU is this process's (SQLite works inside it, PostgreSQL beside it). The bare list is a table of the same number of rows
without rights, filters or joins: its newest fifty as model instances.

--postgres   a server on which it may make and drop the database huiyin_bench_inbox_<rows>
--keep       leave the SQLite databases there, and use those that are there already
"""

import argparse
import csv
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.engines import ROOT, drop_database, postgres_database, run_child

if TYPE_CHECKING:
    from huiyin.platform.orgs.rules.rights import Actor
    from huiyin.process.campaigns.models import Campaign
    from huiyin.process.opinions.models import OpinionQuerySet
    from huiyin.process.opinions.rules.intake import Said

DEMO = ROOT / "src" / "huiyin" / "library" / "demo" / "opinions.csv"
AT = datetime(2014, 6, 2, 4, tzinfo=UTC)
UNITS, CHUNK, TIMES = 80, 5000, 21
EDITED = 0.15  # of the characters of each text: few stay near duplicates
CHANNELS = ("forum", "form", "box", "online", "talk", "supervision")
GIVERS = ("teacher", "student", "parent", "retired", "unit", "representative", "other")


def main() -> int:
    return compare("bench.inbox", _measure, peer="bare Django list", page="list")


def compare(
    module: str,
    measure: Callable[[int], int],
    *,
    peer: str,
    page: str,
    sizes: tuple[int, ...] = (1000, 100_000),
    base: str = "inbox",
) -> int:
    """Run `measure` (of `module`) in a process of its own for each size and engine, and print what they found side by side.

    `peer` and `page` are the steps whose CPU is compared; `sizes` are taken where --rows names none. Benches of the same `base` share
    their databases.
    """
    options = _options(sizes)
    if options.child:
        return measure(options.child)
    with tempfile.TemporaryDirectory() as folder:
        kept = options.keep or Path(folder)
        kept.mkdir(parents=True, exist_ok=True)
        engines: list[tuple[str, Callable[[int], str]]] = [
            ("SQLite", lambda rows: str(kept / f"{base}-{rows}.sqlite3"))
        ]
        if options.postgres:
            fresh = not options.keep
            engines.append(
                (
                    "PostgreSQL",
                    lambda rows: postgres_database(options.postgres, _name(base, rows), fresh=fresh),
                )
            )
        for name, address in engines:
            found = [_run(module, address(rows), rows) for rows in options.rows]
            _print(name, options.rows, found, peer, page)
        for rows in options.rows if options.postgres and not options.keep else ():
            drop_database(options.postgres, _name(base, rows))
    return 0


def _options(sizes: tuple[int, ...]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, nargs="+", default=list(sizes))
    parser.add_argument("--postgres", help="a server, postgresql://user@host:5432/postgres")
    parser.add_argument("--keep", type=Path, help="a folder for the SQLite databases; PostgreSQL's stay, too")
    parser.add_argument("--child", type=int, help=argparse.SUPPRESS)
    return parser.parse_args()


def _name(base: str, rows: int) -> str:
    return f"huiyin_bench_{base}_{rows}"


def _run(module: str, address: str, rows: int) -> dict[str, tuple[float, float]]:
    """Step → (milliseconds, milliseconds of CPU), of a process of its own."""
    lines = run_child(module, address, "--child", str(rows))
    return {name: (float(wall), float(cpu)) for name, wall, cpu in lines}


def _print(
    engine: str, sizes: list[int], found: list[dict[str, tuple[float, float]]], peer: str, page: str
) -> None:
    print(f"\n{engine}, milliseconds\n{'':<44}" + "".join(f"{rows:>10}" for rows in sizes) + f"{'ratio':>8}")
    # What is in brackets may differ between the sizes.
    by_name = [{step.partition(" (")[0]: (step, *figures) for step, figures in one.items()} for one in found]
    for name in by_name[-1]:
        step = by_name[-1][name][0]
        wall = [one[name][1] for one in by_name]
        cells = "".join(f"{one:>10.2f}" for one in wall)
        print(f"{step:<44}{cells}{wall[-1] / wall[0]:>8.2f}", flush=True)
    for known, rows in zip(by_name, sizes, strict=True):
        mine, bare = known[page][2], known[peer][2]
        print(f"CPU of the {page} at {rows}: {mine:.2f} ms, {mine / bare:.1f} × the {peer}'s")


# What follows runs in the child, with Django set up.


def _measure(rows: int) -> int:
    for name, step in _steps(opened(rows)):
        walls, cpus = zip(*(timed(step) for _ in range(TIMES + 1)), strict=True)
        print(name, statistics.median(walls[1:]), statistics.median(cpus[1:]), sep="\t", flush=True)
    return 0


def opened(rows: int) -> "Campaign":
    """Django on the child's database, built when it is empty; its campaign."""
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from huiyin.process.campaigns.models import Campaign  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    if not Campaign.objects.exists():
        _build(rows)
    return Campaign.objects.select_related("root").get()


def timed(step: Callable[[], object]) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    step()
    return (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000


def _steps(campaign: "Campaign") -> Iterator[tuple[str, Callable[[], object]]]:
    from huiyin.platform.orgs.models import Unit  # noqa: PLC0415
    from huiyin.platform.orgs.rules.rights import Actor, Right, Role, scopes_with  # noqa: PLC0415
    from huiyin.process.opinions.access import visible_opinions  # noqa: PLC0415
    from huiyin.process.opinions.queries import count_up_to, inbox, neighbours_in, overview  # noqa: PLC0415
    from huiyin.process.opinions.rules.wanted import Wanted  # noqa: PLC0415

    district = Unit.objects.get(name="第1片区")
    school = Unit.objects.filter(parent=district).order_by("path")[0]
    actors = [Actor("office", Role.OFFICE, district.path)]

    def visible() -> "OpinionQuerySet":
        return visible_opinions(actors, campaign)

    def page(wanted: Wanted, before: int | None = None) -> Callable[[], object]:
        return lambda: inbox(visible(), wanted, campaign=campaign, before=before)

    middle = visible().order_by("-pk").values_list("pk", flat=True)[visible().count() // 2]
    yield "bare Django list", _bare()
    yield "list", page(Wanted())
    yield "list, a page in the middle", page(Wanted(), middle)
    filters = {
        "waiting": Wanted(disposition="waiting"),
        "answered (1 in 50)": Wanted(disposition="answered"),
        "a school": Wanted(unit=school.pk),
        "the district": Wanted(unit=district.pk),
        "channel": Wanted(channel="box"),
        "givers": Wanted(giver="retired"),
        "not triaged": Wanted(triaged="no"),
        "triaged": Wanted(triaged="yes"),
        "a frequent leaf": Wanted(focus=_leaf(campaign, 0)),
        "a rare leaf": Wanted(focus=_leaf(campaign, -1)),
        "a wind": Wanted(focus="F"),
        "a topic": Wanted(topic="E01"),
        "specific": Wanted(specific="yes"),
        "said on three days": Wanted(since=date(2014, 4, 1), until=date(2014, 4, 3)),
        "nothing found": Wanted(channel="talk", giver="other", disposition="withdrawn"),
    }
    for name, wanted in filters.items():
        yield f"filter: {name}", page(wanted)
    for name, text in _searches():
        yield f"search: {name}", page(Wanted(text=text))
    yield "search and filter", page(Wanted(text=_searches()[0][1], channel="box"))
    yield "neighbours for triage", lambda: neighbours_in(visible(), Wanted(), middle, campaign=campaign)
    yield "count up to 1000", lambda: count_up_to(visible(), Wanted(), campaign=campaign)
    scopes = scopes_with(actors, Right.OVERVIEW_READ)
    yield "overview of the district", lambda: overview(campaign, scopes)
    yield "overview of everything", lambda: overview(campaign, [campaign.root.path])


def _leaf(campaign: "Campaign", place: int) -> str:
    from django.db.models import Count  # noqa: PLC0415

    from huiyin.process.opinions.models import Suggestion  # noqa: PLC0415

    counted = Suggestion.objects.filter(kind="focus", opinion__campaign=campaign).values_list("code")
    return str(list(counted.annotate(n=Count("pk")).order_by("-n", "code"))[place][0])


def _searches() -> list[tuple[str, str]]:
    """Words of the demo's texts: the most frequent and the rarest of two and of four characters, and of none."""
    return [
        ("2 characters, frequent", "学校"),
        ("2 characters, rare", RARE[:2]),
        ("4 characters, frequent", OFTEN),
        ("4 characters, rare", RARE),
        ("two words", "学校 老师"),
        ("nothing found", "龘靐齉爩"),
    ]


OFTEN, RARE = "领导班子", "鼋鼍罍彝"


def _bare() -> Callable[[], object]:
    """The newest fifty of a table without anything else, as a Django list page has them."""
    from huiyin.process.opinions.models import Opinion  # noqa: PLC0415

    return lambda: list(Opinion.objects.order_by("-pk")[:50])


def _build(rows: int) -> None:
    from django.db import connection  # noqa: PLC0415

    from huiyin.platform.orgs.rules.rights import Actor, Role  # noqa: PLC0415
    from huiyin.process.opinions.commands import group_opinions, open_intake, sweep_opinions, take_opinions  # noqa: PLC0415

    office = Actor("office", Role.OFFICE)
    campaign, schools = campaign_of(office)
    intake = open_intake(campaign, file_name="x", file_digest="0" * 64, columns={}, by=office, at=AT)
    said = list(_said(rows, schools))
    for start in range(0, rows, CHUNK):
        # Each chunk on a day of its own: ids grow with the day.
        at = AT + timedelta(days=start // CHUNK)
        take_opinions(intake, said[start : start + CHUNK], by=office, at=at)
    begun = time.perf_counter()
    sweep_opinions(campaign, by=office, at=AT)
    print(f"{rows} rows swept in {time.perf_counter() - begun:.0f} s", file=sys.stderr, flush=True)
    group_opinions(campaign, by=office, at=AT)
    _decide(campaign, rows)
    if connection.vendor == "postgresql":  # it does so by itself within a minute or so of an import
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def campaign_of(office: "Actor") -> "tuple[Campaign, list[int]]":
    from huiyin.platform.orgs.commands import ensure_root, import_units  # noqa: PLC0415
    from huiyin.platform.orgs.models import Unit  # noqa: PLC0415
    from huiyin.platform.orgs.rules.unit_rows import UnitRow  # noqa: PLC0415
    from huiyin.process.campaigns.commands import start_campaign  # noqa: PLC0415
    from huiyin.process.campaigns.rules import library_folder, load_template  # noqa: PLC0415

    root = ensure_root("云河市教育局", by=office, at=AT)
    names = [("第1片区", None), ("第2片区", None)]
    names += [(f"第{number}小学", f"第{number % 2 + 1}片区") for number in range(UNITS - 2)]
    units = [UnitRow(2, None, name, parent, "学校", ()) for name, parent in names]
    import_units(units, root, by=office, at=AT)
    template = load_template(library_folder("mass-line-2014"))
    campaign = start_campaign(template, code="bench", name="活动", root=root, by=office, at=AT)
    return campaign, list(Unit.objects.filter(name__endswith="小学").values_list("pk", flat=True))


def _said(rows: int, schools: list[int]) -> "Iterator[Said]":
    from huiyin.process.opinions.rules.intake import Said  # noqa: PLC0415

    with DEMO.open(encoding="utf-8-sig", newline="") as file:
        texts = [row[5] for row in csv.reader(file) if len(row) > 5 and len(row[5]) > 8][1:]
    chance = random.Random(rows)  # noqa: S311 - the same texts in every run
    letters = "".join(texts)
    for number in range(rows):
        text = texts[number % len(texts)]
        body = "".join(chance.choice(letters) if chance.random() < EDITED else letter for letter in text)
        body += OFTEN if chance.random() < 0.1 else ""
        body += RARE if number % (rows // 20) == 0 else ""
        extra: dict[str, Any] = {"channel": chance.choice(CHANNELS), "giver_kind": chance.choice(GIVERS)}
        yield Said(
            key=f"{number:064}",
            source_id=f"Y{number:06}",
            title="",
            body=body,
            row_no=number + 1,
            raised_on=date(2014, 3, 1) + timedelta(days=chance.randrange(90)),
            about=chance.choice(schools) if chance.random() < 0.97 else None,
            **extra,
        )


NOT_SENT = {"went": "", "target": "", "why": "", "taken_back": False, "restores": 0}


def _decide(campaign: "Campaign", rows: int) -> None:
    """A tenth decided, one in fifty answered: past the commands, which would take an hour."""
    from huiyin.platform.bulk import insert_many  # noqa: PLC0415
    from huiyin.process.opinions.models import Decision, Opinion  # noqa: PLC0415

    chance = random.Random(rows)  # noqa: S311
    ids = sorted(Opinion.objects.of(campaign).values_list("pk", flat=True))
    chosen = chance.sample(ids, rows // 10)
    leaves = ["", "X1", "X2", "G1", "G2", "S1"]
    columns = ("opinion_id", "focus", "topic", "specific", "overruled")
    decided = ((pk, chance.choice(leaves), "", chance.random() < 0.6, []) for pk in chosen)
    insert_many(Decision, columns, decided, {"round": 1, "by": "office", "on": AT.date(), **NOT_SENT})
    for start in range(0, len(chosen), 400):
        Opinion.objects.filter(pk__in=chosen[start : start + 400]).update(triage_round=1)
    for start in range(0, rows // 50, 400):
        some = chosen[: rows // 50][start : start + 400]
        Opinion.objects.filter(pk__in=some).update(settled_as="answered", answered_on=AT.date())


if __name__ == "__main__":
    sys.exit(main())
