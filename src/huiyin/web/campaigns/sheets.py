"""工作计划表, 任务分解表 and 推进表 out as workbooks, and the 推进表 in again: first looked at, then written."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.sheets import Sheet
from huiyin.platform.orgs.commands.rehearsing import rehearse
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns import commands
from huiyin.process.campaigns.access import get_participation, visible_items, visible_participations
from huiyin.process.campaigns.commands.reporting import Progress, Reported
from huiyin.process.campaigns.models import Participation, PlanItem
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.queries.sheets import PlanOnSheets
from huiyin.process.campaigns.rules.progress_sheet import (
    ProgressRows,
    RowFault,
    SheetRow,
    compared,
    not_to_report,
    other_date,
    read_progress,
    without_a_day,
)
from huiyin.reports.papers.plan_sheets import Head, form_of
from huiyin.reports.papers.plans import write_plan, write_progress, write_tasks
from huiyin.web.frame.carrying import Carried, needs_few, packed, unpacked
from huiyin.web.frame.downloads import workbook
from huiyin.web.frame.fields import line, uploaded
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.two_steps import import_in_two_steps
from huiyin.web.frame.visit import Visit

_KIND = "progress"
_SHOWN = 200  # rows of a preview; conflicts are all shown, for each wants an answer
_MOST_READ = 5000  # rows that are held beside the plan, most of them as they were
_MINE = "sheet"


# ── Out ──


@page(Right.CAMPAIGN_READ, "GET")
def export_plan(request: HttpRequest, visit: Visit) -> HttpResponse:
    """工作计划表 of the units in the visitor's scope, or of one of them (`unit`)."""
    return _exported(request, visit, "work_plan", write_plan)


@page(Right.CAMPAIGN_READ, "GET")
def export_tasks(request: HttpRequest, visit: Visit) -> HttpResponse:
    """任务分解表 of the same."""
    return _exported(request, visit, "task_breakdown", write_tasks)


@page(Right.CAMPAIGN_READ, "GET")
def export_progress(request: HttpRequest, visit: Visit) -> HttpResponse:
    """推进表 of the same, to be filled in and brought back."""
    return _exported(request, visit, "progress_table", write_progress)


def _exported(request: HttpRequest, visit: Visit, form: str, write: Callable[..., None]) -> HttpResponse:
    units = visible_participations(visit.actors, visit.running).filter(ended_on=None)
    unit = line(request.GET, "unit", longest=18)
    chosen = get_participation(int(unit), visit.actors, visit.running) if unit.isdecimal() else None
    if chosen is not None:
        units = Participation.objects.filter(pk=chosen.pk)
    names = list(units.order_by("unit__path").values_list("unit__name", flat=True)[:2])
    one = len(names) == 1
    plan = PlanOnSheets(visit.running, units, visible_items(visit.actors, visit.running))
    head = Head(names[0] if names else visit.running.root.name, visit.today)
    title = form_of(template_of(visit.running), form).title

    def draw(path: Path) -> None:
        write(plan, path, head, one_unit=one)

    return workbook(f"{title}（{head.unit}）" if one else title, draw)


# ── In ──


@dataclass(frozen=True)
class Shown:
    """A row of the preview: the item, what stands there now and what the sheet says."""

    row_no: int
    item: PlanItem
    now: Progress
    wanted: Progress


@dataclass
class _Found:
    """What a sheet comes to beside the plan as it is."""

    changes: list[Shown]
    conflicts: list[Shown]
    faults: list[RowFault]
    notes: list[RowFault]
    same: int


