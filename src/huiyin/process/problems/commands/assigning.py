"""A problem is given to the unit that has to own it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from huiyin.kit.errors import BadInput, Conflict, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.queries import template_of
from huiyin.process.problems.commands.standing import needs_on, needs_standing
from huiyin.process.problems.models import Problem


@transaction.atomic
def assign_problem(problem: Problem, owner: Unit, *, by: Actor, at: datetime) -> None:
    """Say which unit owns a problem, or that another does: a unit of the campaign within `by`'s scope.

    The office's: a unit can't pass its problem on. `problem` is the row as the
    person saw it: Conflict when somebody gave it to another unit since. Refused once a unit claimed it: that was its head's own hand. A summary that was checked stays checked.
    """
    needs_on(problem, Right.PROBLEM_ASSIGN, by)
    by.needs(Right.PROBLEM_ASSIGN, owner.path)
    take_turn()
    needs_standing(problem)
    if not owner.path.startswith(problem.campaign.root.path):
        raise Refused(
            f"“{owner.name}”不在本活动的范围内。",
            f"'{owner.name}' isn't under the unit that runs the campaign.",
        )
    life = template_of(problem.campaign).life
    state = next((state for state in life.states if state.code == problem.state), None)
    if state is not None and state.phase != "before":
        raise Refused(
            f"问题 {problem.number} 已经是“{state.zh}”，不能直接换责任单位：由现在的单位上交，上级承接或退回后再定。",
            f"Problem {problem.number} stands at '{state.en}': its owner passes it up first, then another can be named.",
        )
    if owner.pk == problem.owner_id:
        raise Refused(f"责任单位已经是“{owner.name}”。", f"'{owner.name}' owns it already.")
    same = Problem.objects.filter(pk=problem.pk, owner=problem.owner_id)
    if not same.update(owner=owner):
        raise Conflict(
            f"问题 {problem.number} 的责任单位刚刚由别人改过，您的没有写入。请刷新后再看。",
            f"Somebody else has just said who owns {problem.number}; nothing was written. Look again.",
        )
    facts = {"from": problem.owner_id, "to": owner.pk}
    record(act="problem.assigned", subject=f"problem:{problem.number}", by=by.code, at=at, facts=facts)


@transaction.atomic
def assign_problems(problems: Sequence[Problem], owner: Unit, *, by: Actor, at: datetime) -> None:
    """Say of several problems that nobody owns which unit does: each as `assign_problem` would, all or none.

    Refused where one of them has an owner already: that is changed one by one, by who has looked at it. BadInput for none.
    """
    if not problems:
        raise BadInput("请先在前面打勾，选出问题。", "Tick the problems first.")
    owned = [problem.number for problem in problems if problem.owner_id is not None]
    if owned:
        raise Refused(
            f"这些问题已有责任单位，要换请到问题页逐个办：{'、'.join(owned)}。",
            f"These have an owner already; change it on their own pages: {', '.join(owned)}.",
        )
    for problem in problems:
        assign_problem(problem, owner, by=by, at=at)
