"""The sum that must hold."""

from dataclasses import dataclass

from django.db.models import Count

from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.models import Opinion
from huiyin.process.opinions.rules.disposition import Disposition


@dataclass(frozen=True)
class Balance:
    """The sum that must hold (SPEC rule 2): received, and its seven parts."""

    received: int
    parts: dict[Disposition, int]

    @property
    def holds(self) -> bool:
        return self.received == sum(self.parts.values())


def balance(campaign: Campaign) -> Balance:
    """Received and where they are now. 2 queries: the total is counted apart from its parts, or it could never fail to hold."""
    counted = Opinion.objects.of(campaign).values("disposition").annotate(n=Count("id")).order_by()
    parts = {row["disposition"]: row["n"] for row in counted}
    received = Opinion.objects.of(campaign).count()
    return Balance(received, {disposition: parts.get(disposition, 0) for disposition in Disposition})
