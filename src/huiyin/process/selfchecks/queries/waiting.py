"""Which papers wait for whom: for a reviewer those at their level, for a writer those that were sent back."""

from collections.abc import Iterable

from django.db.models import Q

from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import FROM_ABOVE, Actor, Right
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.selfchecks import Reviewer
from huiyin.process.selfchecks.models import Drafter, SelfCheck, SelfCheckQuerySet
from huiyin.process.selfchecks.rules.states import State

_NOBODY = Q(pk__in=[])


def to_review(actors: Iterable[Actor], campaign: Campaign) -> SelfCheckQuerySet:
    """The papers that lie with one of the capacities, but for one's own."""
    actors = tuple(actors)
    found = _NOBODY
    for reviewer in template_of(campaign).selfchecks.reviewers:
        for by in actors:
            if by.role in reviewer.roles and by.may(Right.SELFCHECK_REVIEW, by.scope):
                found |= _at(reviewer, by)
    papers = SelfCheck.objects.of(campaign).filter(found, state=State.HANDED_IN.value)
    return papers.exclude(account__in=_persons(actors))


def sent_back(actors: Iterable[Actor], campaign: Campaign) -> SelfCheckQuerySet:
    """The papers that one writes and that were sent back."""
    persons = _persons(actors)
    drafted = Drafter.objects.filter(account__in=persons).values("paper")
    mine = Q(account__in=persons) | Q(account=None, pk__in=drafted)
    return SelfCheck.objects.of(campaign).filter(mine, state__in=[State.REVISE.value, State.REWRITE.value])


def _at(reviewer: Reviewer, by: Actor) -> Q:
    if not reviewer.from_above:
        return Q(level=reviewer.code, participation__unit__path=by.scope)
    units = Unit.objects.in_scopes((by.ground,)).exclude(path__in=by.own)
    if by.role not in FROM_ABOVE:
        units = units.exclude(path=by.scope)
    return Q(level=reviewer.code, participation__unit__in=units.values("pk"))


def _persons(actors: Iterable[Actor]) -> set[int]:
    """The accounts behind the codes of actors."""
    pks = {actor.code.removeprefix("account:") for actor in actors}
    return {int(pk) for pk in pks if pk.isdecimal()}
