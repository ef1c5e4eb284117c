"""What is planned for a problem: the goal, who leads and who is responsible, until when, and how it was found."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from huiyin.kit.errors import BadInput, Conflict, Refused
from huiyin.platform.audit.commands import record, take_turn
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
    common: bool = False


@transaction.atomic
def plan_rectification(problem: Problem, planned: Planned, *, by: Actor, at: datetime) -> None:
    """Write what is planned, all of it. `problem` is the row as the person saw it: Conflict when somebody planned otherwise since.

    Refused for another date once one stands: that takes an extension, asked for with a reason and decided by another.
    """
    take_turn()
    now = workable(problem, by)
    if _values(now) != _values(problem):
        raise Conflict(
            f"问题 {now.number} 的整改安排刚刚由别人改过，您的没有写入。请刷新后再看。",
            f"Somebody else has just planned {now.number} otherwise; nothing was written. Look again.",
        )
    kept = _checked(now, planned)
    Problem.objects.filter(pk=now.pk).update(**kept)
    facts = {"changed": sorted(name for name, value in kept.items() if getattr(now, name) != value)}
    if planned.due_on != now.due_on:
        facts["due_on"] = [planned.due_on.isoformat() if planned.due_on else ""]
    record(act="problem.planned", subject=f"problem:{now.number}", by=by.code, at=at, facts=facts)


def _values(problem: Problem) -> list[object]:
    return [getattr(problem, name) for name in Planned.__dataclass_fields__]


def _checked(problem: Problem, planned: Planned) -> dict[str, object]:
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
