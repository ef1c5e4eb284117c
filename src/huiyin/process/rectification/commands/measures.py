"""Measures are written, reported on in one line, and ended."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import BadInput, Conflict, Refused
from huiyin.platform.audit.commands import Entry, record, take_turn
from huiyin.platform.orgs.rules.rights import Actor
from huiyin.process.problems.models import Problem
from huiyin.process.rectification.commands.working import needs_room, workable
from huiyin.process.rectification.models import Measure
from huiyin.process.rectification.rules.hints import Wanted, shape_of
from huiyin.process.rectification.rules.words import MeasureState


@transaction.atomic
def write_measure(
    problem: Problem, wanted: Wanted, *, old: Measure | None = None, by: Actor, at: datetime
) -> Measure:
    """Write a measure, or write one anew that isn't ended: `old` is the row as the person saw it, Conflict when it changed since.

    What it lacks is a hint and never refused (rules.hints); only a measure without words, or a date that is over, is.
    """
    take_turn()
    now = workable(problem, by)
    kept = checked_measure(now, wanted)
    if old is None:
        last = Measure.objects.filter(problem=now).aggregate(last=Max("number"))["last"] or 0
        made = Measure.objects.create(
            problem=now, round=now.round, number=last + 1, by=by.code, on=day_in_china(at), **kept
        )
    else:
        made = _change(now, old, kept)
    entry = written_entry(now, made.number, kept)
    record(act=entry.act, subject=entry.subject, by=by.code, at=at, facts=entry.facts)
    return made


def checked_measure(now: Problem, wanted: Wanted) -> dict[str, object]:
    """The fields of a measure as they will be. Refused or BadInput for what can't be one. No query."""
    kept: dict[str, object] = {
        "what": needs_room("what", wanted.what, "整改措施", "measure"),
        "doer": needs_room("doer", wanted.doer, "责任人", "doer"),
        "result": needs_room("result", wanted.result, "可检查的结果", "result"),
        "until": wanted.until,
    }
    if not kept["what"]:
        raise BadInput("请写明做什么。", "Say what is to be done.")
    if wanted.until is not None and wanted.until < now.raised_on:
        raise BadInput("完成时限早于问题提出的日期。", "The date lies before the problem was raised.")
    return {**kept, "shape": shape_of(str(kept["what"]))}


def written_entry(now: Problem, number: int, kept: Mapping[str, object]) -> Entry:
    """What the record says of a measure that was written; `kept` from `checked_measure`."""
    until = kept["until"]
    facts = {
        "number": number,
        "shape": kept["shape"],
        "until": until.isoformat() if isinstance(until, date) else None,
    }
    return Entry("measure.written", f"problem:{now.number}", facts)


@transaction.atomic
def tell_progress(problem: Problem, measure: Measure, line: str, *, by: Actor, at: datetime) -> None:
    """Say in one line how a measure stands; the line before it stays in the record by its digest only."""
    take_turn()
    now = workable(problem, by)
    _change(now, measure, {"progress": checked_line(line)})
    entry = told_entry(now, measure.number)
    record(act=entry.act, subject=entry.subject, by=by.code, at=at, facts=entry.facts)


def checked_line(line: str) -> str:
    """A line of progress as it will be kept. Refused or BadInput for none, and for one that is too long."""
    line = needs_room("line", line, "进展情况", "line of progress")
    if not line:
        raise BadInput("请写一句进展。", "Write a line of progress.")
    return line


def told_entry(now: Problem, number: int) -> Entry:
    """What the record says of a line of progress."""
    return Entry("measure.told", f"problem:{now.number}", {"number": number})


@transaction.atomic
def end_measure(
    problem: Problem, measure: Measure, state: MeasureState, line: str, *, by: Actor, at: datetime
) -> None:
    """Report a measure done, with a line on how, or drop it with a reason; or take that back with DOING."""
    take_turn()
    now = workable(problem, by)
    line = needs_room("line", line, "进展情况", "line of progress")
    if state is MeasureState.DROPPED and not line:
        raise Refused("不再办理要写明理由。", "A measure is dropped for a reason: write it.")
    ended = None if state is MeasureState.DOING else day_in_china(at)
    kept = {
        "state": state,
        "ended_on": ended,
        "ended_by": by.code if ended else "",
        "progress": line or measure.progress,
    }
    _change(now, measure, kept, ended=True)
    facts = {"number": measure.number, "state": state}
    record(act="measure.ended", subject=f"problem:{now.number}", by=by.code, at=at, facts=facts)


def _change(problem: Problem, old: Measure, kept: Mapping[str, object], *, ended: bool = False) -> Measure:
    rows = Measure.objects.filter(problem=problem, pk=old.pk, version=old.version)
    if not ended:
        rows = rows.filter(state=MeasureState.DOING)
    if not rows.update(**kept, version=old.version + 1):
        raise Conflict(
            f"第 {old.number} 条措施刚刚由别人改过或已经办结，您的没有写入。请刷新后再看。",
            f"Measure {old.number} was changed or ended by somebody else; nothing was written. Look again.",
        )
    return Measure.objects.get(pk=old.pk)
