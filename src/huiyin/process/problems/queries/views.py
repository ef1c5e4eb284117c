"""A person's own named filters of the ledger."""

from huiyin.platform.accounts.models import Account
from huiyin.process.campaigns.models import Campaign
from huiyin.process.problems.models import SavedView


def views_of(account: Account, campaign: Campaign) -> list[SavedView]:
    """By name; at most rules.MOST_VIEWS. One query."""
    return list(SavedView.objects.filter(account=account, campaign=campaign).order_by("name", "pk"))
