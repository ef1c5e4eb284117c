"""How many came in by an entrance, as far as it may be told (SPEC rules 2, 5)."""

from datetime import date, timedelta

FEWEST = 5
"""Of fewer givers nobody but the office above is told."""


def told_before(today: date, *, above: bool) -> date:
    """What came in on or after this day isn't counted yet: today for the office above, this week for everybody else.

    A number that grows while somebody looks would date an opinion to the minute.
    """
    return today if above else today - timedelta(days=today.weekday())


def may_be_told(count: int, *, above: bool) -> int | None:
    """The count, None where it is too small for whoever isn't the office above."""
    return count if above or count == 0 or count >= FEWEST else None
