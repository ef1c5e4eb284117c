"""Who sees a circular, and at which units it is."""

from collections.abc import Iterable, Sequence

from django.db.models import Exists, OuterRef, Q

from huiyin.kit.errors import Unseen
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Right, scopes_with
from huiyin.process.campaigns.models import (
    Campaign,
    Circular,
    CircularQuerySet,
    CircularStop,
    CircularStopQuerySet,
)


def visible_stops(actors: Iterable[Actor], campaign: Campaign) -> CircularStopQuerySet:
    """The stops at the units in which somebody may look at the campaign: their own and those below."""
    scopes = scopes_with(actors, Right.CAMPAIGN_READ)
    return CircularStop.objects.of_units(scopes).filter(circular__campaign=campaign)


def visible_circulars(actors: Iterable[Actor], campaign: Campaign) -> CircularQuerySet:
    """What reached, or was issued by, a unit in which somebody may look at the campaign."""
    actors = tuple(actors)
    units = Unit.objects.in_scopes(scopes_with(actors, Right.CAMPAIGN_READ))
    reached = Exists(visible_stops(actors, campaign).filter(circular=OuterRef("pk")))
    return Circular.objects.of(campaign).filter(Q(issued_by__in=units) | reached)


def get_circular(pk: int, *, actors: Iterable[Actor], campaign: Campaign) -> Circular:
    """The circular with its issuer and file; Unseen where it reached none of one's units. One query."""
    related = ("campaign__root", "issued_by", "file", "replaces")
    found = visible_circulars(actors, campaign).filter(pk=pk).select_related(*related).first()
    if found is None:
        raise Unseen
    return found


def waiting_stops(actors: Sequence[Actor], campaign: Campaign, most: int) -> list[CircularStop]:
    """What waits to be acknowledged at the very units for which somebody does it, the longest first. One query."""
    paths = [
        _path_of(actor, campaign) for actor in actors if actor.may(Right.CIRCULAR_ACKNOWLEDGE, actor.scope)
    ]
    rows = CircularStop.objects.waiting().filter(
        circular__campaign=campaign, participation__unit__path__in=paths
    )
    return list(rows.select_related("participation__unit", "circular").order_by("reached_at", "pk")[:most])


def own_stops(actors: Sequence[Actor], circular: Circular) -> list[CircularStop]:
    """The stops at the very units for which somebody acknowledges, in tree order. One query."""
    paths = [
        _path_of(actor, circular.campaign)
        for actor in actors
        if actor.may(Right.CIRCULAR_ACKNOWLEDGE, actor.scope)
    ]
    rows = CircularStop.objects.filter(circular=circular, participation__unit__path__in=paths)
    related = ("participation__unit", "circular__campaign__root")
    return list(rows.select_related(*related).order_by("participation__unit__path"))


def acknowledging(actors: Sequence[Actor], stop: CircularStop) -> Actor | None:
    """The capacity in which somebody acknowledges for that very unit: never for one below, whose own act it is."""
    path, campaign = stop.participation.unit.path, stop.circular.campaign
    for actor in actors:
        if actor.may(Right.CIRCULAR_ACKNOWLEDGE, path) and _path_of(actor, campaign) == path:
            return actor
    return None


def _path_of(actor: Actor, campaign: Campaign) -> str:
    """The unit for which somebody acts; who acts for the whole tree does for the unit that runs the campaign."""
    return actor.scope or campaign.root.path
