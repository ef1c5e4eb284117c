"""A team talks problems over together (会诊) before anybody claims them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import BadInput, Refused
from huiyin.platform.audit.commands import take_turn
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.rules.life import Act
from huiyin.process.problems.models import Problem
from huiyin.process.rectification.commands.stepping import Said, step_within
from huiyin.process.rectification.commands.working import needs_room
from huiyin.process.rectification.models import Deliberation


@dataclass(frozen=True)
class Deliberated:
    """When a team talked, who was there and who wasn't, by post, and what it concluded: on the whole, and (`each`, by the problem's number)
    on single ones, where it was more than that."""

    held_on: date | None
    present: str
    conclusion: str
    absent: str = ""
    each: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def decide_together(
    problems: Sequence[Problem], talked: Deliberated, *, by: Actor, at: datetime
) -> Deliberation:
    """Record that a unit's team talked over some of its problems at one sitting; each takes the step, all or none.

    What was concluded on a single one stays with its step. Refused without a problem, for problems of several units, and for a day that lies ahead or before one of them was raised.
    """
    if not problems:
        raise BadInput("请选至少一个问题。", "Choose a problem at least.")
    owner = problems[0].owner
    if owner is None or any(problem.owner_id != owner.pk for problem in problems):
        raise Refused(
            "一次集体研究只记一个单位的问题，而且都要先定下责任单位。",
            "One sitting is about problems of one unit, and each must have its owner.",
        )
    by.needs(Right.PROBLEM_STEP, owner.path)
    take_turn()
    held_on = _checked_day(talked, problems, day_in_china(at))
    made = Deliberation.objects.create(
        campaign=problems[0].campaign,
        unit=owner,
        held_on=held_on,
        present=talked.present.strip(),
        absent=talked.absent.strip(),
        conclusion=talked.conclusion.strip(),
        by=by.code,
        on=day_in_china(at),
    )
    for problem in problems:
        own = Said(reason=talked.each.get(problem.number, "").strip())
        step_within(problem, Act.DECIDE, own, made, by=by, at=at)
    return made


def _checked_day(talked: Deliberated, problems: Sequence[Problem], today: date) -> date:
    if talked.held_on is None or not talked.present.strip() or not talked.conclusion.strip():
        raise Refused(
            "请写明集体研究的日期、参加人员和结论。",
            "Say when the team talked it over, who was there and what was concluded.",
        )
    if talked.held_on > today:
        raise Refused("集体研究的日期还没有到。", "That day hasn't come yet.")
    early = [problem.number for problem in problems if problem.raised_on > talked.held_on]
    if early:
        raise Refused(
            f"研究日期早于问题提出的日期：{'、'.join(early)}。",
            f"The sitting lies before these were raised: {', '.join(early)}.",
        )
    needs_room("present", talked.present, "参加人员", "list of who was there")
    needs_room("absent", talked.absent, "缺席人员", "list of who wasn't there")
    needs_room("conclusion", talked.conclusion, "研究结论", "conclusion")
    return talked.held_on
