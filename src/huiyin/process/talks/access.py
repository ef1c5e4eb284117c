"""Whose talks are whose to see: one's own; and of a unit's, for who may look, that and when they took place."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from huiyin.kit.errors import Unseen
from huiyin.kit.ids import HIGHEST_ID
from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Right, scopes_with
from huiyin.process.campaigns.models import Campaign, Participation
from huiyin.process.talks.models import Talk


def visible_parties(actors: Iterable[Actor], campaign: Campaign) -> QuerySet[Participation]:
    """The units of a campaign of whose talks one of the `actors` may see that they take place, in the order of the tree."""
    units = Unit.objects.in_scopes(scopes_with(tuple(actors), Right.TALK_READ)).values("pk")
    found = Participation.objects.filter(campaign=campaign, unit__in=units, ended_on=None)
    return found.select_related("unit", "campaign__root").order_by("unit__path")


def get_party(pk: int, *, actors: Iterable[Actor], campaign: Campaign) -> Participation:
    """The unit's participation; Unseen outside of one's sight. One query."""
    found = visible_parties(actors, campaign).filter(pk=pk).first() if 0 <= pk <= HIGHEST_ID else None
    if found is None:
        raise Unseen
    return found


def own_talks(account: Account) -> QuerySet[Talk]:
    """The talks in which an account is one of the two. No role is asked for: who takes part may look."""
    related = ("one", "other", "participation__unit", "participation__campaign__root")
    return Talk.objects.filter(Q(one=account) | Q(other=account)).select_related(*related)


def get_own_talk(pk: int, account: Account) -> Talk:
    """One of them; Unseen for everybody else, whatever they are. One query."""
    found = own_talks(account).filter(pk=pk).first() if 0 <= pk <= HIGHEST_ID else None
    if found is None:
        raise Unseen
    return found
