"""Rows of a workbook of people: who they are, how they sign in, what they hold in which unit and from when to when."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from huiyin.kit.errors import BadInput
from huiyin.kit.sheets import Cell, Row, Sheet, is_blank, normal_heading, text_of
from huiyin.platform.accounts.rules.logins import checked_login, checked_name
from huiyin.platform.orgs.rules.headings import columns_of
from huiyin.platform.orgs.rules.rights import ROLE_NAMES, Role
from huiyin.platform.orgs.rules.terms import POST_NAMES, ROLE_OF_POST, PostKind, checked_term
from huiyin.platform.orgs.rules.unit_names import UnitNames, certain_unit

# fmt: off
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "name": ("姓名", "人员姓名", "名字", "name"),
    "login": ("登录名", "账号", "帐号", "用户名", "工号", "login", "username", "account"),
    "unit": ("单位", "单位名称", "所在单位", "工作单位", "學校", "学校", "unit"),
    "post": ("职务", "班子职务", "post"),
    "role": ("角色", "活动角色", "系统角色", "role"),
    "term": ("起止", "起止日期", "起止时间", "任期", "term"),
    "since": ("起", "起始日期", "开始日期", "起始", "任职日期", "since", "from"),
    "until": ("止", "截止日期", "结束日期", "截止", "until", "to"),
    "campaign": ("活动代码", "campaign"),
}
"""The words by which a column is known (SPEC S1), in the form of `normal_heading`."""

POSTS: Mapping[str, PostKind] = {
    **{name: kind for kind, name in POST_NAMES.items()}, **{kind.value: kind for kind in PostKind},
    "一把手": PostKind.HEAD, "负责人": PostKind.HEAD, "主要负责同志": PostKind.HEAD, "党政主要负责人": PostKind.HEAD,
    "主持工作": PostKind.ACTING_HEAD, "代理负责人": PostKind.ACTING_HEAD,
    "班子": PostKind.MEMBER, "成员": PostKind.MEMBER,
}
ROLES: Mapping[str, Role] = {
    **{name: role for role, name in ROLE_NAMES.items()}, **{role.value: role for role in Role},
    "活动办公室": Role.OFFICE, "办公室": Role.OFFICE, "一把手": Role.HEAD, "负责人": Role.HEAD, "专干": Role.CLERK,
    "督导": Role.SUPERVISION, "督导组成员": Role.SUPERVISION, "指导组": Role.SUPERVISION, "巡回指导组": Role.SUPERVISION,
    "领导小组成员": Role.LEADER, "纪检干部": Role.DISCIPLINE,
    "纪检监察": Role.DISCIPLINE, "管理员": Role.ADMINISTRATOR,
}
# fmt: on

_SEPARATORS = re.compile(r"[、,，;；/\n]+")
_BETWEEN = re.compile(r"\s*(?:至今|至|到|[—–~～]+|(?<=\d)\s+-\s+(?=\d)|--+)\s*")
_DAY = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?(?:\s+00:00:00)?")
_OPEN = ("", "今", "长期", "至今")


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One line: a person, a unit (by key), and what they hold there. `since` None: from the day of the import."""

    row_no: int
    name: str
    login: str
    unit: str
    post: PostKind | None
    roles: tuple[Role, ...]
    since: date | None
    until: date | None
    campaign: str


@dataclass(frozen=True, slots=True)
class PersonProblem:
    """Why a row was left out."""

    row_no: int
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class PeopleRows:
    """Rows that can be entered, and the problems by row."""

    rows: tuple[PersonRow, ...]
    problems: tuple[PersonProblem, ...]


def read_people(sheet: Sheet, units: UnitNames) -> PeopleRows:
    """Read a people workbook; a person with several units has a line for each. `units` are all known units by their keys.

    A row that can't be understood wholly is left out and told: rights are never guessed, so a unit's name must be right
    but for width, spaces and punctuation. Raises BadInput when 姓名, 登录名 or 单位 have no column.
    """
    needed = {"name": "姓名", "login": "登录名", "unit": "单位"}
    header_row, columns = columns_of(sheet, HEADINGS, needed=needed, table="人员表")
    rows: dict[PersonRow, PersonRow] = {}
    problems: list[PersonProblem] = []
    names: dict[str, tuple[str, int]] = {}
    for row_no, row in sheet.numbered():
        if row_no <= header_row or is_blank(row) or _is_heading(row, columns):
            continue
        try:
            read = _read(row_no, row, columns, units)
            _refuse_other_name(read, names)
            _refuse_repeated(read, rows)
        except BadInput as error:
            problems.append(
                PersonProblem(row_no, f"{error.zh}本行未导入。", f"{error.en} The row was left out.")
            )
    return PeopleRows(tuple(rows.values()), tuple(problems))


