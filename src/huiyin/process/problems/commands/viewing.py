"""A person's own named filters of the ledger."""

from datetime import datetime

from django.db import transaction

from huiyin.kit.errors import BadInput, Refused, Unseen
from huiyin.platform.accounts.models import Account
from huiyin.platform.audit.commands import take_turn
from huiyin.process.campaigns.models import Campaign
from huiyin.process.problems.models import SavedView
from huiyin.process.problems.rules import LONGEST_QUERY, LONGEST_VIEW, MOST_VIEWS


@transaction.atomic
def save_view(account: Account, campaign: Campaign, name: str, query: str, *, at: datetime) -> None:  # noqa: ARG001 - every command takes it
    """Keep filters (the query of an address) under a name; the same name again means these from now on. No record: it's one's own tidying.

    BadInput without a name or a filter, and where one of them is too long; Refused beyond MOST_VIEWS.
    """
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_VIEW:
        raise BadInput(
            f"请给这组条件起个名字，最多 {LONGEST_VIEW} 个字。",
            f"Give these filters a name of {LONGEST_VIEW} characters at most.",
        )
    if not query:
        raise BadInput("还没有选条件：先筛选，再存。", "No filter is set: choose some first.")
    if len(query) > LONGEST_QUERY:
        raise BadInput("条件太长，请少选几个再存。", "These filters are too long: choose fewer.")
    take_turn()
    own = SavedView.objects.filter(account=account, campaign=campaign)
    if own.filter(name=name).update(query=query):
        return
    if own.count() >= MOST_VIEWS:
        raise Refused(
            f"常用筛选最多存 {MOST_VIEWS} 个，请先删掉一个。",
            f"{MOST_VIEWS} saved views at most: delete one first.",
        )
    SavedView.objects.create(account=account, campaign=campaign, name=name, query=query)


@transaction.atomic
def drop_view(account: Account, view: int, *, at: datetime) -> None:  # noqa: ARG001 - every command takes it
    """Delete one of one's own views. Unseen when it isn't one's own."""
    if not SavedView.objects.filter(pk=view, account=account).delete()[0]:
        raise Unseen
