"""What of samples waits for whom."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet

from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Right, scopes_with
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.rules.life import Act
from huiyin.process.rectification.models import Step
from huiyin.process.samples.models import (
    Sample,
    SampleDraw,
    SampleItem,
    SampleResult,
    SampleStatement,
    SampleVisit,
    SeedReveal,
)


def _of(actors: Iterable[Actor], campaign: Campaign, right: Right) -> "QuerySet[SampleItem]":
    actors = tuple(actors)
    units = Unit.objects.in_scopes(scopes_with(actors, right))
    own = {path for actor in actors for path in actor.own}
    if own:
        units = units.exclude(path__in=own)
    return SampleItem.objects.filter(draw__population__sample__campaign=campaign, unit__in=units.values("pk"))


def undrawn(actors: Iterable[Actor], campaign: Campaign) -> "QuerySet[Sample]":
    """Samples that were announced and not drawn yet, of those that one of the capacities draws."""
    scopes = Unit.objects.in_scopes(scopes_with(actors, Right.SAMPLE_DRAW)).values("pk")
    gone = Exists(SampleDraw.objects.filter(pk=OuterRef("pk"))) | Exists(
        SeedReveal.objects.filter(pk=OuterRef("pk"))
    )
    return Sample.objects.filter(~gone, campaign=campaign, scope__in=scopes)


def unvisited(actors: Iterable[Actor], campaign: Campaign) -> "QuerySet[SampleItem]":
    """Items to which a visit is to begin; none of a sample that was broken off."""
    seen = Exists(SampleVisit.objects.filter(item=OuterRef("pk")))
    over = Exists(SeedReveal.objects.filter(pk=OuterRef("draw")))
    return _of(actors, campaign, Right.SAMPLE_DRAW).filter(~seen, ~over)


def unsettled(actors: Iterable[Actor], campaign: Campaign) -> "QuerySet[SampleItem]":
    """Items that were visited and of which two persons haven't said the same; those that wait for another than oneself are left out."""
    actors = tuple(actors)
    seen = Exists(SampleVisit.objects.filter(item=OuterRef("pk")))
    done = Exists(SampleResult.objects.filter(pk=OuterRef("pk")))
    mine = Exists(
        SampleStatement.objects.filter(visit=OuterRef("pk"), by__in={actor.code for actor in actors})
    )
    return _of(actors, campaign, Right.SAMPLE_DRAW).filter(seen, ~done, ~mine)


def seen_now(paths: Iterable[str], campaign: Campaign) -> "QuerySet[SampleItem]":
    """Items of these very units that are being looked at."""
    seen = Exists(SampleVisit.objects.filter(item=OuterRef("pk")))
    done = Exists(SampleResult.objects.filter(pk=OuterRef("pk")))
    return SampleItem.objects.filter(
        seen, ~done, draw__population__sample__campaign=campaign, unit__path__in=list(paths)
    )


def false_and_closed(actors: Iterable[Actor], campaign: Campaign) -> "QuerySet[SampleItem]":
    """Problems whose closing two inspectors found false, and that nobody has reopened since: for those who may."""
    false = Exists(SampleResult.objects.filter(pk=OuterRef("pk"), holds=False))
    found = _of(actors, campaign, Right.PROBLEM_ACCEPT).filter(false, problem__isnull=False)
    return found.filter(~Exists(_reopened(OuterRef("pk"), OuterRef("problem"))))


def reopened(items: Iterable[SampleItem]) -> set[int]:
    """Of items those whose problem was reopened since the visit to it began. One query."""
    pks = [item.pk for item in items]
    found = SampleItem.objects.filter(pk__in=pks, problem__isnull=False)
    return set(
        found.filter(Exists(_reopened(OuterRef("pk"), OuterRef("problem")))).values_list("pk", flat=True)
    )


def _reopened(item: OuterRef, problem: OuterRef) -> "QuerySet[Step]":
    began = SampleVisit.objects.filter(item=OuterRef(item)).values("on")[:1]
    return Step.objects.filter(problem=problem, act=Act.REOPEN, on__gte=began)
