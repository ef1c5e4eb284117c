"""What can be put right at once is put right at once (即知即改, S15): one form, one transaction."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import BadInput, Refused
from huiyin.platform.audit.commands import take_turn
from huiyin.platform.orgs.rules.rights import Actor
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.life import Act
from huiyin.process.problems.models import Problem
from huiyin.process.rectification.commands.evidence import Named, add_evidence
from huiyin.process.rectification.commands.measures import write_measure
from huiyin.process.rectification.commands.stepping import Said, step_within
from huiyin.process.rectification.commands.working import workable
from huiyin.process.rectification.models import Measure, Step
from huiyin.process.rectification.rules.hints import Wanted
from huiyin.process.rectification.rules.words import MeasureState


@dataclass(frozen=True)
class Fixed:
    """What was done, by whom and on which day, and what shows it."""

    what: str
    on: date | None
    proof: Named
    doer: str = ""


@transaction.atomic
def fix_at_once(problem: Problem, fixed: Fixed, *, by: Actor, at: datetime) -> Step:
    """Record an immediate fix: the measure as done, its evidence, and the step, together or not at all.

    A problem without a time limit of its own becomes one that is fixed at once; one of another kind is Refused. The head still hands
    it in with their own hand.
    """
    take_turn()
    now = workable(problem, by)
    at_once = template_of(now.campaign).life.at_once
    if not at_once:
        raise Refused("本活动的模板没有“立行立改”。", "This campaign's template knows no immediate fixes.")
    if fixed.on is None or not now.raised_on <= fixed.on <= day_in_china(at):
        raise BadInput(
            "请写明哪天改好的：在问题提出之后、今天或以前。",
            "Say on which day it was fixed: after the problem was raised, and not ahead.",
        )
    if now.horizon == "":
        Problem.objects.filter(pk=now.pk).update(horizon=at_once[0])
    wanted = Wanted(fixed.what, fixed.doer, fixed.on, fixed.what[:200])
    measure = write_measure(now, wanted, by=by, at=at)
    Measure.objects.filter(pk=measure.pk).update(state=MeasureState.DONE, ended_on=fixed.on, ended_by=by.code)
    add_evidence(now, fixed.proof, by=by, at=at)
    return step_within(problem, Act.FIX, Said(), None, by=by, at=at)
