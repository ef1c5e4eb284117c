"""What was heard about one unit, in figures, for who may have them (SPEC rules 4, 5)."""

from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse

from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.queries import template_of
from huiyin.process.opinions.models import Opinion, OpinionQuerySet
from huiyin.process.opinions.queries.overview import Rates, rates_by_unit
from huiyin.process.opinions.rules.disposition import Disposition
from huiyin.process.problems.queries.behind import fewest_givers, original_of
from huiyin.web.frame.charts import DrawnRate, drawn_rate
from huiyin.web.frame.figures import reads_words, sees_figures
from huiyin.web.frame.filters import address
from huiyin.web.frame.visit import Visit


@dataclass(frozen=True)
class Heard:
    """`why` there are no figures: "" (there are), "nobody" (not this visitor's), "few" (too few givers to show).

    `waiting` and the `address` of the words are for who reads those; None and "" for others.
    """

    why: str
    received: int = 0
    waiting: int | None = None
    focus: DrawnRate | None = None
    specificity: DrawnRate | None = None
    address: str = ""

    @property
    def figures(self) -> bool:
        return not self.why


def heard_about(visit: Visit, unit: Unit) -> Heard:
    """Everything for who may read the words; the sums for who has the overview, from enough givers on. At most 4 queries."""
    campaign, reads = visit.running, reads_words(visit, unit.path)
    mine = Opinion.objects.of(campaign).filter(about=unit)
    if not reads and not visit.may(Right.OVERVIEW_READ, unit.path):
        return Heard("nobody")
    whole, fewest = sees_figures(visit, unit.path), fewest_givers(campaign)
    givers = _givers(mine) if not whole else 0
    if not whole and givers < fewest:
        return Heard("few")
    rates, numbers = rates_by_unit(mine).get(unit.pk), template_of(campaign)
    if rates is None:
        return Heard("", waiting=0 if reads else None)
    # Of the opinions on either side of a rate at most `repeats` are copies: what is left is givers.
    told = rates if whole else _told(rates, rates.received - givers, fewest)
    waiting = mine.filter(disposition=Disposition.WAITING.value).count() if reads else None
    return Heard(
        "",
        received=rates.received,
        waiting=waiting,
        focus=drawn_rate(told.focus, numbers.parameter("focus_rate_line")) if told else None,
        specificity=drawn_rate(told.specificity, numbers.parameter("specificity_rate_line"))
        if told
        else None,
        address=address(reverse("inbox", args=[campaign.code]), {"unit": unit.pk}) if reads else "",
    )


def _told(rates: Rates, repeats: int, fewest: int) -> Rates | None:
    """The rates, None where one has a side with fewer givers than may be shown: one is never told by leaving out the other."""
    sides = [side for rate in (rates.focus, rates.specificity) for side in (rate.k, rate.n - rate.k)]
    return rates if all(side == 0 or side - repeats >= fewest for side in sides) else None


def _givers(mine: OpinionQuerySet) -> int:
    """Near duplicates once."""
    counted = mine.annotate(original=original_of("pk")).aggregate(n=Count("original", distinct=True))
    return int(counted["n"])
