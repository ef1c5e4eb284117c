"""What is said of a sealed matter: kept apart and enciphered, moving with its matter, between its giver and the discipline officer alone."""

from datetime import date, datetime

from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import Refused
from huiyin.platform.audit.commands import record
from huiyin.platform.orgs.rules.rights import Actor
from huiyin.process.answers.commands.messages import fresh_message_id
from huiyin.process.answers.models import Message, Receipt
from huiyin.process.answers.rules.messages import message_parts, needs_message
from huiyin.process.answers.rules.ratings import Rated
from huiyin.process.opinions.rules.identity import fresh_salt, sealed_digest
from huiyin.process.sealed.commands import keep_said, let_said_go
from huiyin.process.sealed.commands.handling import needs_sealed, unpacked
from huiyin.process.sealed.models import SealedMatter
from huiyin.process.sealed.queries import said_of
from huiyin.process.sealed.rules.package import Said


def move_messages_apart(matter: int) -> None:
    """Keep apart what was said of an opinion. Part of the command that seals it, after the words are kept."""
    for row in Message.objects.filter(matter=matter).exclude(salt=None):
        keep_said(
            matter,
            Said(
                row.pk,
                row.kind,
                row.body or "",
                row.salt or "",
                row.digest,
                row.on,
                row.by,
                row.sealed_in,
                row.read_on,
                row.rated.as_text() if row.rated else "",
            ),
        )
    Message.objects.filter(matter=matter).delete()


def bring_messages_back(matter: SealedMatter) -> None:
    """Bring what was said of a matter among the messages of opinions. Part of the command that hands it back, while its words are there."""
    for one in said_of(matter.pk):
        Message.objects.create(
            id=one.pk,
            matter=matter.pk,
            campaign_id=matter.campaign_id,
            kind=one.kind,
            body=one.body,
            salt=one.salt,
            digest=one.digest,
            on=one.on,
            by=one.by,
            sealed_in=one.sealed_in,
            read_on=one.read_on,
            **(vars(Rated.of_text(one.rated)) if one.rated else {}),
        )
    let_said_go(matter.pk)


def say_apart(matter: int, kind: str, body: str, *, on: date, by: str = "") -> Said | None:
    """Keep what was said of a sealed matter, `by` "" by its giver; None where the same was said that day. Part of a command."""
    needs_message(body)
    if any((one.kind, one.body, one.on, one.by) == (kind, body, on, by) for one in said_of(matter)):
        return None
    salt = fresh_salt()
    digest = sealed_digest(salt, message_parts(matter, kind, body, on, by))
    said = Said(fresh_message_id(on), kind, body, salt, digest, on, by)
    keep_said(matter, said)
    return said


@transaction.atomic
def tell_giver(matter: SealedMatter, body: str, *, by: Actor, at: datetime) -> None:
    """Tell whoever sent a sealed matter, or ask them; they see it by their receipt, and nobody else does.

    Refused where there is no receipt, or the words are gone; BadInput without words. The record keeps a digest. The same twice a day is one.
    """
    needs_sealed(matter, by)
    unpacked(matter)
    if not Receipt.objects.filter(pk=matter.pk).exists():
        raise Refused(
            "这件没有回执，告诉不到反映人。", "This matter has no receipt: its giver can't be told."
        )
    said = say_apart(matter.pk, Message.Kind.TOLD, body.strip(), on=day_in_china(at), by=by.code)
    if said is not None:
        record(
            act="sealed.told", subject=f"sealed:{matter.pk}", by=by.code, at=at, facts={"digest": said.digest}
        )