def _is_heading(row: Row, columns: Mapping[str, int]) -> bool:
    at = columns["name"]
    return at < len(row) and normal_heading(text_of(row[at])) in HEADINGS["name"]


def _read(row_no: int, row: Row, columns: Mapping[str, int], units: UnitNames) -> PersonRow:
    cells = {field: row[at] if at < len(row) else None for field, at in columns.items()}
    post, roles = _post(text_of(cells.get("post")).strip()), _roles(text_of(cells.get("role")).strip())
    if post is not None and not roles:
        roles = (ROLE_OF_POST[post],)
    if not roles:
        raise BadInput(
            "职务和角色都没有填，至少要填一项。", "Neither post nor role is given; one of them is needed."
        )
    since, until = _term(cells)
    return PersonRow(
        row_no,
        checked_name(text_of(cells["name"])),
        checked_login(text_of(cells["login"])),
        certain_unit(text_of(cells["unit"]), units),
        post,
        roles,
        since,
        until,
        text_of(cells.get("campaign")).strip(),
    )


def _post(raw: str) -> PostKind | None:
    if not raw:
        return None
    if raw not in POSTS:
        known = "、".join(POST_NAMES.values())
        raise BadInput(
            f"不认识的职务“{raw[:20]}”，可以填：{known}。", f"Unknown post '{raw[:20]}'; there are {known}."
        )
    return POSTS[raw]


def _roles(raw: str) -> tuple[Role, ...]:
    words = [word for part in _SEPARATORS.split(raw) if (word := part.strip())]
    for word in words:
        if word not in ROLES:
            known = "、".join(ROLE_NAMES.values())
            raise BadInput(
                f"不认识的角色“{word[:20]}”，可以填：{known}。",
                f"Unknown role '{word[:20]}'; there are {known}.",
            )
    return tuple(dict.fromkeys(ROLES[word] for word in words))


def _term(cells: Mapping[str, Cell]) -> tuple[date | None, date | None]:
    """First and last day, from two columns or from one 起止 such as 2014.3.1至2014.9.30."""
    since, until = _day(cells.get("since")), _day(cells.get("until"))
    both = cells.get("term")
    if isinstance(both, date):
        since = since or _day(both)
    elif text := text_of(both).strip():
        first, _, last = _BETWEEN.sub("\n", text, count=1).partition("\n")
        since, until = since or _day(first), until or _day(last)
    if since is not None:
        checked_term(since, until)
    return since, until


def _day(cell: Cell) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = text_of(cell).strip()
    if text in _OPEN:
        return None
    found = _DAY.fullmatch(text)
    try:
        return date(*map(int, found.groups())) if found else _no_day(text)
    except ValueError:
        return _no_day(text)


def _no_day(text: str) -> date:
    raise BadInput(
        f"日期“{text[:30]}”看不懂，请写成 2014-03-01；起止写成 2014-03-01至2014-09-30。",
        f"The date '{text[:30]}' can't be read; write 2014-03-01, and a term 2014-03-01至2014-09-30.",
    )


def _refuse_other_name(row: PersonRow, names: dict[str, tuple[str, int]]) -> None:
    name, first = names.setdefault(row.login, (row.name, row.row_no))
    if name != row.name:
        raise BadInput(
            f"登录名“{row.login}”在第 {first} 行是“{name}”，这里是“{row.name}”；两人不能共用账号。",
            f"The login name '{row.login}' belongs to another person in row {first}; two people can't share an account.",
        )


def _refuse_repeated(row: PersonRow, rows: dict[PersonRow, PersonRow]) -> None:
    same = PersonRow(
        0, row.name, row.login, row.unit, row.post, row.roles, row.since, row.until, row.campaign
    )
    first = rows.setdefault(same, row)
    if first is not row:
        raise BadInput(f"与第 {first.row_no} 行重复。", f"It repeats row {first.row_no}.")
