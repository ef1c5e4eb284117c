"""Three unities (DOMAIN 4.3, R37): what was raised, what was said in talks and what was said at the meeting agree, and so do the team's
problems and its members'. Traces and gaps as facts: whether a gap is a fault is for people to say.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Pair = tuple[int, int]


@dataclass(frozen=True)
class Trail:
    """How often a focus group comes up: raised in the ledger, in the team's paper, in how many members' papers, in shared points of
    talks, in criticisms at the meeting."""

    group: str
    raised: int
    team: int
    members: int
    talks: int
    meeting: int

    @property
    def left_out(self) -> bool:
        """Raised, and neither in a paper nor at the meeting."""
        return bool(self.raised) and not (self.team or self.members or self.meeting)

    @property
    def team_only(self) -> bool:
        """The team has it and no member does."""
        return bool(self.team) and not self.members

    @property
    def members_only(self) -> bool:
        """Members have it and the team doesn't."""
        return bool(self.members) and not self.team


@dataclass(frozen=True)
class Met:
    """What there is between two members: whether they talked and both said so; criticisms one way and the other."""

    one: int
    other: int
    talked: bool
    there: int
    back: int

    @property
    def untalked(self) -> bool:
        """Criticised at the meeting without a talk before."""
        return not self.talked and bool(self.there or self.back)

    @property
    def silent(self) -> bool:
        """Talked, and not a word to each other at the meeting."""
        return self.talked and not (self.there or self.back)


def trails(
    groups: Sequence[str],
    raised: Iterable[str],
    team: Iterable[str],
    members: Iterable[frozenset[str]],
    talks: Iterable[str],
    meeting: Iterable[str],
) -> tuple[Trail, ...]:
    """A trail for each focus group, in the template's order. `members`: of each member's paper, the groups in it."""
    counts = [Counter(some) for some in (raised, team, talks, meeting)]
    held = Counter(group for some in members for group in some)
    return tuple(
        Trail(group, counts[0][group], counts[1][group], held[group], counts[2][group], counts[3][group])
        for group in groups
    )


def met(members: Sequence[int], talked: Iterable[Pair], criticised: Mapping[Pair, int]) -> tuple[Met, ...]:
    """Every two of the members who were there, in the order of the seats. O(members²)."""
    pairs = {frozenset(pair) for pair in talked}
    return tuple(
        Met(
            one,
            other,
            frozenset((one, other)) in pairs,
            criticised.get((one, other), 0),
            criticised.get((other, one), 0),
        )
        for at, one in enumerate(members)
        for other in members[at + 1 :]
    )
