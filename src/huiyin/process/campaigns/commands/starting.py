"""Starting a campaign, and who takes part in it."""

import secrets
from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import Conflict, NotAllowed
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.commands.planning import Laid, is_planned, lay_for, lay_plan
from huiyin.process.campaigns.models import Campaign, Participation
from huiyin.process.campaigns.queries.running import template_of
from huiyin.process.campaigns.queries.timetable import members_of
from huiyin.process.campaigns.rules.dating import tier_of
from huiyin.process.campaigns.rules.template import Template, digest_of_text


@transaction.atomic
def start_campaign(
    template: Template, *, code: str, name: str, root: Unit, by: Actor, at: datetime
) -> Campaign:
    """Start a campaign of `root`: the template is frozen into it, whatever becomes of the folder it was read from."""
    by.needs(Right.CAMPAIGN_START, root.path)
    if by.campaign:
        raise NotAllowed(
            "您的角色只限一个活动，不能启动别的活动。",
            "Your role is for one campaign: you can't start another.",
        )
    take_turn()
    if Campaign.objects.filter(code=code).exists():
        raise Conflict(f"活动代码“{code}”已经用过。", f"Campaign code '{code}' is taken.")
    frozen = template.model_dump_json()
    campaign = Campaign.objects.create(
        code=code,
        name=name,
        root=root,
        template_code=template.code,
        template_version=template.version,
        template_digest=digest_of_text(frozen),
        template=frozen,
        secret=secrets.token_hex(32),
        started_on=day_in_china(at),
    )
    facts = {"template": template.code, "version": template.version, "digest": campaign.template_digest}
    record(act="campaign.started", subject=f"campaign:{code}", by=by.code, at=at, facts=facts)
    return campaign


@transaction.atomic
def enrol_units(campaign: Campaign, units: Collection[Unit], *, by: Actor, at: datetime) -> int:
    """Let units take part; those that do already are left alone. How many are new.

    Where there is a plan already, the new ones get theirs. 3 queries and an insert; with a plan, 6 and two more.
    """
    by.needs(Right.CAMPAIGN_START, campaign.root.path)
    take_turn()
    there = set(Participation.objects.filter(campaign=campaign).values_list("unit_id", flat=True))
    new = [unit for unit in units if unit.pk not in there]
    if not new:
        return 0
    template = template_of(campaign)
    Participation.objects.bulk_create(
        Participation(campaign=campaign, unit=unit, tier=_tier(template, campaign, unit)) for unit in new
    )
    if is_planned(campaign):
        units_of = Participation.objects.filter(campaign=campaign, unit__in=new).values_list("pk", flat=True)
        lay_for(campaign, members_of(campaign, units_of), on=day_in_china(at))
    facts = {"units": len(new)}
    record(act="campaign.units_enrolled", subject=f"campaign:{campaign.code}", by=by.code, at=at, facts=facts)
    return len(new)


def _tier(template: Template, campaign: Campaign, unit: Unit) -> str:
    return tier_of(template, unit.kind, root=unit.pk == campaign.root_id)


@transaction.atomic
def launch_campaign(
    template: Template,
    *,
    code: str,
    name: str,
    root: Unit,
    units: Collection[Unit],
    events: Mapping[str, date],
    by: Actor,
    at: datetime,
) -> tuple[Campaign, Laid]:
    """Start a campaign, let the units take part, and lay its plan: a notice becomes a dated plan in one act (R12)."""
    campaign = start_campaign(template, code=code, name=name, root=root, by=by, at=at)
    enrol_units(campaign, units, by=by, at=at)
    return campaign, lay_plan(campaign, events, by=by, at=at)
