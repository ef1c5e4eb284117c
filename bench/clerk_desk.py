"""A clerk's desk for bench/clerk.py: opinions with labels, their groups, what was said of them, and how right the groups are."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.messages import data_folder, read_messages
from huiyin.analysis.decided import Decided
from huiyin.analysis.grams import Matrix
from huiyin.analysis.grouping import group_vectors, regroup
from huiyin.analysis.nearduplicates import representatives
from huiyin.analysis.normalise import Text
from huiyin.analysis.vectors import Frequencies, vectorise
from huiyin.demo.library import clerks_texts

SCHOOL = Path(__file__).resolve().parent.parent / "tests" / "corpus" / "school"
AIM = 0.99
BELONGS = ("core", "fit")

Labels = Mapping[str, Mapping[str, str]]
"""matter -> id of an opinion -> core, border or trap"""


@dataclass(frozen=True)
class Corpus:
    name: str
    ids: Sequence[str]
    texts: Sequence[Text]
    scopes: NDArray[np.int64]
    labels: Labels


@dataclass
class Desk:
    """What lies before the clerk: different texts as rows, their groups, and what was said so far."""

    corpus: Corpus
    row_of: Sequence[int]  # of each opinion
    matrix: Matrix
    scopes: NDArray[np.int64]
    labels: NDArray[np.int64]
    known: Sequence[Mapping[str, str]]  # of each row: matter -> how it fits
    texts: Sequence[Text]  # of each row
    opinions: NDArray[np.int64]  # of each row, how many there are of it
    together: list[tuple[int, int]] = field(default_factory=list)
    apart: list[tuple[int, int]] = field(default_factory=list)
    later: list[tuple[int, int]] = field(default_factory=list)

    @property
    def decided(self) -> Decided:
        return Decided.of(self.together, self.apart)

    def per_1000(self, count: int) -> float:
        return 1000 * count / len(self.corpus.ids)

    def groups(self) -> dict[str, int]:
        return {each: int(self.labels[row]) for each, row in zip(self.corpus.ids, self.row_of, strict=True)}

    def take(self, one: int, other: int, *, answer: bool | None) -> None:
        """Note an answer, and form anew what it concerns."""
        words = {True: self.together, False: self.apart, None: self.later}[answer]
        words.append((one, other))
        if answer is not None:
            concerned = {int(self.labels[one]), int(self.labels[other])}
            self.labels = regroup(self.matrix, self.labels, concerned, self.decided)

    def answer(self, one: int, other: int) -> bool | None:
        """What the labels say of two texts. True: the same matter; None: it can't be told."""
        first, second = self.known[one], self.known[other]
        if self.labels[one] != self.labels[other]:
            first, second = first or self._commonest(one), second or self._commonest(other)
        theirs, others = (
            {matter for matter, fit in side.items() if fit in BELONGS} for side in (first, second)
        )
        if theirs & others:
            return True
        perhaps = any(side.get(matter) == "border" for side in (first, second) for matter in theirs | others)
        return None if perhaps or not first or not second or not theirs | others else False

    def _commonest(self, row: int) -> Mapping[str, str]:
        fits: Counter[tuple[str, str]] = Counter()
        for member in np.flatnonzero(self.labels == self.labels[row]):
            fits.update(self.known[member].items())
        return dict(fit for fit, _ in fits.most_common(1))


def corpora(given: str | None) -> Iterator[Corpus]:
    yield _demo()
    yield _school()
    data = data_folder(given)
    if data is not None:
        yield _messages(data)


def _demo() -> Corpus:
    rows = clerks_texts()
    matters = [(row.number, row.matter) for row in rows]
    return _labelled("demo", [row.text for row in rows], matters, [row.unit for row in rows])


def _school() -> Corpus:
    words = {row["编号"]: row["意见原文（原汁原味）"] for row in _records(SCHOOL / "opinions.csv")}
    labels = _records(SCHOOL / "labels.csv")
    matters = [(row["编号"], row["matter"]) for row in labels]
    return _labelled(
        "school", [words[number] for number, _ in matters], matters, [row["unit"] for row in labels]
    )


