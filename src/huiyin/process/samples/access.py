"""Who sees what of a sample: that it is drawn, and by which hash, everybody; what was drawn, inspectors from above; its unit, from the visit on."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet

from huiyin.kit.errors import Unseen
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Right, scopes_with
from huiyin.process.campaigns.models import Campaign
from huiyin.process.problems.models import Problem
from huiyin.process.rectification.rules.hands import from_above
from huiyin.process.samples.models import Sample, SampleItem, SampleVisit

_HIGHEST = 2**31 - 1


def visible_samples(actors: Iterable[Actor], campaign: Campaign) -> "QuerySet[Sample]":
    """Every sample of the campaign, for everybody who reads the campaign: what is published is published to all."""
    found = Sample.objects.filter(campaign=campaign).select_related("scope")
    return found if scopes_with(actors, Right.CAMPAIGN_READ) else found.none()


def get_sample(number: int, *, actors: Iterable[Actor], campaign: Campaign) -> Sample:
    """The sample; Unseen where there is none. One query."""
    found = visible_samples(actors, campaign).filter(number=number).first() if number <= _HIGHEST else None
    if found is None:
        raise Unseen
    found.campaign = campaign
    return found


def draws(actors: Iterable[Actor], sample: Sample) -> Actor | None:
    """The capacity in which somebody draws it and goes there; None for everybody else."""
    path = sample.scope.path
    return next((by for by in actors if by.may(Right.SAMPLE_DRAW, path)), None)


def visible_items(actors: Iterable[Actor], sample: Sample) -> "QuerySet[SampleItem]":
    """What was drawn, as far as it's one's to know: of inspectors all but that of units in which they hold a post; of everybody else what a
    visit has begun to, below their scope. In the order of the draw."""
    actors = tuple(actors)
    found = SampleItem.objects.filter(draw=sample.pk).select_related("unit", "problem")
    began = Exists(SampleVisit.objects.filter(item=OuterRef("pk")))
    units = Unit.objects.in_scopes(scopes_with(actors, Right.CAMPAIGN_READ)).values("pk")
    open_to_all = found.filter(began, unit__in=units)
    if draws(actors, sample) is None:
        return open_to_all.order_by("place")
    own = {path for actor in actors for path in actor.own}
    return (found.exclude(unit__path__in=own) | open_to_all).order_by("place")


def looks_begun_at(problem: Problem, actors: Iterable[Actor]) -> "QuerySet[SampleItem]":
    """Where a sample met a problem and a visit has begun: for everybody who reads what is at its unit, inspectors no earlier than others."""
    units = Unit.objects.in_scopes(scopes_with(actors, Right.CAMPAIGN_READ)).values("pk")
    began = Exists(SampleVisit.objects.filter(item=OuterRef("pk")))
    return SampleItem.objects.filter(began, problem=problem, unit__in=units)


def get_item(sample: Sample, place: int, actors: Iterable[Actor]) -> SampleItem:
    """One of them; Unseen where it isn't one's to know of. One query."""
    found = visible_items(actors, sample).filter(place=place).first() if place <= _HIGHEST else None
    if found is None:
        raise Unseen
    return found


def looks_at(by: Actor, path: str) -> bool:
    """Whether somebody may look at what is at a unit: an inspector, from above it, with no post in it."""
    return by.may(Right.SAMPLE_DRAW, path) and from_above(by, path)
