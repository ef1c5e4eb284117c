"""Where a talk stands (DOMAIN 8.5), and which moves there are."""

from enum import StrEnum


class TalkState(StrEnum):
    """A talk's way: it is due, agreed upon, said by one of the two to have been held, confirmed by both. Dropped: no longer required."""

    DUE = "due"
    PLANNED = "planned"
    HELD = "held"
    CONFIRMED = "confirmed"
    OBJECTED = "objected"
    DROPPED = "dropped"


OPEN = frozenset({TalkState.DUE, TalkState.PLANNED})
"""Nobody has said yet that it took place."""

DONE = frozenset({TalkState.HELD, TalkState.CONFIRMED, TalkState.OBJECTED})
"""Somebody said so: a change of the roster leaves these alone."""

TO_BE_HELD = OPEN | {TalkState.OBJECTED}
"""From here it may be said, or said anew, that it took place."""
