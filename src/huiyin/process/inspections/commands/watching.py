"""One function notes what was odd in looking; it never refuses anything (R39)."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.platform.audit.commands import record
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor
from huiyin.process.campaigns.models import Campaign
from huiyin.process.inspections.models import Watch
from huiyin.process.inspections.rules.watching import WatchKind, digest_of


@transaction.atomic
def note_watch(
    campaign: Campaign, kind: WatchKind, where: str, filters: Mapping[str, object], *, by: Actor, at: datetime
) -> None:
    """Note that `by` did something odd at the page `where`: once a day for the same filters. Nothing of a giver is kept, nor what was typed."""
    unit = Unit.objects.filter(path=by.scope).first() or campaign.root
    _, new = Watch.objects.get_or_create(
        campaign=campaign,
        day=day_in_china(at),
        by=by.code,
        kind=kind,
        where=where,
        digest=digest_of(filters),
        defaults={"role": by.role, "unit": unit},
    )
    if new:
        record(
            act="watch.noted",
            subject=f"campaign:{campaign.code}",
            by=by.code,
            at=at,
            facts={"kind": kind.value, "where": where},
        )
