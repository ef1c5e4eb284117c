"""Appending to the record."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F, QuerySet

from huiyin.kit.blocks import in_blocks
from huiyin.kit.clock import day_in_china
from huiyin.platform.audit.models import Head, Record
from huiyin.platform.audit.rules import canonical, link_digest, merkle_root

_KEYS_A_QUERY = 400


def record(
    *, act: str, subject: str, by: str, at: datetime, facts: Mapping[str, object] | None = None
) -> Record:
    """Append one record in the caller's transaction. 4 queries.

    Outside a transaction it raises RuntimeError: a record without its change, or the other way round, must not happen.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("record() belongs into the transaction of the change that it records")
    # The update takes the row's lock before the read, on both engines: two writers can't append to the same end.
    Head.objects.filter(pk=1).update(seq=F("seq") + 1)
    head = Head.objects.get(pk=1)
    text = canonical(facts or {})
    digest = link_digest(head.seq, at, by, act, subject, text, head.digest)
    made = Record.objects.create(
        seq=head.seq, at=at, by=by, act=act, subject=subject, facts=text, prev=head.digest, digest=digest
    )
    Head.objects.filter(pk=1).update(digest=digest)
    return made


@transaction.atomic
def seal_rows(*, kind: str, day: date, digests: Sequence[str], by: str, at: datetime) -> Record:
    """One record for all rows of `kind` of one day: their Merkle root, not their order (SPEC rule 7)."""
    facts = {"kind": kind, "day": day.isoformat(), "rows": len(digests), "root": merkle_root(digests)}
    return record(act="rows.sealed", subject=f"{kind}:{day.isoformat()}", by=by, at=at, facts=facts)


@transaction.atomic
def seal_past_days(rows: "QuerySet[Any]", *, kind: str, day: str, by: str, at: datetime) -> int:
    """Seal those of `rows` that are of a past day and wait for it, one record a day (SPEC rule 7); how many days.

    They have a `digest` and a `sealed_in`, which is None until then; `day` is the field of their day. What is committed
    meanwhile waits for the next time: only what was counted is marked.
    """
    take_turn()
    waiting = rows.filter(sealed_in=None)
    days = sorted(set(waiting.filter(**{f"{day}__lt": day_in_china(at)}).values_list(day, flat=True)))
    for each in days:
        digests = dict(waiting.filter(**{day: each}).values_list("pk", "digest"))
        sealed = seal_rows(kind=kind, day=each, digests=list(digests.values()), by=by, at=at)
        for some in in_blocks(list(digests), _KEYS_A_QUERY):
            rows.filter(pk__in=some).update(sealed_in=sealed.seq)
    return len(days)


def take_turn() -> None:
    """Wait for whoever is writing, before reading what the write depends on. One query.

    PostgreSQL lets two transactions read the same "not there yet" and both insert; the chain's head is the one row that
    every command must change anyway, so whoever needs to read first takes it first. On SQLite the write lock is already held.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("take_turn() belongs into a transaction")
    Head.objects.filter(pk=1).update(seq=F("seq"))
