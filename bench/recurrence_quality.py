"""How well later opinions are found that speak again of a closed problem (SPEC section 5).

    python -m bench.recurrence_quality [--data DIR]

Data: --data, else HUIYIN_DATA, else ../shared/data beside the repository. Without it only the demo's schools are measured.

City: the task that the data's own tool sets, `huiyin text recur` answers and the tool scores (eval_recurrence.py): each labelled problem
is closed at its middle opinion; every suggestion that nobody labelled counts as wrong. *Left out*: each problem is judged by a threshold chosen on the others (the
middle of those within 0.005 of the best F1), and so is the plain mean of the three nearest, the baseline. Intervals are 95 %, by
drawing problems with replacement.
Schools: the matters of the demo's corpus, each closed at its middle opinion, within its own unit. The threshold wasn't chosen on them.
"""

import argparse
import csv
import json
import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from huiyin.analysis.normalise import Text
from huiyin.analysis.recurrence import AGAIN, Heard, SaidAgain
from huiyin.analysis.vectors import Frequencies
from huiyin.cli.main import outcome
from huiyin.demo.library import clerks_texts

ROOT = Path(__file__).resolve().parent.parent
LEAST = 0.001  # of what lies below, nothing is a candidate under any threshold tried
DRAWS = 2000
PLATEAU = 0.005
CORE = ("core", "fit")

Score = Callable[[SaidAgain], float]


class Closed(NamedTuple):
    """A closed problem: its rows, the moment, and of the rows said later those that speak of it and those that nobody judges."""

    rows: list[int]
    at: str
    later: set[int]
    open: set[int]


@dataclass(frozen=True)
class Judged:
    """The candidates of a problem with the verdict on each, and how many there are to find."""

    candidates: list[tuple[SaidAgain, bool]]
    later: int

    def counts(self, threshold: float, score: Score) -> tuple[int, int, int]:
        """(right, wrong, missed) when suggested from `threshold` on."""
        said = [right for each, right in self.candidates if each.copy or score(each) >= threshold]
        return sum(said), len(said) - sum(said), self.later - sum(said)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data")
    given = parser.parse_args().data
    data = Path(given or os.environ.get("HUIYIN_DATA") or ROOT.parent / "shared" / "data")
    _schools()
    if not (data / "teddy2020c" / "fj3_messages.csv").is_file():
        print(f"没有测试数据 / no data: fj3_messages.csv is not in {data}; give --data or HUIYIN_DATA")
        return 3
    _city(data)
    return 0


