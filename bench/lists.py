"""How long the lists take, and how much memory: twenty thousand problems out, five thousand edited rows in again.

    python -m bench.lists [--problems 1000 20000] [--edited 5000] [--postgres ADDRESS]

Each size has a database and a process of its own. Every problem has two measures. "edited rows" are half of them problems
(goal and leader), half of them measures (words and progress). Seconds of one run, and of its CPU (of SQLite in it, of PostgreSQL beside it not); the peak is the process's resident memory
after each step, in MB, so that what a step needs is what it adds.

--postgres   a server on which it may make and drop the database huiyin_bench_<problems>
"""

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.engines import drop_database, postgres_database, run_child

if TYPE_CHECKING:
    from huiyin.platform.orgs.rules.rights import Actor
    from huiyin.reports.papers.lists import Wanted

AT = datetime(2014, 6, 2, 4, tzinfo=UTC)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--problems", type=int, nargs="+", default=[1000, 20_000])
    parser.add_argument("--edited", type=int, default=5000)
    parser.add_argument("--postgres", help="a server, postgresql://user@host:5432/postgres")
    parser.add_argument("--child", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--build", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        return _measure(options.child, options.edited, build=options.build)
    with tempfile.TemporaryDirectory() as folder:
        for problems in options.problems:
            name = f"huiyin_bench_{problems}"
            engines = {"SQLite": str(Path(folder) / f"lists-{problems}.sqlite3")}
            if options.postgres:
                engines["PostgreSQL"] = postgres_database(options.postgres, name, fresh=True)
            for engine, address in engines.items():
                print(
                    f"\n{engine}, {problems} problems\n{'':<44}{'seconds':>10}{'of CPU':>10}{'peak MB':>10}"
                )
                child = ("--child", str(problems), "--edited", str(options.edited))
                run_child("bench.lists", address, *child, "--build")  # its memory isn't that of a list
                for step, seconds, cpu, peak in run_child("bench.lists", address, *child):
                    print(f"{step:<44}{float(seconds):>10.2f}{float(cpu):>10.2f}{peak:>10}", flush=True)
            if options.postgres:
                drop_database(options.postgres, name)
    return 0


def _measure(problems: int, edited: int, *, build: bool) -> int:
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from huiyin.reports.papers.exchange import write_exchange  # noqa: PLC0415
    from huiyin.reports.papers.lists import write_list  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    if build:
        _build(problems)
        return 0
    wanted, office = _wanted()
    today = AT.date()
    _say("at first", lambda: None)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "out.xlsx"
        for code in ("rectification_ledger", "measure_list", "four_lists"):
            _say(f"write {code}", lambda code=code: write_list(wanted, code, path, today))
        _say("write the workbook to be edited", lambda: write_exchange(wanted, path, today))
        _back(wanted, office, path.read_bytes(), edited)
    return 0


def _back(wanted: "Wanted", office: "Actor", data: bytes, edited: int) -> None:
    from huiyin.kit.sheets import sheets_from  # noqa: PLC0415
    from huiyin.platform.orgs.commands.rehearsing import rehearse  # noqa: PLC0415
    from huiyin.process.rectification.commands import import_ledger  # noqa: PLC0415
    from huiyin.process.rectification.queries import standing_problems  # noqa: PLC0415
    from huiyin.process.rectification.rules.exchange import differences  # noqa: PLC0415
    from huiyin.process.rectification.rules.exchange_edits import edits_of  # noqa: PLC0415
    from huiyin.process.rectification.rules.exchange_sheet import read_exchange  # noqa: PLC0415
    from huiyin.reports.papers.exchange import choices_in, ledger_form, shown_cells  # noqa: PLC0415

    form = {column.code: column.heading for column in ledger_form(wanted.template).columns}
    choices, code = choices_in(wanted.template), wanted.campaign.code
    sheets = _say("read both sheets", lambda: sheets_from(data, "台账.xlsx"))
    for sheet, words in zip(sheets, (("食堂公开", "王校长"), ("每周公示", "进展 0")), strict=True):
        rows = [at for at, row in enumerate(sheet.rows) if row and isinstance(row[0], int)]
        for at in rows[: edited // 2]:
            row = tuple(
                f"{cell}，改" if isinstance(cell, str) and cell.startswith(words) else cell
                for cell in sheet.rows[at]
            )
            sheet.rows[at] = row
        # Only the edited rows are brought: whoever edits 5,000 rows has a workbook of them.
        for at in rows[edited // 2 :]:
            sheet.rows[at] = ()
    read = _say("know rows and cells", lambda: read_exchange(sheets, form, choices, code, AT.date()))
    numbers = {row.number for row in read.rows}

    def beside() -> Any:
        standing = standing_problems(wanted.campaign, wanted.visible, wanted.actors, numbers)
        shown_cells(wanted, numbers)
        return differences(read.rows, standing, form)

    found = _say("compare with what stands", beside)
    edits = edits_of(found.changes, found.added)
    _say("rehearse", lambda: rehearse(import_ledger, wanted.campaign, edits, by=office, at=AT))
    done = _say(
        f"write {len(found.changes)} cells", lambda: import_ledger(wanted.campaign, edits, by=office, at=AT)
    )
    if done.refused or done.problems + done.measures != len(read.rows):
        raise RuntimeError(
            f"{done.problems} problems and {done.measures} measures of {len(read.rows)}: {done.refused[:3]}"
        )


def _say(step: str, act: Callable[[], Any]) -> Any:
    started, cpu = time.perf_counter(), time.process_time()
    answer = act()
    spent = time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(step, time.perf_counter() - started, spent, peak, sep="\t", flush=True)
    return answer


def _wanted() -> "tuple[Wanted, Actor]":
    """All problems, for the office."""
    from huiyin.platform.orgs.rules.rights import Actor, Role  # noqa: PLC0415
    from huiyin.process.campaigns.models import Campaign  # noqa: PLC0415
    from huiyin.process.problems.access import visible_problems  # noqa: PLC0415
    from huiyin.process.problems.queries import Sought  # noqa: PLC0415
    from huiyin.reports.papers.lists import Wanted  # noqa: PLC0415

    campaign = Campaign.objects.select_related("root").get()
    office = Actor("office", Role.OFFICE, campaign.root.path)
    return Wanted(campaign, visible_problems([office], campaign), Sought(), (office,)), office


def _build(problems: int) -> None:
    from huiyin.platform.orgs.commands import ensure_root, import_units  # noqa: PLC0415
    from huiyin.platform.orgs.models import Unit  # noqa: PLC0415
    from huiyin.platform.orgs.rules.rights import Actor, Role  # noqa: PLC0415
    from huiyin.platform.orgs.rules.unit_rows import UnitRow  # noqa: PLC0415
    from huiyin.process.campaigns.commands import start_campaign  # noqa: PLC0415
    from huiyin.process.campaigns.rules import library_folder, load_template  # noqa: PLC0415
    from huiyin.process.problems.models import Problem  # noqa: PLC0415
    from huiyin.process.rectification.models import Measure  # noqa: PLC0415
    from huiyin.process.rectification.rules.hints import shape_of  # noqa: PLC0415

    server = Actor("server", Role.OFFICE)
    root = ensure_root("云河市教育局", by=server, at=AT)
    rows = [UnitRow(number + 2, "", f"第{number}中学", "", "学校", ()) for number in range(80)]
    import_units(rows, root, by=server, at=AT)
    template = load_template(library_folder("mass-line-2014"))
    campaign = start_campaign(template, code="mass-line", name="教育实践活动", root=root, by=server, at=AT)
    schools = list(Unit.objects.filter(parent=root))
    made = Problem.objects.bulk_create(
        [
            Problem(
                campaign=campaign, number=f"2014-{n:03d}", year=2014, serial=n, title=f"第 {n} 个问题：食堂菜价不公开，家长多次反映",
                manifestation="学生不知道每餐多少钱，价目表两个月没有换" * 3, owner=schools[n % 80], source="masses", horizon="by_date",
                raised_by="office", raised_on=AT.date(), checked_by="office", checked_on=AT.date(), state="claimed",
                goal="食堂公开，每周一换价目表", leader="王校长", responsible="总务主任", due_on=AT.date() + timedelta(days=30),
            )
            for n in range(1, problems + 1)
        ],
        batch_size=300,
    )  # fmt: skip
    Measure.objects.bulk_create(
        [
            Measure(
                problem=problem, round=1, number=number, what=f"每周公示食堂菜价（{number}）", doer="总务主任",
                until=AT.date() + timedelta(days=20), result="公示栏有当周价目表", shape=shape_of(f"每周公示食堂菜价（{number}）"),
                progress=f"进展 0：第 {number} 周已公示", by="clerk", on=AT.date(),
            )
            for problem in made
            for number in (1, 2)
        ],
        batch_size=300,
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
