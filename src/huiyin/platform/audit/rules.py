"""The chain and the seal: pure functions over plain values (SPEC rule 7)."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

GENESIS = "0" * 64
SHORTEST_HEAD = 16


@dataclass(frozen=True)
class Link:
    """One record as the chain sees it. `facts` is canonical JSON; `prev` and `digest` are hex SHA-256."""

    seq: int
    at: datetime
    by: str
    act: str
    subject: str
    facts: str
    prev: str
    digest: str


@dataclass(frozen=True)
class Fault:
    """Something in the record that can't be: where, and what, in Chinese and English."""

    where: str
    zh: str
    en: str


def canonical(facts: Mapping[str, object]) -> str:
    """One spelling for the same facts: sorted keys, no spaces. TypeError for what JSON can't hold, and for floats, whose
    spelling differs between engines.
    """
    _refuse_floats(facts)
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _refuse_floats(value: object) -> None:
    if isinstance(value, float):
        raise TypeError("a record holds no floats: give a numerator and a denominator")
    if isinstance(value, Mapping):
        for inner in value.values():
            _refuse_floats(inner)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for inner in value:
            _refuse_floats(inner)


def link_digest(seq: int, at: datetime, by: str, act: str, subject: str, facts: str, prev: str) -> str:
    """SHA-256 over every field of a record and the digest before it. Lengths go in, so fields can't run together."""
    hasher = hashlib.sha256()
    for field in (
        str(seq),
        at.astimezone(UTC).isoformat(timespec="microseconds"),
        by,
        act,
        subject,
        facts,
        prev,
    ):
        data = field.encode()
        hasher.update(len(data).to_bytes(8, "big"))
        hasher.update(data)
    return hasher.hexdigest()


def merkle_root(digests: Iterable[str]) -> str:
    """The root over hex digests in their own order, so that it tells nothing of the order of arrival (SPEC rule 7).

    Leaves and nodes are hashed with different first bytes, so no inner node can pass for a row. O(n log n).
    """
    level = [hashlib.sha256(b"\x00" + bytes.fromhex(digest)).digest() for digest in sorted(digests)]
    if not level:
        return GENESIS
    while len(level) > 1:
        paired = [
            hashlib.sha256(b"\x01" + level[i] + level[i + 1]).digest() for i in range(0, len(level) - 1, 2)
        ]
        level = paired + level[len(paired) * 2 :]
    return level[0].hex()


def head_text(seq: int, digest: str) -> str:
    """A chain's head as it is printed on a briefing: the number of the last record and half of its digest."""
    return f"{seq}-{digest[:32]}"


def verify_chain(links: Iterable[Link], head: tuple[int, str]) -> Iterator[Fault]:
    """Walk the chain from the first record and name every place where it breaks.

    `head` is (number, digest) as the database itself holds it. O(n), one record in memory.
    """
    expected, prev = 1, GENESIS
    for link in links:
        yield from _gap(expected, link.seq)
        if link.seq == expected and link.prev != prev:
            yield Fault(
                f"记录 {link.seq}",
                f"第 {link.seq} 条没有接在第 {link.seq - 1} 条之后：前一条被换过，或这一条是插进来的。",
                f"Record {link.seq} doesn't follow record {link.seq - 1}: one of the two was replaced.",
            )
        if link.digest != link_digest(
            link.seq, link.at, link.by, link.act, link.subject, link.facts, link.prev
        ):
            yield Fault(
                f"记录 {link.seq}",
                f"第 {link.seq} 条的内容与它的摘要不符：内容被改过，或与别的记录对调过。",
                f"Record {link.seq} differs from its digest: it was changed, or swapped with another.",
            )
        expected, prev = link.seq + 1, link.digest
    if head != (expected - 1, prev):
        yield Fault(
            "链头",
            f"库中的链头是第 {head[0]} 条，而最后一条记录是第 {expected - 1} 条：末尾的记录被删去，或链头被改过。",
            f"The stored head is record {head[0]}, the last record is {expected - 1}: the end was cut off or the head changed.",
        )


def _gap(expected: int, seq: int) -> Iterator[Fault]:
    if seq != expected:
        yield Fault(
            f"记录 {expected}–{seq - 1}",
            f"第 {expected} 条至第 {seq - 1} 条不见了。",
            f"Records {expected} to {seq - 1} are missing.",
        )


def parse_head(text: str) -> tuple[int, str]:
    """`128-3f9a…` as printed → (128, "3f9a…"). ValueError when it isn't one."""
    number, _, digest = text.strip().lower().partition("-")
    if not number.isdecimal() or len(digest) < SHORTEST_HEAD or set(digest) - set("0123456789abcdef"):
        raise ValueError(text)
    return int(number), digest
