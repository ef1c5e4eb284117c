"""A vote is announced before it is held."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import BadInput, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.ballots.models import Vote
from huiyin.process.ballots.rules.forms import form_of, kind_of
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of


@transaction.atomic
def announce_votes(
    campaign: Campaign,
    units: Sequence[Unit],
    *,
    kind: str,
    opens_on: date,
    closes_on: date,
    by: Actor,
    at: datetime,
) -> list[Vote]:
    """Announce the same vote about each of several units, all or none. BadInput without a unit."""
    if not units:
        raise BadInput("请选至少一个单位。", "Choose a unit at least.")
    return [
        announce_vote(campaign, unit, kind=kind, opens_on=opens_on, closes_on=closes_on, by=by, at=at)
        for unit in units
    ]


@transaction.atomic
def announce_vote(
    campaign: Campaign,
    unit: Unit,
    *,
    kind: str,
    opens_on: date,
    closes_on: date,
    again_of: Vote | None = None,
    by: Actor,
    at: datetime,
) -> Vote:
    """Announce a vote about a unit, a day before it opens at least (DOMAIN 8.5); what it asks is frozen now.

    Refused for a closed campaign and for days that don't follow each other, BadInput for an unknown kind.
    """
    by.needs(Right.BALLOT_HOLD, unit.path)
    take_turn()
    template = template_of(campaign)
    found = kind_of(template, kind)
    if found is None:
        raise BadInput(
            f"本活动的模板里没有“{kind}”这种测评。", f"This campaign's template has no vote '{kind}'."
        )
    if not unit.path.startswith(campaign.root.path):
        raise BadInput(f"“{unit.name}”不在本活动的范围内。", f"'{unit.name}' isn't part of this campaign.")
    if campaign.closed_on is not None:
        raise Refused("活动已经结束，不能再组织测评。", "The campaign is closed: no more votes.")
    today = day_in_china(at)
    if opens_on <= today:
        raise Refused(
            "测评至少提前一天预告：开始日期最早是明天。",
            "A vote is announced a day before: it opens tomorrow at the earliest.",
        )
    if closes_on < opens_on:
        raise Refused("截止日期早于开始日期。", "It closes before it opens.")
    last = Vote.objects.filter(campaign=campaign).aggregate(last=Max("number"))["last"] or 0
    vote = Vote.objects.create(
        campaign=campaign,
        unit=unit,
        number=last + 1,
        kind=kind,
        form=form_of(template, found).as_json(),
        announced_on=today,
        opens_on=opens_on,
        closes_on=closes_on,
        made_by=by.code,
        again_of=again_of,
    )
    facts = {"kind": kind, "unit": unit.pk, "opens": opens_on.isoformat(), "closes": closes_on.isoformat()}
    record(act="vote.announced", subject=f"vote:{vote.pk}", by=by.code, at=at, facts=facts)
    return vote
