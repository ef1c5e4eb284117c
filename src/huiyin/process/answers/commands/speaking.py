"""What whoever has a receipt says of their matter. Nobody knows who it is, and no record of its own dates it (SPEC rules 5, 7)."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import Conflict, Refused
from huiyin.process.answers.commands.apart import say_apart
from huiyin.process.answers.commands.messages import keep_message, needs_few
from huiyin.process.answers.models import Message, Receipt
from huiyin.process.answers.queries.receipts import further_of, receipt_of
from huiyin.process.answers.rules.receipts import code_hash, receipt_code
from huiyin.process.opinions.commands import mark_withdrawn
from huiyin.process.opinions.models import Opinion
from huiyin.process.sealed.queries import count_said, open_matter

_TAKEN_BACK = "本人撤回"


@transaction.atomic
def reply_under_receipt(receipt: Receipt, body: str, *, at: datetime) -> None:
    """Answer what the office asked. Refused when it asked nothing, or the matter was taken back."""
    _needs_standing(receipt)
    if not _of(receipt, Message.Kind.QUESTION):
        raise Refused("还没有人向您询问过，请用“补充”。", "Nobody has asked you anything: add to it instead.")
    _say(receipt, Message.Kind.REPLY, body, at)


@transaction.atomic
def add_under_receipt(receipt: Receipt, body: str, *, at: datetime) -> None:
    """Add something to the matter. Refused when it was taken back."""
    _needs_standing(receipt)
    _say(receipt, Message.Kind.ADDITION, body, at)


@transaction.atomic
def report_retaliation(receipt: Receipt, body: str, *, at: datetime) -> None:
    """Say that somebody makes one suffer for having spoken, whatever became of the matter: for the inspectors, of a sealed matter for
    the discipline officer.
    """
    _say(receipt, Message.Kind.RETALIATION, body, at)


@transaction.atomic
def withdraw_under_receipt(receipt: Receipt, *, at: datetime) -> None:
    """Take the matter back: it counts no more, the words stay until their retention ends (SPEC rule 1). Twice is once, and once the
    words are gone only the day is kept.
    """
    if mark_withdrawn(receipt.matter, on=day_in_china(at)):
        if not _gone(receipt):
            _say(receipt, Message.Kind.WITHDRAWAL, _TAKEN_BACK, at)
        asking = Message.objects.filter(matter=receipt.matter, kind=Message.Kind.NOT_FIXED, read_on=None)
        asking.update(read_on=day_in_china(at))


@transaction.atomic
def renew_receipt(receipt: Receipt, held: str, *, nonce: bytes, at: datetime) -> str:
    """Give whoever holds a receipt that somebody else may know (`once`) a code of their own; the old one is dead. The new code.

    `held` is the old code: what it leads to beside its own matter moves along. `nonce` is of the form under which it was asked for, so that the same form gets the same code. Conflict when somebody was
    faster: they hold it now.
    """
    code = receipt_code(settings.HUIYIN_GIVERS_KEY, nonce)
    fresh = code_hash(settings.HUIYIN_GIVERS_KEY, code)
    seen = Receipt.objects.filter(pk=receipt.pk, code_hash=receipt.code_hash, once=True)
    if receipt_of(code) is None and not seen.update(code_hash=fresh, once=False, issued_on=day_in_china(at)):
        raise Conflict(
            "这个回执码刚刚被用过，已经换成新的，旧码不再有效。如果不是您换的，请告诉给您这张回执的人。",
            "This code was used a moment ago and is dead. If it wasn't by you, tell who gave you the receipt.",
        )
    key = settings.HUIYIN_GIVERS_KEY
    for old, new in zip(further_of(held), further_of(code), strict=True):
        further = Receipt.objects.filter(code_hash=code_hash(key, old))
        if not further.update(code_hash=code_hash(key, new)):
            break
    return code


def _say(receipt: Receipt, kind: Message.Kind, body: str, at: datetime) -> None:
    """Keep it where its matter is: beside the opinion, or apart, where the discipline officer alone reads it."""
    apart = not Opinion.objects.filter(pk=receipt.matter).exists()
    if _gone(receipt) or (apart and open_matter(receipt.matter) is None):
        raise Refused(
            "这件事的内容已经删除，这里不能再留言。新的情况请另提一条意见。",
            "The words of this matter are gone, so nothing can be added: send what is new as another opinion.",
        )
    needs_few(count_said(receipt.matter) if apart else _of(receipt))
    if apart:
        say_apart(receipt.matter, kind, body, on=day_in_china(at))
    else:
        keep_message(receipt.matter, receipt.campaign_id, kind, body, on=day_in_china(at))


def _of(receipt: Receipt, *kinds: str) -> int:
    messages = Message.objects.filter(matter=receipt.matter)
    return messages.filter(kind__in=kinds).count() if kinds else messages.count()


def _gone(receipt: Receipt) -> bool:
    """Whether the words of the opinion went: nothing may be kept of it that would have to go with them."""
    return Opinion.objects.filter(pk=receipt.matter, salt=None).exists()


def _needs_standing(receipt: Receipt) -> None:
    if Opinion.objects.filter(pk=receipt.matter, withdrawn_on__isnull=False).exists():
        raise Refused(
            "这条意见您已经撤回，不再办理。想重新提出，请另提一条意见。",
            "You took this back and nobody works on it. To bring it up again, send another opinion.",
        )
