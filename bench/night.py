"""What the night does after so many new opinions, among how many there are: the jobs of the clock that work by what changed.

    python -m bench.night [--sizes 10000 100000] [--many 1 10 100 1000] [--copies 1] [--data DIR] [--keep FOLDER]

On the store of bench.recurrence_growth (80 schools, a twentieth as many closed problems as opinions). With `--copies`, the last size is that so many
times over, each time about 80 other schools (bench.recurrence_copies). Everything was grouped, read, looked at and measured once before.

looked     what was said again is looked for, of the new opinions
read       the words that nobody compared yet are read
measured   the effects of what was closed (process/effects), of the units that something happened in

Milliseconds of the processor, and queries.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench.engines import run_child
from bench.messages import data_folder
from bench.recurrence_growth import Looks
from bench.recurrence_store import AT, office


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
        for size in options.sizes:
            copies = options.copies if size == options.sizes[-1] else 1
            address = str(kept / f"recurrence-{size}x{copies}.sqlite3")
            given = ["--data", str(data), "--many", *map(str, options.many), "--copies", str(copies)]
            for line in run_child("bench.night", address, "--child", str(size), *given):
                print("".join(f"{cell:>{30 if at == 0 else 14}}" for at, cell in enumerate(line)), flush=True)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--many", type=int, nargs="+", default=[1, 10, 100, 1000])
    parser.add_argument("--copies", type=int, default=1)
    parser.add_argument("--units", type=int, default=80)
    parser.add_argument("--wide", type=int, default=20)
    parser.add_argument("--data")
    parser.add_argument(
        "--keep", type=Path, help="a folder for the databases, which are filled when they aren't there"
    )
    parser.add_argument("--child", type=int, help=argparse.SUPPRESS)
    return parser.parse_args()


# What follows runs in the child, with Django set up.


def _measure(data: Path, options: argparse.Namespace) -> None:
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from bench.recurrence_copies import multiply  # noqa: PLC0415
    from bench.recurrence_store import Store  # noqa: PLC0415
    from huiyin.process.campaigns.models import Campaign  # noqa: PLC0415
    from huiyin.process.opinions.rules.identity import first_id  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    if not Campaign.objects.exists():
        Store(data, options.child, options.units, options.wide).fill()
        if options.copies > 1:
            multiply(options.copies, options.wide)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    looks = Looks(data, options)
    jobs = _jobs()
    print(f"{options.child:,} x {options.copies}", *jobs, "queries", sep="\t", flush=True)
    _say(looks, "everything, once", jobs)
    for many in options.many:
        looks.hear(many, first_id(AT.date()))  # the day's
        _say(looks, f"{many} new", jobs)


def _jobs() -> dict[str, Callable[..., object]]:
    from huiyin.process.effects.commands import measure_effects  # noqa: PLC0415
    from huiyin.process.recurrences.commands import look_for_again, read_ahead  # noqa: PLC0415

    return {"looked": look_for_again, "read": read_ahead, "measured": measure_effects}


def _say(looks: Looks, step: str, jobs: dict[str, Callable[..., object]]) -> None:
    found = [looks.timed(lambda job=job: job(looks.campaign, by=office(), at=AT)) for job in jobs.values()]
    queries = "+".join(str(queries) for _, _, queries in found)
    print(step, *(f"{cpu:.0f}" for cpu, _, _ in found), queries, sep="\t", flush=True)


if __name__ == "__main__":
    sys.exit(main())
