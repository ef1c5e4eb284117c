"""Home: what waits for this visitor, by role, the next act on top."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from huiyin.platform.orgs.queries import grants_ahead
from huiyin.platform.orgs.rules.rights import ROLE_NAMES, Right, Role
from huiyin.process.campaigns.queries import template_of
from huiyin.process.opinions.access import visible_opinions
from huiyin.process.opinions.queries import balance_below, count_up_to
from huiyin.process.opinions.queries.balance import Balance
from huiyin.process.opinions.rules.disposition import Disposition
from huiyin.process.opinions.rules.wanted import NO, YES, Wanted
from huiyin.process.problems.access import visible_problems
from huiyin.process.problems.queries import Sought, groups_list, ledger, problem_counts
from huiyin.process.problems.queries.behind import fewest_givers
from huiyin.reports.desk.todo import own_units, todo
from huiyin.reports.desk.todos import Kind
from huiyin.web.frame.names import names_of
from huiyin.web.frame.page import Open, page
from huiyin.web.frame.showing import show
from huiyin.web.frame.todos import todo_rows
from huiyin.web.frame.visit import Visit

MOST_COUNTED = 1000
MOST_GROUPS = 6
MOST_PROBLEMS = 12
MOST_TODOS, MOST_LATE = 6, 3
_OWN_PART = {Kind.TRIAGE, Kind.OWNERLESS, Kind.CLAIM}
_WAITS_FOR_ONE = {Kind.SIGN, Kind.CIRCULAR}
_UNIT_ROLES = {Role.HEAD, Role.CLERK, Role.MEMBER}


@page(Open.SIGNED_IN, "GET")
def home(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The visitor's own work; somebody with several roles has several parts, one below the other."""
    context: dict[str, Any] = {
        "grants": [
            (ROLE_NAMES[Role(grant.role)], grant) for grant in grants_ahead(visit.account, visit.today)
        ],
        "roles": {role.value: role in visit.roles for role in Role},
        "most_counted": MOST_COUNTED,
        "starts": visit.may(Right.CAMPAIGN_START),
    }
    if visit.campaign is not None:
        context |= _todo(visit) if visit.may(Right.CAMPAIGN_READ) else {}
        context["names"] = names_of(visit.campaign)
        for right, part in (
            (Right.OPINION_TRIAGE, _triage),
            (Right.OPINION_GROUP, _groups),
            (Right.PROBLEM_READ, _problems),
        ):
            context |= part(visit) if visit.may(right) else {}
        context |= _whole(visit) if visit.may(Right.OVERVIEW_READ) else {}
    return show(request, visit, "home/home", context)


def _todo(visit: Visit) -> dict[str, Any]:
    """The first lines of the list, what waits for this very person before what is late; what has a part of its own on this page
    is left to that."""
    lines = todo(visit.actors, visit.running, visit.today, without=_OWN_PART).lines
    late = [line for line in lines if line.kind is Kind.LATE_UNITS]
    shown = [line for line in lines if line not in late[MOST_LATE:]]
    first = sorted(shown, key=lambda line: line.kind not in _WAITS_FOR_ONE)[:MOST_TODOS]
    rows = todo_rows(visit, first)
    return {"todo": rows, "todo_more": len(lines) - len(rows), "several": len(own_units(visit.actors)) > 1}


def _triage(visit: Visit) -> dict[str, Any]:
    visible = visible_opinions(visit.actors, visit.running, Right.OPINION_TRIAGE)
    left, undirected = (
        count_up_to(
            visible,
            Wanted(disposition="waiting", triaged=triaged),
            campaign=visit.running,
            limit=MOST_COUNTED,
        )
        for triaged in (NO, YES)
    )
    return {"left": left, "undirected": undirected, "triages": True}


def _groups(visit: Visit) -> dict[str, Any]:
    fewest = int(template_of(visit.running).parameter("candidate_group_size"))
    found = groups_list(visit.running, visible_opinions(visit.actors, visit.running), size=4 * MOST_GROUPS)
    ready = [row for row in found.rows if row.raised_as is None and row.waiting >= fewest]
    return {"ready": ready[:MOST_GROUPS], "groups": True}


def _problems(visit: Visit) -> dict[str, Any]:
    visible = visible_problems(visit.actors, visit.running)
    context: dict[str, Any] = {"problems": problem_counts(visible)}
    if visit.roles & _UNIT_ROLES:
        mine = visible.filter(
            owner__path__in=[actor.scope for actor in visit.actors if actor.role in _UNIT_ROLES]
        )
        rows = ledger(visit.running, mine, Sought(), actors=visit.actors, size=MOST_PROBLEMS).rows
        context |= {"own": rows, "own_count": problem_counts(mine).standing, "in_unit": True}
        context["may_raise"] = visit.may(Right.PROBLEM_RAISE)
    return context


def _whole(visit: Visit) -> dict[str, Any]:
    balance, heard = balance_below(visit.running, visit.scopes(Right.OVERVIEW_READ))
    return {
        "balance": balance,
        "heard": heard,
        "whole": visit.may(Right.OPINION_READ_RAW) or _enough(visit, balance),
    }


def _enough(visit: Visit, balance: Balance) -> bool:
    """Whether the figures stand on enough givers for whoever may not read the words (SPEC rule 5)."""
    fewest = fewest_givers(visit.running)
    return all(n == 0 or n >= fewest for n in (balance.received, balance.parts[Disposition.WAITING]))
