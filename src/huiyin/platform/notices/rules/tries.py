"""How often a channel that fails is tried again: three times with growing pauses, then not any more."""

from datetime import timedelta

MOST_TRIES = 3
_PAUSES = (timedelta(minutes=10), timedelta(minutes=40), timedelta(minutes=40))


def pause_after(tries: int) -> timedelta:
    """How long after the `tries`th try (1, 2, 3) the next one may begin: 10, 40, 40 minutes.

    It is also how long a crew may take for one try before another crew takes it for dead.
    """
    return _PAUSES[min(tries, len(_PAUSES)) - 1]
