"""What is planned for a problem: the goal, who leads and who is responsible, until when, and how it was found."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from huiyin.kit.errors import BadInput, Conflict, Refused
from huiyin.platform.audit.commands import Entry, record, take_turn
from huiyin.platform.orgs.rules.rights import Actor
from huiyin.process.campaigns.queries import template_of
from huiyin.process.problems.commands.wording import needs_room
from huiyin.process.problems.models import Problem
from huiyin.process.problems.rules import LONGEST
from huiyin.process.rectification.commands.working import workable

_NAMES = {"goal": "整改目标", "leader": "牵头领导", "responsible": "责任人"}


@dataclass(frozen=True)
class Planned:
    """What a unit plans. Codes are the template's, or ""; `due_on` can be said here once, and later only by an extension."""

    goal: str = ""
    leader: str = ""
    responsible: str = ""
    due_on: date | None = None
    horizon: str = ""
    cause: str = ""
    mirror: str = ""
    key_work: str = ""
    common: bool = False


@transaction.atomic
def plan_rectification(problem: Problem, planned: Planned, *, by: Actor, at: datetime) -> None:
    """Write what is planned, all of it. `problem` is the row as the person saw it: Conflict when somebody planned otherwise since.

    Refused for another date once one stands: that takes an extension, asked for with a reason and decided by another.
    """
    take_turn()
    now = workable(problem, by)
    if plan_of(now) != plan_of(problem):
        raise Conflict(
            f"问题 {now.number} 的整改安排刚刚由别人改过，您的没有写入。请刷新后再看。",
            f"Somebody else has just planned {now.number} otherwise; nothing was written. Look again.",
        )
    kept = checked_plan(now, planned)
    Problem.objects.filter(pk=now.pk).update(**kept)
    entry = planned_entry(now, kept)
    record(act=entry.act, subject=entry.subject, by=by.code, at=at, facts=entry.facts)


def planned_entry(now: Problem, kept: Mapping[str, object]) -> Entry:
    """What the record says of a plan; `now` is the problem before it, `kept` from `checked_plan`."""
    facts: dict[str, object] = {
        "changed": sorted(name for name, value in kept.items() if getattr(now, name) != value)
    }
    due = kept["due_on"]
    if due != now.due_on:
        facts["due_on"] = [due.isoformat() if isinstance(due, date) else ""]
    return Entry("problem.planned", f"problem:{now.number}", facts)


def plan_of(problem: Problem) -> Planned:
    """What stands planned."""
    return Planned(**{name: getattr(problem, name) for name in Planned.__dataclass_fields__})


def checked_plan(problem: Problem, planned: Planned) -> dict[str, object]:
    """The fields of a problem as they will be. Refused or BadInput for what can't be planned. No query."""
    template = template_of(problem.campaign)
    kept: dict[str, object] = {"common": planned.common, "due_on": planned.due_on}
    for name, zh in _NAMES.items():
        text = str(getattr(planned, name)).strip()
        needs_room(text, LONGEST[name], f"“{zh}”", name)
        kept[name] = text
    for name, rows in (
        ("horizon", template.horizons),
        ("cause", template.causes),
        ("mirror", template.mirrors),
        ("key_work", template.key_works()),
    ):
        code = str(getattr(planned, name))
        if code and code not in {row.code for row in rows}:
            raise BadInput(f"模板里没有“{code}”。", f"The template has no '{code}'.")
        kept[name] = code
    if planned.due_on is not None and planned.due_on < problem.raised_on:
        raise BadInput("整改时限早于问题提出的日期。", "The date lies before the problem was raised.")
    if problem.due_on is not None and planned.due_on != problem.due_on:
        raise Refused(
            "整改时限已经定下；要改请申请延期，由上一级批准。",
            "The date stands: ask for an extension, which the level above decides.",
        )
    return kept
