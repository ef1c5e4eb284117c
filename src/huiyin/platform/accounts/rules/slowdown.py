"""How long to wait after wrong passwords: guessing gets slow, and nobody is locked out for good."""

from datetime import timedelta

FREE_TRIES = 4
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)


def wait_after(failures: int) -> timedelta:
    """The wait after `failures` wrong tries in a row: none up to 4, 30 s after the 5th, doubled with each, 15 min at most.

    At the cap an account can be tried 96 times a day.
    """
    if failures <= FREE_TRIES:
        return timedelta(0)
    doublings = min(failures - FREE_TRIES - 1, 16)  # beyond the cap, and no overflow
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)
