"""The givers' say on a fix, and what a person decides on it: nothing reopens by itself (SPEC rules 6, 15)."""

from datetime import datetime

from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import BadInput, Conflict, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.rules.rights import Actor
from huiyin.process.answers.commands import decide_not_fixed, keep_rating
from huiyin.process.answers.models import Receipt
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.life import Act
from huiyin.process.opinions.models import Opinion
from huiyin.process.problems.commands.standing import needs_standing
from huiyin.process.problems.models import Problem
from huiyin.process.rectification.commands.working import needs_room
from huiyin.process.rectification.models import Upheld
from huiyin.process.rectification.queries.standing import doers
from huiyin.process.rectification.queries.voices import (
    NOT_FIXED,
    handing_of,
    may_be_rated,
    receipts_behind,
    waiting_not_fixed,
)
from huiyin.process.rectification.rules.hands import needs_hand


@transaction.atomic
def rate_fix(receipt: Receipt, number: str, said: str, why: str, *, at: datetime) -> None:
    """Keep what a giver says of the fix of a problem that they stand behind: `said` is a level of the template or NOT_FIXED, and then `why`
    is asked for. Nothing is recorded of it on its own (SPEC rule 7); said again, the newest counts.

    Refused where the matter was taken back or its words are gone, where the receipt leads to no such problem, and while the problem isn't
    handed in or closed; BadInput for no level.
    """
    _needs_words(receipt)
    campaign = Problem.objects.filter(campaign=receipt.campaign_id)
    problem = campaign.select_related("campaign__root", "owner").filter(number=number).first()
    if problem is None or not receipts_behind(problem).filter(pk=receipt.pk).exists():
        raise Refused(
            "凭这张回执评价不了这个问题：它现在不归在您的意见下面。请刷新再看。",
            "This receipt doesn't lead to that problem any more: look at the page again.",
        )
    asking = template_of(problem.campaign).life.voices
    if asking is None or not may_be_rated(problem):
        raise Refused(
            "这个问题还在整改，改好报请验收以后再请您评价。",
            "This problem is still being put right: you are asked when it's handed in.",
        )
    level = "" if said == NOT_FIXED else said
    if level and level not in {one.code for one in template_of(problem.campaign).lists[asking.levels].codes}:
        raise BadInput("请从列出的几项里选一项。", "Choose one of those that are listed.")
    if not said:
        raise BadInput("请先选一项，再提交。", "Choose one of them first.")
    keep_rating(
        receipt, problem.pk, handing_of(problem).number, level, why.strip() and why, on=day_in_china(at)
    )


@transaction.atomic
def uphold_fix(problem: Problem, seen: int, reason: str, *, by: Actor, at: datetime) -> Upheld:
    """Decide that a fix stands although givers say that it isn't real; they read the `reason` under their receipts.

    By whom the template lets reopen, never by the owner or by who had a hand in it (rule 4). `seen`: how many say so and waited, as
    the person saw it: Conflict when it's another number now. Refused without a reason, or when nobody waits.
    """
    take_turn()
    needs_standing(problem)
    now = Problem.objects.select_related("campaign__root", "owner").get(pk=problem.pk)
    reopening = template_of(now.campaign).life.act(Act.REOPEN)
    if reopening is None:
        raise Refused("本活动的模板没有“重新整改”这一步。", "This campaign's template knows no reopening.")
    needs_hand(reopening, by, now.owner.path if now.owner else now.campaign.root.path, doers(now))
    reason = needs_room("reason", reason, "理由", "reason")
    if not reason:
        raise BadInput(
            "请写明为什么维持，反映人凭回执看得到。",
            "Say why it stands: whoever said so reads it under their receipt.",
        )
    waiting = waiting_not_fixed(now.pk)
    if not waiting:
        raise Conflict(
            "没有等着处理的“没有真改”，多半是别人刚刚处理过。",
            "No 'not really fixed' waits any more: somebody else has just decided on it.",
        )
    if waiting != seen:
        raise Conflict(
            f"您打开这一页之后情况有变，现在是 {waiting} 人说没有真改。请看过再定，您写的还在。",
            f"It changed since you opened the page: {waiting} say so now. Look at it first; what you wrote is still there.",
        )
    decide_not_fixed(now.pk, on=day_in_china(at))
    made = Upheld.objects.create(
        problem=now,
        handed=handing_of(now).number,
        voices=waiting,
        reason=reason,
        role=by.role,
        by=by.code,
        on=day_in_china(at),
    )
    facts = {"upheld": made.pk, "voices": waiting}
    record(act="fix.upheld", subject=f"problem:{now.number}", by=by.code, at=at, facts=facts)
    return made


def _needs_words(receipt: Receipt) -> None:
    opinion = Opinion.objects.filter(pk=receipt.matter).first()
    if opinion is None or opinion.salt is None:
        raise Refused(
            "这件事的内容已经不在这里，不能再评价。新的情况请另提一条意见。",
            "The words of this matter are gone from here, so the fix can't be rated: send what is new as another opinion.",
        )
    if opinion.withdrawn_on is not None:
        raise Refused(
            "这条意见您已经撤回，不再请您评价。", "You took this back, so you aren't asked how it was fixed."
        )
