"""How many decisions a clerk needs until the groups are right: a scripted clerk who answers from labels.

    python -m bench.clerk [--data DIR] [--only NAME] [--most PER_1000] [--anew ANSWERS]

Over and over: the machine asks (`questions`), the clerk says same, different or later, and what the answer concerns is grouped anew
(`regroup`); after every 20 answers (--anew) the machine asks anew, in between what is still open of its questions. B-cubed F as the data's own tool counts it, over the opinions of matters
of two and more; those that stand alone count where they are in the way of others.

fj3     real messages, of which one in eighteen has a label: data folder as in bench.grouping_quality
demo    the bureau and its schools, each unit grouped by itself (src/huiyin/library/demo)
school  one school and its twin, where people say the same in other words (tests/corpus/school)

The clerk reads the two sides of a question. He answers by the labels of the two texts, else by the commonest label of their groups.
Without a label on one side, or where the label is *may belong*, he says *later*: the question counts as asked, but not as decided.

*Floor*: the fewest decisions with which anybody reaches the aim who knows every label, chooses each pair of groups to be joined
himself and divides for nothing. A decision joins two groups at most, so no order of questions can need less.
"""

import argparse
import csv
import sys
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
from huiyin.analysis.questions import Question, questions, still_open
from huiyin.analysis.vectors import Frequencies, vectorise
from huiyin.demo.library import clerks_texts

ROOT = Path(__file__).resolve().parent.parent
SCHOOL = ROOT / "tests" / "corpus" / "school"
AIM = 0.99
WITHIN = 250  # decisions per 1,000 opinions
SHOWN = (0, 25, 50, 100, 150, 200, 250, 500, 1000, 2000, 4000)
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
    together: list[tuple[int, int]] = field(default_factory=list)
    apart: list[tuple[int, int]] = field(default_factory=list)
    later: list[tuple[int, int]] = field(default_factory=list)

    @property
    def decided(self) -> Decided:
        return Decided.of(self.together, self.apart)

    @property
    def decisions(self) -> int:
        return len(self.together) + len(self.apart)

    def per_1000(self, count: int) -> float:
        return 1000 * count / len(self.corpus.ids)

    def groups(self) -> dict[str, int]:
        return {each: int(self.labels[row]) for each, row in zip(self.corpus.ids, self.row_of, strict=True)}


def main() -> int:
    options = _options()
    for corpus in _corpora(options.data):
        if options.only in (None, corpus.name):
            _measure(corpus, options.most, options.anew)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data")
    parser.add_argument("--only", choices=("fj3", "demo", "school"))
    parser.add_argument(
        "--most", type=int, default=4000, help="stop after so many questions per 1,000 opinions"
    )
    parser.add_argument("--anew", type=int, default=20, help="answers after which the machine asks anew")
    return parser.parse_args()


def _corpora(given: str | None) -> Iterator[Corpus]:
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


def _measure(corpus: Corpus, most: int, anew: int) -> None:
    desk = _desk(corpus)
    print(
        f"\n{corpus.name}: {len(corpus.ids)} opinions, {len(desk.scopes)} different texts, floor {_floor(desk):.1f} per 1,000"
    )
    print(f"  {'asked':>7} {'decided':>7} {'same':>5}   per 1,000: asked decided   b3_f")
    reached = None
    shown = list(SHOWN)
    asked = 0
    for asked in _working(desk, round(most * len(corpus.ids) / 1000), anew):
        score = _b3_f(desk)
        if reached is None and score >= AIM:
            reached = (
                f"{desk.per_1000(asked):.0f} asked, {desk.per_1000(desk.decisions):.0f} decided per 1,000"
            )
        while shown and desk.per_1000(asked) >= shown[0]:
            shown.pop(0)
            _line(desk, asked, score)
    _line(desk, asked, _b3_f(desk))
    print(f"  {AIM} " + (f"reached: {reached}" if reached else "not reached") + f" (wanted: {WITHIN})")
    again = group_vectors(desk.matrix, decided=desk.decided, scopes=desk.scopes)
    print(
        f"  a whole run with these decisions puts {np.mean(again == desk.labels):.4f} of the texts into the same groups"
    )


def _line(desk: Desk, asked: int, score: float) -> None:
    per = desk.per_1000
    same = len(desk.together)
    print(
        f"  {asked:7} {desk.decisions:7} {same:5}   {per(asked):16.0f} {per(desk.decisions):7.0f}  {score:.3f}",
        flush=True,
    )


def _desk(corpus: Corpus) -> Desk:
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
    return Desk(corpus, row_of, matrix, scopes, group_vectors(matrix, scopes=scopes), known)


def _working(desk: Desk, most: int, anew: int) -> Iterator[int]:
    """The clerk at work: after each question how many were asked, until there are none or `most`. 0 to begin with."""
    asked = 0
    yield asked
    opinions = np.bincount(desk.row_of)
    while asked < most:
        before = asked
        later = np.array(desk.later, np.int64).reshape(-1, 2)
        found = questions(
            desk.matrix, desk.labels, desk.decided, put_off=later, opinions=opinions, scopes=desk.scopes
        )
        while found and asked < min(most, before + anew):
            question, *found = found
            if _take(desk, question, answer=_answer(desk, question)):
                found = still_open(found, desk.labels, desk.decided)
            asked += 1
            yield asked
        if asked == before:
            return


def _take(desk: Desk, question: Question, *, answer: bool | None) -> bool:
    """Note the answer, and form anew what it concerns; False when nothing is decided."""
    pair = question.one, question.other
    if answer is None:
        desk.later.append(pair)
        return False
    (desk.together if answer else desk.apart).append(pair)
    concerned = {int(label) for label in desk.labels[list(pair)]}
    desk.labels = regroup(desk.matrix, desk.labels, concerned, desk.decided)
    return True


def _answer(desk: Desk, question: Question) -> bool | None:
    """True: the same matter. None: it can't be told."""
    one, other = desk.known[question.one], desk.known[question.other]
    if not question.joined:
        one = one or _commonest(desk, question.one)
        other = other or _commonest(desk, question.other)
    theirs, others = ({matter for matter, fit in side.items() if fit in BELONGS} for side in (one, other))
    if theirs & others:
        return True
    perhaps = any(side.get(matter) == "border" for side in (one, other) for matter in theirs | others)
    return None if perhaps or not one or not other or not theirs | others else False


def _commonest(desk: Desk, row: int) -> Mapping[str, str]:
    fits: Counter[tuple[str, str]] = Counter()
    for member in np.flatnonzero(desk.labels == desk.labels[row]):
        fits.update(desk.known[member].items())
    return dict(fit for fit, _ in fits.most_common(1))


def _b3_f(desk: Desk) -> float:
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


def _floor(desk: Desk) -> float:
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


if __name__ == "__main__":
    sys.exit(main())
