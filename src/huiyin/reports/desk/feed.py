"""A person's dates, for their calendar."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from huiyin.kit.clock import CHINA
from huiyin.platform.accounts.models import Account
from huiyin.platform.notices.rules.feed import Entry
from huiyin.platform.orgs.queries import actors_of
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries.workload import ItemRow, items_of_units
from huiyin.reports.desk.addresses import item_place, path_of
from huiyin.reports.desk.todo import own_units


def entries_of(account: Account, on: date) -> list[Entry]:
    """What is open and dated of an account's own units, of every campaign, by date, as seen on the day `on`. 3 queries a campaign."""
    entries = [
        entry for campaign in Campaign.objects.order_by("pk") for entry in _entries(account, campaign, on)
    ]
    return sorted(entries, key=lambda entry: entry.day)


def _entries(account: Account, campaign: Campaign, on: date) -> Iterator[Entry]:
    own = own_units(actors_of(account, on, campaign=campaign.code))
    for row in items_of_units(campaign, own) if own else ():
        if row.done_on is None and row.due_on is not None:
            yield Entry(
                uid=f"item-{row.pk}",
                day=row.due_on,
                title=f"{row.title}（{row.unit}）",
                description="\n".join(part for part in (campaign.name, row.demand, row.progress) if part),
                path=path_of(campaign, item_place(row.pk)),
                changed_at=_changed_at(row),
            )


def _changed_at(row: ItemRow) -> datetime:
    """Later for each later version: no row keeps the moment of its last change, and a calendar only asks which is newer."""
    return datetime.combine(row.sent_on, time(), CHINA) + timedelta(seconds=row.version)
