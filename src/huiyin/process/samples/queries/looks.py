"""What inspectors found where a sample met something, for the page of what it met."""

from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from huiyin.process.samples.models import SampleItem, SampleResult, SampleVisit


@dataclass(frozen=True)
class Look:
    """Which sample, which place of its draw, since when inspectors look, and what two of them agreed on; None until they have."""

    sample: int
    place: int
    began: date
    holds: bool | None
    settled: date | None


def looks(items: "QuerySet[SampleItem]") -> list[Look]:
    """Of items to which a visit has begun, the last sample first. One query."""
    of_item = {"visit": OuterRef("pk")}
    rows = items.annotate(
        began=Subquery(SampleVisit.objects.filter(item=OuterRef("pk")).values("on")[:1]),
        holds=Subquery(SampleResult.objects.filter(**of_item).values("holds")[:1]),
        settled=Subquery(SampleResult.objects.filter(**of_item).values("on")[:1]),
    )
    number = "draw__population__sample__number"
    told = rows.order_by(f"-{number}").values_list(number, "place", "began", "holds", "settled")
    return [Look(*row) for row in told]
