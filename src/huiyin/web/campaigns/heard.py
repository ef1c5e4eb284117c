"""What was heard about one unit, in figures, for who may have them (SPEC rules 2, 4, 5)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.queries import template_of
from huiyin.process.opinions.models import Opinion, OpinionQuerySet
from huiyin.process.opinions.queries import weekly_sum
from huiyin.process.opinions.queries.overview import Rates, rates_by_unit
from huiyin.process.opinions.rules.disposition import Disposition
from huiyin.process.problems.queries.behind import fewest_givers, original_of
from huiyin.process.problems.rules import last_sunday
from huiyin.web.frame.charts import DrawnRate, drawn_rate
from huiyin.web.frame.figures import reads_words, sees_figures
from huiyin.web.frame.filters import address
from huiyin.web.frame.names import names_of
from huiyin.web.frame.visit import Visit

_TwoRates = tuple[DrawnRate, DrawnRate] | tuple[None, None]


@dataclass(frozen=True)
class Heard:
    """`why` there are no figures: "" (there are), "nobody" (not this visitor's), "few" (too few givers to show).

    `waiting` and the `address` of the words are for who reads those; None and "" for others. The unit's own people are told `parts` of
    the sum, by whole weeks: `upto` is the day up to which they hold, None for who sees what there is today.
    """

    why: str
    received: int = 0
    waiting: int | None = None
    focus: DrawnRate | None = None
    specificity: DrawnRate | None = None
    address: str = ""
    upto: date | None = None
    parts: tuple[tuple[str, int], ...] = ()
    fewest: int = 0

    @property
    def holds(self) -> bool:
        return self.received == sum(n for _name, n in self.parts)


def heard_about(visit: Visit, unit: Unit) -> Heard:
    """Everything for who may read the words or has the overview from above; for the unit's own people the sum of the last whole week,
    from enough givers on. At most 4 queries."""
    campaign, reads = visit.running, reads_words(visit, unit.path)
    overview = visit.may(Right.OVERVIEW_READ, unit.path)
    if not (reads or overview or visit.may(Right.OPINION_READ_SUMMARY, unit.path)):
        return Heard("nobody")
    if not sees_figures(visit, unit.path):
        return _told_weekly(visit, unit, rates=overview)
    rates = rates_by_unit(Opinion.objects.of(campaign).filter(about=unit)).get(unit.pk)
    if rates is None:
        return Heard("", waiting=0 if reads else None)
    mine = Opinion.objects.of(campaign).filter(about=unit)
    waiting = mine.filter(disposition=Disposition.WAITING.value).count() if reads else None
    inbox = address(reverse("inbox", args=[campaign.code]), {"unit": unit.pk}) if reads else ""
    focus, specificity = _drawn(visit, rates)
    return Heard("", rates.received, waiting, focus, specificity, inbox)


def _told_weekly(visit: Visit, unit: Unit, *, rates: bool) -> Heard:
    campaign, fewest = visit.running, fewest_givers(visit.running)
    upto = last_sunday(visit.today)
    told = weekly_sum(campaign, unit, upto=upto, fewest=fewest)
    if told is None:
        return Heard("few", upto=upto)
    names = names_of(campaign).disposition
    parts = tuple(
        (names[part.places[0].value] if len(part.places) == 1 else _("其余各项"), part.opinions)
        for part in told.parts
    )
    focus, specificity = _weekly_rates(visit, unit, upto, fewest) if rates else (None, None)
    return Heard(
        "",
        told.received,
        focus=focus,
        specificity=specificity,
        upto=upto,
        parts=parts,
        fewest=fewest,
    )


def _weekly_rates(visit: Visit, unit: Unit, upto: date, fewest: int) -> _TwoRates:
    mine = Opinion.objects.of(visit.running).filter(about=unit, entered_on__lte=upto)
    rates = rates_by_unit(mine).get(unit.pk)
    # Of the opinions on either side of a rate at most `repeats` are copies: what is left is givers.
    return _drawn(visit, rates and _told(rates, rates.received - _givers(mine), fewest))


def _drawn(visit: Visit, rates: Rates | None) -> _TwoRates:
    if rates is None:
        return None, None
    numbers = template_of(visit.running)
    focus = drawn_rate(rates.focus, numbers.parameter("focus_rate_line"))
    return focus, drawn_rate(rates.specificity, numbers.parameter("specificity_rate_line"))


def _told(rates: Rates, repeats: int, fewest: int) -> Rates | None:
    """The rates, None where one has a side with fewer givers than may be shown: one is never told by leaving out the other."""
    sides = [side for rate in (rates.focus, rates.specificity) for side in (rate.k, rate.n - rate.k)]
    return rates if all(side == 0 or side - repeats >= fewest for side in sides) else None


def _givers(mine: OpinionQuerySet) -> int:
    """Near duplicates once."""
    counted = mine.annotate(original=original_of("pk")).aggregate(n=Count("original", distinct=True))
    return int(counted["n"])
