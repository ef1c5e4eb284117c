"""A part of a problem becomes a problem of its own, and comes back."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from huiyin.kit.errors import Conflict, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.opinions.commands.reaching import needs_to_work_on_all
from huiyin.process.problems.commands.creating import NewProblem, create_problem
from huiyin.process.problems.commands.standing import needs_on, needs_standing
from huiyin.process.problems.commands.summaries import may_say_checked
from huiyin.process.problems.commands.wording import Wording, check_wording
from huiyin.process.problems.models import Link, Problem


@transaction.atomic
def split_problem(
    problem: Problem, opinions: Collection[int], wording: Wording, *, by: Actor, at: datetime
) -> Problem:
    """Move some of a problem's opinions to a new problem that says where it came from.

    `by` must be the one to work on those that move (SPEC rule 4).
    """
    needs_on(problem, Right.PROBLEM_SPLIT, by)
    check_wording(problem.campaign, wording)
    checked = may_say_checked(problem.campaign, wording, problem.owner, by)
    take_turn()
    needs_standing(problem)
    moving = Link.objects.filter(problem=problem, opinion_id__in=opinions)
    mine = Link.objects.filter(problem=problem).count()
    if moving.count() != len(set(opinions)) or not 0 < moving.count() < mine:
        raise Refused(
            "请从本问题的意见中选出一部分：至少一条，至少留下一条。",
            "Choose some of this problem's opinions: at least one, and leave one.",
        )
    needs_to_work_on_all(problem.campaign, opinions, by)
    new = NewProblem(wording, owner=problem.owner, split_from=problem, checked=checked)
    part = create_problem(problem.campaign, new, by=by, at=at)
    moving.update(problem=part)
    facts = {"from": problem.number, "opinions": len(set(opinions))}
    record(act="problem.split", subject=f"problem:{part.number}", by=by.code, at=at, facts=facts)
    return part


@transaction.atomic
def undo_split(part: Problem, *, by: Actor, at: datetime) -> None:
    """Bring a split-off problem's opinions back, with any that it got since; its number stays taken."""
    needs_on(part, Right.PROBLEM_SPLIT, by)
    take_turn()
    if part.split_from is None or Problem.objects.filter(pk=part.pk, dissolved=True).exists():
        raise Conflict(
            f"问题 {part.number} 不是拆分出来的，或已并回。",
            f"Problem {part.number} wasn't split off, or is back already.",
        )
    needs_standing(part)
    whole = _nearest_undissolved(part.split_from)
    needs_standing(whole)
    Problem.objects.filter(pk=part.pk).update(dissolved=True)
    there = set(Link.objects.filter(problem=whole).values_list("opinion_id", flat=True))
    back = Link.objects.filter(problem=part)
    back.filter(opinion_id__in=there).delete()
    back.update(problem=whole)
    Problem.objects.filter(merged_into=part).update(merged_into=whole)
    record(
        act="problem.split_undone",
        subject=f"problem:{part.number}",
        by=by.code,
        at=at,
        facts={"to": whole.number},
    )


def _nearest_undissolved(problem: Problem) -> Problem:
    """Where a split's opinions go back to: a part that was itself brought back is no home any more."""
    problem.refresh_from_db()
    while problem.dissolved and problem.split_from is not None:
        problem = problem.split_from
        problem.refresh_from_db()
    return problem
