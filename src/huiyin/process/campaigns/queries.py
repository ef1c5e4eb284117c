"""Questions about a running campaign."""

from functools import lru_cache

from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.rules.template import Template


def template_of(campaign: Campaign) -> Template:
    """The template as frozen on the campaign's first day. Parsed once a version, then shared: it can't change."""
    return _parsed(campaign.template)


@lru_cache(maxsize=8)
def _parsed(text: str) -> Template:
    return Template.model_validate_json(text)


def retention_days(campaign: Campaign) -> int:
    """How long an opinion's words are kept, in calendar days from the day they came in."""
    return int(template_of(campaign).parameter("retention_days"))
