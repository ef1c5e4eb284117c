"""Whose visits, log rows and papers are whose to see: the inspectors' below their scope; a unit's own what was announced or issued to it."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db.models import Q, QuerySet

from huiyin.kit.errors import Unseen
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Right, Role, scopes_with
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of
from huiyin.process.inspections.models import Ladder, LadderPaper, LogEntry, Visit, VisitInspector, Watch
from huiyin.process.inspections.rules.visits import VisitState

_OWN = {Role.HEAD, Role.CLERK, Role.MEMBER}
_HIGHEST_ID = 2**31 - 1

T = TypeVar("T")


def inspected_units(actors: Iterable[Actor]) -> "QuerySet[Unit]":
    """The units that somebody inspects: below their scope, none of their own, none that they are recused from."""
    actors = tuple(actors)
    own = set().union(*(actor.own for actor in actors)) if actors else set()
    return Unit.objects.in_scopes(scopes_with(actors, Right.INSPECTION_WORK)).exclude(path__in=own)


def _own_paths(actors: Iterable[Actor]) -> set[str]:
    return {actor.scope for actor in actors if actor.role in _OWN}


def visible_visits(actors: Iterable[Actor], campaign: Campaign) -> "QuerySet[Visit]":
    """The visits to units that one inspects, and those that were announced to one's own."""
    actors = tuple(actors)
    seen = Q(unit__in=inspected_units(actors).values("pk"))
    seen |= Q(unit__path__in=_own_paths(actors), noticed_on__isnull=False)
    return Visit.objects.filter(campaign=campaign).filter(seen)


def get_visit(number: int, *, actors: Iterable[Actor], campaign: Campaign) -> Visit:
    """The visit with its unit; Unseen where it isn't one's to see. One query."""
    found = visible_visits(actors, campaign).filter(number=_number(number))
    return _seen(found.select_related("campaign__root", "unit").first())


def inspected_visit(number: int, *, actors: Iterable[Actor], campaign: Campaign) -> Visit:
    """The same, for who inspects the unit alone."""
    found = Visit.objects.filter(
        campaign=campaign, number=_number(number), unit__in=inspected_units(actors).values("pk")
    )
    return _seen(found.select_related("campaign__root", "unit").first())


def visible_entries(actors: Iterable[Actor], campaign: Campaign) -> "QuerySet[LogEntry]":
    """The rows of the log about the units that one inspects."""
    units = inspected_units(actors).values("pk")
    return LogEntry.objects.filter(campaign=campaign, visit__unit__in=units)


def get_entry(number: int, *, actors: Iterable[Actor], campaign: Campaign) -> LogEntry:
    """A row with its visit and unit; Unseen where it isn't one's to see. One query."""
    found = visible_entries(actors, campaign).filter(number=_number(number))
    return _seen(found.select_related("campaign__root", "visit__unit", "visit__campaign__root").first())


def visible_papers(actors: Iterable[Actor], campaign: Campaign) -> "QuerySet[LadderPaper]":
    """All papers about the units that one inspects; of those issued, to a unit its own but for proposals, which the leading group above sees."""
    actors = tuple(actors)
    papers = LadderPaper.objects.filter(ladder__campaign=campaign)
    proposals = [one.code for one in template_of(campaign).inspections.ladder if one.proposal]
    issued = Q(issued_on__isnull=False)
    seen = Q(ladder__unit__in=inspected_units(actors).values("pk"))
    seen |= issued & Q(ladder__unit__path__in=_own_paths(actors)) & ~Q(step__in=proposals)
    above = [actor for actor in actors if actor.role is Role.LEADER]
    if above:
        own = set().union(*(actor.own for actor in above))
        units = Unit.objects.in_scopes(actor.ground for actor in above).exclude(path__in=own)
        seen |= issued & Q(ladder__unit__in=units.values("pk"))
    return papers.filter(seen)


