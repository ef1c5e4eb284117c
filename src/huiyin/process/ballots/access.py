"""Whose votes are whose to see: of those who hold them all, of everybody else the published ones about units in sight."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from huiyin.kit.errors import Unseen
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Right, scopes_with
from huiyin.process.ballots.models import Vote
from huiyin.process.campaigns.models import Campaign


def visible_votes(actors: Iterable[Actor], campaign: Campaign) -> QuerySet[Vote]:
    """The votes about units for which one of the `actors` holds votes, and the published ones about units they may look at."""
    actors = tuple(actors)
    held = Unit.objects.in_scopes(scopes_with(actors, Right.BALLOT_HOLD)).values("pk")
    read = Unit.objects.in_scopes(scopes_with(actors, Right.CAMPAIGN_READ)).values("pk")
    published = Q(state=Vote.State.PUBLISHED, unit__in=read)
    return Vote.objects.filter(campaign=campaign).filter(Q(unit__in=held) | published)


def get_vote(pk: int, *, actors: Iterable[Actor], campaign: Campaign) -> Vote:
    """The vote with its unit and campaign; Unseen where it isn't one's to see. One query."""
    related = ("campaign__root", "unit", "again_of")
    found = visible_votes(actors, campaign).select_related(*related).filter(pk=pk).first()
    if found is None:
        raise Unseen
    return found
