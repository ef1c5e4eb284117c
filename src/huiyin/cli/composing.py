"""Who writes the day's messages. The clock calls them once on each working day, and again when one of them fails.

A composer asks `notices.queries.due_today` to whom what is due, and hands what it wrote to `notices.commands.put_messages`
with keys that tell the day (`weekly:2014-05-19`), so that a second call changes nothing.
"""

from collections.abc import Callable
from datetime import datetime

from huiyin.platform.notices.rules.rhythm import DayOff
from huiyin.platform.orgs.rules.rights import Actor

Composer = Callable[[Actor, datetime, DayOff], int]
"""Writes for somebody (the clock) at a moment, knowing the days off; how many sections were new."""

COMPOSERS: tuple[Composer, ...] = ()


def compose_messages(*, by: Actor, at: datetime, off: DayOff) -> int:
    """Let every composer write; how many sections were new."""
    return sum(composer(by, at, off) for composer in COMPOSERS)
