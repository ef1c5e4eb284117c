"""How long the notes of a formal text take, with so many others in the database, at several sizes.

    python -m bench.notes [--papers 1000 4000] [--postgres ADDRESS] [--data DIR]

The papers are really different messages made into texts of about 1,800 characters (bench/messages.py), drafted by command, ten schools;
every tenth has a paragraph of the one before it with a tenth of its characters changed, and all a paragraph that is the same.

index        ms of `index_formal_texts` a paper
passages     ms of `passages_like` of a text that has two copied paragraphs: what the index costs
notes        ms of `notes_on` of the same text, for its author: everything that the margin says
Medians of 25 texts; each size in a process and a database of its own.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from bench.engines import drop_database, postgres_database, run_child
from bench.messages import data_folder, different, edited, read_messages
from huiyin.analysis.normalise import Text

if TYPE_CHECKING:
    from huiyin.platform.orgs.models import Unit
    from huiyin.platform.orgs.rules.rights import Actor
    from huiyin.process.campaigns.models import Campaign

AT = datetime(2014, 6, 2, 4, tzinfo=UTC)
SCHOOLS, TOGETHER, ASKED = 10, 5, 25
SAME_FOR_ALL = "各单位要把听取意见贯穿始终，班子成员每人至少联系两所学校，走进课堂、食堂和宿舍，当面听教师和学生把话说完。"


def main() -> int:
    return by_size("notes", __doc__ or "", [1_000, 4_000], _measure)


def by_size(name: str, doc: str, sizes: Sequence[int], measure: Callable[[Path, int], None]) -> int:
    """Run `measure` of the bench `name` in a process of its own for each size and engine, and print what it said."""
    options = _options(doc, sizes)
    data = data_folder(options.data)
    if data is None:
        return 3
    if options.child:
        measure(data, options.child)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        for size in options.papers:
            _print(name, "SQLite", size, str(Path(folder) / f"{name}-{size}.sqlite3"), data)
            if options.postgres:
                address = postgres_database(options.postgres, f"huiyin_{name}_{size}", fresh=True)
                _print(name, "PostgreSQL", size, address, data)
                drop_database(options.postgres, f"huiyin_{name}_{size}")
    return 0


def _options(doc: str, sizes: Sequence[int]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, nargs="+", default=list(sizes))
    parser.add_argument("--data")
    parser.add_argument("--postgres", help="a server, postgresql://user@host:5432/postgres")
    parser.add_argument("--child", type=int, help=argparse.SUPPRESS)
    return parser.parse_args()


def _print(name: str, engine: str, size: int, address: str, data: Path) -> None:
    lines = run_child(f"bench.{name}", address, "--child", str(size), "--data", str(data))
    said = "  ".join(f"{step} {float(wall):.1f} ms (CPU {float(cpu):.1f})" for step, wall, cpu in lines)
    print(f"{engine:<12}{size:>8,} papers: {said}", flush=True)


# What follows runs in the child, with Django set up.


def _measure(data: Path, size: int) -> None:
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from huiyin.platform.orgs.rules.rights import Actor, Role  # noqa: PLC0415
    from huiyin.platform.texts.queries import passages_like  # noqa: PLC0415
    from huiyin.process.campaigns.commands import index_formal_texts  # noqa: PLC0415
    from huiyin.process.campaigns.queries.formal_texts import words_of  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    office = Actor("office", Role.OFFICE)
    texts = list(_texts(data, size))
    campaign, schools = _campaign(office)
    _draft(campaign, schools, texts, office)
    wall, cpu = _timed(lambda: index_formal_texts(campaign, by=office, at=AT))
    _say("index", wall / size, cpu / size)
    asked = [f"{texts[at][:400]}\n{SAME_FOR_ALL}\n{texts[-at][400:1800]}" for at in range(1, ASKED + 1)]
    _report("passages", asked, lambda text: passages_like(text, words_of))
    _report("notes", asked, lambda text: _notes(campaign, schools[0], text))


def _texts(data: Path, size: int) -> Iterator[str]:
    made = different(read_messages(data)[1], size * TOGETHER)
    before = ""
    for number in range(size):
        text = "\n".join(one.whole for one in islice(made, TOGETHER))
        copied = edited([Text("", before[:400])], 2, 0.1)[1].body if number % 10 == 0 and before else ""
        yield f"{SAME_FOR_ALL}\n{text}\n{copied}"
        before = text


def _campaign(office: "Actor") -> "tuple[Campaign, list[Unit]]":
    from huiyin.platform.orgs.commands import ensure_root, import_units  # noqa: PLC0415
    from huiyin.platform.orgs.models import Unit  # noqa: PLC0415
    from huiyin.platform.orgs.rules.unit_rows import UnitRow  # noqa: PLC0415
    from huiyin.process.campaigns.commands import enrol_units, start_campaign  # noqa: PLC0415
    from huiyin.process.campaigns.rules import library_folder, load_template  # noqa: PLC0415

    root = ensure_root("某市教育局", by=office, at=AT)
    rows = [UnitRow(at + 2, None, f"第{at + 1}学校", None, "学校", ()) for at in range(SCHOOLS)]
    import_units(rows, root, by=office, at=AT)
    root.refresh_from_db()
    template = load_template(library_folder("mass-line-2014"))
    campaign = start_campaign(template, code="bench", name="测", root=root, by=office, at=AT)
    units = list(Unit.objects.under(root.path))
    enrol_units(campaign, units, by=office, at=AT)
    return campaign, units[1:]


def _draft(campaign: "Campaign", schools: "Sequence[Unit]", texts: Sequence[str], office: "Actor") -> None:
    from django.db import transaction  # noqa: PLC0415

    from huiyin.process.campaigns.commands import draft_paper  # noqa: PLC0415
    from huiyin.process.campaigns.commands.papers import Draft  # noqa: PLC0415

    with transaction.atomic():
        for number, text in enumerate(texts):
            unit = schools[number % SCHOOLS]
            draft_paper(campaign, unit, Draft("rectification_plan", "方案", text), by=office, at=AT)


def _notes(campaign: "Campaign", unit: "Unit", text: str) -> object:
    from huiyin.platform.orgs.rules.rights import Actor, Role  # noqa: PLC0415
    from huiyin.process.opinions.access import visible_opinions  # noqa: PLC0415
    from huiyin.process.problems.access import visible_problems  # noqa: PLC0415
    from huiyin.process.problems.queries.notes import Checked, Reader, notes_on  # noqa: PLC0415

    actors = (Actor("clerk", Role.CLERK, unit.path),)
    reader = Reader(actors, visible_problems(actors, campaign), visible_opinions(actors, campaign))
    return notes_on(text, Checked(campaign, unit, AT.date(), answers=True), reader)


def _report(name: str, texts: Sequence[str], step: Callable[[str], object]) -> None:
    step(texts[0])
    walls, cpus = zip(*(_timed(lambda text=text: step(text)) for text in texts), strict=True)  # type: ignore[misc]
    _say(name, statistics.median(walls), statistics.median(cpus))


def _timed(step: Callable[[], object]) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    step()
    return (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000


def _say(name: str, wall: float, cpu: float) -> None:
    print(name, wall, cpu, sep="\t", flush=True)


if __name__ == "__main__":
    sys.exit(main())
