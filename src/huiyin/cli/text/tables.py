"""Tables of opinions as plain UTF-8 files with a heading line, in and out."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from huiyin.analysis.normalise import Text
from huiyin.kit.errors import BadInput
from huiyin.kit.outputs import written_whole

IDS = ("source_id", "msg_id")
BODIES = ("body", "text")
DAYS = ("time", "raised_on")


class Opinion(NamedTuple):
    """A row: its id, its words, when it was said ("" where the file has no such column) and the unit ("" likewise)."""

    id: str
    words: Text
    said: str
    unit: str


def read_opinions(path: Path, *, dated: bool = False) -> list[Opinion]:
    """The opinions of a file, in its order: columns source_id or msg_id; body or text; title, unit, and time or raised_on where
    there are such. BadInput for a file without those it needs (a time, where `dated`) and for an id that stands twice."""
    found: list[Opinion] = []
    seen: dict[str, int] = {}
    for number, row in read_rows(path, IDS, BODIES, *([DAYS] if dated else [])):
        name = _first(row, IDS)
        if name in seen:
            raise BadInput(
                f"“{path.name}”第 {number} 行的编号“{name}”在第 {seen[name]} 行已经有了。",
                f"Line {number} of '{path.name}' has the id '{name}' of line {seen[name]}.",
            )
        seen[name] = number
        words = Text(row.get("title", ""), _first(row, BODIES))
        found.append(Opinion(name, words, _first(row, DAYS), row.get("unit", "")))
    return found


def read_rows(path: Path, *needed: Sequence[str]) -> Iterator[tuple[int, Mapping[str, str]]]:
    """(line, row by heading) of a file that has a column of each of `needed` (any one of its names)."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = csv.DictReader(lines, strict=True)
            missing = [names for names in needed if not set(names) & set(rows.fieldnames or ())]
            if missing:
                listed = "、".join(" 或 ".join(names) for names in missing)
                english = ", ".join(" or ".join(names) for names in missing)
                raise BadInput(
                    f"“{path.name}”第一行缺少栏目：{listed}。", f"'{path.name}' lacks the columns {english}."
                )
            for row in rows:
                yield rows.line_num, {name: value or "" for name, value in row.items() if name is not None}
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadInput(
            f"“{path.name}”不是 UTF-8 的 CSV，读不下去。", f"'{path.name}' is no CSV in UTF-8: {error}."
        ) from error


def write_rows(path: Path, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    """A file with a heading line; how many rows. It's whole or not there."""
    written = 0
    with written_whole(path) as part, part.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(headings)
        for row in rows:
            writer.writerow(row)
            written += 1
    return written


def _first(row: Mapping[str, str], names: Sequence[str]) -> str:
    return next((row[name] for name in names if name in row), "")
