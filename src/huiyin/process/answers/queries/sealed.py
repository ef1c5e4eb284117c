"""Whether what was said to and fro is still what was sealed."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from huiyin.platform.audit.queries import seal_faults, seals
from huiyin.platform.audit.rules import Fault
from huiyin.process.answers.models import Message
from huiyin.process.answers.rules.messages import message_parts
from huiyin.process.opinions.models import Tombstone
from huiyin.process.opinions.rules.identity import sealed_digest


def message_faults() -> Iterator[Fault]:
    """Every message that differs from what was sealed, every one whose words went without those of its matter or stayed after
    them, and every seal whose rows don't make its root. O(n).
    """
    buried = set(Tombstone.objects.values_list("opinion_id", flat=True))
    digests: dict[int, list[str]] = defaultdict(list)
    for message in Message.objects.order_by("pk").iterator(chunk_size=2000):
        if message.sealed_in is not None:
            digests[message.sealed_in].append(message.digest)
        gone = message.salt is None
        if gone != (message.matter in buried) or not (gone or _as_sealed(message)):
            yield Fault(
                f"往来 {message.pk}",
                f"往来 {message.pk} 与保存时的摘要不符，或它的内容没有随意见原文一起删除。",
                f"Message {message.pk} differs from its digest, or its words didn't go together with those of its opinion.",
            )
    yield from seal_faults(seals("rows.sealed", "message"), digests, ("往来", "messages"))


def _as_sealed(message: Message) -> bool:
    parts = message_parts(message.matter, message.kind, message.body or "", message.on, message.by)
    try:
        return sealed_digest(message.salt or "", parts) == message.digest
    except ValueError:  # a salt that is no hex was tampered with
        return False


def unsealed_messages() -> int:
    """Messages that wait for the day's seal: until then a change of theirs can't be seen."""
    return Message.objects.filter(sealed_in=None).count()


def messages_wait_for_seal(today: date) -> bool:
    """Whether there are messages of days before `today` that no record seals yet."""
    return Message.objects.filter(sealed_in=None, on__lt=today).exists()
