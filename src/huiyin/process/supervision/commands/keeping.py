"""The facts of every unit are kept once a week, so that a gate can show how they went."""

from datetime import datetime

from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.rules.rights import Actor
from huiyin.process.campaigns.models import Campaign, Participation
from huiyin.process.supervision.models import FactsKept
from huiyin.process.supervision.queries import facts
from huiyin.process.supervision.rules.frozen import frozen


@transaction.atomic
def keep_facts(campaign: Campaign, *, by: Actor, at: datetime) -> int:
    """Keep the facts of the day of all units of a campaign that take part; how many. Twice on a day is once. 36 queries, however many."""
    take_turn()
    today = day_in_china(at)
    parts = Participation.objects.filter(campaign=campaign, ended_on=None).select_related(
        "unit", "campaign__root"
    )
    there = FactsKept.objects.filter(on=today).values("participation")
    wanted = list(parts.exclude(pk__in=there).order_by("pk"))
    if not wanted:
        return 0
    known = facts(wanted, today)
    FactsKept.objects.bulk_create(
        FactsKept(participation=part, on=today, facts=frozen(known[part.pk])) for part in wanted
    )
    told = {"units": len(wanted)}
    record(act="facts.kept", subject=f"campaign:{campaign.code}", by=by.code, at=at, facts=told)
    return len(wanted)
