"""Messages of a matter: kept, sealed once a day, and gone with the words that they belong to."""

from datetime import date, datetime

from django.db import transaction

from huiyin.kit.errors import Refused
from huiyin.platform.audit.commands import seal_past_days
from huiyin.platform.orgs.rules.rights import Actor
from huiyin.process.answers.models import Message
from huiyin.process.answers.rules.messages import APART, MOST_MESSAGES, message_parts, needs_message
from huiyin.process.opinions.rules.identity import fresh_ids, fresh_salt, sealed_digest
from huiyin.process.sealed.models import SealedMessage


def keep_message(matter: int, campaign: int, kind: str, body: str, *, on: date, by: str = "") -> Message:
    """Keep what was said of a matter, `by` "" by its giver; sent twice on a day it is one. Part of a command. 1 or 4 queries."""
    needs_message(body)
    said = Message.objects.filter(matter=matter, kind=kind, on=on, by=by, body=body).first()
    if said is not None:
        return said
    salt = fresh_salt()
    return Message.objects.create(
        id=fresh_message_id(on),
        matter=matter,
        campaign_id=campaign,
        kind=kind,
        body=body,
        salt=salt,
        digest=sealed_digest(salt, message_parts(matter, kind, body, on, by)),
        on=on,
        by=by,
    )


def needs_few(said: int) -> None:
    """Refused where so much was said of a matter that nothing more is taken."""
    if said >= MOST_MESSAGES:
        raise Refused(
            "这件事下面的留言已经很多，不能再加。新的情况请另提一条意见。",
            "Too much was said of this matter already: send what is new as another opinion.",
        )


def fresh_message_id(day: date) -> int:
    """An id that no message has, of an opinion or of a sealed matter: rows move between the two."""
    while True:
        pk = fresh_ids(day, 1)[0]
        if not (Message.objects.filter(pk=pk).exists() or SealedMessage.objects.filter(pk=pk).exists()):
            return pk


def clear_messages(matter: int) -> None:
    """Let the words said of a matter go with its own. Part of the command that erases it: the database wants its tombstone."""
    Message.objects.filter(matter=matter).exclude(salt=None).update(body=None, salt=None)


@transaction.atomic
def seal_messages(*, by: Actor, at: datetime) -> int:
    """Seal every past day that still has unsealed messages, one record a day (SPEC rule 7), those of sealed matters apart; how many days."""
    days = seal_past_days(Message.objects.all(), kind="message", day="on", by=by.code, at=at)
    return days + seal_past_days(SealedMessage.objects.all(), kind=APART, day="on", by=by.code, at=at)
