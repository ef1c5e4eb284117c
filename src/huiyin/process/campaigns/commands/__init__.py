"""Starting a campaign, planning it, asking units, what they report; circulars that go down, and papers."""

from huiyin.process.campaigns.commands.asking import ask_units, sign_ask
from huiyin.process.campaigns.commands.circulars import (
    acknowledge_circular,
    issue_circular,
    pass_on_circular,
    withdraw_circular,
)
from huiyin.process.campaigns.commands.closing import close_campaign
from huiyin.process.campaigns.commands.filling import fill_item
from huiyin.process.campaigns.commands.formal_texts import index_formal_texts
from huiyin.process.campaigns.commands.papers import draft_paper, edit_paper, sign_paper
from huiyin.process.campaigns.commands.planning import lay_plan
from huiyin.process.campaigns.commands.redating import (
    recount_plan,
    redate_event,
    set_item_date,
    settle_event,
)
from huiyin.process.campaigns.commands.reporting import import_progress, report_progress, settle_item
from huiyin.process.campaigns.commands.starting import enrol_units, launch_campaign, start_campaign

__all__ = [
    "acknowledge_circular",
    "ask_units",
    "close_campaign",
    "draft_paper",
    "edit_paper",
    "enrol_units",
    "fill_item",
    "import_progress",
    "index_formal_texts",
    "issue_circular",
    "launch_campaign",
    "lay_plan",
    "pass_on_circular",
    "recount_plan",
    "redate_event",
    "report_progress",
    "set_item_date",
    "settle_event",
    "settle_item",
    "sign_ask",
    "sign_paper",
    "start_campaign",
    "withdraw_circular",
]
