"""A 问题清单 or 整改台账 of another system, taken in: first every guess and row is shown, then it is written."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import BadInput
from huiyin.kit.sheets.returned import RowFault
from huiyin.platform.orgs.access import visible_units
from huiyin.platform.orgs.commands.rehearsing import rehearse
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.platform.orgs.rules.unit_names import UnitNames, match_unit
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.template import Template
from huiyin.process.rectification.commands import ListTaken
from huiyin.process.rectification.commands import take_in_list as take_in_list_command
from huiyin.process.rectification.rules.foreign import (
    ForeignList,
    ForeignProblem,
    Lists,
    not_of_yours,
    read_foreign,
    too_long,
)
from huiyin.web.frame.carrying import Carried, needs_few, packed, unpacked
from huiyin.web.frame.fields import line, uploaded
from huiyin.web.frame.names import names_of
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.two_steps import import_in_two_steps
from huiyin.web.frame.units import offered_units, unit_named
from huiyin.web.frame.visit import Visit

_KIND = "foreign-list"
_SHOWN = 200

Row = tuple[ForeignProblem, Unit | None]


@dataclass(frozen=True)
class Shown:
    """A row of the preview: the problem, its unit, and the number under which it stands already ("": it is new)."""

    problem: ForeignProblem
    unit: str
    known: str


@page(Right.PROBLEM_RAISE, "GET", "POST")
def take_in_list(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Choose a file, and what counts where a row doesn't say it (`source`, `owner`); `step=check` shows, `step=take` writes."""
    context = {"names": names_of(visit.running), **offered_units(visit, Right.PROBLEM_RAISE)}
    return import_in_two_steps(request, visit, "problems/taking_in", context, _checked, _taken)


def _checked(request: HttpRequest, visit: Visit) -> dict[str, object]:
    name, sheet = uploaded(request)
    source = line(request.POST, "source")
    typed = line(request.POST, "owner")
    owner = unit_named(typed, visit, Right.PROBLEM_RAISE) if typed else None
    template = template_of(visit.running)
    if source not in {row.code for row in template.sources}:
        raise BadInput("请选择问题来源。", "Choose how the problems were found.")
    read = read_foreign(sheet, lists_of(template), visit.today)
    needs_few(read.problems)
    rows = _owned(read, owner, visit)
    for problem, unit in rows:
        problem.source = problem.source or source
        if not _able(visit, Right.PROBLEM_WORK, unit):
            problem.as_words()
    read.faults += [fault for problem, _ in rows if (fault := too_long(problem)) is not None]
    rows = [row for row in rows if too_long(row[0]) is None]
    taken = _rehearsed(visit, rows)
    refused = [fault for one in taken for fault in one.refused]
    bad = {fault.row_no for fault in refused}
    known = {row_no: number for one in taken for row_no, number in one.known.items()}
    good = [row for row in rows if row[0].row_no not in bad]
    new = [row for row in good if row[0].row_no not in known]
    shown = [
        Shown(problem, unit.name if unit else "", known.get(problem.row_no, "")) for problem, unit in good
    ]
    return {
        "file_name": name,
        "sheet": sheet,
        "columns": read.columns,
        "kept": packed(_KIND, Carried(visit.running.pk, [_plain(row) for row in new]), visit.account)
        if new
        else "",
        "rows": shown[:_SHOWN],
        "more": max(0, len(shown) - _SHOWN),
        "count": len(new),
        "measures": sum(len(problem.measures) for problem, _ in new),
        "known": len(known),
        "faults": sorted([*read.faults, *refused], key=lambda fault: fault.row_no),
        "notes": read.notes,
        "states": read.states,
    }


def lists_of(template: Template) -> Lists:
    """The template's lists, by code and names."""
    return Lists(
        source=[(row.code, (row.zh, row.en)) for row in template.sources],
        focus=[(leaf.code, (leaf.zh, leaf.en)) for leaf in template.focus_leaves()],
        cause=[(row.code, (row.zh, row.en)) for row in template.causes],
        horizon=[(row.code, (row.zh, row.en)) for row in template.horizons],
    )


