"""Files of JSON lines: an object a line, UTF-8."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from huiyin.kit.errors import BadInput
from huiyin.kit.outputs import written_whole


def read_lines(path: Path, *fields: str) -> Iterator[tuple[str, ...]]:
    """The named fields of every line, each a text; lines that are blank are passed over. BadInput names a line that can't be read."""
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield _fields(path, number, line, fields)


def write_lines(path: Path, rows: Iterable[Mapping[str, str | int]]) -> int:
    """An object a line; how many. The file is whole or not there."""
    written = 0
    with written_whole(path) as part, part.open("w", encoding="utf-8", newline="\n") as out:
        for row in rows:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
            written += 1
    return written


def _fields(path: Path, number: int, line: bytes, fields: Iterable[str]) -> tuple[str, ...]:
    try:
        values = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
        found = tuple(values[field] for field in fields)
    except (ValueError, TypeError, KeyError, RecursionError):
        found = ()
    if not found or not all(isinstance(value, str) for value in found):
        named = "、".join(fields)
        raise BadInput(
            f"“{path.name}”第 {number} 行不是 UTF-8 的 JSON 对象，或缺少文字栏目：{named}。",
            f"Line {number} of '{path.name}' is no JSON object in UTF-8 with the texts {', '.join(fields)}.",
        )
    return found
