"""The end of a campaign: nothing that is open is lost by it (R26)."""

from datetime import datetime

from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import Conflict, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.models import Campaign, PlanItem, UnitStage
from huiyin.process.campaigns.rules.plans import StageState


@transaction.atomic
def close_campaign(campaign: Campaign, *, by: Actor, at: datetime) -> int:
    """Close a campaign; how many plan items stay open, each with its date.

    Refused while a unit is still in a stage. Problems and plan items that are open stay open and keep their clocks:
    what is kept up for good outlives the campaign (R26, SPEC rule 15).
    """
    by.needs(Right.CAMPAIGN_CLOSE, campaign.root.path)
    take_turn()
    still = UnitStage.objects.filter(participation__campaign=campaign, participation__ended_on=None)
    still = still.exclude(state=StageState.PASSED)
    units = still.values("participation").distinct().count()
    if units:
        raise Refused(
            f"还有 {units} 个单位没有走完全部环节，不能结束活动。请先办结，或由有权的人写明理由后放行。",
            f"{units} unit(s) are still in a stage: let them pass first, with a reason where something is lacking.",
        )
    if not Campaign.objects.filter(pk=campaign.pk, closed_on=None).update(closed_on=day_in_china(at)):
        raise Conflict("活动已经结束。", "The campaign is closed already.")
    left = PlanItem.objects.open().filter(ask__campaign=campaign).count()
    record(
        act="campaign.closed",
        subject=f"campaign:{campaign.code}",
        by=by.code,
        at=at,
        facts={"open_items": left},
    )
    return left
