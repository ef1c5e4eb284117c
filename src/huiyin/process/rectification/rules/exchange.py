"""What a workbook that came back comes to beside the ledger as it is: changes, conflicts, and cells that aren't taken. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from huiyin.kit.sheets.returned import plain_text
from huiyin.process.campaigns.rules.says import Says
from huiyin.process.rectification.rules.exchange_edits import CellEdit, NewMeasure
from huiyin.process.rectification.rules.exchange_keys import DATES, Values
from huiyin.process.rectification.rules.exchange_sheet import (
    MEASURE_HEADINGS,
    CellRead,
    Headings,
    SheetFault,
    SheetRow,
)
from huiyin.process.rectification.rules.hints import shape_of

_STATES = {
    "completion", "own_check", "acceptance", "accepted_by_on", "closure", "closed_on", "lookback", "claimed_by", "state",
}  # fmt: skip
_ELSEWHERE: Mapping[str, Says] = {
    "measure": Says("措施在“措施”表里改", "measures are edited on the sheet 措施"),
    "measures": Says("措施在“措施”表里改", "measures are edited on the sheet 措施"),
    "progress": Says("进展在“措施”表里逐条写", "progress is written on the sheet 措施, measure by measure"),
    "unit": Says("责任单位由活动办在页面上定", "the office says on its page which unit owns it"),
    "problem": Says("问题的文字在页面上改", "the problem's words are edited on its page"),
    "manifestation": Says("问题的文字在页面上改", "the problem's words are edited on its page"),
    "evidence": Says("佐证在问题的页面上登记", "evidence is entered on the problem's page"),
    "rules_made": Says("建章立制在问题的页面上登记", "rules are entered on the problem's page"),
    "rating": Says("评价由反映人凭回执作出", "ratings are the givers' own, by their receipts"),
}
_STATE = Says(
    "状态不能在表里改，请在页面上办理", "a state can't be set by a cell: take the step on the problem's page"
)
_NOT_KEPT = Says("这一列系统里不存", "this column isn't kept in the system")
_IGNORED = {"number", "note"}
# What begins like one and is none is somebody's words: =-食堂太贵.
_FORMULA = re.compile(r"=\s*(?:[\x20-\x7e]+$|[A-Za-z.]+\(|\$?[A-Za-z]{1,3}\$?\d+\b)")


@dataclass(frozen=True, slots=True)
class StandingMeasure:
    """A measure as it is; `doing` while it may be edited."""

    values: Values
    doing: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """A problem as it is: what may be edited, its measures by number, and what the ledger's other columns show.

    `mine`: the reader works on it. `fixed` says why nothing of it can be edited any more.
    """

    number: str
    title: str
    unit: str
    raised_on: str
    mine: bool
    fixed: Says | None
    values: Values
    measures: Mapping[int, StandingMeasure]
    shown: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Differences:
    """What a workbook comes to. `same` counts the rows that say what stands there, `untouched` the cells that only others changed."""

    changes: list[CellEdit] = field(default_factory=list)
    conflicts: list[CellEdit] = field(default_factory=list)
    added: list[NewMeasure] = field(default_factory=list)
    faults: list[SheetFault] = field(default_factory=list)
    notes: list[SheetFault] = field(default_factory=list)
    same: int = 0
    untouched: int = 0


def differences(rows: Iterable[SheetRow], standing: Mapping[str, Standing], form: Headings) -> Differences:
    """Every row beside what stands there. `standing` are the problems that the reader sees, by number. O(cells)."""
    found = Differences()
    shapes: dict[str, set[str]] = {}
    for row in rows:
        now = standing.get(row.number)
        if now is None:
            found.faults.append(
                _of_row(
                    row,
                    Says(
                        "没有这个问题，或不在您能看到的范围内，没有读入",
                        "no such problem, or not yours to see: left out",
                    ),
                )
            )
        elif not now.mine:
            _none_of_it(row, now, found)
        elif row.key is None:
            _add(row, now, shapes, found)
        else:
            _compare(row, now, form, found)
    return found


def _none_of_it(row: SheetRow, now: Standing, found: Differences) -> None:
    """A row of a problem that the reader sees and doesn't work on: nothing to say while it is as it was."""
    why = Says(
        "这个问题由别的单位办理，您不能改，没有读入",
        "another unit works on it: not yours to change, left out",
    )
    values = _values(row, now)
    if row.key is None or values is None or _edited(row, values):
        found.faults.append(_of_row(row, why))
    else:
        found.same += 1


