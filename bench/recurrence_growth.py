"""How long the clock looks for what was said again (process/recurrences), by what is new and by how much there is.

    python -m bench.recurrence_growth [--sizes 10000 100000] [--many 10 100 1000] [--units 80] [--wide 20] [--data DIR] [--keep FOLDER]

A campaign of so many opinions about 80 schools, really different texts made from real messages (bench/messages.py), and a twentieth as many
closed problems with six opinions each behind them that say the same in a third of other letters; twenty of the problems are everybody's:
forty opinions from all schools each, owned by the unit above. All is written past the commands, as is what is new, of which every other
opinion says again what a closed problem was about. Every size is a SQLite database of its own in a process of its own.

one        a new opinion that comes alone: a look for each of thirty, median and worst; and thirty more at the end, when every unit's earlier opinions
           have been read once
many       a look over so many new opinions, and for each of them
decided    a look after somebody decided on one suggestion of each of ten problems and nothing else happened
anew       a look at a problem that nobody looked at since it was closed, a school's and everybody's, beside all that came since

Milliseconds, of the processor and by the clock, and queries. *Digest* is that of all suggestions with their reasons after the many: two versions
of the code that find the same print the same.
"""

import argparse
import hashlib
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from bench.engines import run_child
from bench.memory import peak
from bench.messages import data_folder, different, edited_once, read_messages
from bench.recurrence_store import A_PROBLEM, AT, DAYS, EDITED, FIRST, Line, Store, office, write

ALONE, DECIDED = 30, 10


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
        given = ["--data", str(data), "--units", str(options.units), "--wide", str(options.wide)]
        given += ["--many", *map(str, options.many)]
        for size in options.sizes:
            address = str(kept / f"recurrence-{size}.sqlite3")
            for line in run_child("bench.recurrence_growth", address, "--child", str(size), *given):
                print("".join(f"{cell:>{44 if at == 0 else 12}}" for at, cell in enumerate(line)), flush=True)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--many", type=int, nargs="+", default=[10, 100, 1000])
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

    from huiyin.process.campaigns.models import Campaign  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    if not Campaign.objects.exists():
        begun = time.process_time()
        Store(data, options.child, options.units, options.wide).fill()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        print(
            f"{options.child:,} opinions made in {time.process_time() - begun:.0f} s",
            file=sys.stderr,
            flush=True,
        )
    Looks(data, options).report()


