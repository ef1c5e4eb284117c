"""Group numbers that stay: a regrouping keeps the number of the group that most of its members were in."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

Member = TypeVar("Member", bound=Hashable)


def keep_numbers(groups: Sequence[Sequence[Member]], before: Mapping[Member, int], last: int) -> list[int]:
    """A number for each group: its members' old one where it has the most of them, else a new one after `last`.

    Each old number goes to the new group that shares most members with it (the earlier group on a tie); nobody gets
    a number that was ever another's. O(members).
    """
    shared: list[tuple[int, int, int]] = []
    for index, members in enumerate(groups):
        counted = Counter(before[member] for member in members if member in before)
        shared.extend((-count, index, number) for number, count in counted.items())
    numbers: dict[int, int] = {}
    used: set[int] = set()
    for _, index, number in sorted(shared):
        if index not in numbers and number not in used:
            numbers[index] = number
            used.add(number)
    kept = []
    for index in range(len(groups)):
        if index not in numbers:
            last += 1
            numbers[index] = last
        kept.append(numbers[index])
    return kept
