"""Fields in which a unit is named: what they offer, and which unit was meant."""

from collections.abc import Mapping

from django.db.models import QuerySet

from huiyin.kit.errors import BadInput
from huiyin.platform.orgs.access import visible_units
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.queries import unit_choices
from huiyin.platform.orgs.rules.rights import Right
from huiyin.platform.orgs.rules.unit_names import UnitNames, certain_unit
from huiyin.process.campaigns.access import visible_participations
from huiyin.process.campaigns.models import Participation
from huiyin.web.frame.visit import Visit

OFFERED = 300


def unit_named(typed: str, visit: Visit, right: Right) -> Unit:
    """The unit with this name, alias or code for which the visitor has the right. One query for its full name, three for another.

    A refusal that says what to do for a name that means none or several of them.
    """
    there = visible_units(visit.actors, right)
    if (formal := there.filter(name=typed.strip()).first()) is not None:
        return formal
    rows = there.values_list("pk", "name", "aliases", "code")
    names = UnitNames.of((str(pk), [name, *aliases, code]) for pk, name, aliases, code in rows)
    return Unit.objects.get(pk=int(certain_unit(typed, names)))


def offered_units(visit: Visit, right: Right) -> Mapping[str, object]:
    """What such a field offers: names, or none where they are too many for a list. One query."""
    return {"units": unit_choices(visible_units(visit.actors, right), OFFERED)}


def participations_named(text: str, visit: Visit, right: Right) -> QuerySet[Participation]:
    """The units of the campaign that are named in full, one a line. BadInput for a name that none within reach has. One query."""
    there = visible_participations(visit.actors, visit.running, right).filter(ended_on=None)
    names = {name.strip() for name in text.splitlines() if name.strip()}
    known = set(there.filter(unit__name__in=names).values_list("unit__name", flat=True))
    if strange := sorted(names - known):
        raise BadInput(
            f"没有叫这些名字的参加单位：{'、'.join(strange[:5])}。请写全称，一行一个。",
            f"No units of these names take part: {', '.join(strange[:5])}. Write full names, one a line.",
        )
    return there.filter(unit__name__in=names).select_related("unit").order_by("unit__path")
