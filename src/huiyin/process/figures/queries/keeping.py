"""What is kept, summed below somebody's scope."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet, Sum

from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.tree import all_but
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of
from huiyin.process.figures.models import Counting, Figure
from huiyin.process.figures.queries.counting import Cell, counted_anew
from huiyin.process.figures.rules.flow import OPINION, RECEIVED, Flow, flow_of
from huiyin.process.opinions.rules.disposition import Disposition


@dataclass(frozen=True)
class Kept:
    """A flow, when it was counted (None: just now, since nothing is kept yet), and how many opinions say of nobody whom they are about."""

    flow: Flow
    at: datetime | None
    about_nobody: int
    heard: int


def flow_below(campaign: Campaign, scopes: Iterable[str]) -> Kept:
    """The flow below `scopes` (paths): all of a campaign for who covers its root, without the units that they are recused from; else opinions about the units below these, not about their
    own (as the overview has them), and problems of all of them. 2 queries, 3 for a part; where nothing was ever counted, counting_anew's."""
    scopes = tuple(scopes)
    left_out = all_but(scopes, campaign.root.path)
    whole = left_out is not None
    last = Counting.objects.filter(campaign=campaign).first()
    if last is None:
        return _fresh(campaign, scopes, left_out)
    rows = Figure.objects.filter(campaign=campaign).order_by()
    if left_out:  # nobody's (unit None) stay
        rows = rows.filter(~Q(unit__in=_owned(tuple(left_out)).order_by().values("pk")) | Q(unit=None))
    sums: dict[str, int] = {}
    spoken = Q(key__startswith=OPINION) | Q(key=RECEIVED)
    about, owned = (rows, rows) if whole else (_in(rows, _about(scopes)), _in(rows, _owned(scopes)))
    heard = about_nobody = 0
    summed = {"sum": Sum("n"), "heard": Count("unit"), "nobody": Sum("n", filter=Q(unit=None))}
    for found, wanted in ((rows, Q()),) if whole else ((about, spoken), (owned, ~spoken)):
        for key, n, units, nobody in found.filter(wanted).values_list("key").annotate(**summed):
            sums[key] = n
            if key == RECEIVED:
                heard, about_nobody = units, nobody or 0
    return Kept(_flow(campaign, sums), last.at, about_nobody, heard)


def heard_below(campaign: Campaign, scopes: Iterable[str]) -> set[int]:
    """The units about which anything was said, below scopes. One query."""
    rows = Figure.objects.filter(campaign=campaign, key=RECEIVED, unit__isnull=False)
    return set(_in(rows, _owned(tuple(scopes))).values_list("unit", flat=True))


def _in(rows: "QuerySet[Figure]", units: "QuerySet[Unit]") -> "QuerySet[Figure]":
    return rows.filter(unit__in=units.order_by().values("pk"))


def _about(scopes: tuple[str, ...]) -> "QuerySet[Unit]":
    return Unit.objects.in_scopes(scopes).exclude(path__in=scopes)


def _owned(scopes: tuple[str, ...]) -> "QuerySet[Unit]":
    return Unit.objects.in_scopes(scopes)


def _flow(campaign: Campaign, sums: Mapping[str, int]) -> Flow:
    phases = {state.code: str(state.phase) for state in template_of(campaign).life.states}
    return flow_of(sums, [place.value for place in Disposition], phases)


def _fresh(campaign: Campaign, scopes: tuple[str, ...], left_out: frozenset[str] | None) -> Kept:
    now, whole = counted_anew(campaign), left_out is not None
    if left_out:
        gone = set(_owned(tuple(left_out)).values_list("pk", flat=True))
        now = Counter({cell: n for cell, n in now.items() if cell[0] not in gone})
    about = None if whole else set(_about(scopes).values_list("pk", flat=True))
    owned = None if whole else set(_owned(scopes).values_list("pk", flat=True))
    sums: Counter[str] = Counter()
    heard = 0
    for (unit, key), n in now.items():
        spoken = key == RECEIVED or key.startswith(OPINION)
        if _lies_in(unit, about if spoken else owned):
            sums[key] += n
            heard += key == RECEIVED and unit is not None
    nowhere: Cell = (None, RECEIVED)
    return Kept(_flow(campaign, sums), None, now[nowhere] if whole else 0, heard)


def _lies_in(unit: int | None, units: set[int] | None) -> bool:
    return units is None or unit in units
