"""Whose units, items and asks are whose to see: outside of one's scope there is nothing."""

from collections.abc import Sequence
from typing import TypeVar

from django.db.models import QuerySet

from huiyin.kit.errors import Unseen
from huiyin.kit.ids import HIGHEST_ID
from huiyin.platform.orgs.access import visible_units
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.models import Ask, Campaign, Participation, PlanItem, PlanItemQuerySet

T = TypeVar("T")


def visible_participations(
    actors: Sequence[Actor], campaign: Campaign, right: Right = Right.CAMPAIGN_READ
) -> QuerySet[Participation]:
    """The units taking part, also those that left, in which one of the capacities has the right."""
    units = visible_units(actors, right)
    return Participation.objects.filter(campaign=campaign, unit__in=units)


def visible_items(
    actors: Sequence[Actor], campaign: Campaign, right: Right = Right.CAMPAIGN_READ
) -> PlanItemQuerySet:
    """The plan items of those units. Who can't edit the plan sees nothing of an ask that waits for its signature."""
    items = PlanItem.objects.filter(ask__campaign=campaign)
    mine = items.filter(participation__unit__in=visible_units(actors, right))
    return mine if sees_drafts(actors, campaign) else mine.sent()


def sees_drafts(actors: Sequence[Actor], campaign: Campaign) -> bool:
    """Whether asks that wait for a signature are shown: to who makes them, and to who signs them."""
    path = campaign.root.path
    return any(actor.may(right, path) for actor in actors for right in (Right.PLAN_EDIT, Right.ASK_SIGN))


def get_participation(
    unit: int, actors: Sequence[Actor], campaign: Campaign, right: Right = Right.CAMPAIGN_READ
) -> Participation:
    """The participation of a unit (by the unit's pk) with its unit and campaign, or Unseen."""
    found = visible_participations(actors, campaign, right).filter(unit=unit)
    return _seen(found.select_related("unit", "campaign__root").first())


def get_part(pk: int, actors: Sequence[Actor], campaign: Campaign) -> Participation:
    """The participation of that very pk with its unit and campaign, or Unseen."""
    found = visible_participations(actors, campaign).filter(pk=min(pk, HIGHEST_ID))
    return _seen(found.select_related("unit", "campaign__root").first())


def get_item(
    pk: int, actors: Sequence[Actor], campaign: Campaign, right: Right = Right.CAMPAIGN_READ
) -> PlanItem:
    """The item with its ask, unit and campaign, or Unseen."""
    found = visible_items(actors, campaign, right).filter(pk=pk)
    return _seen(found.select_related("ask__campaign__root", "participation__unit").first())


def get_ask(code: str, actors: Sequence[Actor], campaign: Campaign) -> Ask:
    """The ask, or Unseen; one that wasn't sent only for who makes or signs it."""
    asks = Ask.objects.filter(campaign=campaign, code=code).select_related("campaign__root")
    if not sees_drafts(actors, campaign):
        asks = asks.filter(sent_on__isnull=False)
    return _seen(asks.first())


def _seen(thing: T | None) -> T:
    if thing is None:
        raise Unseen
    return thing
