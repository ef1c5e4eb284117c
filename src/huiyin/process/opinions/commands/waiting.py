"""The list of what the machine has yet to place."""

from collections.abc import Iterable

from huiyin.process.opinions.models import Unplaced


def wait_to_be_placed(campaign: int, opinions: Iterable[int]) -> None:
    """Put opinions (ids) on the list, where they came back into the matter or under another unit. For other commands, in their
    transaction. One that isn't indexed yet stays on it as it is. One query."""
    rows = [Unplaced(opinion_id=pk, campaign_id=campaign, indexed=True) for pk in opinions]
    Unplaced.objects.bulk_create(rows, ignore_conflicts=True)
