"""Papers of self-examination by unit and person: where each stands, and what waits for the visitor. No figure ranks units."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from huiyin.kit.errors import Unseen
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.queries import TeamSeat, teams
from huiyin.platform.orgs.rules.rights import Right, Role
from huiyin.process.campaigns.models import Participation
from huiyin.process.campaigns.queries import template_of
from huiyin.process.selfchecks.access import visible_selfchecks
from huiyin.process.selfchecks.commands import begin_selfcheck as begin
from huiyin.process.selfchecks.models import SelfCheck
from huiyin.process.selfchecks.queries.waiting import to_review
from huiyin.web.frame.fields import line
from huiyin.web.frame.filters import address, place
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.states import Shown
from huiyin.web.frame.visit import Visit
from huiyin.web.selfchecks.states import shown, title_of, with_whom

UNITS, WAITING = 20, 30
_RELATED = ("participation__unit", "account")


@dataclass(frozen=True)
class Row:
    """A paper with its author's name, "" of a team's. `left`: its author is on the team no more."""

    name: str
    paper: SelfCheck
    state: Shown
    where: str = ""
    left: bool = False


@dataclass(frozen=True)
class OfUnit:
    """A unit with its papers, and the names of who hasn't begun theirs; `team_waits`: nor the team's."""

    unit: Unit
    rows: tuple[Row, ...]
    waiting: tuple[str, ...]
    team_waits: bool


@page(Right.SELFCHECK_READ, "GET")
def selfchecks(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The list, twenty units a page; `unit` narrows it to one."""
    campaign = visit.running
    rules = template_of(campaign).selfchecks
    sight = Unit.objects.in_scopes(visit.scopes(Right.SELFCHECK_READ))
    after = line(request.GET, "after")
    parts = Participation.objects.filter(
        campaign=campaign, unit__in=sight, ended_on=None, unit__path__gt=after
    )
    unit = place(request.GET, "unit")
    parts = parts.filter(unit=unit) if unit is not None else parts
    found = list(parts.select_related("unit").order_by("unit__path")[: UNITS + 1])
    waiting = list(to_review(visit.actors, campaign).select_related(*_RELATED).order_by("pk")[:WAITING])
    for paper in waiting:
        paper.participation.campaign = campaign
    here = reverse("selfchecks", args=[campaign.code])
    more = len(found) > UNITS
    context = {
        "asked": bool(rules.kinds),
        "waiting": [_row(paper, title_of(paper)) for paper in waiting],
        "units": _of_units(visit, found[:UNITS]),
        "mine": _mine(visit),
        "later": address(here, {"after": found[UNITS - 1].unit.path}) if more else "",
        "whole": here if unit is not None else "",
    }
    return show(request, visit, "selfchecks/selfchecks", context)


@page(Right.SELFCHECK_WRITE, "POST")
def begin_selfcheck(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Begin one's own paper, or that of one's team, in the unit that the form names."""
    team = line(request.POST, "of") == "team"
    pk = line(request.POST, "unit")
    if not pk.isdecimal() or len(pk) > 18:
        raise Unseen
    found = Participation.objects.filter(campaign=visit.running, unit_id=int(pk))
    part = found.select_related("campaign__root", "unit").first()
    if part is None:
        raise Unseen
    by = next(
        (
            actor
            for actor in visit.actors
            if actor.scope == part.unit.path and actor.may(Right.SELFCHECK_WRITE, part.unit.path)
        ),
        None,
    )
    paper = begin(
        part, visit.account, team=team, by=by or visit.by(Right.SELFCHECK_WRITE, part.unit.path), at=visit.at
    )
    return HttpResponseRedirect(reverse("selfcheck", args=[visit.running.code, paper.pk]))


def _of_units(visit: Visit, parts: Sequence[Participation]) -> list[OfUnit]:
    """Every unit with the papers that are due and those of who left. 2 queries."""
    seats = teams([part.unit_id for part in parts], visit.today)
    papers: dict[int, list[SelfCheck]] = {part.pk: [] for part in parts}
    seen = visible_selfchecks(visit.actors, visit.account, visit.running)
    rows = seen.filter(participation__in=parts).select_related(*_RELATED).defer("content", "pasted")
    for paper in rows.order_by("pk"):
        paper.participation.campaign = visit.running
        papers[paper.participation_id].append(paper)
    rules = template_of(visit.running).selfchecks
    team = rules.kind_of("team") is not None
    return [_of_unit(part.unit, papers[part.pk], seats.get(part.unit_id, ()), team=team) for part in parts]


def _of_unit(unit: Unit, papers: Sequence[SelfCheck], seats: Sequence[TeamSeat], *, team: bool) -> OfUnit:
    by_person = {paper.account_id: paper for paper in papers}
    of_team = by_person.pop(None, None)
    rows = [_row(of_team, "")] if of_team else []
    waiting = []
    for seat in seats:
        paper = by_person.pop(seat.account.pk, None)
        if paper:
            rows.append(_row(paper, seat.account.name))
        else:
            waiting.append(seat.account.name)
    rows += [_row(paper, paper.account.name, left=True) for paper in by_person.values() if paper.account]
    return OfUnit(unit, tuple(rows), tuple(waiting), team_waits=team and of_team is None)


def _row(paper: SelfCheck, name: str, *, left: bool = False) -> Row:
    return Row(name, paper, shown(paper), with_whom(paper), left)


def _mine(visit: Visit) -> list[tuple[str, Unit]]:
    """What the visitor may begin: ("own" or "team", unit) where there is none yet. 3 queries."""
    campaign = visit.running
    rules = template_of(campaign).selfchecks
    scopes = {
        actor.scope for actor in visit.actors if actor.may(Right.SELFCHECK_WRITE, actor.scope) and actor.scope
    }
    parts = list(
        Participation.objects.filter(campaign=campaign, unit__path__in=scopes, ended_on=None).select_related(
            "unit"
        )
    )
    if not parts:
        return []
    there: set[tuple[int, int | None]] = set(
        SelfCheck.objects.filter(participation__in=parts).values_list("participation_id", "account_id")
    )
    found = []
    for part in parts:
        roles = {actor.role for actor in visit.actors if actor.scope == part.unit.path}
        if (
            roles & {Role.HEAD, Role.MEMBER}
            and (part.pk, visit.account.pk) not in there
            and rules.kind_of("member")
        ):
            found.append(("own", part.unit))
        if (
            roles & {Role.HEAD, Role.CLERK, Role.OFFICE}
            and (part.pk, None) not in there
            and rules.kind_of("team")
        ):
            found.append(("team", part.unit))
    return found
