"""What gates may ask of the opinions about a unit (facts.toml, room "opinions")."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Count, Q

from huiyin.process.campaigns.models import Participation
from huiyin.process.campaigns.rules.judging import Known
from huiyin.process.opinions.models import Opinion
from huiyin.process.opinions.queries.overview import rates_by_unit
from huiyin.process.opinions.queries.rates import Rate
from huiyin.process.opinions.rules.disposition import Disposition

FACTS = ("opinions.received", "opinions.waiting", "opinions.focus_rate", "opinions.specific_rate")


def facts(participations: Sequence[Participation], on: date) -> dict[int, dict[str, Known]]:
    """By participation: opinions about the unit, those that nobody has placed yet, and the two rates. 3 queries.

    What is only suggested is no fact: a rate is known once people have triaged.
    """
    if not participations:
        return {}
    units = [part.unit_id for part in participations]
    mine = Opinion.objects.of(participations[0].campaign).filter(about__in=units, entered_on__lte=on)
    waiting = Count("pk", filter=Q(disposition=Disposition.WAITING.value))
    left = dict(mine.order_by().values_list("about").annotate(left=waiting))
    rates = rates_by_unit(mine)
    found = {}
    for part in participations:
        of_unit = rates.get(part.unit_id)
        known = {"opinions.received": Known(of_unit.received if of_unit else 0)}
        known["opinions.waiting"] = Known(left.get(part.unit_id, 0))
        for name, rate in (
            ("focus", of_unit and of_unit.focus),
            ("specific", of_unit and of_unit.specificity),
        ):
            if rate and _decided(rate):
                known[f"opinions.{name}_rate"] = Known(rate.k / rate.n, rate.n)
        found[part.pk] = known
    return found


def _decided(rate: Rate) -> bool:
    return rate.n > 0 and not rate.suggested
