"""What came back is a new problem of the same number, with the opinions that were confirmed behind it (SPEC rule 6)."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from huiyin.kit.errors import Refused
from huiyin.platform.audit.commands import take_turn
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.rules.life import Act
from huiyin.process.opinions.models import Opinion
from huiyin.process.opinions.rules.reach import raw_reaches
from huiyin.process.problems.commands import link_opinions
from huiyin.process.problems.models import Link, Problem
from huiyin.process.rectification.commands import take_step
from huiyin.process.rectification.commands.stepping import Said
from huiyin.process.recurrences.access import needs_to_judge
from huiyin.process.recurrences.queries.counts import confirmed


@transaction.atomic
def raise_again(problem: Problem, reason: str, *, by: Actor, at: datetime) -> Problem:
    """Say that a closed problem came back, upon opinions that were confirmed: the new one that follows it; the first stays closed.

    The step `come_back` of its life, by whom the template names; then the confirmed opinions that are `by`'s to work on come to stand
    behind the new problem, the others when the office links them (`link_confirmed`). Refused without a confirmed one.
    """
    needs_to_judge(problem, by)
    take_turn()
    if not confirmed([problem.pk]):
        raise Refused(
            f"问题 {problem.number} 还没有确认“又说起了”的意见，先确认再另立新问题。",
            f"No opinion was confirmed as speaking again of {problem.number}: confirm one first.",
        )
    take_step(problem, Act.COME_BACK, Said(reason=reason), by=by, at=at)
    again = (
        Problem.objects.select_related("owner", "campaign__root").filter(follows=problem).latest("occurrence")
    )
    _link(problem, again, by=by, at=at)
    return again


@transaction.atomic
def link_confirmed(problem: Problem, *, by: Actor, at: datetime) -> int:
    """Put the opinions confirmed since behind the problem that follows this one; how many are new. Refused where none follows, or it is closed."""
    needs_to_judge(problem, by)
    take_turn()
    following = Problem.objects.standing().filter(follows=problem, closed_on=None)
    again = following.select_related("owner", "campaign__root").order_by("-occurrence").first()
    if again is None:
        raise Refused(
            f"问题 {problem.number} 没有正在整改的后续问题。",
            f"No open problem follows {problem.number}.",
        )
    return _link(problem, again, by=by, at=at)


def unlinked(again: Problem, opinions: Collection[int], by: Actor) -> set[int]:
    """Those of some opinions that don't stand behind the problem yet and are `by`'s to work on. 2 queries."""
    there = Link.objects.filter(problem=again, opinion__in=opinions).values_list("opinion_id", flat=True)
    reaches = raw_reaches((by,), Right.OPINION_TRIAGE, again.campaign.root.path)
    mine = Opinion.objects.within(list(reaches)).filter(pk__in=opinions)
    return set(mine.values_list("pk", flat=True)) - set(there)


def _link(problem: Problem, again: Problem, *, by: Actor, at: datetime) -> int:
    new = unlinked(again, confirmed([problem.pk]).get(problem.pk, ()), by)
    return link_opinions(again, new, by=by, at=at) if new else 0