@page(Right.PLAN_REPORT, "GET", "POST")
def import_progress(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Choose a 推进表; `step=check` shows row by row what would change, `step=take` writes it.

    Where a row and the plan both changed, both stand side by side, and `row-ITEM` (or `all`) says which is kept.
    """
    return import_in_two_steps(request, visit, "campaigns/sheets", {}, _checked, _taken)


def _checked(request: HttpRequest, visit: Visit) -> dict[str, object]:
    name, sheet = uploaded(request)
    read = _read(sheet, visit)
    needs_few([*read.rows, *read.faults], _MOST_READ)
    found = _beside_the_plan(read, visit)
    moving = [*found.changes, *found.conflicts]
    needs_few(moving)
    reported = [_reported(shown) for shown in moving]
    paths = {shown.item.pk: shown.item.participation.unit.path for shown in moving}
    refused = [
        fault
        for by, rows in _by_capacity(visit, reported, paths)
        for fault in rehearse(commands.import_progress, visit.running, rows, by=by, at=visit.at).refused
    ]
    bad = {fault.row_no for fault in refused}
    changes = [shown for shown in found.changes if shown.row_no not in bad]
    conflicts = [shown for shown in found.conflicts if shown.row_no not in bad]
    rows = [_plain(shown, conflict=False) for shown in changes]
    rows += [_plain(shown, conflict=True) for shown in conflicts]
    faults = sorted([*found.faults, *refused], key=lambda fault: fault.row_no)
    return {
        "file_name": name,
        "sheet": sheet,
        "kept": packed(_KIND, Carried(visit.running.pk, rows), visit.account) if rows else "",
        "changes": changes[:_SHOWN],
        "more": max(0, len(changes) - _SHOWN),
        "count": len(changes),
        "conflicts": conflicts,
        "same": found.same,
        "faults": faults,
        "notes": found.notes,
        "missing": read.missing,
    }


def _read(sheet: Sheet, visit: Visit) -> ProgressRows:
    columns = form_of(template_of(visit.running), "progress_table").columns
    own = {column.code: (column.heading,) for column in columns}
    return read_progress(sheet, visit.running.code, visit.today, own)


def _beside_the_plan(read: ProgressRows, visit: Visit) -> _Found:
    """Each row beside its item. One query."""
    found = _Found([], [], list(read.faults), [], 0)
    mine = visible_items(visit.actors, visit.running, Right.PLAN_REPORT).sent()
    mine = mine.filter(participation__ended_on=None).select_related("ask", "participation__unit")
    items = mine.in_bulk([row.key.item for row in read.rows])
    for row in read.rows:
        item = items.get(row.key.item)
        if item is None:
            found.faults.append(not_to_report(row))
        else:
            _sort_in(found, row, item)
    return found


def _sort_in(found: _Found, row: SheetRow, item: PlanItem) -> None:
    now = Progress(item.progress, item.done_on, item.late_reason)
    outcome = compared(row, now, item.version)
    shown = Shown(row.row_no, item, now, outcome.wanted)
    if (note := other_date(row, item.due_on, item.version)) is not None:
        found.notes.append(note)
    if outcome.outcome == "no_day":
        found.faults.append(without_a_day(row))
    elif outcome.outcome == "change":
        found.changes.append(shown)
    elif outcome.outcome == "conflict":
        found.conflicts.append(shown)
    else:
        found.same += 1


def _by_capacity(
    visit: Visit, rows: Iterable[Reported], paths: Mapping[int, str]
) -> list[tuple[Actor, list[Reported]]]:
    """The rows by the capacity that may report on each: a clerk of two schools brings one sheet for both."""
    found: dict[Actor, list[Reported]] = {}
    for row in rows:
        path = paths.get(row.item)
        able = (actor for actor in visit.actors if path is not None and actor.may(Right.PLAN_REPORT, path))
        found.setdefault(next(able, None) or visit.by(Right.PLAN_REPORT), []).append(row)
    return list(found.items())


def _taken(request: HttpRequest, visit: Visit) -> HttpResponse:
    kept = unpacked(_KIND, str(request.POST.get("kept", "")), visit.account)
    chosen = [fields for fields in kept.rows if not fields[-1] or _wants_mine(request, int(fields[1]))]
    rows = [_again(fields) for fields in chosen]
    mine = visible_items(visit.actors, visit.running, Right.PLAN_REPORT)
    items = mine.select_related("ask", "participation__unit").in_bulk([row.item for row in rows])
    paths = {item.pk: item.participation.unit.path for item in items.values()}
    taken = [
        commands.import_progress(visit.running, theirs, by=by, at=visit.at)
        for by, theirs in _by_capacity(visit, rows, paths)
    ]
    said = _("写入了 %(changed)s 项进展。") % {"changed": sum(one.changed for one in taken)}
    if refused := sorted((fault for one in taken for fault in one.refused), key=lambda fault: fault.row_no):
        context = {"taken": said, "faults": refused, "typed": request.POST}
        return show(request, visit, "campaigns/sheets", context)
    messages.success(request, said)
    return HttpResponseRedirect(reverse("import_progress", args=[visit.running.code]))


def _wants_mine(request: HttpRequest, item: int) -> bool:
    """Whether a conflict is to be settled as the sheet has it; by itself nothing of what stands there is lost."""
    return (line(request.POST, "all") or line(request.POST, f"row-{item}")) == _MINE


def _reported(shown: Shown) -> Reported:
    return Reported(shown.row_no, shown.item.pk, shown.item.version, shown.wanted)


def _plain(shown: Shown, *, conflict: bool) -> list[Any]:
    """A row as JSON holds it."""
    day = shown.wanted.done_on.isoformat() if shown.wanted.done_on else ""
    said = [shown.wanted.progress, day, shown.wanted.late_reason]
    return [shown.row_no, shown.item.pk, shown.item.version, *said, conflict]


def _again(fields: list[Any]) -> Reported:
    """The row back from what JSON held."""
    row_no, item, version, progress, day, reason, _conflict = fields
    return Reported(
        row_no, item, version, Progress(progress, date.fromisoformat(day) if day else None, reason)
    )