def _values(row: SheetRow, now: Standing) -> Values | None:
    if row.key is None or row.key.measure is None:
        return now.values
    measure = now.measures.get(row.key.measure)
    return measure.values if measure else None


def _edited(row: SheetRow, values: Values) -> bool:
    return any(
        cell.value != plain_text(values[name])
        and not (row.key and cell.value is not None and row.key.left_alone(name, cell.value))
        for name, cell in row.cells.items()
    )


def _compare(row: SheetRow, now: Standing, form: Headings, found: Differences) -> None:
    assert row.key is not None  # noqa: S101 - for the type checker
    values = _values(row, now)
    headings = form if row.key.measure is None else MEASURE_HEADINGS
    if values is None:
        found.faults.append(
            _of_row(row, Says("这条措施没有了，没有读入", "there is no such measure any more: left out"))
        )
        return
    before = len(found.changes), len(found.conflicts), len(found.faults)
    for name, cell in row.cells.items():
        _cell(row, now, name, cell, values[name], headings[name], found)
    if before == (len(found.changes), len(found.conflicts), len(found.faults)):
        found.same += 1
    if row.key.measure is None:
        found.notes += _others(row, now.shown, form)
    else:
        if (typed := row.others.get("number", "")) and plain_text(typed) != now.number:
            why = Says(
                "措施不能换到别的问题，问题编号没有采用",
                "a measure can't move to another problem: its number isn't taken",
            )
            found.notes.append(_of_cell(row, MEASURE_HEADINGS["number"], typed, why))
        state = {"state": now.shown.get(f"state.{row.key.measure}", "")}
        found.notes += _others(row, state, {"state": MEASURE_HEADINGS["state"]})


def _cell(
    row: SheetRow, now: Standing, name: str, cell: CellRead, stands: str, heading: str, found: Differences
) -> None:
    assert row.key is not None  # noqa: S101 - for the type checker
    shown = plain_text(stands)
    if cell.value == shown:
        return
    if cell.value is not None and row.key.left_alone(name, cell.value):
        found.untouched += 1
        return
    if (why := _refusal(row, now, name, cell, stands)) is not None:
        found.faults.append(_of_cell(row, heading, cell.typed, why))
        return
    edit = CellEdit(row.sheet, row.row_no, now.number, row.key.measure, name, stands, cell.value or "")
    (found.changes if row.key.left_alone(name, shown) else found.conflicts).append(edit)


def _refusal(row: SheetRow, now: Standing, name: str, cell: CellRead, stands: str) -> Says | None:
    """Why an edited cell isn't taken."""
    if now.fixed is not None:
        return now.fixed
    measure = now.measures.get(row.key.measure) if row.key and row.key.measure is not None else None
    if measure is not None and not measure.doing:
        return Says(
            "这条措施已经办结，不能再改；确要改，请先在页面上恢复办理",
            "this measure has ended: take that back on its page first",
        )
    if cell.value is None:
        return Says(f"{cell.zh}，这一格没有采用", f"{cell.en}: this cell isn't taken")
    if name == "due_on" and stands:
        return Says(
            "整改时限已经定下，这一格没有采用；要改请在页面上申请延期，由上一级批准",
            "the date stands: ask for an extension on the problem's page, which the level above decides",
        )
    return _bad(name, cell.value, cell.typed, now)


