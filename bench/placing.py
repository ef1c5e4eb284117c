"""How long it takes to place one new opinion among many, and to group them all, at several sizes of one campaign.

    python -m bench.placing [--sizes 10000 100000] [--whole 100000] [--new 300] [--units 1] [--postgres ADDRESS] [--data DIR] [--keep FOLDER]
                            [--texts FOLDER] [--workers 2]

The opinions are really different texts made from real messages (bench/messages.py), about `--units` schools in turn: with one, all
are compared with all, which is the hard case. They are taken in by command, and what the sweep would lay down of originals (bands,
signatures) is written past it, because comparing a million texts first would take hours; their words aren't in the search index.
Campaigns of more than `--whole` opinions are grouped in blocks (bench/placing_fill.py says what that is), for the same reason.

all        group_opinions over everything: seconds, CPU, and the peak memory of the process
one        a new opinion that comes alone: near duplicates (index_texts) and its place (place_opinions), each call for itself; and both in
           one transaction, as the sweep of the clock does it, each second opinion in turn.
           Median and 99th percentile of `--new` opinions; CPU is this process's (SQLite works inside it, PostgreSQL beside it)
many       the same for `--new` opinions waiting at once: milliseconds of place_opinions an opinion

--postgres   a server on which it may make and drop the database huiyin_placing_<size>
--keep       leave the SQLite databases there, and use those that are there already (a tenth more opinions don't matter)
--texts      take texts-<size>.jsonl there, as bench.whole_pass leaves it, instead of making the texts; its last 20 × `--new` come later
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from bench.engines import drop_database, postgres_database, run_child
from bench.memory import forget_peak, peak
from bench.messages import data_folder, different, read_messages
from bench.placing_fill import group_in_blocks, lay_down
from huiyin.analysis.normalise import Text

if TYPE_CHECKING:
    from huiyin.platform.orgs.rules.rights import Actor
    from huiyin.process.campaigns.models import Campaign

AT = datetime(2014, 6, 2, 4, tzinfo=UTC)
CHUNK = 5000
Figures = dict[str, tuple[float, float]]


def main() -> int:
    options = _options()
    data = data_folder(options.data)
    if data is None:
        return 3
    if options.child:
        _measure(data, options)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        kept: Path = options.keep or Path(folder)
        kept.mkdir(parents=True, exist_ok=True)
        engines: dict[str, Callable[[int], str]] = {
            "SQLite": lambda size: str(kept / f"placing-{size}.sqlite3")
        }
        if options.postgres:
            fresh = not options.keep
            engines["PostgreSQL"] = lambda size: postgres_database(options.postgres, _name(size), fresh=fresh)
        given = ["--data", str(data), *(["--texts", str(options.texts)] if options.texts else [])]
        for name in ("new", "units", "whole", "workers"):
            given += [f"--{name}", str(getattr(options, name))]
        for engine, address in engines.items():
            found: list[Figures] = []
            for size in options.sizes:
                lines = run_child("bench.placing", address(size), "--child", str(size), *given)
                found.append({name: (float(wall), float(cpu)) for name, wall, cpu in lines})
            _print(engine, options.sizes, found)
        for size in options.sizes if options.postgres and not options.keep else ():
            drop_database(options.postgres, _name(size))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--whole", type=int, default=100_000)
    parser.add_argument("--workers", type=int, default=2, help="processes that sign and group in blocks")
    parser.add_argument("--new", type=int, default=300)
    parser.add_argument("--units", type=int, default=1)
    parser.add_argument("--data")
    parser.add_argument("--postgres", help="a server, postgresql://user@host:5432/postgres")
    parser.add_argument("--keep", type=Path, help="a folder for the SQLite databases; PostgreSQL's stay, too")
    parser.add_argument("--texts", type=Path, help="a folder of texts that bench.whole_pass kept")
    parser.add_argument("--child", type=int, help=argparse.SUPPRESS)
    return parser.parse_args()


def _name(size: int) -> str:
    return f"huiyin_placing_{size}"


def _print(engine: str, sizes: Sequence[int], found: Sequence[Figures]) -> None:
    head = "".join(f"{f'{size:,}':>12}{'CPU':>10}" for size in sizes)
    print(f"\n{engine:<36}{head}{'growth':>9}")
    for step in found[0]:
        known = [one.get(step, (float("nan"), float("nan"))) for one in found]
        cells = "".join(f"{wall:>12.2f}{cpu:>10.2f}" for wall, cpu in known)
        print(f"{step:<36}{cells}{known[-1][0] / known[0][0]:>9.2f}", flush=True)


# What follows runs in the child, with Django set up.


def _measure(data: Path, options: argparse.Namespace) -> None:
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from huiyin.platform.orgs.rules.rights import Actor, Role  # noqa: PLC0415
    from huiyin.process.campaigns.models import Campaign  # noqa: PLC0415

    size, new = options.child, options.new
    office = Actor("office", Role.OFFICE)
    call_command("migrate", verbosity=0)
    # One run more than was kept: texts that no earlier run has taken in.
    if options.texts:
        texts = _kept_texts(options.texts / f"texts-{size}.jsonl")
        size -= 20 * new
    else:
        texts = different(read_messages(data)[1], size + 20 * new)
    whole = size <= options.whole
    if Campaign.objects.exists():
        campaign = Campaign.objects.select_related("root").get()
        _skip(texts, size)
    else:
        campaign = _campaign(office, options.units)
        _fill(campaign, islice(texts, size), office, options.workers)
        if not whole:
            begun = time.perf_counter()
            group_in_blocks(campaign, by=office, at=AT, workers=options.workers)
            _tidy()
            seconds = time.perf_counter() - begun
            print(f"grouped in blocks in {seconds:.0f} s", file=sys.stderr, flush=True)
    _skip(texts, _known(campaign) - size)
    if whole:
        _report_all(campaign, office)
    _report_one(campaign, list(islice(texts, new)), office)
    _report_many(campaign, list(islice(texts, new)), office)


def _kept_texts(path: Path) -> Iterator[Text]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield Text(*json.loads(line))


def _skip(texts: Iterator[Text], count: int) -> None:
    next(islice(texts, count, count), None)


def _known(campaign: "Campaign") -> int:
    from huiyin.process.opinions.models import Opinion  # noqa: PLC0415

    return Opinion.objects.of(campaign).count()


def _say(step: str, wall: float, cpu: float = 0.0) -> None:
    print(step, wall, cpu, sep="\t", flush=True)


def _timed(step: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds, and of CPU."""
    wall, cpu = time.perf_counter(), time.process_time()
    step()
    return (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000


def _report_all(campaign: "Campaign", office: "Actor") -> None:
    from huiyin.process.opinions.commands import group_opinions  # noqa: PLC0415

    forget_peak()
    wall, cpu = _timed(lambda: group_opinions(campaign, by=office, at=AT))
    _say("all, seconds", wall / 1000, cpu / 1000)
    _say("all, peak MB", peak())
    _tidy()


def _report_one(campaign: "Campaign", texts: Sequence[Text], office: "Actor") -> None:
    from huiyin.platform.texts.queries import weighing  # noqa: PLC0415
    from huiyin.process.opinions.commands import place_opinions  # noqa: PLC0415

    ids = _take(campaign, texts, office)
    weighing(campaign.pk)  # read once after a whole pass: a quarter of a second among a million
    indexed, placed, both = [], [], []
    for turn, pk in enumerate(ids):
        if turn % 2:
            both.append(_timed(lambda pk=pk: _index_and_place(campaign, pk, office)))  # type: ignore[misc]
            continue
        indexed.append(_timed(lambda pk=pk: _index(campaign, [pk])))  # type: ignore[misc]
        placed.append(_timed(lambda: place_opinions(campaign, by=office, at=AT)))
    for name, times in (("near duplicates", indexed), ("place", placed), ("both in one commit", both)):
        walls, cpus = zip(*times, strict=True)
        _say(f"one, {name}, median ms", statistics.median(walls), statistics.median(cpus))
        _say(f"one, {name}, p99 ms", _p99(walls), _p99(cpus))


def _index_and_place(campaign: "Campaign", pk: int, office: "Actor") -> None:
    """What the clock writes of one that comes alone, but for what is suggested of its words."""
    from django.db import transaction  # noqa: PLC0415

    from huiyin.platform.audit.commands import record_all, take_turn  # noqa: PLC0415
    from huiyin.process.opinions.commands.joining import Placer  # noqa: PLC0415
    from huiyin.process.opinions.commands.sweeping import index_new  # noqa: PLC0415
    from huiyin.process.opinions.queries import words_of  # noqa: PLC0415

    placer = Placer.of(campaign)
    words = list(words_of([pk]).items())
    with transaction.atomic():
        take_turn()
        record_all(index_new(campaign, words, {}, placer), by=office.code, at=AT)


def _report_many(campaign: "Campaign", texts: Sequence[Text], office: "Actor") -> None:
    from huiyin.process.opinions.commands import place_opinions  # noqa: PLC0415

    _index(campaign, _take(campaign, texts, office))
    wall, cpu = _timed(lambda: place_opinions(campaign, by=office, at=AT))
    _say("many, place, ms each", wall / len(texts), cpu / len(texts))


def _p99(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=100)[98]


def _index(campaign: "Campaign", ids: Sequence[int]) -> None:
    from django.db import transaction  # noqa: PLC0415

    from huiyin.process.opinions.commands.sweeping import index_new  # noqa: PLC0415
    from huiyin.process.opinions.queries import words_of  # noqa: PLC0415

    words = list(words_of(ids).items())
    with transaction.atomic():
        index_new(campaign, words, {}, None)


def _take(campaign: "Campaign", texts: Sequence[Text], office: "Actor") -> list[int]:
    """Take texts in by command; their ids, in order."""
    from huiyin.platform.orgs.models import Unit  # noqa: PLC0415
    from huiyin.process.opinions.commands import open_intake, take_opinions  # noqa: PLC0415
    from huiyin.process.opinions.models import Opinion  # noqa: PLC0415
    from huiyin.process.opinions.rules.intake import Said  # noqa: PLC0415

    known = _known(campaign)
    day = AT + timedelta(days=known // CHUNK)  # ids grow with the day
    schools = list(Unit.objects.filter(name__endswith="小学").order_by("pk").values_list("pk", flat=True))
    said = [
        Said(
            key=f"{number:064}",
            source_id=f"Y{number:07}",
            title=text.title,
            body=text.body,
            row_no=number + 1,
            raised_on=date(2014, 3, 1) + timedelta(days=number % 90),
            about=schools[number % len(schools)],
        )
        for number, text in enumerate(texts, start=known)
    ]
    intake = open_intake(campaign, file_name="x", file_digest=f"{known:064}", columns={}, by=office, at=day)
    take_opinions(intake, said, by=office, at=day)
    taken = Opinion.objects.filter(intake=intake).order_by("row_no").values_list("pk", flat=True)
    return list(taken)


def _fill(campaign: "Campaign", texts: Iterator[Text], office: "Actor", workers: int) -> None:
    def taken() -> Iterator[dict[int, Text]]:
        while block := list(islice(texts, CHUNK)):
            yield dict(zip(_take(campaign, block, office), block, strict=True))

    begun = time.perf_counter()
    lay_down(campaign, taken(), workers=workers)
    _tidy()
    seconds = time.perf_counter() - begun
    print(f"{_known(campaign):,} opinions made in {seconds:.0f} s", file=sys.stderr, flush=True)


def _tidy() -> None:
    """What a database does by itself soon after an import."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _campaign(office: "Actor", units: int) -> "Campaign":
    from huiyin.platform.orgs.commands import ensure_root, import_units  # noqa: PLC0415
    from huiyin.platform.orgs.rules.unit_rows import UnitRow  # noqa: PLC0415
    from huiyin.process.campaigns.commands import start_campaign  # noqa: PLC0415
    from huiyin.process.campaigns.rules import library_folder, load_template  # noqa: PLC0415

    root = ensure_root("云河市教育局", by=office, at=AT)
    rows = [UnitRow(2, None, f"第{number}小学", None, "学校", ()) for number in range(units)]
    import_units(rows, root, by=office, at=AT)
    template = load_template(library_folder("mass-line-2014"))
    return start_campaign(template, code="bench", name="活动", root=root, by=office, at=AT)


if __name__ == "__main__":
    sys.exit(main())
