"""Whether a person's word about two opinions goes with those that stand: sameness is passed on, difference isn't."""

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from typing import NamedTuple

Pair = tuple[int, int]


class Judged(NamedTuple):
    """What is said of a pair of opinions."""

    one: int
    other: int
    same: bool


def in_order(one: int, other: int) -> Pair:
    """A pair as it's stored, the lower id first."""
    return (one, other) if one < other else (other, one)


def chain(same: Iterable[Pair], one: int, other: int) -> list[Pair] | None:
    """The shortest chain of judgements that makes two opinions the same matter, from `one` to `other`; None without one."""
    beside: dict[int, list[int]] = defaultdict(list)
    for left, right in same:
        beside[left].append(right)
        beside[right].append(left)
    came_from: dict[int, int] = {one: one}
    waiting = deque([one])
    while waiting:
        at = waiting.popleft()
        if at == other:
            return _back(came_from, one, other)
        for following in beside[at]:
            if following not in came_from:
                came_from[following] = at
                waiting.append(following)
    return None


def _back(came_from: dict[int, int], one: int, other: int) -> list[Pair]:
    steps = []
    while other != one:
        steps.append(in_order(came_from[other], other))
        other = came_from[other]
    return steps[::-1]


def against(same: Sequence[Pair], apart: Iterable[Pair], one: int, other: int, *, alike: bool) -> list[Pair]:
    """The judgements that stand against saying that two opinions are alike, or aren't; none when it can be said.

    Against *different* stands a chain of sames between them. Against *same* stands a difference between anything that is the same as the
    one and anything that is the same as the other.
    """
    if not alike:
        return chain(same, one, other) or []
    mine, theirs = _part(same, one), _part(same, other)
    return next(
        (
            [pair]
            for pair in apart
            if (pair[0] in mine and pair[1] in theirs) or (pair[1] in mine and pair[0] in theirs)
        ),
        [],
    )


def _part(same: Iterable[Pair], one: int) -> set[int]:
    """All that is the same as `one`, by a chain of judgements."""
    beside: dict[int, list[int]] = defaultdict(list)
    for left, right in same:
        beside[left].append(right)
        beside[right].append(left)
    found, waiting = {one}, [one]
    while waiting:
        for following in beside[waiting.pop()]:
            if following not in found:
                found.add(following)
                waiting.append(following)
    return found
