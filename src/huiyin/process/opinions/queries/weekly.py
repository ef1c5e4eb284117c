"""The sum that must hold, as a unit is told it of itself: by whole weeks, of few givers never (SPEC rules 2, 5)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from huiyin.platform.orgs.models import Unit
from huiyin.platform.texts.models import IndexedText
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.models import Opinion
from huiyin.process.opinions.rules.disposition import Disposition
from huiyin.process.opinions.rules.telling_parts import ToldPart, told_parts


@dataclass(frozen=True)
class WeeklySum:
    """How many came in, and where they went: `received` is counted apart from the parts, or the sum could never fail to hold."""

    received: int
    parts: tuple[ToldPart, ...]


def weekly_sum(campaign: Campaign, unit: Unit, *, upto: date, fewest: int) -> WeeklySum | None:
    """Where the opinions about a unit are that came in up to a day; None where they are of fewer than `fewest` givers. One query.

    What givers did since (a new opinion, one taken back) doesn't show, so that no change from one hour to the next tells of one. Places are
    those of today: that the office went on is no giver's doing. O(opinions about the unit).
    """
    repeats = IndexedText.objects.filter(text=OuterRef("pk")).values("near_duplicate_of")
    rows = (
        Opinion.objects.of(campaign)
        .filter(about=unit, entered_on__lte=upto)
        .annotate(place=_place(upto), giver=Coalesce(Subquery(repeats[:1]), F("pk")))
        .order_by()
        .values_list("place", "giver")
    )
    found = list(rows)
    heard: dict[Disposition, list[int]] = {}
    for place, giver in found:
        heard.setdefault(Disposition(place), []).append(giver)
    parts = told_parts({place: (len(givers), givers) for place, givers in heard.items()}, fewest)
    return None if parts is None else WeeklySum(len(found), parts)


def _place(upto: date) -> Case:
    """The disposition; of what was taken back later, the one that it would have."""
    later = Q(withdrawn_on__gt=upto)
    return Case(
        When(later & Q(duplicate_of__isnull=False), then=Value(Disposition.DUPLICATE.value)),
        When(later & Q(linked=True), then=Value(Disposition.LINKED.value)),
        When(later & ~Q(settled_as=""), then=F("settled_as")),
        When(later, then=Value(Disposition.WAITING.value)),
        default=F("disposition"),
    )
