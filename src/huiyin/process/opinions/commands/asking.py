"""After a whole pass: which pairs wait for a person's word."""

from huiyin.platform.bulk import insert_many
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.models import Doubt
from huiyin.process.opinions.rules.asking import Aside, Doubtful

_COLUMNS = ("campaign_id", "one_id", "other_id", "likeness", "weight", "use", "inside", "put_off")


def put_aside(campaign: Campaign) -> list[Aside]:
    """The pairs that somebody put off. One query."""
    rows = Doubt.objects.filter(campaign=campaign, put_off__gt=0)
    return [Aside(*row) for row in rows.values_list("one_id", "other_id", "inside")]


def ask_anew(campaign: Campaign, found: Doubtful) -> None:
    """Put the pairs that were found in place of those that waited. What was put off stays put off, and stays at all while it's open.

    Part of a command that has taken its turn. 2 queries and one a thousand pairs.
    """
    late = {(row.one_id, row.other_id): row for row in Doubt.objects.filter(campaign=campaign, put_off__gt=0)}
    Doubt.objects.filter(campaign=campaign).delete()
    rows = {
        (asked.one, asked.other): (campaign.pk, *asked, late[pair].put_off if pair in late else 0)
        for asked in found.asked
        for pair in [(asked.one, asked.other)]
    }
    for pair, row in late.items():
        if pair in found.open:
            rows[pair] = (campaign.pk, *pair, row.likeness, row.weight, row.use, row.inside, row.put_off)
    insert_many(Doubt, _COLUMNS, rows.values())