class Looks:
    """What is new comes, and is looked at."""

    def __init__(self, data: Path, options: argparse.Namespace) -> None:
        from huiyin.platform.orgs.models import Unit  # noqa: PLC0415
        from huiyin.process.campaigns.models import Campaign  # noqa: PLC0415

        self.campaign = Campaign.objects.select_related("root").get()
        self.schools = list(
            Unit.objects.exclude(pk=self.campaign.root_id).order_by("pk").values_list("pk", flat=True)
        )
        self.options, self.chance = options, random.Random(options.many[0])  # noqa: S311
        self.texts = different(read_messages(data)[1], 2000 + 2 * sum(options.many))
        self.day = FIRST + timedelta(days=DAYS + 1)

    def report(self) -> None:
        print(f"{self.options.child:,} opinions", "CPU ms", "ms", "queries", sep="\t", flush=True)
        self._say_alone("one")
        for many in self.options.many:
            self.hear(many)
            cpu, wall, queries = self.timed(self._look)
            self._say(f"{many} at once", cpu, wall, queries)
            self._say(f"{many} at once, each", cpu / many, wall / many, queries / many)
        print("digest", *self._digest(), sep="\t", flush=True)
        self._say_alone("one, units met before")
        self._decide()
        self._say(f"{DECIDED} decided", *self.timed(self._look))
        for name, owner in (("a school's", False), ("everybody's", True)):
            self._close(everybodys=owner)
            self._say(f"anew, {name}", *self.timed(self._look))
        print("peak MB", f"{peak():.0f}", sep="\t", flush=True)

    def _say_alone(self, step: str) -> None:
        alone = []
        for _ in range(ALONE + 1):
            self.hear(1)
            alone.append(self.timed(self._look))
        middle = [statistics.median(one[at] for one in alone[1:]) for at in range(3)]
        self._say(f"{step}, median", *middle)
        self._say(f"{step}, worst", *(max(one[at] for one in alone[1:]) for at in range(3)))

    def _say(self, step: str, cpu: float, wall: float, queries: float) -> None:
        print(step, f"{cpu:.1f}", f"{wall:.1f}", f"{queries:.1f}", sep="\t", flush=True)

    def _look(self) -> None:
        from huiyin.process.recurrences.commands import look_for_again  # noqa: PLC0415

        look_for_again(self.campaign, by=office(), at=AT)

    def timed(self, step: Callable[[], object]) -> tuple[float, float, float]:
        from django.db import connection  # noqa: PLC0415

        queries = 0

        def count(run: Callable[..., object], *given: object) -> object:
            nonlocal queries
            queries += 1
            return run(*given)

        cpu, wall = time.process_time(), time.perf_counter()
        with connection.execute_wrapper(count):
            step()
        return (time.process_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000, queries

    def hear(self, many: int, least: int = 1) -> None:
        from huiyin.process.problems.models import Link  # noqa: PLC0415

        lines = []
        for at, text in zip(range(many), self.texts, strict=False):
            unit = self.chance.randrange(len(self.schools))
            if at % 2 or (many == 1 and self.chance.random() < 0.5):
                behind = Link.objects.filter(
                    problem__serial=self.chance.randrange(self.options.child // A_PROBLEM) + 1
                )
                link = behind.select_related("opinion").order_by("pk")[0]
                unit = self.schools.index(link.opinion.about_id)
                text = edited_once(link.opinion.words, EDITED, self.chance)
            lines.append(Line(unit, self.day, text))
        write(self.campaign, self.schools, lines, new=True, least=least)

    def _decide(self) -> None:
        from huiyin.process.recurrences.commands import decide_again  # noqa: PLC0415
        from huiyin.process.recurrences.models import AgainSuggestion  # noqa: PLC0415
        from huiyin.process.recurrences.rules.answers import Answer  # noqa: PLC0415

        seen: set[int] = set()
        waiting = AgainSuggestion.objects.waiting().select_related(
            "problem__owner", "problem__campaign__root"
        )
        for row in waiting.order_by("pk"):
            if len(seen) < DECIDED and row.problem_id not in seen:
                seen.add(row.problem_id)
                decide_again(row.problem, row.opinion_id, Answer.AGAIN, by=office(), at=AT)

    def _close(self, *, everybodys: bool) -> None:
        from django.db import transaction  # noqa: PLC0415

        from huiyin.platform.audit.commands import record  # noqa: PLC0415
        from huiyin.process.problems.models import Problem  # noqa: PLC0415
        from huiyin.process.recurrences.models import AgainSuggestion, Watched  # noqa: PLC0415

        with transaction.atomic():
            one = Problem.objects.get(serial=1 if everybodys else self.options.wide + 1)
            Watched.objects.filter(problem=one).delete()
            AgainSuggestion.objects.filter(problem=one).delete()
            record(act="problem.accept", subject=f"problem:{one.number}", by="office", at=AT)

    def _digest(self) -> tuple[str, int]:
        from huiyin.process.recurrences.models import AgainSuggestion  # noqa: PLC0415

        rows = AgainSuggestion.objects.order_by("problem", "opinion")
        told = [
            (
                row.problem_id,
                row.opinion_id,
                f"{row.margin:.6f}",
                row.certainty,
                row.copy,
                row.said_same,
                row.nearest,
            )
            for row in rows
        ]
        return hashlib.sha256(repr(told).encode()).hexdigest()[:12], len(told)


if __name__ == "__main__":
    sys.exit(main())
