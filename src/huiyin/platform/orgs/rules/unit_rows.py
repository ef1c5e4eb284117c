"""Rows of a workbook of units: typed rows that make a tree, and every problem in words with its row number."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from huiyin.kit.sheets import Row, Sheet, column_letter, is_blank, normal_heading, text_of
from huiyin.platform.orgs.rules.headings import columns_of
from huiyin.platform.orgs.rules.unit_names import plain_name

MAX_NAME = 100
MAX_CODE = 40

# fmt: off
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "name": ("单位名称", "单位全称", "全称", "学校名称", "机构名称", "名称", "單位名稱", "单位", "学校", "name", "unit", "unitname"),
    "code": ("单位代码", "单位编码", "单位编号", "机构代码", "学校代码", "学校标识码", "统一社会信用代码", "代码", "编码", "code", "unitcode"),
    "parent": ("上级单位", "上级单位名称", "上级主管单位", "主管单位", "主管部门", "上级", "隶属单位", "隶属", "上级单位代码", "parent", "parentname"),
    "kind": ("类别", "单位类别", "单位类型", "类型", "性质", "单位性质", "学段", "kind", "type", "category"),
    "aliases": ("简称", "单位简称", "别名", "曾用名", "常用名", "alias", "aliases", "shortname"),
    "head": ("负责人", "主要负责人", "单位负责人", "一把手", "负责同志", "head"),
}
"""The words by which a column is known, in order of preference (SPEC S1), in the form of `normal_heading`."""
# fmt: on

_SEPARATORS = re.compile(r"[、,，;；/\n]+")
_FOOT = re.compile(
    r"(?:注|备注|说明)[:：]|(?:合计|总计|共计)\d*|(?:填表人|制表人?|单位负责人|联系电话)(?:[:：]|$)"
)
_UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit as the file names it. `parent_name` is the parent's formal name when the parent is in the file."""

    row_no: int
    code: str | None
    name: str
    parent_name: str | None
    kind_raw: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnitProblem:
    """What is wrong with a row, in a sentence each; whether the row was kept is said in it."""

    row_no: int
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class UnitRows:
    """Rows that can be planted as a tree, parents before children, and the problems by row."""

    rows: tuple[UnitRow, ...]
    problems: tuple[UnitProblem, ...]


def read_units(sheet: Sheet, *, known: Iterable[str] = ()) -> UnitRows:
    """Read a units workbook. `known` are the names of units that are there already and may be parents.

    A duplicate, a nameless row and a unit in a circle are left out; a missing parent is told and the unit kept as a root.
    Raises BadInput when no heading says which column holds the names.
    """
    header_row, columns = columns_of(sheet, HEADINGS, needed={"name": "单位名称"}, table="单位表")
    rows: list[UnitRow] = []
    problems: list[UnitProblem] = []
    for row_no, row in sheet.numbered():
        if row_no <= header_row or is_blank(row) or _is_no_unit(row, columns):
            continue
        read = _read(row_no, row, columns)
        if isinstance(read, UnitRow):
            rows.append(read)
        else:
            problems.append(read)
    rows = list(_unique(rows, problems))
    rows = _with_parents(rows, {plain_name(name): name for name in known}, problems)
    planted = _planted(rows, problems)
    return UnitRows(tuple(planted), tuple(sorted(problems, key=lambda problem: problem.row_no)))


def _is_no_unit(row: Row, columns: Mapping[str, int]) -> bool:
    """Say whether a row is a repeated page head, a total, a note or a line of the form that nobody used."""
    filled = [re.sub(r"\s", "", text_of(cell)) for cell in row if cell is not None]
    if _FOOT.match(filled[0]):
        return True
    at = columns["name"]
    name = normal_heading(text_of(row[at])) if at < len(row) else ""
    return name in HEADINGS["name"] or (not name and len(filled) == 1 and filled[0].isdigit())


