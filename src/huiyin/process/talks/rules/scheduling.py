"""A proposal of when talks are held: nobody in two at once, in few sittings."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, order=True)
class Slot:
    """A part of a day; `place` is the part's place in the template's list."""

    day: date
    place: int


@dataclass(frozen=True)
class ToHold:
    """A talk that wants a slot."""

    pk: int
    one: int
    other: int


def schedule(
    talks: Sequence[ToHold], slots: Sequence[Slot], busy: Mapping[int, Collection[Slot]]
) -> dict[int, Slot]:
    """Talk → slot. Talks for which no slot is left over aren't in it: the two were away, or there were too few.

    Slot by slot, the matching of most weight among those who are free; who has most talks before them weighs most, so that
    the busiest are never left for the end. O(slots · persons³).
    """
    from networkx import Graph, max_weight_matching  # noqa: PLC0415 - half a second to import, for one page

    left = {frozenset((talk.one, talk.other)): talk for talk in sorted(talks, key=lambda one: one.pk)}
    found: dict[int, Slot] = {}
    for slot in sorted(slots):
        free = [pair for pair in left if not any(slot in busy.get(person, ()) for person in pair)]
        if not free:
            continue
        waiting: dict[int, int] = {}
        for pair in left:
            for person in pair:
                waiting[person] = waiting.get(person, 0) + 1
        graph, more = Graph(), len(waiting) + 1  # one with more talks outweighs all together who have fewer
        for pair in free:
            one, other = sorted(pair)
            graph.add_edge(one, other, weight=more ** waiting[one] + more ** waiting[other])
        for together in max_weight_matching(graph, maxcardinality=True):
            found[left.pop(frozenset(together)).pk] = slot
    return found
