"""How large a second listening round must be for a verdict to become possible: pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil


@dataclass(frozen=True)
class Open:
    """A problem that can't be told yet: episodes that must be heard after its closing in all (None: none will do), and heard by now."""

    needed: int | None
    heard_after: int

    @property
    def missing(self) -> int | None:
        return None if self.needed is None else max(0, self.needed - self.heard_after)


REACH = 2
"""Of what was heard so far, how many times that a round may be hoped to bring, where the template doesn't say (`round_reach`)."""


@dataclass(frozen=True)
class Size:
    """Of one unit: `episodes` more make a verdict possible on all of `tells` problems, `fewest` on the first of them; no listening will
    tell of `never` others. `opinions`: as many of them as bring so many episodes by what was heard so far.

    Of `beyond` others it would take more than the unit can give: `far` opinions for the nearest of them. Where `tells` is 0 the size is
    that of this one, for whoever wants to listen nevertheless.
    """

    episodes: int
    fewest: int
    opinions: int
    tells: int
    never: int
    beyond: int = 0
    far: int = 0


def size_of(problems: Iterable[Open], opinions: int, episodes: int, reach: float = REACH) -> Size:
    """One round in a unit serves all its problems at once, so the largest need within reach is the need. `opinions` and `episodes`: heard
    so far. Within reach is what takes no more than `reach` times as many opinions as were heard so far: the same people are asked once more.

    >>> size_of([Open(40, 10), Open(100, 10), Open(None, 0)], opinions=80, episodes=60)
    Size(episodes=90, fewest=30, opinions=120, tells=2, never=1, beyond=0, far=0)
    >>> size_of([Open(40, 10), Open(2142, 0)], opinions=60, episodes=60)
    Size(episodes=30, fewest=30, opinions=30, tells=1, never=0, beyond=1, far=2142)
    """
    rows = list(problems)
    missing = sorted(one.missing for one in rows if one.missing is not None)
    bursts = max(1.0, opinions / episodes) if episodes else 1.0
    near = [one for one in missing if ceil(one * bursts) <= reach * opinions]
    far = missing[len(near) :]
    meant = near or far[:1]
    most, fewest = max(meant, default=0), min(meant, default=0)
    return Size(
        most,
        fewest,
        ceil(most * bursts),
        len(near),
        len(rows) - len(missing),
        len(far),
        ceil(far[0] * bursts) if far else 0,
    )
