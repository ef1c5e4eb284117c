"""The office opens and closes ways to speak."""

import secrets
from datetime import date, datetime

from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import BadInput
from huiyin.platform.audit.commands import record
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of
from huiyin.process.channels.models import Entrance

LONGEST_NAME = 80
_LETTERS = "23456789abcdefghjkmnpqrtuvwxy"
_CODE_LENGTH = 10  # 48 bits: an address can't be guessed, and a poster can still be typed


@transaction.atomic
def open_entrance(
    campaign: Campaign,
    *,
    name: str,
    channel: str,
    about: Unit | None = None,
    giver_kind: str = "",
    pupils: bool = False,
    opens_on: date | None = None,
    closes_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Entrance:
    """Open a way to speak: `name` says for whom (a unit, a group, an event), `about` whom it is about unless decided otherwise.

    BadInput for a name or code that the campaign doesn't know and for days in the wrong order.
    """
    by.needs(Right.CHANNEL_MANAGE, about.path if about is not None else campaign.root.path)
    template = template_of(campaign)
    first = opens_on or day_in_china(at)
    _needs_name(name)
    _needs_code(channel, {one.code for one in template.channels}, "收集渠道", "channel")
    if giver_kind:
        _needs_code(giver_kind, {one.code for one in template.giver_kinds}, "反映群体", "kind of giver")
    if about is not None and not about.path.startswith(campaign.root.path):
        raise BadInput(f"“{about.name}”不在本活动的范围内。", f"'{about.name}' isn't part of this campaign.")
    if closes_on is not None and closes_on < first:
        raise BadInput("截止日期早于开始日期。", "It closes before it opens.")
    made = Entrance.objects.create(
        campaign=campaign,
        code="".join(secrets.choice(_LETTERS) for _ in range(_CODE_LENGTH)),
        name=name.strip(),
        channel=channel,
        about=about,
        giver_kind=giver_kind,
        pupils=pupils,
        opens_on=first,
        closes_on=closes_on,
        made_by=by.code,
        made_on=day_in_china(at),
    )
    facts = {"channel": channel, "about": about.pk if about is not None else None, "pupils": pupils}
    record(act="entrance.opened", subject=f"entrance:{made.pk}", by=by.code, at=at, facts=facts)
    return made


@transaction.atomic
def close_entrance(entrance: Entrance, *, on: date, by: Actor, at: datetime) -> None:
    """Say on which day an entrance takes its last opinion; the day may be moved again. What came in by it stays."""
    about = entrance.about
    by.needs(Right.CHANNEL_MANAGE, about.path if about is not None else entrance.campaign.root.path)
    if on < entrance.opens_on:
        raise BadInput("截止日期早于开始日期。", "It closes before it opens.")
    Entrance.objects.filter(pk=entrance.pk).update(closes_on=on)
    facts = {"on": on.isoformat()}
    record(act="entrance.closed", subject=f"entrance:{entrance.pk}", by=by.code, at=at, facts=facts)


def _needs_name(name: str) -> None:
    if not 0 < len(name.strip()) <= LONGEST_NAME:
        raise BadInput(
            f"请写名称（{LONGEST_NAME} 字以内），例如“云河市第三中学·家长”。",
            f"Give it a name, in {LONGEST_NAME} characters: for whom it is.",
        )


def _needs_code(code: str, known: set[str], zh: str, en: str) -> None:
    if code not in known:
        raise BadInput(f"本活动没有“{code}”这个{zh}。", f"This campaign has no {en} '{code}'.")
