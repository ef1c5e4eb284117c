"""The day's seal of what came in sealed."""

from datetime import datetime

from django.db import transaction

from huiyin.platform.audit.commands import seal_past_days
from huiyin.platform.orgs.rules.rights import Actor
from huiyin.process.sealed.models import SealedMatter


@transaction.atomic
def seal_matters(*, by: Actor, at: datetime) -> int:
    """Seal every past day that still has unsealed matters, one record a day; how many days. As opinions' seal_days."""
    return seal_past_days(SealedMatter.objects.all(), kind="sealed", day="entered_on", by=by.code, at=at)
