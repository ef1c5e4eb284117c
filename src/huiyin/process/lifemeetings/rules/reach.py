"""Who reads what was said at a team's meeting: a class of access of its own (SPEC rule 4, DOMAIN 2.7).

Whoever was there reads all of it, the recorder does, and the inspectors sent to the unit. Who was due and absent reads what was said to
them and nothing else. Everybody else gets counts at most: never the office, never the level above, never the administrator.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from huiyin.platform.orgs.rules.rights import Actor, Role


class Reach(StrEnum):
    """How much of a record somebody reads."""

    ALL = "all"
    OWN = "own"
    COUNTS = "counts"


@dataclass(frozen=True, slots=True)
class Circle:
    """Around a meeting of the unit at `path`: codes of who was there, of who was due and absent, of who records."""

    path: str
    there: frozenset[str]
    absent: frozenset[str]
    recorders: frozenset[str]


def sent_to(by: Actor, path: str) -> bool:
    """Whether `by` is an inspector sent to the unit at `path`, and none of its own people."""
    return by.role is Role.SUPERVISION and by.covers(path) and path not in by.own


def reach_of(circle: Circle, code: str, actors: Iterable[Actor]) -> Reach:
    """What the person with this code, acting as `actors` today, reads. O(actors)."""
    if code in circle.there or code in circle.recorders or any(sent_to(by, circle.path) for by in actors):
        return Reach.ALL
    return Reach.OWN if code in circle.absent else Reach.COUNTS


def above(by: Actor, path: str, root: str) -> bool:
    """Whether `by` judges the unit at `path` from above it, or is sent to it: never one's own, and never its own office.

    The organiser has nobody above it: its leading group and the inspectors do.
    """
    if path in by.own or not by.covers(path):
        return False
    if by.role is Role.SUPERVISION:
        return True
    if by.role is Role.LEADER and path == root:
        return True
    return by.role in {Role.OFFICE, Role.LEADER} and len(by.scope) < len(path) and path != root


def ones_own(actors: Collection[Actor], path: str) -> bool:
    """Whether one of the capacities is of that very unit."""
    return any(by.scope == path for by in actors)
