"""A person's dates, for their calendar."""

from datetime import date

from huiyin.platform.accounts.models import Account
from huiyin.platform.notices.rules.feed import Entry


def entries_of(account: Account, on: date) -> list[Entry]:  # noqa: ARG001 - nothing to say yet
    """What an account has to do, as entries of its calendar, seen from the day `on`. Empty until a to-do list is there."""
    return []
