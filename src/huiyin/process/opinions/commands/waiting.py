"""The lists of what the machine has yet to place, and of what the rooms above have yet to look at."""

from collections.abc import Iterable

from django.db import connection

from huiyin.process.opinions.models import Unplaced

_LIST = "INSERT INTO opinions_unlooked (opinion_id, campaign_id) VALUES (%s, %s) ON CONFLICT DO NOTHING"


def wait_to_be_placed(campaign: int, opinions: Iterable[int]) -> None:
    """Put opinions (ids) on both lists, where they came back into the matter or under another unit. For other commands, in their
    transaction. One that isn't indexed yet stays on the first as it is. 2 queries."""
    opinions = list(opinions)
    rows = [Unplaced(opinion_id=pk, campaign_id=campaign, indexed=True) for pk in opinions]
    Unplaced.objects.bulk_create(rows, ignore_conflicts=True)
    wait_to_be_looked_at(campaign, opinions)


def wait_to_be_looked_at(campaign: int, opinions: Iterable[int]) -> None:
    """Put opinions (ids) on the list of what the rooms above have yet to look at. One query."""
    with connection.cursor() as cursor:
        cursor.executemany(_LIST, [(pk, campaign) for pk in opinions])
