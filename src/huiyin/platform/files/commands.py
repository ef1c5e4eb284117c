"""Keeping files: parts of the commands above, which check the right and point a row of theirs at the attachment.

The bytes lie on the disk before the row does, so a transaction that is rolled back leaves a file that nobody knows, and
never a row without its file; `sweep_orphans` takes such files away. Whoever keeps or sweeps takes the turn first, so
that no sweep sees a file whose row is still to come.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, timezone

from django.db import transaction

from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.files.models import Attachment, StoredFile
from huiyin.platform.files.queries import held, known, shelf
from huiyin.platform.files.rules.holding import Ticket, goes_at, locked, new_ticket
from huiyin.platform.files.rules.kinds import Kind
from huiyin.platform.files.rules.ready import Ready
from huiyin.platform.orgs.rules.rights import Actor

_CHINA = timezone(timedelta(hours=8))


@transaction.atomic
def keep_evidence(ready: Ready, *, by: Actor, at: datetime) -> Attachment:
    """Keep evidence, its bytes once for all; the attachment to point at. 8 queries.

    The record holds digest, size and type, so that the bytes can be verified without this room; not the name, which may
    be a person's.
    """
    _must_be(ready, Kind.EVIDENCE)
    take_turn()
    shelf().put(ready.digest, ready.data)
    file = StoredFile.objects.filter(digest=ready.digest).first() or _new_file(ready, len(ready.data))
    made = Attachment.objects.create(file=file, name=ready.name, by=by.code, on=at.astimezone(_CHINA).date())
    facts = {"digest": ready.digest, "size": len(ready.data), "media_type": ready.media_type}
    record(act="file.kept", subject=f"attachment:{made.pk}", by=by.code, at=at, facts=facts)
    return made


@transaction.atomic
def keep_given(ready: Ready, *, on: date) -> Attachment:
    """Keep a giver's file; the attachment to point at. 3 queries.

    No record of its own, which would date it by its neighbours (SPEC rules 5, 7): the row that points here seals
    `file.digest` with its own day. The file system is told the end of the day instead of the time.
    """
    _must_be(ready, Kind.GIVEN)
    take_turn()
    end_of_day = datetime.combine(on, time(23, 59, 59), tzinfo=_CHINA)
    shelf().put(ready.digest, ready.data, dated=end_of_day)
    return Attachment.objects.create(file=_new_file(ready, None), name=ready.name, on=on)


@transaction.atomic
def forget_given(attachment: Attachment) -> None:
    """Let a giver's file go, row and bytes, when the words that it came with go. Evidence the database doesn't let go."""
    Attachment.objects.filter(pk=attachment.pk).delete()
    StoredFile.objects.filter(pk=attachment.file_id).delete()
    lying, digest = shelf(), attachment.file.digest
    transaction.on_commit(lambda: lying.remove(digest))


def hold_given(ready: Ready, *, at: datetime) -> Ticket:
    """Hold a giver's cleaned file for the next page of their form, enciphered under a key that only the ticket has.

    No row, no record, no time but a full hour; what waited too long goes first.
    """
    _must_be(ready, Kind.GIVEN)
    sweep_held(at)
    ticket = new_ticket()
    held().put(ticket.name, locked(ready, ticket), dated=goes_at(at))
    return ticket


def let_held_go(tickets: Iterable[Ticket]) -> None:
    """What was held is kept now, or isn't wanted any more."""
    for ticket in tickets:
        held().remove(ticket.name)


def sweep_held(at: datetime) -> int:
    """Remove what is held too long, because its giver left; how many. Nobody has kept it, so there is nothing to record."""
    old = [place for _, place in held().older_than(at)]
    for place in old:
        place.unlink(missing_ok=True)
    return len(old)


@transaction.atomic
def sweep_orphans(older_than: datetime) -> int:
    """Remove files that no row points at and that are dated before `older_than`; how many. One query a 400 files.

    Nothing that anybody has kept goes, so there is nothing to record.
    """
    take_turn()
    old = dict(shelf().older_than(older_than))
    orphans = old.keys() - known(old.keys())
    for name in orphans:
        old[name].unlink(missing_ok=True)
    return len(orphans)


def _new_file(ready: Ready, size: int | None) -> StoredFile:
    return StoredFile.objects.create(
        kind=ready.kind, digest=ready.digest, salt=ready.salt, media_type=ready.media_type, size=size
    )


def _must_be(ready: Ready, kind: Kind) -> None:
    if ready.kind != kind:
        raise ValueError(f"made ready as {ready.kind}, kept as {kind}")
