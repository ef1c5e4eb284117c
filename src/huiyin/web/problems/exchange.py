"""整改台账 out to be edited, and in again: first looked at cell by cell, then written."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.platform.orgs.commands.rehearsing import rehearse
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.problems.access import visible_problems
from huiyin.process.problems.models import Problem
from huiyin.process.problems.queries import Sought
from huiyin.process.rectification.commands import LedgerTaken, import_ledger
from huiyin.process.rectification.queries import standing_problems
from huiyin.process.rectification.rules.exchange import Differences, Standing, differences
from huiyin.process.rectification.rules.exchange_edits import (
    CellEdit,
    ProblemEdit,
    edits_of,
    packed_cell,
    packed_row,
    unpacked_rows,
)
from huiyin.process.rectification.rules.exchange_sheet import MEASURE_HEADINGS, SheetFault, read_exchange
from huiyin.reports.papers.exchange import choices_in, exchange_name, ledger_form, shown_cells, write_exchange
from huiyin.reports.papers.lists import Wanted
from huiyin.web.frame.carrying import Carried, needs_few, packed, unpacked
from huiyin.web.frame.downloads import workbook
from huiyin.web.frame.fields import line, uploaded_sheets
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.two_steps import import_in_two_steps
from huiyin.web.frame.visit import Visit
from huiyin.web.problems.lists import needs_few_problems, wanted_by, watch_taking_out

_KIND = "ledger"
_SHOWN = 200  # cells of a preview
_ASKED = 200  # conflicts that may be settled one by one; a form takes only so many fields
_MOST_READ = 50_000
_MOST_TAKEN = 10_000
_MINE = "sheet"


@page(Right.PROBLEM_READ, "GET")
def export_ledger(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The workbook to be edited, of what the ledger's filters show."""
    wanted = wanted_by(request, visit)
    needs_few_problems(wanted)
    watch_taking_out(request, visit, "export_ledger", wanted)
    return workbook(exchange_name(wanted.template), lambda path: write_exchange(wanted, path, visit.today))


@dataclass(frozen=True)
class Shown:
    """A cell of the preview: what it is about, and both values in words."""

    cell: CellEdit
    heading: str
    title: str
    old: str
    new: str


