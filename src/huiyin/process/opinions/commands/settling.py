"""An opinion leaves the waiting room: answered, forwarded, out of scope, a duplicate, withdrawn, or linked to a problem."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import Conflict, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.opinions.commands.reaching import needs_to_work_on
from huiyin.process.opinions.commands.waiting import wait_to_be_placed
from huiyin.process.opinions.models import LONGEST_WHY, Opinion
from huiyin.process.opinions.rules.disposition import DISPOSITION_NAMES, SETTLEMENTS, Disposition


@transaction.atomic
def settle_opinion(opinion: Opinion, *, as_: Disposition | None, why: str, by: Actor, at: datetime) -> None:
    """Settle without a problem: answered, forwarded or out of scope, each with a word why; None puts it back to waiting."""
    needs_to_work_on(opinion, by)
    if as_ is not None and as_ not in SETTLEMENTS:
        raise Refused(
            f"“{DISPOSITION_NAMES[as_]}”不能直接填写，它由别的操作产生。",
            f"'{as_}' can't be set by hand: another act makes it.",
        )
    why = "" if as_ is None else checked_why(why)
    settled = "" if as_ is None else as_.value
    _move(
        opinion,
        {"settled_as": opinion.settled_as},
        {"settled_as": settled, "settled_why": why},
    )
    if opinion.settled_as == Disposition.OUT_OF_SCOPE != as_:
        wait_to_be_placed(opinion.campaign_id, [opinion.pk])
    facts = {"as": settled, "from": opinion.settled_as}
    record(act="opinion.settled", subject=f"opinion:{opinion.pk}", by=by.code, at=at, facts=facts)


def checked_why(why: str) -> str:
    """A word why without the blanks around it; Refused where it's missing or longer than is kept."""
    if not 0 < len(why.strip()) <= LONGEST_WHY:
        raise Refused(
            f"请写明理由（{LONGEST_WHY} 字以内）：答复了什么、转给了谁，或为什么不属本系统。",
            f"Say why, in {LONGEST_WHY} characters: what was answered, to whom it went, or why not ours.",
        )
    return why.strip()


@transaction.atomic
def mark_duplicate(opinion: Opinion, *, of: Opinion | None, by: Actor, at: datetime) -> None:
    """A person says that an opinion is another one sent again; None takes it back. Duplicates point at an original."""
    needs_to_work_on(opinion, by)
    take_turn()  # two people could otherwise mark two opinions as duplicates of each other
    if of is not None:
        needs_to_work_on(of, by, Right.OPINION_READ_RAW)
        _may_stand_for(opinion, of)
    _move(opinion, {"duplicate_of_id": opinion.duplicate_of_id}, {"duplicate_of_id": of.pk if of else None})
    if of is None:
        wait_to_be_placed(opinion.campaign_id, [opinion.pk])
    facts = {"of": str(of.pk) if of else None}
    record(act="opinion.duplicate_marked", subject=f"opinion:{opinion.pk}", by=by.code, at=at, facts=facts)


def _may_stand_for(opinion: Opinion, of: Opinion) -> None:
    if of.pk == opinion.pk or of.campaign_id != opinion.campaign_id:
        raise Refused(
            "一条意见只能是同一活动中另一条意见的重复。",
            "A duplicate repeats another opinion of the same campaign.",
        )
    if Opinion.objects.filter(pk=of.pk, duplicate_of__isnull=False).exists():
        raise Refused(
            "那一条本身已是重复，请指向最初的一条。", "That one is itself a duplicate: point at the first."
        )
    if Opinion.objects.filter(duplicate_of=opinion).exists():
        raise Refused(
            "已有意见指向这一条，请先改指它们。",
            "Others are marked as duplicates of this one: move them first.",
        )


@transaction.atomic
def withdraw_opinion(opinion: Opinion, *, by: Actor, at: datetime) -> None:
    """The giver takes it back; the words stay until their retention ends (SPEC rule 1), the matter counts no more."""
    needs_to_work_on(opinion, by)
    _move(opinion, {"withdrawn_on": None}, {"withdrawn_on": day_in_china(at)})
    record(act="opinion.withdrawn", subject=f"opinion:{opinion.pk}", by=by.code, at=at)


def mark_withdrawn(opinion: int, *, on: date) -> bool:
    """Note that the giver took it back by their receipt; whether it stood until then. Part of answers.commands, without a record
    of its own: it would date what one person did, whom nobody knows (SPEC rules 5, 7)."""
    return bool(Opinion.objects.filter(pk=opinion, withdrawn_on=None).update(withdrawn_on=on))


def mark_linked(opinions: Collection[int], *, linked: bool) -> None:
    """Note whether opinions stand behind a problem. For problems.commands, which records the act, in its transaction."""
    changed = Opinion.objects.filter(pk__in=opinions)
    if linked:
        for pk, campaign in changed.filter(settled_as=Disposition.OUT_OF_SCOPE).values_list(
            "pk", "campaign_id"
        ):
            wait_to_be_placed(campaign, [pk])
    changed.update(linked=linked)


def _move(opinion: Opinion, seen: dict[str, object], to: dict[str, object]) -> None:
    """Compare and set: Conflict when the row isn't any more as the person saw it."""
    if not Opinion.objects.filter(pk=opinion.pk, **seen).update(**to):
        raise Conflict(
            "这条意见刚刚由别人处理过，您的操作没有写入。请刷新后再看。",
            "Somebody else has just dealt with this opinion; nothing was written. Look again.",
        )
