"""Where samples stand: how many are in them, seen, false; and what that says of all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from huiyin.analysis.sampling import shares_of
from huiyin.process.samples.models import (
    Sample,
    SampleDraw,
    SampleItem,
    SamplePopulation,
    SampleResult,
    SampleVisit,
    SeedReveal,
)
from huiyin.process.samples.queries.populations import Member
from huiyin.process.samples.rules.bounds import Part, most_false
from huiyin.process.samples.rules.kinds import Stage
from huiyin.process.samples.rules.package import Package


@dataclass(frozen=True)
class Standing:
    """A sample with its steps, as far as they were taken, and in figures. `bound`: how many of all can be false, once all were looked at."""

    sample: Sample
    stage: Stage
    population: SamplePopulation | None = None
    draw: SampleDraw | None = None
    reveal: SeedReveal | None = None
    visited: int = 0
    settled: int = 0
    false: int = 0
    bound: int | None = None

    @property
    def of(self) -> int:
        return self.population.count if self.population else 0

    @property
    def size(self) -> int:
        return self.draw.size if self.draw else 0

    @property
    def waiting(self) -> int:
        """Those to which no visit has begun."""
        return self.size - self.visited

    @property
    def unsettled(self) -> int:
        """Those visited of which two persons haven't said the same yet."""
        return self.visited - self.settled

    @property
    def left(self) -> int:
        """How many are thought of as unlooked at."""
        return self.of - self.size


def standings(samples: "QuerySet[Sample] | Iterable[Sample]") -> list[Standing]:
    """Each sample with where it stands. 6 queries, however many. The lists that they were drawn from stay where they are."""
    rows = list(samples)
    pks = [one.pk for one in rows]
    populations = SamplePopulation.objects.defer("lines").in_bulk(pks)
    draws, reveals = SampleDraw.objects.in_bulk(pks), SeedReveal.objects.in_bulk(pks)
    visited = _counted(SampleVisit.objects.filter(item__draw__in=pks), "item")
    results = SampleResult.objects.filter(visit__item__draw__in=pks)
    found = results.order_by().values("visit__item__draw", "visit__item__part")
    looked: dict[int, dict[str, tuple[int, int]]] = {}
    for row in found.annotate(n=Count("pk"), false=Count("pk", filter=Q(holds=False))):
        parts = looked.setdefault(row["visit__item__draw"], {})
        parts[row["visit__item__part"]] = (row["n"], row["false"])
    return [
        _standing(
            one,
            populations.get(one.pk),
            draws.get(one.pk),
            reveals.get(one.pk),
            visited.get(one.pk, 0),
            looked.get(one.pk, {}),
        )
        for one in rows
    ]


def standing_of(sample: Sample) -> Standing:
    """Of one. 5 queries."""
    return standings([sample])[0]


def _counted(rows: "QuerySet[SampleVisit]", item: str) -> dict[int, int]:
    return dict(rows.order_by().values_list(f"{item}__draw").annotate(n=Count("pk")))


def _standing(
    sample: Sample,
    population: SamplePopulation | None,
    draw: SampleDraw | None,
    reveal: SeedReveal | None,
    visited: int,
    looked: Mapping[str, tuple[int, int]],
) -> Standing:
    settled, false = sum(n for n, _ in looked.values()), sum(false for _, false in looked.values())
    finished = draw is not None and settled == draw.size
    if reveal is not None and reveal.reason:
        stage = Stage.BROKEN_OFF
    elif finished:
        stage = Stage.FINISHED
    elif reveal is not None:
        stage = Stage.VISITED
    else:
        stage = Stage.DRAWN if draw else Stage.FROZEN if population else Stage.ANNOUNCED
    bound = None
    if finished and population is not None:
        counts = {str(part): int(n) for part, n in population.counts.items()}
        parts = [Part(n, *looked.get(part, (0, 0))) for part, n in counts.items()]
        bound = most_false(parts, float(sample.confidence))
    return Standing(sample, stage, population, draw, reveal, visited, settled, false, bound)


def shares(standing: Standing, size: int) -> dict[str, int]:
    """Part → how many of it are drawn. For who may know whom a sample meets."""
    counts = standing.population.counts if standing.population else {}
    return shares_of({str(part): int(n) for part, n in counts.items()}, size)


def package_of(standing: Standing) -> Package:
    """What anybody draws a sample again from, once it was drawn and its seed revealed. ValueError before. 2 queries."""
    sample, population = standing.sample, standing.population
    draw, reveal = standing.draw, standing.reveal
    if population is None or draw is None or reveal is None:
        raise ValueError("not revealed")
    strata: dict[str, list[str]] = {}
    for line in population.lines.split("\n"):
        one = Member.of_line(line)
        strata.setdefault(one.part, []).append(one.name)
    chosen = list(SampleItem.objects.filter(draw=draw.pk).order_by("place").values_list("name", flat=True))
    recorded = {
        "campaign": sample.campaign.code,
        "number": sample.number,
        "kind": sample.kind,
        "parts": sample.parts,
        "tolerable": str(sample.tolerable),
        "confidence": str(sample.confidence),
        "seed_hash": sample.seed_hash,
        "population_digest": population.digest,
        "strata_digest": population.strata_digest,
        "records": {
            "announced": sample.recorded,
            "frozen": population.recorded,
            "drawn": draw.recorded,
            "revealed": reveal.recorded,
        },
    }
    return Package(strata, reveal.seed, draw.size, chosen, recorded)