def visible_ladders(actors: Iterable[Actor], campaign: Campaign) -> "QuerySet[Ladder]":
    """The matters of units that one inspects, and those of which one sees a paper."""
    actors = tuple(actors)
    papers = visible_papers(actors, campaign).order_by().values("ladder")
    seen = Q(unit__in=inspected_units(actors).values("pk")) | Q(pk__in=papers)
    return Ladder.objects.filter(campaign=campaign).filter(seen)


def get_ladder(number: int, *, actors: Iterable[Actor], campaign: Campaign) -> Ladder:
    """The matter with its unit; Unseen where it isn't one's to see. One query."""
    found = visible_ladders(actors, campaign).filter(number=_number(number))
    return _seen(found.select_related("campaign__root", "unit").first())


def get_ladder_paper(number: int, step: str, *, actors: Iterable[Actor], campaign: Campaign) -> LadderPaper:
    """The paper of a step that stands; Unseen where there is none, or it isn't one's to see. One query."""
    found = visible_papers(actors, campaign).filter(
        ladder__number=_number(number), step=step, dropped_on=None
    )
    return _seen(found.select_related("ladder__campaign__root", "ladder__unit").first())


def visible_watches(actors: Iterable[Actor], campaign: Campaign) -> "QuerySet[Watch]":
    """What was odd in looking, by people of the units that one inspects: never to the unit."""
    return Watch.objects.filter(campaign=campaign, unit__in=inspected_units(actors).values("pk"))


def waiting_papers(actors: Iterable[Actor], campaign: Campaign) -> "QuerySet[LadderPaper]":
    """The issued papers that wait for the signature of the head of one's unit."""
    headed = {actor.scope for actor in actors if actor.role is Role.HEAD}
    signed = [one.code for one in template_of(campaign).inspections.ladder if one.signed and not one.proposal]
    return LadderPaper.objects.filter(
        ladder__campaign=campaign,
        ladder__unit__path__in=headed,
        step__in=signed,
        issued_on__isnull=False,
        signed_on=None,
    )


def _gone(actors: Iterable[Actor]) -> "QuerySet[VisitInspector, Any]":
    """The visits on which one goes, as a part of another query."""
    pks = {actor.code.removeprefix("account:") for actor in actors}
    mine = VisitInspector.objects.filter(account__in={int(pk) for pk in pks if pk.isdecimal()})
    return mine.values("visit")


def waiting_entries(actors: Iterable[Actor], campaign: Campaign) -> "QuerySet[LogEntry]":
    """The rows of visits on which one went that somebody else entered and nobody confirmed."""
    actors = tuple(actors)
    codes = {actor.code for actor in actors}
    rows = visible_entries(actors, campaign).filter(confirmed_on=None, visit__in=_gone(actors))
    return rows.exclude(entered_by__in=codes)


def waiting_drafts(actors: Iterable[Actor], campaign: Campaign) -> "QuerySet[LadderPaper]":
    """The drafts of others that one may issue."""
    actors = tuple(actors)
    units = inspected_units(actors).values("pk")
    drafts = LadderPaper.objects.filter(
        ladder__campaign=campaign, ladder__unit__in=units, issued_on=None, dropped_on=None
    )
    return drafts.exclude(drafted_by__in={actor.code for actor in actors})


def unentered_visits(actors: Iterable[Actor], campaign: Campaign) -> "QuerySet[Visit]":
    """The visits on which one goes that have no row in the log."""
    actors = tuple(actors)
    mine = visible_visits(actors, campaign).filter(state=VisitState.PLANNED, pk__in=_gone(actors))
    return mine.exclude(pk__in=LogEntry.objects.filter(campaign=campaign).values("visit"))


def _number(number: int) -> int:
    if not 0 < number <= _HIGHEST_ID:
        raise Unseen
    return number


def _seen(thing: T | None) -> T:
    if thing is None:
        raise Unseen
    return thing
