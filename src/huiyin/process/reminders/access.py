"""Whose slips are whose to see: of who sends them below those in their scope, of who gets them their own, of a head those signed together."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from huiyin.kit.errors import Unseen
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import FROM_ABOVE, Actor, Right, Role
from huiyin.process.campaigns.models import Campaign
from huiyin.process.reminders.models import Reminder


def visible_reminders(actors: Iterable[Actor], campaign: Campaign) -> "QuerySet[Reminder]":
    """The slips that one of the capacities may read."""
    actors = tuple(actors)
    pks = {int(pk) for actor in actors if (pk := actor.code.removeprefix("account:")).isdecimal()}
    headed = {actor.scope for actor in actors if actor.role is Role.HEAD}
    seen = Q(account__in=pks) | Q(together=True, unit__path__in=headed)
    for actor in actors:
        if actor.may(Right.REMINDER_SEND, actor.scope):
            seen |= Q(unit__in=units_below(actor).values("pk"))
    return Reminder.objects.filter(campaign=campaign).filter(seen)


def units_below(actor: Actor) -> "QuerySet[Unit]":
    """The units that somebody looks at from above: not their own, and of an office not the one that it is of."""
    units = Unit.objects.in_scopes((actor.ground,)).exclude(path__in=actor.own)
    return units if actor.role in FROM_ABOVE else units.exclude(path=actor.scope)


def get_reminder(number: int, *, actors: Iterable[Actor], campaign: Campaign) -> Reminder:
    """The slip with its unit and addressee; Unseen where it isn't one's to read. One query."""
    related = ("campaign__root", "unit", "account")
    found = visible_reminders(actors, campaign).filter(number=number).select_related(*related).first()
    if found is None:
        raise Unseen
    return found
