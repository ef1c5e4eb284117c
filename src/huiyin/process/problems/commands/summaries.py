"""A summary without names and telling details, that somebody who may read the words has checked (SPEC rule 4)."""

from datetime import datetime

from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import Conflict, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of
from huiyin.process.opinions.rules.reach import may_work, not_yours
from huiyin.process.problems.commands.standing import needs_on, needs_standing
from huiyin.process.problems.commands.wording import LONGEST_SUMMARY, Wording, needs_room
from huiyin.process.problems.models import Problem


@transaction.atomic
def check_summary(problem: Problem, text: str, *, by: Actor, at: datetime) -> None:
    """Say that `text`, written now or there already, is a summary of the problem that its unit may read.

    For who may read the words about the problem's unit, since only they can tell what would give somebody away. `problem` is
    the row as the person saw it: Conflict when somebody wrote another summary since. The record says that it changed, no words.
    """
    needs_on(problem, Right.PROBLEM_RAISE, by)
    _needs_the_words(problem.campaign, problem.owner, by)
    take_turn()
    needs_standing(problem)
    needs_room(text, LONGEST_SUMMARY, "归纳", "summary")
    if not text.strip():
        raise Refused("请写出要核对的摘要。", "Write the summary that is to count as checked.")
    same = Problem.objects.filter(
        pk=problem.pk, manifestation=problem.manifestation, checked_on=problem.checked_on
    )
    if not same.update(manifestation=text, checked_by=by.code, checked_on=day_in_china(at)):
        raise Conflict(
            f"问题 {problem.number} 的摘要刚刚由别人改过，您的没有写入。请刷新后再看。",
            f"Somebody else has just written the summary of {problem.number}; nothing was written. Look again.",
        )
    facts = {"changed": text != problem.manifestation}
    record(act="problem.summary_checked", subject=f"problem:{problem.number}", by=by.code, at=at, facts=facts)


def may_say_checked(campaign: Campaign, wording: Wording, owner: Unit | None, by: Actor) -> bool:
    """Whether a wording is said to be checked; NotAllowed when `by` can't say so."""
    if wording.checked:
        _needs_the_words(campaign, owner, by)
    return wording.checked


def _needs_the_words(campaign: Campaign, owner: Unit | None, by: Actor) -> None:
    right = Right.OPINION_READ_RAW
    if not may_work(by, right, owner.path if owner else None, campaign.root.path):
        raise not_yours(right, template_of(campaign).term("supervision_group"))
