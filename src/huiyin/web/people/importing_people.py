"""People from a workbook: first looked at, then entered, then their slips."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse

from huiyin.kit.sheets import Sheet
from huiyin.platform.orgs import commands
from huiyin.platform.orgs.access import get_unit, visible_units
from huiyin.platform.orgs.commands.people import PeopleTaken
from huiyin.platform.orgs.commands.rehearsing import rehearse
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.appointing import appointable
from huiyin.platform.orgs.rules.people_rows import PeopleRows, PersonProblem, PersonRow, read_people
from huiyin.platform.orgs.rules.rights import ROLE_NAMES, Actor, Right, Role
from huiyin.platform.orgs.rules.terms import POST_NAMES, PostKind
from huiyin.platform.orgs.rules.unit_names import UnitNames
from huiyin.reports.layout.empty_form import Column, empty_form
from huiyin.web.frame.carrying import Carried, needs_few, packed, unpacked
from huiyin.web.frame.fields import uploaded
from huiyin.web.frame.page import page
from huiyin.web.frame.visit import Visit
from huiyin.web.people.importing import root_of, two_steps, workbook
from huiyin.web.people.slips import show_slips
from huiyin.web.people.states import post_name, role_name
from huiyin.web.templatetags.huiyin import listed

_KIND = "people"
_SHOWN = 100  # lines of a preview; beyond it only problems are listed


@page(Right.ACCOUNT_MANAGE, "GET", "POST")
def import_people(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Choose a file; `step=check` shows what would be entered and what not; `step=take` enters it."""
    return two_steps(request, visit, Right.ACCOUNT_MANAGE, "people/import_people", _checked, _taken)


def _checked(request: HttpRequest, visit: Visit) -> dict[str, object]:
    """What the preview shows. The import is rehearsed, so what it will refuse is among the problems."""
    root = root_of(request, visit, Right.ACCOUNT_MANAGE)
    name, sheet = uploaded(request)
    units = {str(unit.pk): unit for unit in Unit.objects.under(root.path)}
    read = _read(sheet, units)
    needs_few(read.rows)
    by = _importer(visit, root, read.rows)
    taken = rehearse(commands.import_people, read.rows, root, by=by, at=visit.at)
    rows = [[*_plain(row).values()] for row in read.rows]
    left = [[*asdict(problem).values()] for problem in read.problems]
    problems = [*read.problems, *taken.problems]
    lines = _lines(read, taken, units)
    return {
        "file_name": name,
        "sheet": sheet,
        "root": root,
        "kept": packed(_KIND, Carried(root.pk, rows, left), visit.account) if rows else "",
        "problems": sorted(problems, key=lambda problem: problem.row_no),
        "lines": lines[:_SHOWN],
        "more": max(0, len(lines) - _SHOWN),
        **_counts(read, taken),
    }


def _importer(visit: Visit, root: Unit, rows: Sequence[PersonRow]) -> Actor:
    """The capacity that may give the most of what the rows ask for: one import has one."""

    def gives(actor: Actor) -> int:
        return sum(
            all(actor.may_appoint(role, root.path, row.campaign) for role in row.roles) for row in rows
        )

    able = [actor for actor in visit.actors if actor.may(Right.ACCOUNT_MANAGE, root.path)]
    return max(able, key=gives, default=None) or visit.by(Right.ACCOUNT_MANAGE, root.path)


def _counts(read: PeopleRows, taken: PeopleTaken) -> dict[str, int]:
    good = len(read.rows) - len(taken.problems)
    accounts = len(taken.slips)
    news = accounts + taken.posts + taken.grants
    return {"good": good, "accounts": accounts, "posts": taken.posts, "grants": taken.grants, "news": news}


def _read(sheet: Sheet, units: dict[str, Unit]) -> PeopleRows:
    names = UnitNames.of((key, [unit.name, *unit.aliases]) for key, unit in units.items())
    return read_people(sheet, names)


def _lines(read: PeopleRows, taken: PeopleTaken, units: dict[str, Unit]) -> list[dict[str, object]]:
    """The rows that will be entered, for the preview's table."""
    refused = {problem.row_no for problem in taken.problems}
    new = {slip.login for slip in taken.slips}
    return [
        {
            "row": row,
            "unit": units[row.unit].name,
            "post": post_name(row.post) if row.post else "",
            "roles": listed(role_name(role) for role in row.roles),
            "new": row.login in new,
        }
        for row in read.rows
        if row.row_no not in refused
    ]


def _taken(request: HttpRequest, visit: Visit) -> HttpResponse:
    kept = unpacked(_KIND, str(request.POST.get("kept", "")), visit.account)
    root = get_unit(kept.root, visit.actors, Right.ACCOUNT_MANAGE)
    rows = [_row(fields) for fields in kept.rows]
    by = _importer(visit, root, rows)
    taken = commands.import_people(rows, root, by=by, at=visit.at)
    names = {str(unit.pk): unit.name for unit in Unit.objects.under(root.path)}
    units: dict[str, list[str]] = {}
    for row in rows:
        name = names.get(row.unit, "")
        if name not in units.setdefault(row.login, []):
            units[row.login].append(name)
    problems = [*(PersonProblem(*fields) for fields in kept.left), *taken.problems]
    problems.sort(key=lambda problem: problem.row_no)
    context = {"imported": True, "posts": taken.posts, "grants": taken.grants, "problems": problems}
    joined = {login: listed(where) for login, where in units.items()}
    return show_slips(request, visit, taken.slips, joined, context)


def _plain(row: PersonRow) -> dict[str, object]:
    """A row as JSON holds it."""
    first, last = (day.isoformat() if day else None for day in (row.since, row.until))
    return {**asdict(row), "roles": list(row.roles), "since": first, "until": last}


def _row(fields: list[Any]) -> PersonRow:
    """The row back from what JSON held."""
    row_no, name, login, unit, post, roles, since, until, campaign = fields
    first, last = (date.fromisoformat(text) if text else None for text in (since, until))
    known = tuple(Role(role) for role in roles)
    return PersonRow(
        row_no, name, login, unit, PostKind(post) if post else None, known, first, last, campaign
    )


@page(Right.ACCOUNT_MANAGE, "GET")
def people_form(_request: HttpRequest, visit: Visit) -> HttpResponse:
    """An empty list of people to fill in, with the visitor's units and roles to choose from."""
    units = list(visible_units(visit.actors, Right.ACCOUNT_MANAGE).values_list("name", flat=True))
    roles = [ROLE_NAMES[role] for role in appointable(visit.actors)]
    term = (
        "写成 2014-03-01。不填起始日期，从导入当天起；不填截止日期，长期有效。"
        f"{ROLE_NAMES[Role.SUPERVISION]}和临时主持工作必须写截止日期。"
    )
    columns = [
        Column("姓名", "必填。"),
        Column("登录名", "必填。2 至 40 个字母、数字、汉字或 . _ - @；一人一个，不能共用。"),
        Column("单位", "必填，写全称。一个人在几个单位任职，每个单位写一行。", 28, units),
        Column("职务", "是谁。可以不填。", 16, list(POST_NAMES.values())),
        Column("角色", "能办什么；几个角色用顿号隔开。填了职务而不填角色，按职务授予。", 20, roles),
        Column("起始日期", term),
        Column("截止日期", term),
        Column("活动代码", "只限一个活动的角色才填。"),
    ]
    return workbook(empty_form("人员", columns), "people.xlsx")
