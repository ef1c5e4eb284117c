"""Problems live on in another, and come back."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from huiyin.kit.errors import Conflict, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.problems.commands.standing import needs_standing
from huiyin.process.problems.models import Problem


@transaction.atomic
def merge_problems(into: Problem, others: Sequence[Problem], *, by: Actor, at: datetime) -> None:
    """Let `others` live on in `into`. Their rows, numbers and links stay, so no giver is lost and all can be undone (R04)."""
    by.needs(Right.PROBLEM_MERGE, into.campaign.root.path)
    take_turn()
    if not others:
        raise Refused("请选择要并入的问题。", "Choose the problems to merge.")
    needs_standing(into)
    for other in others:
        if other.pk == into.pk or other.campaign_id != into.campaign_id:
            raise Refused(
                "问题只能并入同一活动中的另一个问题。",
                "A problem can only be merged into another of its campaign.",
            )
        needs_standing(other)
    Problem.objects.filter(pk__in=[other.pk for other in others]).update(merged_into=into)
    facts = {"others": sorted(other.number for other in others)}
    record(act="problem.merged", subject=f"problem:{into.number}", by=by.code, at=at, facts=facts)


@transaction.atomic
def undo_merge(problem: Problem, *, by: Actor, at: datetime) -> None:
    """Let a merged problem stand on its own again, with the opinions that it had."""
    by.needs(Right.PROBLEM_MERGE, problem.campaign.root.path)
    if not Problem.objects.filter(pk=problem.pk, merged_into__isnull=False).update(merged_into=None):
        raise Conflict(f"问题 {problem.number} 没有被合并。", f"Problem {problem.number} isn't merged.")
    record(act="problem.merge_undone", subject=f"problem:{problem.number}", by=by.code, at=at)