def _read(row_no: int, row: Row, columns: Mapping[str, int]) -> UnitRow | UnitProblem:
    texts = {field: text_of(row[at]).strip() if at < len(row) else "" for field, at in columns.items()}
    name = texts["name"]
    code = texts.get("code") or None
    if not plain_name(name):
        return UnitProblem(row_no, "没有单位名称，未导入", "no name; left out")
    if any(_UNSTORABLE.search(text) for text in texts.values()):
        return UnitProblem(
            row_no, "含有控制字符，未导入；请重新输入该行", "holds control characters; left out"
        )
    if len(name) > MAX_NAME or len(code or "") > MAX_CODE:
        letter = column_letter(columns["name"])
        return UnitProblem(
            row_no,
            f"单位名称（{letter} 列）超过 {MAX_NAME} 字或代码超过 {MAX_CODE} 字，未导入",
            f"the name (column {letter}) has more than {MAX_NAME} characters or the code more than {MAX_CODE}; left out",
        )
    aliases = tuple(
        dict.fromkeys(
            alias for part in _SEPARATORS.split(texts.get("aliases", "")) if (alias := part.strip())
        )
    )
    return UnitRow(row_no, code, name, texts.get("parent") or None, texts.get("kind", ""), aliases)


def _unique(rows: Iterable[UnitRow], problems: list[UnitProblem]) -> Iterator[UnitRow]:
    """Yield the rows whose name and code come for the first time."""
    seen: dict[tuple[str, str], UnitRow] = {}
    for row in rows:
        marks = [("名称", plain_name(row.name))] + ([("代码", plain_name(row.code))] if row.code else [])
        clash = next((mark for mark in marks if mark in seen), None)
        if clash is None:
            seen.update((mark, row) for mark in marks)
            yield row
            continue
        first = seen[clash].row_no
        english = {"名称": "name", "代码": "code"}[clash[0]]
        problems.append(
            UnitProblem(
                row.row_no,
                f"单位“{row.name}”的{clash[0]}与第 {first} 行重复，未导入",
                f"“{row.name}” has the same {english} as row {first}; left out",
            )
        )


def _with_parents(
    rows: list[UnitRow], known: Mapping[str, str], problems: list[UnitProblem]
) -> list[UnitRow]:
    """Resolve each parent, given by name, code or alias, to its formal name; tell the missing ones."""
    names = {plain_name(alias): row.name for row in rows for alias in row.aliases}
    names |= {plain_name(row.code): row.name for row in rows if row.code}
    names |= known
    names |= {plain_name(row.name): row.name for row in rows}
    resolved: list[UnitRow] = []
    for row in rows:
        parent = names.get(plain_name(row.parent_name or ""))
        if row.parent_name and parent is None:
            problems.append(
                UnitProblem(
                    row.row_no,
                    f"找不到“{row.name}”的上级单位“{row.parent_name}”，暂列为一级单位；请补上该单位或更正名称",
                    f"the parent “{row.parent_name}” of “{row.name}” is missing; kept as a root: add that unit or correct the name",
                )
            )
        resolved.append(UnitRow(row.row_no, row.code, row.name, parent, row.kind_raw, row.aliases))
    return resolved


def _planted(rows: list[UnitRow], problems: list[UnitProblem]) -> list[UnitRow]:
    """Return the rows with parents before children; those in a circle, and below one, are told and left out."""
    children: dict[str | None, list[UnitRow]] = {}
    inside = {row.name for row in rows}
    for row in rows:
        children.setdefault(row.parent_name if row.parent_name in inside else None, []).append(row)
    planted: list[UnitRow] = []
    level = children.get(None, [])
    while level:
        planted += level
        level = [child for row in level for child in children.get(row.name, [])]
    placed = {row.name for row in planted}
    parents = {row.name: row.parent_name for row in rows}
    problems += [_circular(row, parents) for row in rows if row.name not in placed]
    return planted


def _circular(row: UnitRow, parents: Mapping[str, str | None]) -> UnitProblem:
    chain = [row.name]
    while (above := parents[chain[-1]]) is not None and above not in chain:
        chain.append(above)
    circle = " → ".join([*chain, above or ""])
    return UnitProblem(
        row.row_no,
        f"上级关系成环：{circle}，未导入；请更正其中一个上级单位",
        f"the parents form a circle: {circle}; left out: correct one of them",
    )
