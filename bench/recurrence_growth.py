"""How long the clock looks for what was said again (process/recurrences), by what is new and by how much there is.

    python -m bench.recurrence_growth [--sizes 10000 100000] [--many 10 100 1000] [--units 80] [--wide 20] [--data DIR] [--keep FOLDER]

A campaign of so many opinions about 80 schools, really different texts made from real messages (bench/messages.py), and a twentieth as many
closed problems with six opinions each behind them that say the same in a third of other letters; twenty of the problems are everybody's:
forty opinions from all schools each, owned by the unit above. All is written past the commands, as is what is new, of which every other
opinion says again what a closed problem was about. Every size is a SQLite database of its own in a process of its own.

one        a new opinion that comes alone: a look for each of thirty, median and worst
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
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bench.engines import run_child
from bench.memory import peak
from bench.messages import data_folder, different, edited_once, read_messages
from huiyin.analysis.normalise import Text

if TYPE_CHECKING:
    from huiyin.platform.orgs.rules.rights import Actor
    from huiyin.process.campaigns.models import Campaign

AT = datetime(2014, 12, 20, 4, tzinfo=UTC)
FIRST, DAYS = date(2014, 3, 1), 280
A_PROBLEM, BEHIND, BEHIND_WIDE = 20, 6, 40
"""Opinions for each problem; of these so many behind it; behind one that is everybody's."""
EDITED = 0.33
ALONE, DECIDED = 30, 10
CHUNK = 5000


class Line(NamedTuple):
    """An opinion to be written. `unit`: the number of the school."""

    unit: int
    day: date
    text: Text
    problem: int | None = None


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
        _Store(data, options.child, options.units, options.wide).fill()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        print(
            f"{options.child:,} opinions made in {time.process_time() - begun:.0f} s",
            file=sys.stderr,
            flush=True,
        )
    _Looks(data, options).report()


