"""Questions about what was said again."""

from huiyin.process.recurrences.queries.counts import (
    Counts,
    Hits,
    confirmed,
    counts,
    hits,
    pending_counts,
)
from huiyin.process.recurrences.queries.looking import (
    waits_for_looking,
    waits_for_reading,
    waits_for_the_night,
    waits_for_weighing,
)

__all__ = [
    "Counts",
    "Hits",
    "confirmed",
    "counts",
    "hits",
    "pending_counts",
    "waits_for_looking",
    "waits_for_reading",
    "waits_for_the_night",
    "waits_for_weighing",
]
