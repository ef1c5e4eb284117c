"""Starting a campaign, planning it, asking units, and what they report."""

from huiyin.process.campaigns.commands.asking import ask_units, sign_ask
from huiyin.process.campaigns.commands.closing import close_campaign
from huiyin.process.campaigns.commands.planning import lay_plan
from huiyin.process.campaigns.commands.redating import recount_plan, redate_event, set_item_date
from huiyin.process.campaigns.commands.reporting import report_progress
from huiyin.process.campaigns.commands.starting import enrol_units, launch_campaign, start_campaign

__all__ = [
    "ask_units",
    "close_campaign",
    "enrol_units",
    "launch_campaign",
    "lay_plan",
    "recount_plan",
    "redate_event",
    "report_progress",
    "set_item_date",
    "sign_ask",
    "start_campaign",
]
