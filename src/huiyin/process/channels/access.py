"""Whose entrances are whose to see: an office's, those of the units in its scope."""

from collections.abc import Iterable

from django.db.models import Q

from huiyin.kit.errors import Unseen
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Right, scopes_with
from huiyin.process.campaigns.models import Campaign
from huiyin.process.channels.models import Entrance, EntranceQuerySet

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
