"""工作计划表, 任务分解表 and 推进表 of a running campaign or of one unit in it, with the headings of the template (DOMAIN 2.10)."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from huiyin.kit.errors import BadInput
from huiyin.kit.outputs import written_whole
from huiyin.process.campaigns.queries.sheets import AskLine, ItemLine, PlanOnSheets
from huiyin.process.campaigns.rules.plan_lines import PlanLine
from huiyin.process.campaigns.rules.progress_sheet import DONE_HEADING, KEY_HEADING, key_of, on_time
from huiyin.reports.layout.ledger import write_ledger, write_ledgers
from huiyin.reports.layout.ledger_shape import Cell, Column, LedgerSheet
from huiyin.reports.papers.plan_sheets import (
    FOR_WHOM,
    UNIT,
    Head,
    form_of,
    plan_by_item,
    plan_by_unit,
    plan_of_unit,
    row_of,
    sheet,
)

MOST_LINES = 20_000  # lines of a sheet that somebody still filters by hand; beyond it, one unit at a time

DONE = Column("done_on", DONE_HEADING, "date")
KEY = Column("key", KEY_HEADING, "code", 18)
HOW_TO_FILL = (
    "只填“进展情况”“完成日期”“未完成原因”，再从“导入”交回来；行可以排序、删减，最后一列“编号”请不要改。",
    "“是否按期”由完成日期得出，不必填。改完成时间请找活动办。",
)


def write_plan(plan: PlanOnSheets, path: Path, head: Head, *, one_unit: bool) -> None:
    """工作计划表: of one unit its own items; else the campaign by item, and unit by unit where that can still be read."""
    with written_whole(path) as part:
        write_ledgers(part, _plan_sheets(plan, head, one_unit=one_unit))


def _plan_sheets(plan: PlanOnSheets, head: Head, *, one_unit: bool) -> Iterator[LedgerSheet]:
    if one_unit:
        yield plan_of_unit(plan.template, (row.line for row in plan.lines()), head)
        return
    few = plan.count() <= MOST_LINES
    marks = head.marks if few else (*head.marks, f"超过 {MOST_LINES} 行，逐单位的计划请在单位页下载")
    asked = ((row.line, row.who) for row in plan.by_ask())
    yield plan_by_item(plan.template, asked, Head(head.unit, head.on, marks))
    if few:
        yield plan_by_unit(plan.template, ((row.unit, row.line) for row in plan.lines()), head)


def write_tasks(plan: PlanOnSheets, path: Path, head: Head, *, one_unit: bool) -> None:
    """任务分解表: what nobody said yet (牵头领导, 配合处室) stays empty, to be filled in by hand."""
    form = form_of(plan.template, "task_breakdown")
    rows = map(_task_of_unit, plan.lines()) if one_unit else map(_task, plan.by_ask())
    numbered = ({"number": number, **row} for number, row in enumerate(rows, start=1))
    after = () if one_unit else (FOR_WHOM,)
    with written_whole(path) as part:
        write_ledger(part, sheet(form, numbered, head, after=after))


def _task(row: AskLine) -> dict[str, Cell]:
    progress = f"{row.units} 个单位，已完成 {row.done}" if row.units > 1 else ("已完成" if row.done else "")
    return {**_tasks(row.line), "for_whom": row.who, "progress": progress}


def _task_of_unit(row: ItemLine) -> dict[str, Cell]:
    done = row.said.done_on
    progress = "；".join(filter(None, (f"{done} 完成" if done else "", row.said.progress)))
    return {**_tasks(row.line), "progress": progress}


def _tasks(line: PlanLine) -> dict[str, Cell]:
    return {
        "task": line.task,
        "action": line.demand,
        "lead_office": line.responsible,
        "due_on": line.due_on,
    }


def write_progress(plan: PlanOnSheets, path: Path, head: Head, *, one_unit: bool) -> None:
    """推进表, to be filled in and brought back: the form's columns, the day of completion and the number of each item.

    BadInput for more lines than can be filled in by hand.
    """
    if plan.count() > MOST_LINES:
        raise BadInput(
            f"超过 {MOST_LINES} 行，一张表填不过来。请按单位下载。",
            f"More than {MOST_LINES} lines: download the table unit by unit.",
        )
    form = form_of(plan.template, "progress_table")
    rows = (_progress(plan, number, row, head) for number, row in enumerate(plan.lines(), start=1))
    before = () if one_unit else (UNIT,)
    typed = frozenset({"progress", "reason"})
    drawn = replace(sheet(form, rows, head, before=before, after=(DONE, KEY), typed=typed), notes=HOW_TO_FILL)
    with written_whole(path) as part:
        write_ledger(part, drawn)


def _progress(plan: PlanOnSheets, number: int, row: ItemLine, head: Head) -> Mapping[str, Cell]:
    said = row.said
    return {
        **row_of(number, row.line),
        "unit": row.unit,
        "progress": said.progress,
        "on_time": on_time(row.line.due_on, said.done_on, head.on),
        "reason": said.late_reason,
        "done_on": said.done_on,
        "key": key_of(plan.campaign.code, row.item, row.version, said),
    }
