"""How good a grouping is, problem by problem, as the data's own tool (eval_grouping.py) counts it, with intervals."""

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bench.labelled import Problem
from bench.messages import SEED

DRAWS = 2000
_FOUND = 0.7


class Scores:
    """Of each problem: the sums of its messages' B-cubed recall and precision, messages, best F1, traps walked into, traps."""

    def __init__(self, labels: Sequence[int], problems: Sequence[Problem]) -> None:
        members: dict[int, set[int]] = defaultdict(set)
        for row, label in enumerate(labels):
            members[label].add(row)
        known = set().union(*(each.core | each.border | each.traps for each in problems))
        self._rows = np.array([_scored(labels, members, known, each) for each in problems])
        self.groups, self.largest = len(members), max(map(len, members.values()))

    def line(self) -> str:
        """Every figure, with the 95 % interval that problems drawn with replacement give."""
        chance = np.random.default_rng(SEED)
        count = len(self._rows)
        drawn = [_figures(self._rows[chance.integers(0, count, count)]) for _ in range(DRAWS)]
        low, high = np.quantile(drawn, (0.025, 0.975), axis=0)
        b3, f1, found, trapped = _figures(self._rows)
        return (
            f"  B-cubed F {b3:.3f} [{low[0]:.3f}, {high[0]:.3f}]  best F1 {f1:.3f} [{low[1]:.3f}, {high[1]:.3f}]"
            f"  found {round(found * count)} of {count} [{low[2] * count:.0f}, {high[2] * count:.0f}]"
            f"  traps {round(trapped * self._rows[:, 5].sum())} of {self._rows[:, 5].sum():.0f}"
            f"  {self.groups} groups, the largest of {self.largest}"
        )


def _scored(
    labels: Sequence[int], members: dict[int, set[int]], known: set[int], problem: Problem
) -> tuple[float, ...]:
    recall = precision = 0.0
    for row in problem.core:
        group = members[labels[row]]
        judged = group & known
        recall += len(group & problem.core) / len(problem.core)
        precision += len(judged & (problem.core | problem.border)) / len(judged)
    homes = Counter(labels[row] for row in problem.core)
    best = max(
        2 * hit / (len(members[home] - problem.border) + len(problem.core)) for home, hit in homes.items()
    )
    home = min(homes, key=lambda each: (-homes[each], each))
    trapped = sum(labels[row] == home for row in problem.traps)
    return recall, precision, len(problem.core), best, trapped, len(problem.traps)


def _figures(rows: NDArray[np.float64]) -> tuple[float, float, float, float]:
    """B-cubed F over the messages, and over the problems: mean best F1, the share found, the share of traps walked into."""
    recall, precision, messages, _, trapped, traps = rows.sum(axis=0)
    recall, precision = recall / messages, precision / messages
    best = rows[:, 3]
    return (
        2 * recall * precision / (recall + precision),
        best.mean(),
        (best >= _FOUND).mean(),
        trapped / max(traps, 1),
    )
