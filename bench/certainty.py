"""How often the machine's word for its certainty is right, on labels (analysis.certainty).

    python -m bench.certainty [--data DIR]

city     real messages that are not part of the project: --data, else HUIYIN_DATA, else ../shared/data beside the repository
demo     the bureau and its schools (src/huiyin/library/demo), each unit by itself
school   one school and its twin, where people say the same in other words (tests/corpus/school)

Pairs: of the different texts (a near duplicate stands for its original), every pair of which one belongs to a labelled problem.
Right: so does the other, to the same. Not counted: the other is said to belong *perhaps*. Wrong: anything else. In the city one
message in eighteen has a label, and two texts are *labelled* only when both have one (of whatever problem, traps too); a text without
one may well belong, so the share of all pairs is a lower bound. Each problem's pairs weigh alike in *alike*. *Left out*: how
many times the wanted likeness is enough for 0.95 of the labelled pairs of the other problems, and how many of the problem's own are
right from there on.

Groups: every text of a labelled problem and its nearest groups, without itself. Right: it shares them with texts of its problem,
and not with more that are known to be of another. Intervals: 95 %, problems drawn with replacement.
"""

import argparse
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bench.labelled import Labelled, Problem, labelled_messages, labelled_schools
from bench.messages import SEED, data_folder
from huiyin.analysis.certainty import NEAREST, SURELY, Certainty, of_group, of_pair
from huiyin.analysis.grouping import CUT, group_vectors, wanted

AIM = 0.95
LOWEST = 0.5  # of the wanted likeness; what lies below is neither shown nor counted
BINS = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, np.inf)
NEIGHBOURS = 3  # groups of each text
DRAWS = 2000


class Case(NamedTuple):
    """Something said with a word: by which problem, how sure, and whether it's right and wholly labelled."""

    problem: int
    share: float
    word: Certainty
    right: bool
    labelled: bool


class Texts:
    """A corpus as its different texts: likeness within a unit, and what is known of each."""

    def __init__(self, corpus: Labelled) -> None:
        rows = np.unique(corpus.original)
        place = {row: at for at, row in enumerate(rows.tolist())}
        of = lambda those: {place[int(corpus.original[row])] for row in those}  # noqa: E731
        self.units = corpus.units[rows]
        self.matrix = corpus.matrix[rows]
        self.complete = corpus.complete
        self.problems = [Problem(*(frozenset(of(part)) for part in each)) for each in _parts(corpus)]
        self.known = set().union(*(part for each in _parts(corpus) for part in map(of, each)))
        self.near = (self.matrix @ self.matrix.T).toarray().astype(np.float64)
        self.near[self.units[:, None] != self.units] = 0
        np.fill_diagonal(self.near, 0)

    def is_known(self, row: int) -> bool:
        return self.complete or row in self.known


def _parts(corpus: Labelled) -> list[tuple[frozenset[int], ...]]:
    return [(each.core, each.border, each.traps) for each in corpus.problems]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data")
    data = data_folder(parser.parse_args().data)
    for corpus in (*([labelled_messages(data)] if data else []), *labelled_schools()):
        texts = Texts(corpus)
        print(f"\n{corpus.name}: {texts.near.shape[0]} different texts, {len(texts.problems)} problems")
        pairs = list(_pairs(texts))
        _curve(pairs)
        _words("pairs", pairs)
        if any(case.word == Certainty.VERY_LIKELY for case in pairs):
            _left_out(pairs)
        _words("text and group", list(_groups(texts)))
    return 0 if data else 3


def _pairs(texts: Texts) -> Iterator[Case]:
    for at, problem in enumerate(texts.problems):
        for row in sorted(problem.core):
            for other in np.flatnonzero(texts.near[row] >= LOWEST * CUT).tolist():
                right = other in problem.core
                if other in problem.border or (right and other < row):
                    continue
                likeness = float(texts.near[row, other])
                yield Case(at, likeness / CUT, of_pair(likeness), right, right or texts.is_known(other))