def _city(data: Path) -> None:
    messages, gold = data / "teddy2020c" / "fj3_messages.csv", data / "teddy2020c" / "gold_dev_members.csv"
    tool = [sys.executable, str(data.parent / "tools" / "eval_recurrence.py")]
    rows = _read(messages)
    with TemporaryDirectory() as folder:
        task, suggested = Path(folder) / "closed.csv", Path(folder) / "suggested.csv"
        subprocess.run([*tool, "task", str(messages), str(gold), str(task)], check=True)
        closed = _closed(_read(task), _read(gold), rows)
        start = time.perf_counter()
        heard = Heard.of([Text(row["title"], row["body"]) for row in rows], [row["time"] for row in rows])
        read = time.perf_counter()
        found = {name: heard.again(each.rows, each.at, least=LEAST) for name, each in closed.items()}
        asked = time.perf_counter()
        arguments = ["--opinions", str(messages), "--closed", str(task), "--out", str(suggested)]
        if outcome(["text", "recur", *arguments]):
            raise SystemExit("huiyin text recur failed")
        scored = subprocess.run(
            [*tool, "score", str(messages), str(gold), str(suggested), "--json"],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
    print(
        f"city: {len(rows)} messages read in {read - start:.1f} s, {len(closed)} problems in {asked - read:.1f} s"
    )
    print(
        "  the data's own tool:", "  ".join(f"{key}={value:.3f}" for key, value in json.loads(scored).items())
    )
    judged = [_judge(closed[name], found[name]) for name in closed]
    _report("at the threshold", judged, AGAIN, lambda each: each.excess)
    _left_out("left out", judged, lambda each: each.excess)
    _left_out("plain mean of three, left out", judged, lambda each: each.likeness)


def _schools() -> None:
    texts = clerks_texts()
    frequencies = Frequencies()
    frequencies.add([Text("", text.text) for text in texts])
    units: dict[str, list[int]] = defaultdict(list)
    matters: dict[str, list[int]] = defaultdict(list)
    for row, text in enumerate(texts):
        units[text.unit].append(row)
        if text.matter:
            matters[text.matter].append(row)
    judged = []
    for members in matters.values():
        members.sort(key=lambda row: (str(texts[row].raised_on), row))
        scope = units[texts[members[0]].unit]
        days = [str(texts[row].raised_on) for row in scope]
        at = str(texts[members[len(members) // 2 - 1]].raised_on)
        place = {row: each for each, row in enumerate(scope)}
        own = [place[row] for row in members if row in place]
        inside = [row for row in own if days[row] <= at]
        closed = Closed(inside, at, set(own) - set(inside), set())
        heard = Heard.of([Text("", texts[row].text) for row in scope], days, frequencies)
        judged.append(_judge(closed, heard.again(inside, at, least=LEAST)))
    print(f"schools: {len(texts)} opinions, {len(judged)} problems, each within its unit")
    _report("at the threshold", judged, AGAIN, lambda each: each.excess)
    _report("at a quarter of it", judged, AGAIN / 4, lambda each: each.excess)
    _left_out("left out", judged, lambda each: each.excess)
    _left_out("plain mean of three, left out", judged, lambda each: each.likeness)


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def _closed(
    task: list[dict[str, str]], gold: list[dict[str, str]], messages: list[dict[str, str]]
) -> dict[str, Closed]:
    row_of = {row["msg_id"]: place for place, row in enumerate(messages)}
    found: dict[str, Closed] = {}
    for line in task:
        each = found.setdefault(line["problem_id"], Closed([], line["closed_at"], set(), set()))
        each.rows.append(row_of[line["msg_id"]])
    for line in gold:
        row = row_of.get(line["msg_id"])
        if row is None or line["problem_id"] not in found:
            continue
        each = found[line["problem_id"]]
        if line["fit"] in CORE and messages[row]["time"] > each.at:
            each.later.add(row)
        elif line["fit"] == "border":
            each.open.add(row)
    return found


def _judge(closed: Closed, candidates: Sequence[SaidAgain]) -> Judged:
    judged = [(each, each.row in closed.later) for each in candidates if each.row not in closed.open]
    return Judged(judged, len(closed.later))


def _counts(judged: Sequence[Judged], threshold: float, score: Score) -> NDArray[np.int64]:
    return np.array([each.counts(threshold, score) for each in judged], np.int64)


def _rates(counts: NDArray[np.int64]) -> tuple[float, float]:
    """(recall, precision) of all problems together."""
    right, wrong, missed = (int(n) for n in counts.sum(axis=0))
    return right / max(1, right + missed), right / max(1, right + wrong)


def _report(name: str, judged: Sequence[Judged], threshold: float, score: Score) -> None:
    _print(name, _counts(judged, threshold, score))


def _left_out(name: str, judged: Sequence[Judged], score: Score) -> None:
    # Every score among the highest, four times as many as there is to find: what lies lower is no threshold to choose.
    highest = 4 * sum(one.later for one in judged)
    thresholds = np.unique([score(each) for one in judged for each, _ in one.candidates])[-highest:]
    every = np.array([_counts(judged, threshold, score) for threshold in thresholds])
    chosen = []
    for place in range(len(judged)):
        right, wrong, missed = np.delete(every, place, axis=1).sum(axis=1).T
        f1 = 2 * right / (2 * right + wrong + missed)
        best = np.flatnonzero(f1 >= f1.max() - PLATEAU)
        chosen.append(int(best[len(best) // 2]))
    spread = f"{thresholds[min(chosen)]:.4f}–{thresholds[max(chosen)]:.4f}"
    _print(f"{name} ({spread})", np.array([every[at, place] for place, at in enumerate(chosen)]))


def _print(name: str, counts: NDArray[np.int64]) -> None:
    chance = np.random.default_rng(20140620)
    draws = [_rates(counts[chance.integers(0, len(counts), len(counts))]) for _ in range(DRAWS)]
    bounds = np.quantile(np.array(draws), (0.025, 0.975), axis=0)
    recall, precision = _rates(counts)
    print(
        f"  {name}: recall {recall:.3f} [{bounds[0, 0]:.3f}, {bounds[1, 0]:.3f}]"
        f"  precision {precision:.3f} [{bounds[0, 1]:.3f}, {bounds[1, 1]:.3f}]",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
