"""Whose entrances, forums and boxes are whose to see: those of the units in one's scope."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from huiyin.kit.errors import Unseen
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Right, scopes_with
from huiyin.process.campaigns.models import Campaign
from huiyin.process.channels.models import BoxOpening, Entrance, EntranceQuerySet, Forum

_HIGHEST_ID = 2**63 - 1


def visible_entrances(actors: Iterable[Actor], campaign: Campaign) -> EntranceQuerySet:
    """The entrances of `campaign` about units for which `actors` manage channels; those about no unit are the root's."""
    scopes = scopes_with(tuple(actors), Right.CHANNEL_MANAGE)
    seen = Q(about__in=Unit.objects.in_scopes(scopes).order_by().values("pk"))
    if any(campaign.root.path.startswith(scope) for scope in scopes):
        seen |= Q(about=None)
    return Entrance.objects.filter(seen, campaign=campaign)


def get_entrance(pk: int, *, actors: Iterable[Actor], campaign: Campaign) -> Entrance:
    """The entrance with its campaign and unit; Unseen where there is none within sight. One query."""
    seen = visible_entrances(actors, campaign).select_related("campaign__root", "about")
    found = seen.filter(pk=pk).first() if 0 <= pk <= _HIGHEST_ID else None
    if found is None:
        raise Unseen
    return found


def visible_forums(actors: Iterable[Actor], campaign: Campaign) -> QuerySet[Forum]:
    """The forums of the units for which `actors` write down opinions; not what was said there."""
    return Forum.objects.filter(campaign=campaign, host__in=_taking(actors))


def get_forum(pk: int, *, actors: Iterable[Actor], campaign: Campaign) -> Forum:
    """The forum with its units; Unseen where there is none within sight. One query."""
    seen = visible_forums(actors, campaign).select_related("host", "about")
    found = seen.filter(pk=pk).first() if 0 <= pk <= _HIGHEST_ID else None
    if found is None:
        raise Unseen
    return found


def visible_boxes(actors: Iterable[Actor], campaign: Campaign) -> QuerySet[BoxOpening]:
    """The openings of boxes of the units for which `actors` write down opinions."""
    return BoxOpening.objects.filter(campaign=campaign, host__in=_taking(actors))


def get_box(pk: int, *, actors: Iterable[Actor], campaign: Campaign) -> BoxOpening:
    """The opening with its campaign and units; Unseen where there is none within sight. One query."""
    seen = visible_boxes(actors, campaign).select_related("campaign__root", "host", "about")
    found = seen.filter(pk=pk).first() if 0 <= pk <= _HIGHEST_ID else None
    if found is None:
        raise Unseen
    return found


def _taking(actors: Iterable[Actor]) -> QuerySet[Unit]:
    scopes = scopes_with(tuple(actors), Right.OPINION_TAKE)
    return Unit.objects.in_scopes(scopes).order_by().values("pk")  # type: ignore[return-value]