def _groups(texts: Texts) -> Iterator[Case]:
    labels = group_vectors(texts.matrix, scopes=texts.units)
    sizes = np.bincount(labels, minlength=len(labels))
    for at, problem in enumerate(texts.problems):
        for row in sorted(problem.core):
            others = sizes - (np.arange(len(sizes)) == labels[row])
            mean = np.bincount(labels, texts.near[row], minlength=len(sizes)) / np.maximum(others, 1)
            share = np.where(others > 0, mean / wanted(others + 1), 0)
            for group in np.argsort(-share, kind="stable")[:NEIGHBOURS].tolist():
                members = np.setdiff1d(np.flatnonzero(labels == group), [row])
                counted = [each for each in members.tolist() if each not in problem.border]
                if share[group] < LOWEST or not counted:
                    continue
                own = sum(each in problem.core for each in counted)
                known = sum(texts.is_known(each) for each in counted)
                nearest = float(np.sort(texts.near[row, members])[-NEAREST:].mean())
                word = of_group(float(mean[group]), nearest, len(members))
                yield Case(at, float(share[group]), word, 0 < own >= known - own, known > 0)


def _curve(cases: list[Case]) -> None:
    print("  times what is wanted      right of labelled           of all")
    share = np.array([case.share for case in cases])
    for low, high in pairwise(BINS):
        chosen = [case for case, each in zip(cases, share, strict=True) if low <= each < high]
        labelled = [case for case in chosen if case.labelled]
        print(f"  {low:5.2f} – {high:5.2f}   {_rate(labelled)}   {_rate(chosen)}")


def _words(name: str, cases: list[Case]) -> None:
    for word in Certainty:
        chosen = [case for case in cases if case.word == word]
        labelled = [case for case in chosen if case.labelled]
        print(f"  {name}, {word}: labelled {_rate(labelled)} {_interval(labelled, _share)}", end="")
        print(f"   all {_rate(chosen)} {_interval(chosen, _share)}", end="")
        print(f"   alike {_alike(chosen):.3f}", flush=True)


def _left_out(cases: list[Case]) -> None:
    """Each problem by the bound that the others give."""
    bounds, right, said = [], 0, 0
    for problem in sorted({case.problem for case in cases}):
        bound = _bound([case for case in cases if case.problem != problem and case.labelled])
        own = [case for case in cases if case.problem == problem and case.labelled and case.share >= bound]
        bounds.append(bound)
        right, said = right + sum(case.right for case in own), said + len(own)
    print(
        f"  left out: 0.95 from {min(bounds):.2f}–{max(bounds):.2f} times on ({SURELY} is asked); "
        f"right {right} of {said}, {right / max(said, 1):.3f}"
    )


def _bound(cases: list[Case]) -> float:
    """The least share from which on AIM and more of the cases are right; that of none, if there is none."""
    surest_first = sorted(cases, key=lambda case: -case.share)
    right = np.cumsum([case.right for case in surest_first])
    enough = np.flatnonzero(right >= AIM * np.arange(1, len(right) + 1))
    return surest_first[enough[-1]].share if len(enough) else np.inf


def _rate(cases: list[Case]) -> str:
    right = sum(case.right for case in cases)
    return f"{right:5} of {len(cases):5} = {right / len(cases):.3f}" if cases else "    –            "


def _share(counts: NDArray[np.int64]) -> float:
    right, said = counts.sum(axis=0)
    return float(right / max(said, 1))


def _alike(cases: list[Case]) -> float:
    counts = _counts(cases)
    return float((counts[:, 0] / counts[:, 1]).mean()) if len(counts) else 0.0


def _counts(cases: list[Case]) -> NDArray[np.int64]:
    """(right, said) of each problem of which something is said."""
    names = np.array([case.problem for case in cases], np.int64)
    said = np.bincount(names)
    right = np.bincount(names, [case.right for case in cases]).astype(np.int64)
    return np.stack((right, said), axis=1)[said > 0]


def _interval(cases: list[Case], of: Callable[[NDArray[np.int64]], float]) -> str:
    if not cases:
        return ""
    counts = _counts(cases)
    chance = np.random.default_rng(SEED)
    drawn = [of(counts[chance.integers(0, len(counts), len(counts))]) for _ in range(DRAWS)]
    low, high = np.quantile(drawn, (0.025, 0.975))
    return f"[{low:.3f}, {high:.3f}]"


if __name__ == "__main__":
    raise SystemExit(main())
