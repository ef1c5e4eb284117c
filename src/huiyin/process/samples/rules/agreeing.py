"""When what was seen at a visit stands: two persons say the same, and one of them was there. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Says:
    """What one person said of a thing: whether it holds."""

    by: str
    holds: bool


def agreed(said: Sequence[Says], were_there: Collection[str]) -> bool | None:
    """What two persons say, of whom one was there; None while they don't. A person's last word counts.

    >>> agreed([Says("a", False), Says("b", False)], {"a", "b"})
    False
    >>> agreed([Says("a", False), Says("b", True)], {"a", "b"}) is None
    True
    """
    last = {one.by: one.holds for one in said}
    for holds in (True, False):
        who = {by for by, says in last.items() if says is holds}
        if len(who) > 1 and who & set(were_there):
            return holds
    return None
