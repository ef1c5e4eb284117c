"""Units from a workbook: first looked at, then entered."""

from dataclasses import astuple
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.platform.orgs import commands
from huiyin.platform.orgs.access import get_unit, visible_units
from huiyin.platform.orgs.commands.rehearsing import rehearse
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Right
from huiyin.platform.orgs.rules.unit_moves import moves
from huiyin.platform.orgs.rules.unit_rows import UnitRow, read_units
from huiyin.reports.layout.empty_form import Column, empty_form
from huiyin.web.frame.carrying import Carried, needs_few, packed, unpacked
from huiyin.web.frame.fields import uploaded
from huiyin.web.frame.page import page
from huiyin.web.frame.visit import Visit
from huiyin.web.people.importing import root_of, two_steps, workbook

_KIND = "units"
_SHOWN = 100


@page(Right.UNIT_IMPORT, "GET", "POST")
def import_units(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Choose a file; `step=check` shows what would be added and what is wrong; `step=take` adds it."""
    return two_steps(request, visit, Right.UNIT_IMPORT, "people/import_units", _checked, _taken)


def _checked(request: HttpRequest, visit: Visit) -> dict[str, object]:
    root = root_of(request, visit, Right.UNIT_IMPORT)
    name, sheet = uploaded(request)
    units = list(Unit.objects.under(root.path))
    known = {unit.name: unit for unit in units}
    read = read_units(sheet, known=known)
    needs_few(read.rows)
    moved = _moved(read.rows, units)
    shown = {"file_name": name, "sheet": sheet, "root": root, "problems": read.problems, "moved": moved}
    if moved:
        return shown
    by = visit.by(Right.UNIT_IMPORT, root.path)
    made = rehearse(commands.import_units, read.rows, root, by=by, at=visit.at)
    rows = [list(astuple(row)) for row in read.rows]
    new = [row for row in read.rows if row.name not in known]
    return {
        **shown,
        "kept": packed(_KIND, Carried(root.pk, rows), visit.account) if rows else "",
        "made": made,
        "known": len(read.rows) - made,
        "lines": new[:_SHOWN],
        "more": max(0, len(new) - _SHOWN),
    }


def _moved(rows: tuple[UnitRow, ...], units: list[Unit]) -> list[dict[str, object]]:
    """The units that the list puts elsewhere, each with the unit itself, to be moved first."""
    names = {unit.pk: unit.name for unit in units}
    by_name = {unit.name: unit for unit in units}
    parents = {unit.name: names[unit.parent_id] for unit in units if unit.parent_id in names}
    return [{"move": move, "unit": by_name[move.name]} for move in moves(rows, parents)]


def _taken(request: HttpRequest, visit: Visit) -> HttpResponse:
    kept = unpacked(_KIND, str(request.POST.get("kept", "")), visit.account)
    root = get_unit(kept.root, visit.actors, Right.UNIT_IMPORT)
    rows = [_row(fields) for fields in kept.rows]
    made = commands.import_units(rows, root, by=visit.by(Right.UNIT_IMPORT, root.path), at=visit.at)
    messages.success(request, _("新增了 %(made)s 个单位。") % {"made": made})
    return HttpResponseRedirect(reverse("units"))


def _row(fields: list[Any]) -> UnitRow:
    row_no, code, name, parent, kind, aliases = fields
    return UnitRow(row_no, code, name, parent, kind, tuple(aliases))


@page(Right.UNIT_IMPORT, "GET")
def units_form(_request: HttpRequest, visit: Visit) -> HttpResponse:
    """An empty list of units to fill in."""
    known = list(visible_units(visit.actors, Right.UNIT_IMPORT).values_list("name", flat=True))
    columns = [
        Column("单位名称", "必填，写全称。系统按全称认单位，同名只认一个。", 28),
        Column("单位代码", "可以不填；不能重复。"),
        Column(
            "上级单位",
            "写上级单位的全称，可以是本表中的，也可以是已有的。不填，列在最上面一级之下。",
            28,
            known,
        ),
        Column("类别", "例如：学校、幼儿园、处室。"),
        Column("简称", "人们常用的叫法，几个用顿号隔开。收意见时按简称也能认出来。", 24),
    ]
    return workbook(empty_form("单位", columns), "units.xlsx")
