"""What a clerk edited in a workbook is written into the ledger, by the rules of the commands that pages call, and with their records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from huiyin.kit.blocks import in_blocks
from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import Conflict, HuiyinError, Refused
from huiyin.platform.audit.commands import Entry, record_all, take_turn
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.models import Campaign
from huiyin.process.problems.models import Problem
from huiyin.process.rectification.commands.measures import (
    checked_line,
    checked_measure,
    told_entry,
    written_entry,
)
from huiyin.process.rectification.commands.planning import checked_plan, plan_of, planned_entry
from huiyin.process.rectification.commands.working import needs_workable
from huiyin.process.rectification.models import Measure
from huiyin.process.rectification.queries.exchange import measure_values, problem_values
from huiyin.process.rectification.rules.exchange_edits import MeasureEdit, ProblemEdit
from huiyin.process.rectification.rules.exchange_keys import day_of
from huiyin.process.rectification.rules.exchange_sheet import SheetFault
from huiyin.process.rectification.rules.hints import Wanted
from huiyin.process.rectification.rules.words import MeasureState

_NUMBERS_A_QUERY = 400
_WORDS = frozenset({"what", "doer", "until", "result"})


@dataclass(frozen=True)
class LedgerTaken:
    """What an import came to: problems and measures that changed, measures that were added, and what was refused, by problem."""

    problems: int = 0
    measures: int = 0
    added: int = 0
    refused: tuple[SheetFault, ...] = ()


@dataclass
class _Work:
    """What one problem's edits come to, before anything is written."""

    problem: Problem
    plan: dict[str, object]
    changed: list[tuple[Measure, dict[str, object]]]
    added: list[Measure]
    entries: list[Entry]


@transaction.atomic
def import_ledger(
    campaign: Campaign, edits: Sequence[ProblemEdit], *, by: Actor, at: datetime
) -> LedgerTaken:
    """Write what a workbook says, in one transaction, each problem wholly or not at all; what one is refused keeps no other from being taken.

    What plan_rectification, write_measure and tell_progress would refuse is refused here in the same words, and Conflict where a cell
    isn't any more as it was looked at. The same records as theirs. A query for each row that changes, and some 10 for 400 problems.
    """
    by.needs(Right.PROBLEM_WORK, by.scope)
    take_turn()
    works: list[_Work] = []
    refused: list[SheetFault] = []
    for some in in_blocks(list(edits), _NUMBERS_A_QUERY):
        problems, measures = _read(campaign, [edit.number for edit in some])
        for edit in some:
            problem = problems.get(edit.number)
            try:
                if problem is None:
                    raise Refused(
                        f"没有问题 {edit.number}，或已并入别的问题。", f"There is no problem {edit.number}."
                    )
                needs_workable(problem, by)
                works.append(_checked(problem, edit, measures.get(problem.pk, {}), by, at))
            except HuiyinError as why:
                title = problem.title if problem else ""
                said = f"{edit.number} {title}"[:80]
                refused.append(SheetFault(edit.sheet, edit.row_no, said, why.zh, why.en))
    for work in works:
        _write(work)
    record_all([entry for work in works for entry in work.entries], by=by.code, at=at)
    return LedgerTaken(
        sum(bool(work.plan) for work in works),
        sum(len(work.changed) for work in works),
        sum(len(work.added) for work in works),
        tuple(refused),
    )


def _read(campaign: Campaign, numbers: list[str]) -> tuple[dict[str, Problem], dict[int, dict[int, Measure]]]:
    standing = Problem.objects.of(campaign).standing().filter(number__in=numbers)
    problems = {row.number: row for row in standing.select_related("owner")}
    for problem in problems.values():
        problem.campaign = campaign  # one for all of them: each holds the whole template
    measures: dict[int, dict[int, Measure]] = {}
    for row in Measure.objects.filter(problem__in=[problem.pk for problem in problems.values()]):
        measures.setdefault(row.problem_id, {})[row.number] = row
    return problems, measures


def _checked(
    problem: Problem, edit: ProblemEdit, measures: Mapping[int, Measure], by: Actor, at: datetime
) -> _Work:
    work = _Work(problem, {}, [], [], [])
    if edit.plan:
        _needs_as_seen(problem.number, problem_values(problem), edit.plan)
        wanted: dict[str, object] = {
            name: day_of(new) if name == "due_on" else new for name, (_, new) in edit.plan.items()
        }
        work.plan = checked_plan(problem, replace(plan_of(problem), **wanted))  # type: ignore[arg-type]
        work.entries.append(planned_entry(problem, work.plan))
    for one in edit.measures.values():
        _change(work, one, measures.get(one.number or 0))
    last = max(measures, default=0)
    for number, one in enumerate(edit.added, start=last + 1):
        _add(work, one, number, by, at)
    return work


def _needs_as_seen(number: str, values: Mapping[str, str], cells: Mapping[str, tuple[str, str]]) -> None:
    if any(values[name] != old for name, (old, _) in cells.items()):
        raise Conflict(
            f"{number} 刚刚由别人改过，这个问题的修改都没有写入。请重新核对这张表。",
            f"Somebody else has just changed {number}: nothing of this problem was written. Check the workbook again.",
        )


def _change(work: _Work, edit: MeasureEdit, measure: Measure | None) -> None:
    number = f"{work.problem.number} 第 {edit.number} 条措施"
    if measure is None or measure.state != MeasureState.DOING:
        raise Conflict(
            f"{number}刚刚由别人办结或撤下，这个问题的修改都没有写入。",
            f"Measure {edit.number} of {work.problem.number} was just ended: nothing of this problem was written.",
        )
    _needs_as_seen(number, measure_values(measure), edit.cells)
    new = {name: cell[1] for name, cell in edit.cells.items()}
    changed: dict[str, object] = {"version": measure.version}
    if _WORDS & new.keys():
        kept = checked_measure(work.problem, _wanted({**measure_values(measure), **new}))
        work.entries.append(written_entry(work.problem, measure.number, kept))
        changed |= {**kept, "version": measure.version + 1}
    if "progress" in new:
        version = changed["version"]
        assert isinstance(version, int)  # noqa: S101 - for the type checker
        changed |= {"progress": checked_line(new["progress"]), "version": version + 1}
        work.entries.append(told_entry(work.problem, measure.number))
    work.changed.append((measure, changed))


def _add(work: _Work, edit: MeasureEdit, number: int, by: Actor, at: datetime) -> None:
    values = {name: cell[1] for name, cell in edit.cells.items()}
    kept = checked_measure(work.problem, _wanted(values))
    work.entries.append(written_entry(work.problem, number, kept))
    made = Measure(
        problem=work.problem,
        round=work.problem.round,
        number=number,
        by=by.code,
        on=day_in_china(at),
        **kept,
    )
    if values.get("progress"):
        made.progress, made.version = checked_line(values["progress"]), 2
        work.entries.append(told_entry(work.problem, number))
    work.added.append(made)


def _wanted(values: Mapping[str, str]) -> Wanted:
    until = day_of(values.get("until", ""))
    return Wanted(values.get("what", ""), values.get("doer", ""), until, values.get("result", ""))


def _write(work: _Work) -> None:
    if work.plan:
        Problem.objects.filter(pk=work.problem.pk).update(**work.plan)
    for measure, changed in work.changed:
        Measure.objects.filter(pk=measure.pk).update(**changed)
    Measure.objects.bulk_create(work.added)
