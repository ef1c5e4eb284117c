"""What `huiyin lookback` reports, once Django is awake: everything, for who has the server has the database."""

from datetime import date

from huiyin.cli.ledgering import campaign_of
from huiyin.cli.pipeline import OPERATOR
from huiyin.process.effects.access import visible_effects
from huiyin.reports.papers.lookback import Lookback, lookback_of


def everything(code: str | None, since: date | None) -> Lookback:
    """The report over a whole campaign."""
    campaign = campaign_of(code)
    return lookback_of(campaign, visible_effects([OPERATOR], campaign), lambda _: True, since)
