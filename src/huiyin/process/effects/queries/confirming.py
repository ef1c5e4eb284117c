"""Which later opinions a person has confirmed to speak of a closed problem again, and which still wait for one."""

from collections.abc import Collection

from huiyin.process.problems.models import Problem


def confirmed(problems: Collection[Problem]) -> dict[int, list[int]]:
    """Problem → confirmed later opinions."""
    return {problem.pk: [] for problem in problems}


def waiting(problems: Collection[Problem]) -> dict[int, list[int]]:
    """Problem → suggested ones that nobody has looked at."""
    return {problem.pk: [] for problem in problems}
