"""How much waits, of several kinds in one question to the database: a desk asks for all of them at once."""

from collections.abc import Mapping
from typing import Any

from django.db.models import IntegerField, QuerySet, Subquery

from huiyin.process.campaigns.models import Campaign


class _Counted(Subquery):
    """The number of rows of a query, which may be cut at a limit."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def counted(campaign: Campaign, rows: "Mapping[str, QuerySet[Any, Any]]", limit: int) -> dict[str, int]:
    """By name how many rows there are, `limit` at most: "1000" means "1000 or more". One query, none for nothing."""
    if not rows:
        return {}
    counts = {name: _Counted(found.order_by().values("pk")[:limit]) for name, found in rows.items()}
    found = Campaign.objects.filter(pk=campaign.pk).annotate(**counts).values_list(*counts).get()
    return dict(zip(counts, found, strict=True))
