"""How fast opinions come in, beside the bare libraries in the same run, and what the sweep after it costs.

    python bench/intake.py [--rows 10000 100000] [--data DIR] [--postgres ADDRESS]

Texts: teddy2020c/fj3_messages.csv of --data (else HUIYIN_DATA, else ../shared/data beside the repository), repeated and
edited; where there is none, the invented opinions of the demo, which are shorter (the table says which).

bare    python-calamine reads the workbook, Django's bulk_create writes five columns into a table without constraints
huiyin  `huiyin run`: guards, columns found, rows judged and keyed, digests, known rows looked up, triggers, chain, seal
ratio   bare seconds ÷ huiyin seconds for reading and taking in; sweep, groups and papers stand apart
"""

import argparse
import csv
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import xlsxwriter

from huiyin.config.database import database_settings

ROOT = Path(__file__).resolve().parent.parent
HEADINGS = ("编号", "标题", "意见原文", "收集时间", "单位")
EDITED = 0.06  # of the characters of each repeated text


def main() -> int:
    options = _options()
    if options.bare:
        return _bare(options.bare, options.postgres)
    name, texts = read_texts(options.data)
    print(
        f"texts: {name}, {sum(map(len, (body for _, body in texts))) / len(texts):.0f} characters on average"
    )
    print(
        f"{'rows':>8} {'engine':>10} {'bare s':>8} {'read s':>8} {'intake s':>9} {'ratio':>6} {'sweep s':>8} {'group s':>8} {'papers s':>9} {'all s':>7} {'peak MB':>8}"
    )
    engines = [None, *([options.postgres] if options.postgres else [])]
    with tempfile.TemporaryDirectory() as folder:
        for rows in options.rows:
            book = Path(folder) / f"{rows}.xlsx"
            write_book(book, texts, rows)
            for engine in engines:
                on = ["--postgres", engine] if engine else []
                bare = json.loads(_child([sys.executable, __file__, "--bare", str(book), *on], {})[0])[
                    "seconds"
                ]
                _ours(book, rows, bare, engine, Path(folder) / f"out-{rows}-{'pg' if engine else 'sqlite'}")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument(
        "--data", type=Path, default=Path(os.environ.get("HUIYIN_DATA", ROOT.parent / "shared" / "data"))
    )
    parser.add_argument("--postgres", help="an empty database to run on as well, postgresql://…")
    parser.add_argument("--bare", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def read_texts(data: Path) -> tuple[str, list[tuple[str, str]]]:
    messages = data / "teddy2020c" / "fj3_messages.csv"
    if messages.exists():
        with messages.open(encoding="utf-8-sig", newline="") as file:
            return "teddy2020c/fj3_messages.csv", [
                (row["title"], row["body"]) for row in csv.DictReader(file)
            ]
    demo = ROOT / "src" / "huiyin" / "library" / "demo" / "opinions.csv"
    with demo.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.reader(file) if len(row) > 5 and row[5]]
    return "the demo's invented opinions", [("", row[5]) for row in rows[1:]]


def write_book(book: Path, texts: list[tuple[str, str]], rows: int) -> None:
    chance = random.Random(rows)  # noqa: S311 - the same texts in every run
    letters = "".join(body for _, body in texts)[:20_000]
    with xlsxwriter.Workbook(
        str(book), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as out:
        page = out.add_worksheet("意见")
        page.write_row(0, 0, HEADINGS)
        for number in range(rows):
            title, body = texts[number % len(texts)]
            if number >= len(texts):
                body = "".join(
                    chance.choice(letters) if chance.random() < EDITED else letter for letter in body
                )
            day = f"2014.{chance.randint(3, 6)}.{chance.randint(1, 28)}"
            page.write_row(
                number + 1, 0, (str(number + 1), title, body[:32_000], day, f"第{chance.randint(1, 60)}小学")
            )


def _bare(book: Path, engine: str | None) -> int:
    """The same file by the libraries alone, on the same engine; prints its seconds."""
    import django  # noqa: PLC0415
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection, models  # noqa: PLC0415
    from python_calamine import CalamineWorkbook  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        database = database_settings(engine or f"{folder}/bare.sqlite3")
        settings.configure(
            DATABASES={"default": database}, DEFAULT_AUTO_FIELD="django.db.models.BigAutoField"
        )
        django.setup()
        fields = {name: models.TextField() for name in ("number", "title", "body", "day", "unit")}
        meta = type("Meta", (), {"app_label": "bench"})
        table = type("Bare", (models.Model,), {**fields, "Meta": meta, "__module__": "bench"})
        with connection.schema_editor() as editor:
            editor.create_model(table)
        begun = time.perf_counter()
        rows = (
            CalamineWorkbook.from_path(str(book)).get_sheet_by_index(0).to_python(skip_empty_area=False)[1:]
        )
        objects = table.objects  # type: ignore[attr-defined]
        objects.bulk_create(table(number=n, title=t, body=b, day=d, unit=u) for n, t, b, d, u in rows)
        print(json.dumps({"seconds": time.perf_counter() - begun}))
        with connection.schema_editor() as editor:
            editor.delete_model(table)
        connection.close()
    return 0


def _ours(book: Path, rows: int, bare: float, engine: str | None, out: Path) -> None:
    command = [str(Path(sys.executable).with_name("huiyin")), "run", "--template", "mass-line-2014", "--json"]
    command += ["--opinions", str(book), "--out", str(out), *(["--database", engine] if engine else [])]
    printed, peak = _child(command, {})
    seconds = json.loads(printed)["seconds"]
    taking = seconds["read"] + seconds["intake"]
    print(
        f"{rows:>8} {'PostgreSQL' if engine else 'SQLite':>10} {bare:>8.2f} {seconds['read']:>8.2f} {seconds['intake']:>9.2f} "
        f"{bare / taking:>6.2f} {seconds['sweep']:>8.1f} {seconds['group']:>8.1f} {seconds['papers']:>9.1f} "
        f"{sum(seconds.values()):>7.1f} {peak:>8.0f}",
        flush=True,
    )


def _child(command: list[str], extra: dict[str, str]) -> tuple[str, float]:
    """What a process prints, and the most memory that it held, in MB."""
    env = {name: value for name, value in os.environ.items() if name != "HUIYIN_DATABASE"} | extra
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=env)
    assert process.stdout is not None  # noqa: S101 - Popen was given a pipe
    printed = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{' '.join(command[:3])} failed with status {status}: {printed}")
    return printed, usage.ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
