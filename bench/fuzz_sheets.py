"""Fuzz the reading of tables of opinions, units, plans and ledgers: whatever bytes come, the answer is rows or BadInput, and the process lives.

    python -m bench.fuzz_sheets --seconds 60 [--seed 1]

Cases are made from small real files of every format (bytes flipped, cut, doubled, spliced; in a workbook also inside its XML
parts or its records, so that the damage gets past the zip's checksums) and from random bytes. A worker process runs them under
a memory limit, because the workbook reader is Rust and aborts where Python would raise; the parent names the seed of a case that
killed it. Prints cases per second and every crash; exit code 1 when there was one.
"""

import argparse
import io
import random
import resource
import subprocess
import sys
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import date

import openpyxl
from tests.rules.sheets.biff import xls_of

from bench.fuzz_ledgers import LEDGER, MEASURES, PROGRESS, read_ledgers
from huiyin.kit.errors import BadInput
from huiyin.kit.sheets import sheet_from
from huiyin.platform.orgs.rules.unit_names import UnitNames
from huiyin.platform.orgs.rules.unit_rows import read_units
from huiyin.process.opinions.rules.columns import find_columns
from huiyin.process.opinions.rules.keys import keyed
from huiyin.process.opinions.rules.rows import read_rows

_MEMORY = 3 * 1024**3
_ROWS: list[list[str | float | None]] = [
    ["征求意见汇总表", None, None, None, None],
    ["编号", "收集时间", "单位", "意见原文", "意见建议"],
    [1.0, "5.23", "市第三中学", "食堂的饭菜太贵，希望公布价格。", "每月公布一次"],
    [2.0, "2014年5月24日", "实验小学", "放学时校门口太堵", None],
    [None, None, None, "=-作业太多", None],
    ["合计", None, None, None, 3.0],
    ["填表人：", None, None, None, None],
]
_TODAY = date(2014, 6, 30)


def main() -> int:
    """Run the worker again after each death until the time is over; return the exit code."""
    options = argparse.ArgumentParser(description="Fuzz the reading of tables.")
    options.add_argument("--seconds", type=float, default=60)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.worker:
        return _work(given.seed, given.seconds)
    return _watch(given.seed, given.seconds)


def _watch(seed: int, seconds: float) -> int:
    end = time.monotonic() + seconds
    crashes: list[str] = []
    done = 0
    while (left := end - time.monotonic()) > 0:
        command = [
            sys.executable,
            "-m",
            "bench.fuzz_sheets",
            "--worker",
            "--seed",
            str(seed),
            "--seconds",
            str(left),
        ]
        worker = subprocess.run(command, capture_output=True, text=True, check=False)
        lines = worker.stdout.splitlines()
        started = [int(line.split()[1]) for line in lines if line.startswith("case ")]
        crashes += [line for line in lines if line.startswith("crash ")]
        print(*(line for line in lines if line.startswith("kinds ")), sep="\n")
        done += len(started)
        if worker.returncode == 0:
            break
        last = started[-1] if started else seed
        crashes.append(f"crash {last}: the process died ({worker.returncode}): {worker.stderr.strip()[:300]}")
        seed = last + 1
    print(f"{done} cases, {done / seconds:.0f} a second, {len(crashes)} crashes")
    print(*crashes, sep="\n")
    return 1 if crashes else 0


def _work(seed: int, seconds: float) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    end = time.monotonic() + seconds
    originals = _originals()
    kinds: Counter[str] = Counter()
    while time.monotonic() < end:
        print("case", seed, flush=True)
        name, data = case_of(seed, originals)
        started = time.monotonic()
        try:
            kinds[f"{name}: {read_everything(data, name)}"] += 1
        except Exception:
            print("crash", seed, name, traceback.format_exc(limit=-3).replace("\n", " | "), flush=True)
        if time.monotonic() - started > 10:
            print("crash", seed, name, "took more than 10 seconds", flush=True)
        seed += 1
    print("kinds", dict(kinds))
    return 0