def _bad(name: str, value: str, typed: str, now: Standing) -> Says | None:
    if name not in DATES and _FORMULA.match(typed):
        return Says(
            "这一格是公式，没有算出结果；请写成文字或日期",
            "this cell is a formula without a result: write the words or the date",
        )
    if name == "what" and not value:
        return Says(
            "措施不能清空；不再办理的，请在页面上写明理由",
            "a measure can't be emptied; drop it with a reason on its page",
        )
    if name == "progress" and not value:
        return Says(
            "写过的进展不能清空，请写现在的进展", "progress can't be emptied: write how it stands now"
        )
    if name in DATES and value and value < now.raised_on:
        return Says(
            f"早于问题提出的日期 {now.raised_on}",
            f"it lies before {now.raised_on}, the day on which the problem was raised",
        )
    return None


def _add(row: SheetRow, now: Standing, shapes: dict[str, set[str]], found: Differences) -> None:
    """A row that adds a measure; one that stands there already is only noted, so that a workbook brought twice adds nothing twice."""
    values = {name: cell.value or "" for name, cell in row.cells.items()}
    if now.fixed is not None:
        found.faults.append(_of_row(row, now.fixed))
        return
    if row.title and plain_text(row.title) != plain_text(now.title):
        found.faults.append(
            _of_row(
                row,
                Says(
                    f"问题编号 {now.number} 的题目是“{now.title}”，和这一行写的对不上，没有读入。多半是下拉填充改了编号",
                    f"{now.number} is '{now.title}', which isn't what this row says: left out; filling down may have changed the number",
                ),
            )
        )
        return
    for name, cell in row.cells.items():
        why = (
            Says(cell.zh, cell.en)
            if cell.value is None
            else _bad(name, cell.value, cell.typed, now)
            if name == "what" or cell.value
            else None
        )
        if why is not None:
            found.faults.append(
                _of_cell(
                    row,
                    MEASURE_HEADINGS[name],
                    cell.typed,
                    Says(f"{why.zh}，这一行没有读入", f"{why.en}; the row is left out"),
                )
            )
            return
    if not values.get("what"):
        found.faults.append(
            _of_row(
                row, Says("新措施要写明做什么，没有读入", "a new measure says what is to be done: left out")
            )
        )
        return
    known = shapes.setdefault(now.number, {shape_of(one.values["what"]) for one in now.measures.values()})
    shape = shape_of(values["what"])
    if shape in known:
        found.notes.append(
            _of_row(
                row,
                Says(
                    "这个问题已有同样的措施，没有再加一条",
                    "the problem has this measure already: not added again",
                ),
            )
        )
        return
    known.add(shape)
    found.added.append(NewMeasure(row.sheet, row.row_no, now.number, values))


def _others(row: SheetRow, shown: Mapping[str, str], headings: Headings) -> Iterable[SheetFault]:
    """Cells of the columns that aren't edited here, where they say something else than the ledger."""
    for code, typed in row.others.items():
        if code in _IGNORED or code not in headings:
            continue
        stands = plain_text(shown.get(code, ""))
        typed = plain_text(typed)
        if typed == stands or (not typed and code not in _STATES):
            continue
        why = _STATE if code in _STATES else _ELSEWHERE.get(code, _NOT_KEPT)
        zh = f"{why.zh}，这一格没有采用；现在是“{stands or '空'}”"
        yield _of_cell(row, headings[code], typed, Says(zh, f"{why.en}; not taken, '{stands}' stands"))


def _of_row(row: SheetRow, why: Says) -> SheetFault:
    return SheetFault(row.sheet, row.row_no, f"{row.number} {row.title}"[:80], why.zh, why.en)


def _of_cell(row: SheetRow, heading: str, typed: str, why: Says) -> SheetFault:
    return SheetFault(
        row.sheet, row.row_no, f"{row.number} {row.title}"[:80], why.zh, why.en, heading, typed[:60]
    )