class _Store:
    """A campaign with everything said and looked at so far."""

    def __init__(self, data: Path, size: int, units: int, wide: int) -> None:
        self.size, self.chance = size, random.Random(size)  # noqa: S311 - the same in every run
        self.texts = different(read_messages(data)[1], 2 * size + 20_000)
        self.campaign, self.schools, self.root = _campaign(units)
        self.problems = size // A_PROBLEM
        self.wide = min(wide, self.problems)
        self.days: dict[int, list[date]] = {at: [] for at in range(units)}

    def fill(self) -> None:
        from django.db import transaction  # noqa: PLC0415

        from huiyin.analysis.vectors import Frequencies  # noqa: PLC0415
        from huiyin.platform.texts.commands import keep_vocabulary  # noqa: PLC0415

        closed = [
            FIRST + timedelta(days=self.chance.randrange(DAYS // 3, DAYS - 10)) for _ in range(self.problems)
        ]
        owner = [
            None if at < self.wide else self.chance.randrange(len(self.schools))
            for at in range(self.problems)
        ]
        with transaction.atomic():
            _write_problems(
                self.campaign, closed, [self.root if at is None else self.schools[at] for at in owner]
            )
            frequencies = Frequencies()
            lines = self._lines(closed, owner)
            while block := list(islice(lines, CHUNK)):
                frequencies.add([line.text for line in block])
                write(self.campaign, self.schools, block)
                for line in block:
                    self.days[line.unit].append(line.day)
            keep_vocabulary(self.campaign.pk, frequencies, {})
            self._watch(closed, owner)
            _keep_pieces(self.campaign)

    def _lines(self, closed: Sequence[date], owner: Sequence[int | None]) -> Iterator[Line]:
        written = 0
        for at, (day, unit) in enumerate(zip(closed, owner, strict=True)):
            said = next(self.texts)
            for _ in range(BEHIND_WIDE if unit is None else BEHIND):
                where = self.chance.randrange(len(self.schools)) if unit is None else unit
                early = FIRST + timedelta(days=self.chance.randrange((day - FIRST).days))
                yield Line(where, early, edited_once(said, EDITED, self.chance), at)
                written += 1
        for text in islice(self.texts, self.size - written):
            day = FIRST + timedelta(days=self.chance.randrange(DAYS))
            yield Line(self.chance.randrange(len(self.schools)), day, text)

    def _watch(self, closed: Sequence[date], owner: Sequence[int | None]) -> None:
        from huiyin.analysis.recurrence import bar  # noqa: PLC0415
        from huiyin.platform.audit.models import Head  # noqa: PLC0415
        from huiyin.platform.bulk import insert_many  # noqa: PLC0415
        from huiyin.process.problems.models import Problem  # noqa: PLC0415
        from huiyin.process.problems.queries.recurrence import MOST_COMPARED  # noqa: PLC0415
        from huiyin.process.recurrences.models import Around, Looked, Watched  # noqa: PLC0415

        every = sorted(day for days in self.days.values() for day in days)
        of_unit = {at: sorted(days) for at, days in self.days.items()}
        watched: list[tuple[object, ...]] = []
        around: list[tuple[int, int]] = []
        keys = Problem.objects.order_by("serial").values_list("pk", flat=True)
        for pk, day, unit in zip(keys, closed, owner, strict=True):
            days = every if unit is None else of_unit[unit]
            later = min(len(days) - bisect_right(days, day), MOST_COMPARED)
            watched.append((pk, day, later, bar(later)))
            around += [(pk, self.root)] if unit is None else [(pk, self.schools[unit])]
        insert_many(Watched, ("problem_id", "since", "later", "bar"), watched, {"vocabulary": ""})
        insert_many(Around, ("watched_id", "unit_id"), around)
        Looked.objects.create(campaign=self.campaign, seq=Head.objects.get().seq)


def write(campaign: "Campaign", schools: Sequence[int], lines: Sequence[Line], *, new: bool = False) -> None:
    """Past the commands: opinions, their rows in the index of texts, links and groups; those that are new wait to be looked at."""
    from django.db.models import Max  # noqa: PLC0415

    from huiyin.platform.bulk import insert_many  # noqa: PLC0415
    from huiyin.platform.texts.models import IndexedText  # noqa: PLC0415
    from huiyin.process.opinions.models import Group, Opinion, Placement, Unlooked  # noqa: PLC0415
    from huiyin.process.problems.models import Link, Problem  # noqa: PLC0415

    first = (Opinion.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    keys = range(first, first + len(lines))
    rows = [
        (
            pk,
            f"{pk:064}",
            f"n{pk}",
            schools[line.unit],
            line.day,
            line.text.title,
            line.text.body,
            line.problem is not None,
        )
        for pk, line in zip(keys, lines, strict=True)
    ]
    same = {
        "campaign_id": campaign.pk, "digest": "0" * 64, "salt": "0" * 32, "retain_until": date(2017, 3, 1),
        "entered_on": AT.date(), "channel": "online", "channel_as_written": "", "giver_kind": "parent",
        "giver_as_written": "", "received_by_id": campaign.root_id, "unit_as_written": "", "about_as_written": "",
        "triage_round": 0, "settled_as": "", "settled_why": "",
    }  # fmt: skip
    insert_many(
        Opinion,
        ("id", "source_key", "source_id", "about_id", "raised_on", "title", "body", "linked"),
        rows,
        same,
    )
    insert_many(
        IndexedText, ("text",), [(pk,) for pk in keys], {"corpus": campaign.pk, "signature": bytes(512)}
    )
    behind = [(pk, line.problem) for pk, line in zip(keys, lines, strict=True) if line.problem is not None]
    problems = {at for _, at in behind}
    known = dict(Problem.objects.filter(serial__in=[at + 1 for at in problems]).values_list("serial", "pk"))
    insert_many(Link, ("opinion_id", "problem_id"), [(pk, known[at + 1]) for pk, at in behind], {"round": 0})
    there = set(Group.objects.filter(number__in=[at + 1 for at in problems]).values_list("number", flat=True))
    insert_many(
        Group, ("number", "title"), [(at + 1, f"事{at}") for at in problems if at + 1 not in there],
        {"campaign_id": campaign.pk, "givers": BEHIND},
    )  # fmt: skip
    groups = dict(Group.objects.filter(number__in=[at + 1 for at in problems]).values_list("number", "pk"))
    places = [
        (pk, None if line.problem is None else groups[line.problem + 1])
        for pk, line in zip(keys, lines, strict=True)
    ]
    insert_many(Placement, ("opinion_id", "group_id"), places, {"typical": False})
    if new:
        insert_many(Unlooked, ("opinion_id",), [(pk,) for pk in keys], {"campaign_id": campaign.pk})


def _keep_pieces(campaign: "Campaign") -> None:
    """What the looks at all the closings have read: the opinions behind the problems."""
    from huiyin.kit.blocks import in_blocks  # noqa: PLC0415
    from huiyin.platform.texts.commands import keep_pieces  # noqa: PLC0415
    from huiyin.process.opinions.models import Opinion  # noqa: PLC0415
    from huiyin.process.problems.queries.compared import Weighed, heard  # noqa: PLC0415

    weighed = Weighed(campaign, keeps=True)
    linked = list(Opinion.objects.filter(linked=True).order_by("pk").values_list("pk", flat=True))
    for some in in_blocks(linked, CHUNK):
        weighed.vectors(heard(Opinion.objects.filter(pk__in=some)))
        keep_pieces(weighed.read)
        weighed.read = {}


def _write_problems(campaign: "Campaign", closed: Sequence[date], owners: Sequence[int]) -> None:
    from huiyin.platform.bulk import insert_many  # noqa: PLC0415
    from huiyin.process.campaigns.queries import template_of  # noqa: PLC0415
    from huiyin.process.problems.models import Problem  # noqa: PLC0415
    from huiyin.process.problems.rules import problem_number  # noqa: PLC0415

    template = template_of(campaign)
    rows = [
        (problem_number(2014, serial), serial, f"第{serial}件", owner, day)
        for serial, (day, owner) in enumerate(zip(closed, owners, strict=True), start=1)
    ]
    same = {
        "campaign_id": campaign.pk, "year": 2014, "occurrence": 1, "manifestation": "", "checked_by": "", "cause": "",
        "horizon": "by_date", "dissolved": False, "raised_by": "office", "mirror": "", "common": False, "goal": "",
        "leader": "", "responsible": "总务主任", "round": 1, "key_work": "", "source": template.sources[0].code, "state": "closed",
        "focus": min(template.focus_codes()), "topic": min(template.topic_codes()), "raised_on": FIRST,
    }  # fmt: skip
    insert_many(Problem, ("number", "serial", "title", "owner_id", "closed_on"), rows, same)


def _campaign(units: int) -> "tuple[Campaign, list[int], int]":
    from huiyin.platform.orgs.commands import ensure_root, import_units  # noqa: PLC0415
    from huiyin.platform.orgs.models import Unit  # noqa: PLC0415
    from huiyin.platform.orgs.rules.unit_rows import UnitRow  # noqa: PLC0415
    from huiyin.process.campaigns.commands import enrol_units, start_campaign  # noqa: PLC0415
    from huiyin.process.campaigns.rules import library_folder, load_template  # noqa: PLC0415

    by = _office()
    root = ensure_root("云河市教育局", by=by, at=AT)
    import_units(
        [UnitRow(n + 2, None, f"第{n}小学", None, "学校", ()) for n in range(units)], root, by=by, at=AT
    )
    schools = list(Unit.objects.exclude(pk=root.pk).order_by("pk"))
    template = load_template(library_folder("mass-line-2014"))
    campaign = start_campaign(template, code="bench", name="活动", root=root, by=by, at=AT)
    enrol_units(campaign, schools, by=by, at=AT)
    return campaign, [unit.pk for unit in schools], root.pk


def _office() -> "Actor":
    from huiyin.platform.orgs.rules.rights import Actor, Role  # noqa: PLC0415

    return Actor("office", Role.OFFICE)


class _Looks:
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
        alone = []
        for _ in range(ALONE + 1):
            self._hear(1)
            alone.append(self._timed(self._look))
        middle = [statistics.median(one[at] for one in alone[1:]) for at in range(3)]
        self._say("one, median", *middle)
        self._say("one, worst", *(max(one[at] for one in alone[1:]) for at in range(3)))
        for many in self.options.many:
            self._hear(many)
            cpu, wall, queries = self._timed(self._look)
            self._say(f"{many} at once", cpu, wall, queries)
            self._say(f"{many} at once, each", cpu / many, wall / many, queries / many)
        print("digest", *self._digest(), sep="\t", flush=True)
        self._decide()
        self._say(f"{DECIDED} decided", *self._timed(self._look))
        for name, owner in (("a school's", False), ("everybody's", True)):
            self._close(everybodys=owner)
            self._say(f"anew, {name}", *self._timed(self._look))
        print("peak MB", f"{peak():.0f}", sep="\t", flush=True)

    def _say(self, step: str, cpu: float, wall: float, queries: float) -> None:
        print(step, f"{cpu:.1f}", f"{wall:.1f}", f"{queries:.1f}", sep="\t", flush=True)

    def _look(self) -> None:
        from huiyin.process.recurrences.commands import look_for_again  # noqa: PLC0415

        look_for_again(self.campaign, by=_office(), at=AT)

    def _timed(self, step: Callable[[], object]) -> tuple[float, float, float]:
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

    def _hear(self, many: int) -> None:
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
        write(self.campaign, self.schools, lines, new=True)

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
                decide_again(row.problem, row.opinion_id, Answer.AGAIN, by=_office(), at=AT)

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
