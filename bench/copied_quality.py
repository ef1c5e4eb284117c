"""How well copied passages are found in formal texts, and how fast, on planted copying that is not part of the project.

    python -m bench.copied_quality [--data DIR] [--scale [SOURCES ...]]

Data: copied_passages (targets_dev.jsonl, donors.jsonl) in --data, else HUIYIN_DATA, else ../shared/data beside the repository.
Without it, it says so and stops.

Always: `huiyin text copied` on the targets, scored by characters: of those marked, how many were planted (P); of those planted, how
many are marked (R), in all and by the kind of edit. Beside it, in the same run, what plagiarism checks usually do: shared runs of 13
characters. Intervals: 95 % of 2,000 bootstrap samples of the documents.
--scale: milliseconds for one text among so many sources (the donors and really different messages made longer), in memory.
"""

import argparse
import json
import os
import random
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from statistics import median

from bench.messages import SEED, data_folder, different, read_messages
from huiyin.analysis.copied import Sources
from huiyin.cli.main import outcome

ROOT = Path(__file__).resolve().parent.parent
RUN = 13
SAMPLES = 2_000
SCALE = (1_000, 10_000)
TOGETHER = 5  # messages in a made source: about 1,800 characters

Kinds = dict[str, tuple[int, int]]
"""Of each kind of edit: characters found, characters planted."""


@dataclass
class Document:
    name: str
    text: str
    plants: list[dict[str, object]]
    planted: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        for plant in self.plants:
            self.planted.update(_span(plant))


@dataclass(frozen=True)
class Score:
    """Of one document."""

    right: int
    wrong: int
    missed: int
    kinds: Kinds


def main() -> int:
    options = _options()
    data = Path(options.data or os.environ.get("HUIYIN_DATA") or ROOT.parent / "shared" / "data")
    folder = data / "copied_passages"
    if not (folder / "targets_dev.jsonl").is_file():
        print(f"没有测试数据 / no data: targets_dev.jsonl is not in {folder}; give --data or HUIYIN_DATA")
        return 3
    targets = [Document(row["id"], row["text"], row["plants"]) for row in _rows(folder / "targets_dev.jsonl")]
    donors = [row["text"] for row in _rows(folder / "donors.jsonl")]
    start = time.process_time()
    marked = _by_command(folder)
    seconds = time.process_time() - start
    print(f"{len(targets)} targets, {len(donors)} donors; all of it {seconds:.1f} s of one core\n")
    runs = _by_runs(targets, donors)
    for name, found in (("huiyin", marked), (f"runs of {RUN}", runs)):
        _report(name, [_score(target, found[target.name]) for target in targets])
    for size in options.scale if options.scale is not None else ():
        _measure(size, targets, donors, str(data))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data")
    parser.add_argument("--scale", type=int, nargs="*")
    options = parser.parse_args()
    if options.scale == []:
        options.scale = SCALE
    return options


def _rows(path: Path) -> list[dict[str, object]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _span(row: dict[str, object]) -> range:
    return range(int(str(row["start"])), int(str(row["end"])))


def _by_command(folder: Path) -> dict[str, set[int]]:
    """What the command line marks, by target."""
    marked: defaultdict[str, set[int]] = defaultdict(set)
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch) / "passages.jsonl"
        files = ["--targets", folder / "targets_dev.jsonl", "--donors", folder / "donors.jsonl", "--out", out]
        if outcome(["text", "copied", *map(str, files)]):
            raise SystemExit("huiyin text copied failed")
        for row in _rows(out):
            marked[str(row["id"])].update(_span(row))
    return marked


def _by_runs(targets: Sequence[Document], donors: Sequence[str]) -> dict[str, set[int]]:
    known = {text[at : at + RUN] for text in donors for at in range(len(text) - RUN + 1)}
    return {
        target.name: {
            place
            for at in range(len(target.text) - RUN + 1)
            if target.text[at : at + RUN] in known
            for place in range(at, at + RUN)
        }
        for target in targets
    }


def _score(target: Document, marked: set[int]) -> Score:
    kinds: Kinds = {}
    for plant in target.plants:
        found, planted = kinds.get(str(plant["transform"]), (0, 0))
        span = set(_span(plant))
        kinds[str(plant["transform"])] = (found + len(span & marked), planted + len(span))
    right = len(marked & target.planted)
    return Score(right, len(marked) - right, len(target.planted) - right, kinds)


def _report(name: str, scores: Sequence[Score]) -> None:
    for letter, measure in (("P", _precision), ("R", _recall), ("F", _f)):
        print(f"{name:<12} {letter} {_with_interval(scores, measure)}")
    kinds = sorted({kind for score in scores for kind in score.kinds})
    for kind in kinds:
        print(f"{name:<12} recall, {kind:<10} {_with_interval(scores, _recall_of(kind))}")
    print()


def _precision(scores: Sequence[Score]) -> float:
    right = sum(score.right for score in scores)
    return right / max(right + sum(score.wrong for score in scores), 1)


def _recall(scores: Sequence[Score]) -> float:
    right = sum(score.right for score in scores)
    return right / max(right + sum(score.missed for score in scores), 1)


def _f(scores: Sequence[Score]) -> float:
    right = sum(score.right for score in scores)
    return 2 * right / max(2 * right + sum(score.wrong + score.missed for score in scores), 1)


def _recall_of(kind: str) -> Callable[[Sequence[Score]], float]:
    def of(scores: Sequence[Score]) -> float:
        pairs = [score.kinds.get(kind, (0, 0)) for score in scores]
        return sum(found for found, _ in pairs) / max(sum(planted for _, planted in pairs), 1)

    return of


def _with_interval(scores: Sequence[Score], measure: Callable[[Sequence[Score]], float]) -> str:
    chance = random.Random(SEED)  # noqa: S311 - of a bench, never a secret
    drawn = sorted(measure(chance.choices(scores, k=len(scores))) for _ in range(SAMPLES))
    low, high = drawn[SAMPLES * 25 // 1000], drawn[SAMPLES * 975 // 1000]
    return f"{measure(scores):.3f} ({low:.3f}–{high:.3f})"


def _measure(size: int, targets: Sequence[Document], donors: Sequence[str], data: str) -> None:
    folder = data_folder(data)
    if folder is None:
        return
    _, messages = read_messages(folder)
    made = different(messages, (size - len(donors)) * TOGETHER)
    more = ("".join(text.whole for text in islice(made, TOGETHER)) for _ in range(size - len(donors)))
    texts = dict(enumerate((*donors, *more)))
    start = time.process_time()
    sources = Sources(texts)
    built = time.process_time() - start
    taken = []
    for target in targets:
        start = time.process_time()
        sources.passages(target.text)
        taken.append((time.process_time() - start) * 1000)
    characters = sum(map(len, texts.values()))
    print(
        f"{size:,} sources of {characters:,} characters: built in {built:.1f} s; a text {median(taken):.0f} ms, worst {max(taken):.0f} ms"
    )


if __name__ == "__main__":
    raise SystemExit(main())