def _owned(read: ForeignList, owner: Unit | None, visit: Visit) -> list[Row]:
    """Each problem with the unit that its row names, else `owner`; one that names a unit that isn't the visitor's is left out."""
    units = {str(unit.pk): unit for unit in visible_units(visit.actors, Right.PROBLEM_RAISE)}
    names = UnitNames.of((key, [unit.name, *unit.aliases]) for key, unit in units.items())
    only = next(iter(units.values())) if len(units) == 1 else None
    rows: list[Row] = []
    for problem in read.problems:
        match = match_unit(problem.unit, names)
        if match.key is None and problem.unit:
            read.faults.append(not_of_yours(problem, match.zh, match.en))
            continue
        if match.zh:
            read.notes.append(RowFault(problem.row_no, problem.title[:80], match.zh, match.en))
        rows.append((problem, units[match.key] if match.key else owner or only))
    return rows


def _able(visit: Visit, right: Right, unit: Unit | None) -> Actor | None:
    path = unit.path if unit else visit.running.root.path
    return next((actor for actor in visit.actors if actor.may(right, path)), None)


def _by_capacity(visit: Visit, rows: Iterable[Row]) -> list[tuple[Actor, list[Row]]]:
    """The problems by the capacity that may raise each, one that may also work on it before others."""
    found: dict[Actor, list[Row]] = {}
    for row in rows:
        path = row[1].path if row[1] else visit.running.root.path
        able = [actor for actor in visit.actors if actor.may(Right.PROBLEM_RAISE, path)]
        able.sort(key=lambda actor: not actor.may(Right.PROBLEM_WORK, path))
        by = able[0] if able else visit.by(Right.PROBLEM_RAISE)
        found.setdefault(by, []).append(row)
    return list(found.items())


def _rehearsed(visit: Visit, rows: Iterable[Row]) -> list[ListTaken]:
    return [
        rehearse(take_in_list_command, visit.running, theirs, by=by, at=visit.at)
        for by, theirs in _by_capacity(visit, rows)
    ]


def _taken(request: HttpRequest, visit: Visit) -> HttpResponse:
    carried = unpacked(_KIND, str(request.POST.get("kept", "")), visit.account)
    units = visible_units(visit.actors, Right.PROBLEM_RAISE).in_bulk(
        {row[1] for row in carried.rows if row[1]}
    )
    rows = [_again(row, units) for row in carried.rows]
    taken = [
        take_in_list_command(visit.running, theirs, by=by, at=visit.at)
        for by, theirs in _by_capacity(visit, rows)
    ]
    said = _("立了 %(count)s 个问题，写了 %(measures)s 条措施。") % {
        "count": sum(len(one.raised) for one in taken),
        "measures": sum(one.measures for one in taken),
    }
    if refused := sorted((fault for one in taken for fault in one.refused), key=lambda fault: fault.row_no):
        context = {"taken": said, "faults": refused, "typed": request.POST, "names": names_of(visit.running)}
        return show(request, visit, "problems/taking_in", context)
    messages.success(request, said)
    return HttpResponseRedirect(reverse("ledger", args=[visit.running.code]))


def _plain(row: Row) -> list[Any]:
    """A row as JSON holds it."""
    problem, unit = row
    due = problem.due_on.isoformat() if problem.due_on else ""
    return [{**asdict(problem), "due_on": due}, unit.pk if unit else None]


def _again(row: list[Any], units: dict[int, Unit]) -> Row:
    """The row back from what JSON held."""
    fields, pk = row
    due = date.fromisoformat(fields["due_on"]) if fields["due_on"] else None
    return ForeignProblem(**{**fields, "due_on": due}), units.get(pk) if pk else None