def read_everything(data: bytes, name: str) -> str:
    """Take some bytes through reading, columns, rows, keys, units and ledgers; return "rows" or "refused"."""
    try:
        sheet = sheet_from(data, name)
    except BadInput:
        return "refused"
    units = UnitNames.of([("1", ["市第三中学", "三中"]), ("2", ["市实验小学"])])
    answer = "rows"
    try:
        columns = find_columns(sheet)
        for _ in keyed(read_rows(sheet, columns, default_year=2014, today=_TODAY, units=units)):
            pass
    except BadInput:
        answer = "no columns"
    with suppress(BadInput):
        read_units(sheet)
    read_ledgers(data, name, sheet)
    return answer


def case_of(seed: int, originals: dict[str, bytes]) -> tuple[str, bytes]:
    """Return (name, bytes) of a case; the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 — a seed that can be named is the point
    name = chance.choice(list(originals))
    data = originals[name]
    if name.endswith(".xlsx") and chance.random() < 0.8:
        return name, _inside_zip(data, chance)
    if name == "random":
        return name, chance.choice(
            [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe"]
        ) + chance.randbytes(chance.randrange(3000))
    return name, _mutated(data, chance)


def _inside_zip(data: bytes, chance: random.Random) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        names = source.namelist()
        chosen = set(chance.sample(names, min(len(names), chance.choice([1, 1, 2]))))
        for name in names:
            part = source.read(name)
            target.writestr(name, _mutated(part, chance) if name in chosen else part)
    return out.getvalue()


def _flip(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice([1, 2, 8, 40])):
        data[chance.randrange(len(data))] = chance.choice([0, 255, 0x22, 0x3C, chance.randrange(256)])


def _cut(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data))
    del data[at : at + chance.choice([1, 4, 100, len(data)])]


def _double(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data))
    data[at:at] = data[at : at + chance.choice([1, 30, 400])] * chance.choice([1, 2, 50])


def _insert(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data))
    odd = [
        b"\x00",
        b'"',
        b"\r",
        b"999999999",
        b'<c r="XFD1048576"><v>1</v></c>',
        b"\xf0\x9f\x98\x80",
        b"_xD800_",
        b"1E308",
        b"&#0;",
    ]
    data[at:at] = chance.choice(odd)


def _renumber(data: bytearray, chance: random.Random) -> None:
    """Change a digit, where lengths, counts and references are in a workbook's XML."""
    digits = [at for at, byte in enumerate(data) if 48 <= byte < 58]
    if digits:
        at = chance.choice(digits)
        data[at : at + 1] = chance.choice([b"0", b"7", b"99", b"-1", b"4294967296"])


_CHANGES: tuple[Callable[[bytearray, random.Random], None], ...] = (
    _flip,
    _flip,
    _cut,
    _double,
    _insert,
    _renumber,
    _renumber,
)


def _mutated(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice([1, 1, 2, 5])):
        if changed:
            chance.choice(_CHANGES)(changed, chance)
    return bytes(changed)


def _lines(rows: list[list[str | float | None]]) -> str:
    return "\r\n".join(",".join("" if cell is None else str(cell) for cell in row) for row in rows)


def _book(sheets: dict[str, list[list[str | float | None]]]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
        page.merge_cells(start_row=len(rows), end_row=len(rows), start_column=1, end_column=2)
    book.remove(book.worksheets[0])
    book.save(out)
    return out.getvalue()


def _originals() -> dict[str, bytes]:
    text = _lines(_ROWS)
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in _ROWS:
        sheet.append(row)
    sheet.merge_cells("A1:E1")
    sheet.merge_cells("C3:C4")
    book.create_sheet("说明")["A1"] = "填表说明"
    out = io.BytesIO()
    book.save(out)
    return {
        "utf8.csv": text.encode(),
        "gb.csv": text.encode("gb18030"),
        "utf16.txt": text.replace(",", "\t").encode("utf-16"),
        "book.xlsx": out.getvalue(),
        "book2.xlsx": out.getvalue(),
        "ledger.xlsx": _book({"台账": LEDGER, "措施": MEASURES}),
        "measures.csv": _lines(MEASURES).encode("gb18030"),
        "progress.csv": _lines(PROGRESS).encode(),
        "ledger.xls": xls_of({"台账": LEDGER, "措施": MEASURES}),
        "book.xls": xls_of({"意见": _ROWS, "说明": [["填表说明"]]}),
        "random": b"",
    }


if __name__ == "__main__":
    sys.exit(main())
