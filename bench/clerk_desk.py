"""A clerk's desk for bench/clerk.py: opinions with labels, their groups, what was said of them, and how right the groups are."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from bench.labelled import Labelled, labelled_messages, labelled_schools
from bench.messages import data_folder
from huiyin.analysis.decided import Decided
from huiyin.analysis.grams import Matrix
from huiyin.analysis.grouping import group_vectors, regroup
from huiyin.analysis.nearduplicates import representatives
from huiyin.analysis.normalise import Text
from huiyin.analysis.vectors import Frequencies, vectorise

AIM = 0.99

Labels = Mapping[int, Mapping[int, str]]
"""matter -> opinion (its place) -> core, border or traps"""


@dataclass(frozen=True)
class Corpus:
    name: str
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
    known: Sequence[Mapping[int, str]]  # of each row: matter -> how it fits
    texts: Sequence[Text]  # of each row
    opinions: NDArray[np.int64]  # of each row, how many there are of it
    together: list[tuple[int, int]] = field(default_factory=list)
    apart: list[tuple[int, int]] = field(default_factory=list)
    later: list[tuple[int, int]] = field(default_factory=list)

    @property
    def decided(self) -> Decided:
        return Decided.of(self.together, self.apart)

    def per_1000(self, count: int) -> float:
        return 1000 * count / len(self.corpus.texts)

    def groups(self) -> list[int]:
        """Of each opinion."""
        return [int(self.labels[row]) for row in self.row_of]

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
            {matter for matter, fit in side.items() if fit == "core"} for side in (first, second)
        )
        if theirs & others:
            return True
        perhaps = any(side.get(matter) == "border" for side in (first, second) for matter in theirs | others)
        return None if perhaps or not first or not second or not theirs | others else False

    def _commonest(self, row: int) -> Mapping[int, str]:
        fits: Counter[tuple[int, str]] = Counter()
        for member in np.flatnonzero(self.labels == self.labels[row]):
            fits.update(self.known[member].items())
        return dict(fit for fit, _ in fits.most_common(1))


def corpora(given: str | None) -> Iterator[Corpus]:
    """The schools of the demo, one school, and the messages where there are any."""
    for labelled in labelled_schools():
        yield _corpus(labelled, labelled.name.split()[-1])
    data = data_folder(given)
    if data is not None:
        yield _corpus(labelled_messages(data), "fj3")


def _corpus(labelled: Labelled, name: str) -> Corpus:
    """Where it's known of every opinion, one that stands alone is a matter by itself."""
    labels: dict[int, dict[int, str]] = defaultdict(dict)
    for matter, problem in enumerate(labelled.problems):
        for fit in ("core", "border", "traps"):
            labels[matter].update(dict.fromkeys(sorted(getattr(problem, fit)), fit))
    if labelled.complete:
        known = {place for problem in labelled.problems for place in problem.core}
        alone = [place for place in range(len(labelled.texts)) if place not in known]
        labels.update({len(labelled.problems) + place: {place: "core"} for place in alone})
    return Corpus(name, labelled.texts, labelled.units, labels)


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
    known: list[dict[int, str]] = [{} for _ in rows]
    for matter, members in corpus.labels.items():
        for each, fit in members.items():
            known[row_of[each]][matter] = fit
    labels = group_vectors(matrix, scopes=scopes)
    return Desk(corpus, row_of, matrix, scopes, labels, known, distinct, np.bincount(row_of).astype(np.int64))


def b3_f(desk: Desk) -> float:
    """As eval_grouping.py counts it, over matters of two and more."""
    label: dict[int, dict[int, str]] = defaultdict(dict)
    for matter, members in desk.corpus.labels.items():
        for each, fit in members.items():
            label[each][matter] = fit
    groups = desk.groups()
    labelled: dict[int, set[int]] = defaultdict(set)
    for each in label:
        labelled[groups[each]].add(each)
    recalls, precisions = [], []
    for matter, members in desk.corpus.labels.items():
        core = {each for each, fit in members.items() if fit == "core"}
        for each in core if len(members) > 1 else ():
            known = labelled[groups[each]]
            recalls.append(len(known & core) / len(core))
            right = [label[other].get(matter) in ("core", "border") for other in known]
            precisions.append(sum(right) / len(known))
    recall, precision = float(np.mean(recalls)), float(np.mean(precisions))
    return 2 * precision * recall / (precision + recall)


def floor(desk: Desk) -> float:
    """Decisions per 1,000 of one who joins, at each step, what gains most; what doesn't belong is divided for nothing."""
    groups = desk.groups()
    gains: list[float] = []
    recalls, opinions = 0.0, 0
    for members in desk.corpus.labels.values():
        core = [each for each, fit in members.items() if fit == "core"]
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
