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


@dataclass(frozen=True)
class Size:
    """Of one unit: `episodes` more make a verdict possible on all of `tells` problems, `fewest` on the first of them; no listening will
    tell of `never` others. `opinions`: as many of them as bring so many episodes by what was heard so far."""

    episodes: int
    fewest: int
    opinions: int
    tells: int
    never: int


def size_of(problems: Iterable[Open], opinions: int, episodes: int) -> Size:
    """One round in a unit serves all its problems at once, so the largest need is the need. `opinions` and `episodes`: heard so far.

    >>> size_of([Open(40, 10), Open(100, 10), Open(None, 0)], opinions=60, episodes=40)
    Size(episodes=90, fewest=30, opinions=135, tells=2, never=1)
    """
    rows = list(problems)
    missing = [one.missing for one in rows if one.missing is not None]
    most, fewest = max(missing, default=0), min(missing, default=0)
    bursts = max(1.0, opinions / episodes) if episodes else 1.0
    return Size(most, fewest, ceil(most * bursts), len(missing), len(rows) - len(missing))
