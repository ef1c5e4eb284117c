"""Opinions come to stand behind a problem, and leave it."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from huiyin.kit.errors import Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.opinions.commands import mark_linked
from huiyin.process.opinions.commands.reaching import needs_to_work_on_all
from huiyin.process.problems.commands.standing import needs_on, needs_standing
from huiyin.process.problems.models import Link, Problem


@transaction.atomic
def link_opinions(problem: Problem, opinions: Collection[int], *, by: Actor, at: datetime) -> int:
    """Put more opinions behind a problem; those that stand there already are left alone. How many are new.

    `by` must be the one to work on each of the new ones (SPEC rule 4).
    """
    needs_on(problem, Right.PROBLEM_RAISE, by)
    take_turn()
    needs_standing(problem)
    new = set(opinions) - set(Link.objects.filter(problem=problem).values_list("opinion_id", flat=True))
    if new:
        put_behind(problem, new, by=by)
        facts = {"opinions": len(new)}
        record(
            act="problem.opinions_linked", subject=f"problem:{problem.number}", by=by.code, at=at, facts=facts
        )
    return len(new)


@transaction.atomic
def unlink_opinions(problem: Problem, opinions: Collection[int], *, by: Actor, at: datetime) -> int:
    """Take opinions from behind a problem; those that don't stand there are left alone. How many went.

    One that stands behind another problem, too, stays linked. The last one can't go: a problem that was raised for nothing is
    merged into another, or its split undone.
    """
    needs_on(problem, Right.PROBLEM_RAISE, by)
    take_turn()
    needs_standing(problem)
    there = set(Link.objects.filter(problem=problem).values_list("opinion_id", flat=True))
    going = there & set(opinions)
    if going == there and going:
        raise Refused(
            f"问题 {problem.number} 至少要留下一条意见。如果这个问题不该单列，请并入别的问题。",
            f"Problem {problem.number} keeps at least one opinion. If it shouldn't stand alone, merge it into another.",
        )
    if going:
        needs_to_work_on_all(problem.campaign, going, by)
        take_from_behind(problem, going, by=by, at=at)
    return len(going)


def put_behind(problem: Problem, opinions: Collection[int], *, by: Actor) -> None:
    """The links of `opinions`, which `by` must be the one to work on. The caller records it. No query without any."""
    if not opinions:
        return
    needs_to_work_on_all(problem.campaign, opinions, by)
    Link.objects.bulk_create(Link(problem=problem, opinion_id=opinion) for opinion in sorted(set(opinions)))
    mark_linked(opinions, linked=True)


def take_from_behind(problem: Problem, opinions: Collection[int], *, by: Actor, at: datetime) -> None:
    """Take away links that are there, even the last: what a decision put there, it may take back. Recorded."""
    Link.objects.filter(problem=problem, opinion_id__in=opinions).delete()
    elsewhere = Link.objects.filter(opinion_id__in=opinions).values_list("opinion_id", flat=True)
    mark_linked(set(opinions) - set(elsewhere), linked=False)
    facts = {"opinions": len(opinions)}
    subject = f"problem:{problem.number}"
    record(act="problem.opinions_unlinked", subject=subject, by=by.code, at=at, facts=facts)
