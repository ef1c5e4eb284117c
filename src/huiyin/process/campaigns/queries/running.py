"""Questions about a running campaign."""

from collections.abc import Iterator
from functools import lru_cache

from huiyin.platform.audit.queries import facts_of
from huiyin.platform.audit.rules import Fault
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.rules.template import Template, digest_of_text


def template_of(campaign: Campaign) -> Template:
    """The template as frozen on the campaign's first day. Parsed once a version, then shared: it can't change.

    Where the text wasn't read with the row (`defer("template")`: it is some 300 KB), it is asked for by its digest, and once only.
    """
    if "template" not in campaign.get_deferred_fields():
        return _parsed(campaign.template)
    known = _by_digest.get(campaign.template_digest)
    if known is None:
        while len(_by_digest) >= _MOST:
            _by_digest.pop(next(iter(_by_digest)), None)
        known = _by_digest[campaign.template_digest] = _parsed(campaign.template)
    return known


_MOST = 8
_by_digest: dict[str, Template] = {}


@lru_cache(maxsize=_MOST)
def _parsed(text: str) -> Template:
    return Template.model_validate_json(text)


def retention_days(campaign: Campaign, channel: str = "", giver_kind: str = "") -> int:
    """How long an opinion's words are kept, in calendar days from the day they came in: the shorter of what the template says of
    its channel and of its kind of giver (codes), else `retention_days`."""
    template = template_of(campaign)
    named = [
        one.keep_days
        for one in (*template.channels, *template.giver_kinds)
        if one.keep_days is not None and one.code in {channel, giver_kind}
    ]
    return min(named, default=int(template.parameter("retention_days")))


def template_faults() -> Iterator[Fault]:
    """Campaigns whose frozen template isn't any more what the record says that they started with."""
    started = {subject: facts.get("digest") for subject, _, facts in facts_of("campaign.started")}
    for campaign in Campaign.objects.all():
        same = campaign.template_digest == started.get(f"campaign:{campaign.code}")
        if not same or digest_of(campaign.template) != campaign.template_digest:
            yield Fault(
                f"活动 {campaign.code}",
                f"活动“{campaign.name}”的模板与启动时记录的不符：模板被改过。",
                f"The template of campaign '{campaign.code}' isn't the one it started with.",
            )


def digest_of(template: str) -> str | None:
    """The digest of a frozen template, None when it can't even be read.

    Of the text as it was frozen: a later Huiyin that knows more of templates must come to the same digest.
    """
    try:
        return digest_of_text(template)
    except ValueError:
        return None