def _labelled(
    name: str, words: Sequence[str], matters: Sequence[tuple[str, str]], units: Sequence[str]
) -> Corpus:
    """Every opinion has a matter; one that stands alone is a matter by itself."""
    labels: dict[str, dict[str, str]] = defaultdict(dict)
    for number, matter in matters:
        labels[matter or number][number] = "core"
    scopes = np.unique(units, return_inverse=True)[1]
    return Corpus(name, [number for number, _ in matters], [Text("", each) for each in words], scopes, labels)


def _messages(data: Path) -> Corpus:
    ids, texts = read_messages(data)
    labels: dict[str, dict[str, str]] = defaultdict(dict)
    for row in _records(data / "teddy2020c" / "gold_dev_members.csv"):
        labels[row["problem_id"]][row["msg_id"]] = row["fit"]
    return Corpus("fj3", ids, texts, np.zeros(len(ids), np.int64), labels)


def _records(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def desk_of(corpus: Corpus) -> Desk:
    original = representatives(corpus.texts)
    rows = [index for index, first in enumerate(original) if index == first]
    row = {index: place for place, index in enumerate(rows)}
    row_of = [row[first] for first in original]
    distinct = [corpus.texts[index] for index in rows]
    frequencies = Frequencies()
    frequencies.add(distinct)
    matrix = vectorise(distinct, frequencies)
    scopes = corpus.scopes[rows]
    known: list[dict[str, str]] = [{} for _ in rows]
    place = dict(zip(corpus.ids, row_of, strict=True))
    for matter, members in corpus.labels.items():
        for each, fit in members.items():
            known[place[each]][matter] = fit
    labels = group_vectors(matrix, scopes=scopes)
    return Desk(corpus, row_of, matrix, scopes, labels, known, distinct, np.bincount(row_of).astype(np.int64))


def b3_f(desk: Desk) -> float:
    """As eval_grouping.py counts it, over matters of two and more."""
    label: dict[str, dict[str, str]] = defaultdict(dict)
    for matter, members in desk.corpus.labels.items():
        for each, fit in members.items():
            label[each][matter] = fit
    groups = desk.groups()
    labelled: dict[int, set[str]] = defaultdict(set)
    for each in label:
        labelled[groups[each]].add(each)
    recalls, precisions = [], []
    for matter, members in desk.corpus.labels.items():
        core = {each for each, fit in members.items() if fit in BELONGS}
        for each in core if len(members) > 1 else ():
            known = labelled[groups[each]]
            recalls.append(len(known & core) / len(core))
            right = [label[other].get(matter) in (*BELONGS, "border") for other in known]
            precisions.append(sum(right) / len(known))
    recall, precision = float(np.mean(recalls)), float(np.mean(precisions))
    return 2 * precision * recall / (precision + recall)


def floor(desk: Desk) -> float:
    """Decisions per 1,000 of one who joins, at each step, what gains most; what doesn't belong is divided for nothing."""
    groups = desk.groups()
    gains: list[float] = []
    recalls, opinions = 0.0, 0
    for members in desk.corpus.labels.values():
        core = [each for each, fit in members.items() if fit in BELONGS]
        if len(members) < 2 or not core:
            continue
        largest, *others = sorted(Counter(groups[each] for each in core).values(), reverse=True)
        opinions += len(core)
        recalls += (largest**2 + sum(size**2 for size in others)) / len(core)
        for size in others:
            gains.append(2 * largest * size / len(core))
            largest += size
    wanted = AIM / (2 - AIM) * opinions  # the recall by which F reaches the aim where precision is 1
    needed = 0
    for gain in sorted(gains, reverse=True):
        if recalls >= wanted:
            break
        recalls += gain
        needed += 1
    return desk.per_1000(needed)
