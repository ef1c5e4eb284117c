"""Texts of which somebody said what belongs together: the real messages, the demo's schools, and one school with its twin."""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.messages import ROOT, read_messages
from huiyin.analysis.grams import Matrix
from huiyin.analysis.nearduplicates import representatives
from huiyin.analysis.normalise import Text
from huiyin.analysis.vectors import Frequencies, vectorise
from huiyin.demo.library import clerks_texts

SCHOOL = ROOT / "tests" / "corpus" / "school"
_BELONGS = ("core", "fit")


@dataclass(frozen=True, slots=True)
class Problem:
    """What belongs to it (places in the texts), what may, and what looks alike and doesn't."""

    core: frozenset[int]
    border: frozenset[int]
    traps: frozenset[int]


@dataclass(frozen=True)
class Labelled:
    """Texts with their units (all one where there are none) and the problems among them.

    `complete`: whatever is in no problem is known to belong to none. In the messages it's only known that nobody said so.
    """

    name: str
    texts: Sequence[Text]
    units: NDArray[np.int64]
    problems: Sequence[Problem]
    complete: bool

    @cached_property
    def original(self) -> NDArray[np.int64]:
        return np.array(representatives(self.texts), np.int64)

    @cached_property
    def matrix(self) -> Matrix:
        """A vector a text, weighted by the different ones among them."""
        frequencies = Frequencies()
        frequencies.add([self.texts[row] for row in np.unique(self.original)])
        return vectorise(self.texts, frequencies)


def labelled_messages(data: Path) -> Labelled:
    ids, texts = read_messages(data)
    place = {each: row for row, each in enumerate(ids)}
    fits: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for line in _records(data / "teddy2020c" / "gold_dev_members.csv"):
        if line["msg_id"] in place:
            fit = "core" if line["fit"] in _BELONGS else line["fit"]
            fits[line["problem_id"]][fit].add(place[line["msg_id"]])
    problems = [_problem(each) for each in fits.values()]
    return Labelled("city", texts, np.zeros(len(texts), np.int64), problems, complete=False)


def labelled_schools() -> Iterator[Labelled]:
    rows = clerks_texts()
    numbers = [row.number for row in rows]
    words = {row.number: row.text for row in rows}
    matters = {row.number: row.matter for row in rows}
    traps = {line["编号"]: line["trap_of"] for line in _records(ROOT / "src/huiyin/library/demo/labels.csv")}
    yield _of_schools("demo", numbers, words, [row.unit for row in rows], matters, traps)
    lines = _records(SCHOOL / "labels.csv")
    numbers = [line["编号"] for line in lines]
    words = {line["编号"]: line["意见原文（原汁原味）"] for line in _records(SCHOOL / "opinions.csv")}
    matters = {line["编号"]: line["matter"] for line in lines}
    traps = {line["编号"]: line["trap_of"] for line in lines}
    yield _of_schools("one school", numbers, words, [line["unit"] for line in lines], matters, traps)


def _of_schools(
    name: str,
    numbers: Sequence[str],
    words: Mapping[str, str],
    units: Sequence[str],
    matters: Mapping[str, str],
    traps: Mapping[str, str],
) -> Labelled:
    found: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for row, number in enumerate(numbers):
        if matters[number]:
            found[matters[number]]["core"].add(row)
        if traps.get(number):
            found[traps[number]]["trap"].add(row)
    texts = [Text("", words[number]) for number in numbers]
    places = np.unique(units, return_inverse=True)[1].astype(np.int64)
    problems = [_problem(each) for each in found.values() if each["core"]]
    return Labelled(name, texts, places, problems, complete=True)


def _problem(fits: Mapping[str, set[int]]) -> Problem:
    return Problem(*(frozenset(fits.get(fit, ())) for fit in ("core", "border", "trap")))


def _records(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))
