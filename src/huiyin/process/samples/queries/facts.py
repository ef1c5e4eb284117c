"""What gates may ask of samples (facts.toml, room "samples"): false closings among those looked at, and how many of all there can be."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from huiyin.analysis.sampling import upper_bound
from huiyin.process.campaigns.models import Campaign, Participation
from huiyin.process.campaigns.rules.judging import Known
from huiyin.process.problems.models import Problem
from huiyin.process.samples.models import SampleDraw, SampleItem, SamplePopulation, SampleResult
from huiyin.process.samples.queries.populations import Member
from huiyin.process.samples.rules.kinds import Kind

FALSE, MOST = "samples.false_share", "samples.most_false_share"
FACTS = (FALSE, MOST)


@dataclass(frozen=True)
class _Looked:
    """Of a unit in one draw: how many of its problems two persons have said something of for good, and how many of those were false."""

    draw: int
    settled: int
    false: int


def facts(participations: Sequence[Participation], on: date) -> dict[int, dict[str, Known]]:
    """By participation, of the unit's closed problems that were drawn and have a result: how many were closed falsely; and, by the latest
    sample of which everything has its result, how many of the unit's own in its population can be at most. 1 query without a sample, 6 at most.

    Both are unknown where nothing of the unit was looked at. Nothing is told before its visit: results come after, and the most is told
    when the whole sample is done, since a part of a sample would tell that more is to come. Of a unit those that were drawn are a sample of its own
    in the population, however it was drawn, so that the bound holds for the unit alone (docs/statistics.md).
    """
    looked = _looked(participations, on)
    found: dict[int, dict[str, Known]] = {part.pk: {} for part in participations}
    bounds = _bounds(participations[0].campaign, looked, on) if looked else {}
    for part in participations:
        rows = looked.get(part.unit_id, ())
        settled = sum(one.settled for one in rows)
        if settled:
            found[part.pk][FALSE] = Known(sum(one.false for one in rows) / settled, settled)
        if part.unit_id in bounds:
            found[part.pk][MOST] = bounds[part.unit_id]
    return found


def looked_at(unit: int, campaign: Campaign) -> "QuerySet[SampleResult]":
    """What was found of a unit's closed problems, the latest first: the list behind its facts. One query."""
    rows = SampleResult.objects.filter(visit__item__unit=unit, visit__item__problem__isnull=False)
    rows = rows.filter(visit__item__draw__population__sample__campaign=campaign)
    related = ("visit__item__draw__population__sample", "visit__item__problem")
    return rows.select_related(*related).order_by("-on", "-pk")


def _looked(participations: Sequence[Participation], on: date) -> dict[int, list[_Looked]]:
    """By unit its draws, the latest first. One query."""
    if not participations:
        return {}
    results = SampleResult.objects.filter(
        on__lte=on,
        visit__item__unit__in=[part.unit_id for part in participations],
        visit__item__draw__population__sample__campaign=participations[0].campaign_id,
        visit__item__draw__population__sample__kind=Kind.PROBLEM,
    )
    rows = results.order_by("-visit__item__draw").values("visit__item__unit", "visit__item__draw")
    found: dict[int, list[_Looked]] = defaultdict(list)
    for row in rows.annotate(n=Count("pk"), false=Count("pk", filter=Q(holds=False))):
        found[row["visit__item__unit"]].append(_Looked(row["visit__item__draw"], row["n"], row["false"]))
    return found


def _bounds(campaign: Campaign, looked: Mapping[int, Sequence[_Looked]], on: date) -> dict[int, Known]:
    """By unit the most that can be false, as a share of its own in the population. 5 queries."""
    done = _done({one.draw for rows in looked.values() for one in rows}, on)
    last = {
        unit: row
        for unit, rows in looked.items()
        if (row := next((one for one in rows if one.draw in done), None))
    }
    if not last:
        return {}
    of = _sizes(campaign, {row.draw for row in last.values()}, last)
    found = {}
    for unit, row in last.items():
        count = of[row.draw][unit]
        if count >= row.settled:
            most = upper_bound(count, row.settled, row.false, done[row.draw])
            found[unit] = Known(most / count, count)
    return found


def _done(draws: Collection[int], on: date) -> dict[int, float]:
    """Of draws those of which everything has a result, with the confidence that their samples were made for. 2 queries."""
    results = SampleResult.objects.filter(visit__item__draw__in=draws, on__lte=on).order_by()
    settled = dict(results.values_list("visit__item__draw").annotate(n=Count("pk")))
    rows = SampleDraw.objects.filter(pk__in=draws).values_list("pk", "size", "population__sample__confidence")
    return {pk: float(confidence) for pk, size, confidence in rows if settled.get(pk) == size}


def _sizes(campaign: Campaign, draws: Collection[int], units: Collection[int]) -> dict[int, Counter[int]]:
    """By draw and unit, how many of the population are the unit's: by what was drawn where it was, else by who owns it now. 3 queries."""
    lines = dict(SamplePopulation.objects.filter(pk__in=draws).values_list("pk", "lines"))
    keys = {pk: [Member.of_line(line).key for line in text.split("\n")] for pk, text in lines.items()}
    nobodys = Q(owner=None) if campaign.root_id in units else Q(pk__in=[])
    owned = Problem.objects.of(campaign).filter(Q(owner__in=units) | nobodys)
    owner = {pk: unit or campaign.root_id for pk, unit in owned.values_list("pk", "owner_id")}
    owner |= dict(SampleItem.objects.filter(draw__in=draws, unit__in=units).values_list("key", "unit"))
    return {pk: Counter(owner[key] for key in of if key in owner) for pk, of in keys.items()}
