"""The office asks a giver back, whom nobody knows, and notes what givers said."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import Refused
from huiyin.platform.audit.commands import record
from huiyin.platform.orgs.rules.rights import Actor, Right, Role
from huiyin.process.answers.commands.messages import keep_message
from huiyin.process.answers.models import RATINGS, Message, Receipt
from huiyin.process.opinions.commands.reaching import needs_to_work_on
from huiyin.process.opinions.models import Opinion
from huiyin.process.opinions.rules.reach import may_work


@transaction.atomic
def ask_giver(opinion: Opinion, body: str, *, by: Actor, at: datetime) -> Message:
    """Put a question to whoever handed an opinion in; they see it by their receipt. The same question twice a day is one.

    Refused where there is no receipt, or the giver took the matter back; BadInput without words. The record keeps a digest.
    """
    needs_to_work_on(opinion, by, Right.ANSWER_WRITE)
    if not Receipt.objects.filter(pk=opinion.pk).exists():
        raise Refused(
            "这条意见没有回执，问不到反映人。", "This opinion has no receipt: its giver can't be asked."
        )
    if Opinion.objects.filter(pk=opinion.pk, salt=None).exists():
        raise Refused(
            "这条意见的原文已经删除，不再询问。",
            "The words of this opinion are gone: its giver isn't asked any more.",
        )
    if Opinion.objects.filter(pk=opinion.pk, withdrawn_on__isnull=False).exists():
        raise Refused(
            "反映人已经撤回这条意见，不再询问。", "The giver took this opinion back and isn't asked."
        )
    day, body = day_in_china(at), body.strip()
    asked = Message.objects.filter(
        matter=opinion.pk, kind=Message.Kind.QUESTION, on=day, by=by.code, body=body
    ).exists()
    made = keep_message(opinion.pk, opinion.campaign_id, Message.Kind.QUESTION, body, on=day, by=by.code)
    if not asked:
        facts = {"digest": made.digest}
        record(act="giver.asked", subject=f"opinion:{opinion.pk}", by=by.code, at=at, facts=facts)
    return made


@transaction.atomic
def read_messages(opinion: Opinion, seen: Collection[int], *, by: Actor, at: datetime) -> int:
    """Note that somebody has read what the giver said: those of `seen` that are `by`'s to note and nobody noted; how many.

    What is said of retaliation the inspectors note, everything else whoever works on the opinion.
    """
    kinds = _noted_by(opinion, by)
    unread = Message.objects.filter(pk__in=list(seen), matter=opinion.pk, by="", read_on=None, kind__in=kinds)
    n = unread.update(read_on=day_in_china(at))
    if n:
        record(act="messages.read", subject=f"opinion:{opinion.pk}", by=by.code, at=at, facts={"n": n})
    return n


def _noted_by(opinion: Opinion, by: Actor) -> set[str]:
    noted = set(Message.Kind.values) - set(RATINGS)
    about, root = opinion.about.path if opinion.about else None, opinion.campaign.root.path
    inspects = by.role is Role.SUPERVISION and may_work(by, Right.OPINION_READ_RAW, about, root)
    if not inspects:
        needs_to_work_on(opinion, by, Right.ANSWER_WRITE)
        return noted - {Message.Kind.RETALIATION.value}
    if may_work(by, Right.ANSWER_WRITE, about, root):
        return noted
    return {Message.Kind.RETALIATION.value}
