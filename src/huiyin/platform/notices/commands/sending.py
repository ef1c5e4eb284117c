"""Out of the house, once: two crews may call this at the same time.

A message goes out when it shows on the pages; its channels follow, each on its own. Both are claimed by compare-and-set.
What a channel answers isn't in the record (it would fill it with the weather of networks) but stands with the message.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.notices.models import Delivery, Message
from huiyin.platform.notices.queries import accounts_ready, deliveries_due, wishes_of_all
from huiyin.platform.notices.rules.channels import ChannelKind
from huiyin.platform.notices.rules.outgoing import Deliver, outgoing
from huiyin.platform.notices.rules.rhythm import DayOff
from huiyin.platform.notices.rules.sections import Section, merged, to_json
from huiyin.platform.notices.rules.tries import MOST_TRIES, pause_after
from huiyin.platform.notices.rules.wishes import Wishes
from huiyin.platform.orgs.rules.rights import Actor

_BATCH = 200


@dataclass(frozen=True)
class Sent:
    """What one run did: messages that came to show on the pages; tries over channels that worked, and that didn't."""

    messages: int
    worked: int
    failed: int


def send_due(
    *,
    by: Actor,
    at: datetime,
    deliver: Deliver,
    off: DayOff,
    kinds: Collection[ChannelKind] = tuple(ChannelKind),
    address: str = "",
) -> Sent:
    """Let out what is due, and send it over the channels of its readers.

    Nothing leaves on a day off or in a reader's quiet hours; nobody gets a second message on a day. `kinds` are the
    channels that this installation has, `address` is where the site is, for links. Called outside of a transaction: the
    network takes its time, and nobody waits for it with a lock in hand.
    """
    messages = _let_out(by, at, off, kinds)
    tries = [_try(delivery, at, deliver, address) for delivery in deliveries_due(at, off)]
    return Sent(messages, tries.count(True), tries.count(False))


def _let_out(by: Actor, at: datetime, off: DayOff, kinds: Collection[ChannelKind]) -> int:
    count = 0
    ready = accounts_ready(at, off)
    for start in range(0, len(ready), _BATCH):
        count += _let_out_batch(ready[start : start + _BATCH], by, at, off, kinds)
    return count


@transaction.atomic
def _let_out_batch(
    accounts: Sequence[int], by: Actor, at: datetime, off: DayOff, kinds: Collection[ChannelKind]
) -> int:
    """One record for the batch, with numbers only."""
    take_turn()
    still = set(accounts_ready(at, off)) & set(accounts)
    rows = Message.objects.ready(at).filter(account__in=still).order_by("account", "day")
    out = [_fold(list(group), at) for _, group in groupby(rows, key=lambda row: row.account_id)]
    if not out:
        return 0
    wishes = wishes_of_all(message.account_id for message in out)
    sent_over = [
        Delivery(message=message, channel=channel, kind=kind.value, next_try=at)
        for message in out
        for channel, kind in wishes.get(message.account_id, Wishes()).ways().items()
        if kind in kinds
    ]
    Delivery.objects.bulk_create(sent_over)
    facts = {"messages": len(out), "deliveries": len(sent_over)}
    record(act="messages.sent", subject="messages", by=by.code, at=at, facts=facts)
    return len(out)


def _fold(waiting: Sequence[Message], at: datetime) -> Message:
    """Everything that waits for one person becomes the one message of today. They come in the order of their days."""
    *older, last = waiting
    sections: tuple[Section, ...] = ()
    for message in waiting:
        sections = merged(sections, message.content)
    if older:
        Message.objects.filter(pk__in=[message.pk for message in older], sent_at=None).delete()
    last.day, last.sections, last.sent_at = day_in_china(at), to_json(sections), at
    Message.objects.filter(pk=last.pk, sent_at=None).update(day=last.day, sections=last.sections, sent_at=at)
    return last


def _try(delivery: Delivery, at: datetime, deliver: Deliver, address: str) -> bool | None:
    """One try over one channel: whether it worked, None when there was nothing to try or another crew has it."""
    tries = delivery.tries + 1
    if tries > MOST_TRIES:  # a crew died over the last one
        _end(delivery, "failed")
        return None
    same = Delivery.objects.filter(
        pk=delivery.pk, outcome="", tries=delivery.tries, next_try=delivery.next_try
    )
    if not same.update(tries=tries, next_try=at + pause_after(tries)):
        return None
    message = delivery.message
    wishes = wishes_of_all([message.account_id]).get(message.account_id, Wishes())
    letter = outgoing(delivery.channel, wishes, day=message.day, sections=message.content, address=address)
    if letter is None:
        _end(delivery, "failed")
        return None
    worked = deliver(letter)
    if worked or tries >= MOST_TRIES:
        _end(delivery, "sent" if worked else "failed")
    return worked


def _end(delivery: Delivery, outcome: str) -> None:
    Delivery.objects.filter(pk=delivery.pk, outcome="").update(outcome=outcome, next_try=None)
