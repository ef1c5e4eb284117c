"""A whole pass without the database: group so many texts, title the groups and find what to ask, step by step.

    python -m bench.whole_pass [--sizes 10000 100000] [--units 1] [--data DIR] [--keep FOLDER]

The opinions are really different texts made from real messages (bench/messages.py), about `--units` schools in turn: with one, all are
compared with all, which is the hard case. They lie in a file and are read when they are wanted, as `group_opinions` reads them from the
database; bench/placing.py measures it with the database. Each size in a process of its own: CPU seconds of each step, the memory
that the process held at most till its end, and what was found.

--keep   leave the texts there, and use those that are there already
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np

from bench.memory import forget_peak, peak
from bench.messages import data_folder, different, read_messages
from huiyin.analysis.normalise import Text
from huiyin.process.opinions.rules import gathering
from huiyin.process.opinions.rules.gathering import Distinct, Said, gather
from huiyin.process.opinions.rules.listing import Listing

T = TypeVar("T")

STEPS = {
    "_vectors": "words counted, weighed, listed",
    "_labels": "groups",
    "_gathered": "titles",
    "doubtful": "what to ask",
    "_commons": "what units share",
}


def main() -> int:
    options = _options()
    if options.child:
        _measure(options.keep / _file(options.child), options.child, options.units)
        return 0
    data = data_folder(options.data)
    if data is None:
        return 3
    with tempfile.TemporaryDirectory() as folder:
        kept = options.keep or Path(folder)
        for size in options.sizes:
            _write(data, kept / _file(size), size)
            given = ("--keep", str(kept), "--units", str(options.units), "--child", str(size))
            print(f"\n{size:,} texts{'CPU s':>34}{'peak MB':>10}", flush=True)
            subprocess.run([sys.executable, "-m", "bench.whole_pass", *given], check=True)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--units", type=int, default=1)
    parser.add_argument("--data")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--child", type=int, help=argparse.SUPPRESS)
    return parser.parse_args()


def _file(size: int) -> str:
    return f"texts-{size}.jsonl"


def _write(data: Path, path: Path, size: int) -> None:
    if path.exists():
        return
    half = path.with_suffix(".part")
    with half.open("w", encoding="utf-8") as lines:
        for _, text in zip(range(size), different(read_messages(data)[1], size), strict=False):
            lines.write(json.dumps(text, ensure_ascii=False) + "\n")
    half.rename(path)


class _Texts:
    """The lines of a file by number, read when they are asked for."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        lengths = np.array([0, *map(len, self._file)], np.int64)
        self._starts = np.cumsum(lengths).tolist()

    def __len__(self) -> int:
        return len(self._starts) - 1

    def words(self, ids: Sequence[int]) -> Mapping[int, Text]:
        return {one: self._at(one) for one in ids}

    def _at(self, number: int) -> Text:
        self._file.seek(self._starts[number])
        return Text(*json.loads(self._file.read(self._starts[number + 1] - self._starts[number])))


def _measure(path: Path, size: int, units: int) -> None:
    texts = _Texts(path)
    for name in STEPS:
        setattr(gathering, name, partial(_timed, STEPS[name], getattr(gathering, name)))
    forget_peak()
    begun = time.process_time()
    said = (Said(number, Text("", ""), 1 + number % units) for number in range(len(texts)))
    distinct = Distinct.of(said, {})
    found = gather(distinct, None, texts.words, aside=(), listing=Listing(distinct.scopes))
    _say("all", time.process_time() - begun)
    largest = len(found.groups[0].opinions) if found.groups else 0
    print(f"{len(found.groups):,} groups of two and more, the largest of {largest:,}; {size:,} texts")


def _timed(name: str, step: Callable[..., T], *given: object, **named: object) -> T:
    begun = time.process_time()
    found = step(*given, **named)
    _say(name, time.process_time() - begun)
    return found


def _say(step: str, cpu: float) -> None:
    print(f"{step:<36}{cpu:>10.1f}{peak():>10.0f}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
