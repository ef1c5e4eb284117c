"""Whose effects are whose to see, and who sees every figure: of the whole who looks at the whole, of a unit who looks at it from above."""

from collections.abc import Iterable

from django.db.models import Q

from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import FROM_ABOVE, Actor, Right, scopes_with
from huiyin.process.campaigns.models import Campaign
from huiyin.process.effects.models import Effect, LatestQuerySet
from huiyin.process.effects.rules.words import Kind
from huiyin.process.problems.access import visible_problems


def visible_effects(actors: Iterable[Actor], campaign: Campaign) -> LatestQuerySet:
    """The latest of each: problems and units that one of the capacities may read of, and sums for who sees the whole."""
    actors = tuple(actors)
    problems = visible_problems(actors, campaign).order_by().values("pk")
    units = Unit.objects.in_scopes(scopes_with(actors, Right.PROBLEM_READ)).order_by().values("pk")
    seen = Q(kind=Kind.PROBLEM, problem__in=problems) | Q(kind=Kind.UNIT, unit__in=units)
    if sees_whole(actors, campaign):
        seen |= Q(kind__in=[Kind.TOPIC, Kind.WIND, Kind.CAMPAIGN])
    return Effect.objects.latest_of(campaign).filter(seen).exclude(verdict="")


def sees_whole(actors: Iterable[Actor], campaign: Campaign) -> bool:
    """Whether one of the capacities looks at the whole campaign."""
    return any(actor.may(Right.OVERVIEW_READ, campaign.root.path) for actor in actors)


def sees_figures(actors: Iterable[Actor], campaign: Campaign, path: str | None) -> bool:
    """Whether every figure about a unit (None: about several) is theirs to see, however few givers stand behind it: never the unit's own
    people (SPEC rules 4, 5)."""
    if path is None:
        return sees_whole(actors, campaign)
    root = campaign.root.path
    return any(
        actor.may(Right.OVERVIEW_READ, path)
        and path not in actor.own
        and (actor.role in FROM_ABOVE or path != actor.scope or path == root)
        for actor in actors
    )
