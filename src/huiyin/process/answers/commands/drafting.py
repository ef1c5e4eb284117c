"""Somebody of the office writes an answer: to one opinion or to many, anew where it was returned."""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import BadInput, Conflict, NotAllowed, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.answers.models import Answer, Answered, Receipt
from huiyin.process.answers.rules.answers import MOST_OPINIONS, letters_digest, needs_answer
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.commands.reaching import needs_to_work_on_all
from huiyin.process.opinions.models import Opinion
from huiyin.process.opinions.rules.identity import keyed


@transaction.atomic
def draft_answer(
    campaign: Campaign,
    opinions: Collection[int],
    body: str,
    *,
    settles: bool = False,
    by: Actor,
    at: datetime,
) -> Answer:
    """Write an answer to `opinions`, for another to give. `settles`: those that still wait are then settled as answered.

    Each of them has a receipt, stands, and has no other answer under way: Refused otherwise. BadInput without words or opinions.
    """
    chosen = set(opinions)
    if not 0 < len(chosen) <= MOST_OPINIONS:
        raise BadInput(
            f"请选择要答复的意见，一份答复 1 至 {MOST_OPINIONS} 条。",
            f"Choose the opinions to answer, 1 to {MOST_OPINIONS} of them.",
        )
    needs_to_work_on_all(campaign, chosen, by, Right.ANSWER_WRITE)
    written = needs_answer(body)
    take_turn()
    _needs_receipts(chosen)
    _needs_standing(chosen)
    _needs_no_other(chosen)
    return _write(campaign, chosen, written, settles=settles, follows=None, by=by, at=at)


@transaction.atomic
def edit_answer(answer: Answer, version: int, body: str, *, settles: bool, by: Actor, at: datetime) -> None:
    """Change a draft that waits, by who wrote it: who else wants it otherwise returns it, and stays free to approve.

    `version` is the one that was seen: Conflict when it was edited, given or returned since.
    """
    needs_to_answer(answer, by, Right.ANSWER_WRITE)
    needs_its_writer(answer, by.code)
    written = needs_answer(body)
    same = Answer.objects.filter(pk=answer.pk, state=Answer.State.DRAFT, version=version)
    if not same.update(
        body=written, settles=settles, version=version + 1, letters_digest=letters_digest(written)
    ):
        raise changed_meanwhile()
    facts = {"version": version + 1, "digest": keyed(answer.campaign.secret, written)}
    record(act="answer.edited", subject=f"answer:{answer.pk}", by=by.code, at=at, facts=facts)


@transaction.atomic
def redraft_answer(answer: Answer, body: str, *, settles: bool, by: Actor, at: datetime) -> Answer:
    """Write a returned answer anew, to the same opinions. The returned one stays as it is (SPEC rule 15); once each."""
    opinions = needs_to_answer(answer, by, Right.ANSWER_WRITE)
    written = needs_answer(body)
    take_turn()
    now = Answer.objects.filter(pk=answer.pk, state=Answer.State.RETURNED)
    if not now.exists() or Answer.objects.filter(follows=answer).exists():
        raise changed_meanwhile()
    _needs_no_other(opinions)
    return _write(answer.campaign, opinions, written, settles=settles, follows=answer, by=by, at=at)


def _write(
    campaign: Campaign,
    opinions: set[int],
    body: str,
    *,
    settles: bool,
    follows: Answer | None,
    by: Actor,
    at: datetime,
) -> Answer:
    made = Answer.objects.create(
        campaign=campaign,
        body=body,
        drafted_by=by.code,
        drafted_on=day_in_china(at),
        settles=settles,
        follows=follows,
        letters_digest=letters_digest(body),
    )
    Answered.objects.bulk_create(Answered(answer=made, opinion_id=pk) for pk in sorted(opinions))
    facts = {
        "opinions": sorted(map(str, opinions)),
        "digest": keyed(campaign.secret, body),
        "follows": follows.pk if follows else None,
    }
    record(act="answer.drafted", subject=f"answer:{made.pk}", by=by.code, at=at, facts=facts)
    return made


def needs_to_answer(answer: Answer, by: Actor, right: Right) -> set[int]:
    """The opinions that it is for; NotAllowed unless `by` works on each of them."""
    opinions = set(Answered.objects.filter(answer=answer).values_list("opinion_id", flat=True))
    needs_to_work_on_all(answer.campaign, opinions, by, right)
    return opinions


def needs_its_writer(answer: Answer, code: str) -> None:
    """NotAllowed for everybody but who wrote a draft."""
    if answer.drafted_by != code:
        raise NotAllowed(
            "这份答复由别人起草，等待审批。要改，请退回并写明理由，或请起草人修改。",
            "Somebody else drafted this answer. To have it changed, return it with a reason, or ask who wrote it.",
        )


def writers_of(answer: Answer) -> Iterator[str]:
    """Who wrote it, or what it follows: none of them gives it. One query for each time it was returned."""
    at: Answer | None = answer
    while at is not None:
        yield at.drafted_by
        at = Answer.objects.filter(pk=at.follows_id).first() if at.follows_id else None


def changed_meanwhile() -> Conflict:
    """The refusal of whoever was slower."""
    return Conflict(
        "这份答复刚刚由别人改过、审批过或重新起草过，您的操作没有写入。请看过现在的再办。",
        "Somebody has just edited, decided or rewritten this answer; nothing was written. Look at what stands there now.",
    )


def _needs_receipts(opinions: set[int]) -> None:
    if Receipt.objects.filter(pk__in=opinions).count() != len(opinions):
        raise Refused(
            "所选意见中有没有回执的：反映人看不到这里的答复，以后统一公开回应。请不要选它们。",
            "Some of these opinions have no receipt: their givers can't see an answer here. Leave them out.",
        )


def _needs_standing(opinions: set[int]) -> None:
    if Opinion.objects.filter(pk__in=opinions, withdrawn_on__isnull=False).exists():
        raise Refused(
            "所选意见中有反映人已经撤回的，请不要选它们。",
            "Some of these opinions were taken back by their givers. Leave them out.",
        )


def _needs_no_other(opinions: set[int]) -> None:
    under_way = Answered.objects.filter(opinion__in=opinions, answer__state=Answer.State.DRAFT)
    if under_way.exists():
        raise Refused(
            "所选意见中有的已有一份答复等待审批。请先审批或退回那一份。",
            "Another answer to some of these opinions waits for approval: approve or return that one first.",
        )
