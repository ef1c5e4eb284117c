"""Whether what was said to and fro is still what was sealed."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from huiyin.kit.enciphering import Unreadable
from huiyin.platform.audit.queries import seal_faults, seals
from huiyin.platform.audit.rules import Fault
from huiyin.process.answers.models import Message
from huiyin.process.answers.rules.messages import APART, message_parts
from huiyin.process.opinions.models import Tombstone
from huiyin.process.opinions.rules.identity import sealed_digest
from huiyin.process.sealed.models import SealedMatter, SealedMessage
from huiyin.process.sealed.queries import keyless, said


def message_faults() -> Iterator[Fault]:
    """Every message that differs from what was sealed, every one whose words went without those of its matter or stayed after
    them, and every seal whose rows don't make its root, those of sealed matters counted in: rows move between the two. O(n).
    """
    buried = set(Tombstone.objects.values_list("opinion_id", flat=True))
    digests: dict[int, list[str]] = defaultdict(list)
    for message in Message.objects.order_by("pk").iterator(chunk_size=2000):
        if message.sealed_in is not None:
            digests[message.sealed_in].append(message.digest)
        gone = message.salt is None
        if gone != (message.matter in buried) or not (gone or _as_sealed(message)):
            yield _fault(message.pk)
    without_key = keyless()
    erased = set(SealedMatter.objects.filter(state=SealedMatter.State.ERASED).values_list("pk", flat=True))
    for apart in SealedMessage.objects.order_by("pk").iterator(chunk_size=2000):
        if apart.sealed_in is not None:
            digests[apart.sealed_in].append(apart.digest)
        gone = apart.enciphered is None
        if gone != (apart.matter_id in erased) or not (gone or without_key or _apart_as_sealed(apart)):
            yield _fault(apart.pk)
    yield from seal_faults(
        seals("rows.sealed", "message") | seals("rows.sealed", APART), digests, ("往来", "messages")
    )


def _fault(pk: int) -> Fault:
    return Fault(
        f"往来 {pk}",
        f"往来 {pk} 与保存时的摘要不符，或它的内容没有随意见原文一起删除。",
        f"Message {pk} differs from its digest, or its words didn't go together with those of its opinion.",
    )


def _as_sealed(message: Message) -> bool:
    rated = message.rated.as_text() if message.rated else ""
    parts = message_parts(message.matter, message.kind, message.body or "", message.on, message.by, rated)
    return _digest(message.salt or "", parts) == message.digest


def _apart_as_sealed(message: SealedMessage) -> bool:
    try:
        one = said(message)
    except (Unreadable, ValueError, TypeError):
        return False
    parts = message_parts(message.matter_id, message.kind, one.body, message.on, message.by, one.rated)
    return _digest(one.salt, parts) == message.digest


def _digest(salt: str, parts: tuple[str, ...]) -> str:
    try:
        return sealed_digest(salt, parts)
    except ValueError:  # a salt that is no hex was tampered with
        return ""


def unsealed_messages() -> int:
    """Messages that wait for the day's seal: until then a change of theirs can't be seen."""
    return (
        Message.objects.filter(sealed_in=None).count() + SealedMessage.objects.filter(sealed_in=None).count()
    )


def messages_wait_for_seal(today: date) -> bool:
    """Whether there are messages of days before `today` that no record seals yet."""
    return any(
        rows.filter(sealed_in=None, on__lt=today).exists()
        for rows in (Message.objects.all(), SealedMessage.objects.all())
    )
