"""Appending to the record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from huiyin.kit.blocks import in_blocks
from huiyin.kit.clock import day_in_china
from huiyin.platform.audit.models import Record
from huiyin.platform.audit.rules import canonical, link_digest, merkle_root
from huiyin.platform.bulk import insert_many, insert_row

_KEYS_A_QUERY = 400
_EACH = ("seq", "act", "subject", "facts", "prev", "digest")


def record(
    *, act: str, subject: str, by: str, at: datetime, facts: Mapping[str, object] | None = None
) -> Record:
    """Append one record in the caller's transaction. 3 queries.

    Outside a transaction it raises RuntimeError: a record without its change, or the other way round, must not happen.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("record() belongs into the transaction of the change that it records")
    seq, prev = _next_place(1)
    text = canonical(facts or {})
    digest = link_digest(seq, at, by, act, subject, text, prev)
    row = {
        "seq": seq,
        "at": at,
        "by": by,
        "act": act,
        "subject": subject,
        "facts": text,
        "prev": prev,
        "digest": digest,
    }
    insert_row(Record, row)
    _end_at(digest)
    return Record(**row)


# Every command goes through these: as they stand they take a fifth of the time that making them by Django takes.
_STEP = "UPDATE audit_head SET seq = seq + %s WHERE id = 1 RETURNING seq, digest"
_END = "UPDATE audit_head SET digest = %s WHERE id = 1"
_WAIT = "UPDATE audit_head SET seq = seq WHERE id = 1"


def _next_place(places: int) -> tuple[int, str]:
    """The last of so many next places in the chain, and the digest at its end. One query.

    The update takes the row's lock before the read, on both engines: two writers can't append to the same end.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STEP, [places])
        seq, digest = cursor.fetchone()
    return seq, digest


def _end_at(digest: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_END, [digest])


@dataclass(frozen=True, slots=True)
class Entry:
    """One act of several that are recorded together."""

    act: str
    subject: str
    facts: Mapping[str, object]


def record_all(entries: Sequence[Entry], *, by: str, at: datetime) -> None:
    """Append a record for each of `entries`, in their order, in the caller's transaction: what as many `record()` would leave.

    2 queries and the insert. For imports, where three queries a record are most of the time. RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("record_all() belongs into the transaction of the changes that it records")
    if not entries:
        return
    last, digest = _next_place(len(entries))
    rows = []
    for seq, entry in enumerate(entries, start=last - len(entries) + 1):
        text = canonical(entry.facts)
        made = link_digest(seq, at, by, entry.act, entry.subject, text, digest)
        rows.append((seq, entry.act, entry.subject, text, digest, made))
        digest = made
    insert_many(Record, _EACH, rows, {"at": at, "by": by})
    _end_at(digest)


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
    with connection.cursor() as cursor:
        cursor.execute(_WAIT)
