"""The yearly list of inspections, and how often each school was inspected in a year (DOMAIN 5.1)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from huiyin.platform.orgs.models import Unit
from huiyin.process.campaigns.rules.inspections import Inspections
from huiyin.process.inspections.models import Visit
from huiyin.process.inspections.rules.visits import VisitState


@dataclass(frozen=True)
class SchoolYear:
    """A school's inspections in a year, in whatever campaign, cancelled ones not counted: whole ones, others with a number of the list,
    and what takes none (talks, help). `full`: no further whole one may be planned."""

    unit: Unit
    whole: int
    listed: int
    free: int
    full: bool

    @property
    def all(self) -> int:
        return self.whole + self.listed + self.free


def listed_in(seen: "QuerySet[Visit]", rules: Inspections, year: int) -> "QuerySet[Visit]":
    """Of the visits that somebody sees those of a year that take a number of the list, by their days; cancelled ones, too."""
    kinds = [kind.code for kind in rules.kinds if kind.listed]
    return seen.filter(kind__in=kinds, day__year=year).select_related("unit").order_by("day", "number")


def schools(units: "QuerySet[Unit]", rules: Inspections) -> "QuerySet[Unit]":
    """Of some units those for which the yearly limit is."""
    return units.exclude(kind__in=rules.uncounted)


def visited(units: "QuerySet[Unit]", year: int) -> "QuerySet[Unit]":
    """Those of some units to which a visit of a year was planned, and not cancelled."""
    rows = Visit.objects.filter(unit=OuterRef("pk"), day__year=year).exclude(state=VisitState.CANCELLED)
    return units.filter(Exists(rows))


def school_years(units: Sequence[Unit], rules: Inspections, year: int) -> list[SchoolYear]:
    """Each school's year, in the order of the units. One query."""
    rows = Visit.objects.filter(unit__in=units, day__year=year).exclude(state=VisitState.CANCELLED)
    kinds = {unit.pk: Counter[str]() for unit in units}
    for unit, whole, number in rows.values_list("unit", "whole", "list_number"):
        kinds[unit]["whole" if whole else "listed" if number else "free"] += 1
    return [
        SchoolYear(unit, found["whole"], found["listed"], found["free"], found["whole"] >= rules.most_whole)
        for unit, found in ((unit, kinds[unit.pk]) for unit in units)
    ]