@page(Right.PROBLEM_WORK, "GET", "POST")
def import_edited_ledger(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Choose a workbook; `step=check` shows cell by cell what would change, `step=take` writes it.

    Where a cell was changed on both sides, both stand there, and its field (or `all`) says which is kept.
    """
    return import_in_two_steps(request, visit, "problems/exchange", {}, _checked, _taken)


def _checked(request: HttpRequest, visit: Visit) -> dict[str, object]:
    name, sheets = uploaded_sheets(request)
    wanted = Wanted(
        visit.running, visible_problems(visit.actors, visit.running), Sought(), tuple(visit.actors)
    )
    form = {column.code: column.heading for column in ledger_form(wanted.template).columns}
    choices = choices_in(wanted.template)
    read = read_exchange(sheets, form, choices, visit.running.code, visit.today)
    needs_few(read.rows, _MOST_READ)
    standing = _standing(wanted, {row.number for row in read.rows})
    found = differences(read.rows, standing, form)
    needs_few([*found.changes, *found.conflicts, *found.added], _MOST_TAKEN)
    refused = _rehearsed(visit, found)
    bad = {fault.what.split(" ")[0] for fault in refused}
    changes = [one for one in found.changes if one.problem not in bad]
    conflicts = [one for one in found.conflicts if one.problem not in bad]
    added = [one for one in found.added if one.problem not in bad]
    kept = [*map(packed_cell, changes), *map(packed_row, added)]
    names = {field: {code: zh for zh, code in known.items()} for field, known in choices.items()}

    def shown(one: CellEdit) -> Shown:
        heading = form[one.field] if one.measure is None else MEASURE_HEADINGS[one.field]
        known = names.get(one.field, {})
        return Shown(
            one,
            heading,
            standing[one.problem].title,
            known.get(one.old, one.old),
            known.get(one.new, one.new),
        )

    return {
        "file_name": name,
        "sheets": sheets,
        "kept": _packed(visit, kept, conflicts) if kept or conflicts else "",
        "changes": [shown(one) for one in changes[:_SHOWN]],
        "count": len(changes),
        "more": max(0, len(changes) - _SHOWN),
        "conflicts": [shown(one) for one in conflicts[:_ASKED]],
        "clashes": len(conflicts),
        "added": [(one, standing[one.problem].title) for one in added[:_SHOWN]],
        "adds": len(added),
        "same": found.same,
        "faults": [*refused, *read.faults, *found.faults],
        "notes": found.notes,
        "missing": read.missing,
    }


def _standing(wanted: Wanted, numbers: set[str]) -> dict[str, Standing]:
    found = standing_problems(wanted.campaign, wanted.visible, wanted.actors, numbers)
    cells = shown_cells(wanted, found.keys())
    return {
        number: replace(one, shown={**one.shown, **cells.get(number, {})}) for number, one in found.items()
    }


def _rehearsed(visit: Visit, found: Differences) -> list[SheetFault]:
    """What the command would refuse, had everything been chosen."""
    edits = edits_of([*found.changes, *found.conflicts], found.added)
    return [
        fault
        for by, theirs in _by_capacity(visit, edits)
        for fault in rehearse(import_ledger, visit.running, theirs, by=by, at=visit.at).refused
    ]


def _by_capacity(visit: Visit, edits: Iterable[ProblemEdit]) -> list[tuple[Actor, list[ProblemEdit]]]:
    """Edits by the capacity that may work on each: a clerk of two schools brings one workbook for both. One query."""
    edits = list(edits)
    paths: dict[str, str] = {}
    for at in range(0, len(edits), 400):
        some = [edit.number for edit in edits[at : at + 400]]
        rows = Problem.objects.of(visit.running).filter(number__in=some)
        paths |= dict(rows.values_list("number", "owner__path"))
    found: dict[Actor, list[ProblemEdit]] = {}
    for edit in edits:
        path = paths.get(edit.number) or visit.running.root.path
        able = (actor for actor in visit.actors if actor.may(Right.PROBLEM_WORK, path))
        found.setdefault(next(able, None) or visit.by(Right.PROBLEM_WORK), []).append(edit)
    return list(found.items())


def _packed(visit: Visit, kept: list[list[object]], conflicts: Sequence[CellEdit]) -> str:
    rows = [["row", *row] for row in kept] + [["both", *packed_cell(one)] for one in conflicts]
    return packed(_KIND, Carried(visit.running.pk, rows), visit.account)


def _taken(request: HttpRequest, visit: Visit) -> HttpResponse:
    carried = unpacked(_KIND, str(request.POST.get("kept", "")), visit.account)
    cells, added = unpacked_rows([row[1:] for row in carried.rows if row[0] == "row"])
    both, _none = unpacked_rows([row[1:] for row in carried.rows if row[0] == "both"])
    every = line(request.POST, "all")
    chosen = [one for one in both if (every or line(request.POST, one.name)) == _MINE]
    taken = [
        import_ledger(visit.running, theirs, by=by, at=visit.at)
        for by, theirs in _by_capacity(visit, edits_of([*cells, *chosen], added))
    ]
    said = _said(taken)
    if refused := [fault for one in taken for fault in one.refused]:
        context = {"taken": said, "faults": refused, "typed": request.POST}
        return show(request, visit, "problems/exchange", context)
    messages.success(request, said)
    return HttpResponseRedirect(reverse("import_edited_ledger", args=[visit.running.code]))


def _said(taken: Iterable[LedgerTaken]) -> str:
    taken = list(taken)
    return _("写入了：%(problems)s 个问题的安排，%(measures)s 条措施，新加 %(added)s 条措施。") % {
        "problems": sum(one.problems for one in taken),
        "measures": sum(one.measures for one in taken),
        "added": sum(one.added for one in taken),
    }
