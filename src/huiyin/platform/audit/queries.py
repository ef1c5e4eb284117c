"""Reading and verifying the record."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from huiyin.platform.audit.models import Head, Record
from huiyin.platform.audit.rules import Fault, head_text, merkle_root, verify_chain


@dataclass(frozen=True)
class Seal:
    """A record that seals rows of another table: how many they are and the Merkle root of their digests."""

    seq: int
    rows: int
    root: str


def head() -> str:
    """The chain's head as briefings print it."""
    row = Head.objects.filter(pk=1).first() or Head(seq=0, digest="")
    return head_text(row.seq, row.digest)


def chain_faults() -> Iterator[Fault]:
    """Every break in the chain. O(n) in records, constant memory."""
    row = Head.objects.filter(pk=1).first() or Head(seq=-1, digest="")
    links = (record.as_link() for record in Record.objects.order_by("seq").iterator(chunk_size=2000))
    return verify_chain(links, (row.seq, row.digest))


def head_fault(seq: int, digest: str) -> Fault | None:
    """None when the record that a printed head names (rules.parse_head) is still there, else what is wrong."""
    found = Record.objects.filter(seq=seq, digest__startswith=digest).exists()
    if found:
        return None
    return Fault(
        f"记录 {seq}",
        f"所给链头（第 {seq} 条）在库中找不到：这条之前的记录在链头印出以后被删改过，或整条链被重算过。",
        f"The head given (record {seq}) isn't here: records up to it were changed or the chain was recomputed since it was printed.",
    )


def facts_of(act: str) -> Iterator[tuple[str, int, dict[str, Any]]]:
    """(subject, number, facts) of every record of an act. Facts that were tampered with are {}: the chain tells of them."""
    rows = Record.objects.filter(act=act).values_list("subject", "seq", "facts")
    for subject, seq, text in rows.order_by("seq").iterator():
        try:
            facts = json.loads(text)
        except ValueError:
            facts = {}
        yield subject, seq, facts if isinstance(facts, dict) else {}


def seals(act: str, kind: str = "") -> dict[int, Seal]:
    """The seals among the records of one act, by record number; with `kind` those of rows of that kind alone."""
    return {
        seq: Seal(seq, facts.get("rows", -1), facts.get("root", ""))
        for _, seq, facts in facts_of(act)
        if not kind or facts.get("kind") == kind
    }


def seal_faults(
    known: Mapping[int, Seal], digests: Mapping[int, Sequence[str]], rows: tuple[str, str]
) -> Iterator[Fault]:
    """Every seal whose rows don't make its root, and rows that claim a seal that isn't one. `digests` are those of the rows by the
    record that they say they are sealed in; `rows` is what they are called in Chinese and in English.
    """
    zh, en = rows
    for seq, seal in sorted(known.items()):
        there = digests.get(seq, ())
        if len(there) != seal.rows or _root(there) != seal.root:
            yield Fault(
                f"记录 {seq}",
                f"第 {seq} 条记录封存了 {seal.rows} 条{zh}，现在属于它的有 {len(there)} 条，摘要之和不符：有{zh}被删、被换或被加进来。",
                f"Record {seq} sealed {seal.rows} {en}; {len(there)} are there now and don't make its root.",
            )
    for seq in sorted(digests.keys() - known.keys()):
        yield Fault(
            f"记录 {seq}",
            f"{len(digests[seq])} 条{zh}说自己封存在第 {seq} 条记录，那里却没有封存。",
            f"{len(digests[seq])} {en} claim to be sealed in record {seq}, which seals none.",
        )


def _root(digests: Sequence[str]) -> str:
    try:
        return merkle_root(digests)
    except ValueError:  # a digest that is no hex was tampered with
        return ""


def times_recorded(act: str, subject: str) -> int:
    """How often an act on a subject stands in the record."""
    return Record.objects.filter(act=act, subject=subject).count()


def last_of(acts: Collection[str], subject: str) -> str | None:
    """Which of some acts on a subject stands last in the record; None when none does. One query."""
    rows = Record.objects.filter(act__in=acts, subject=subject).order_by("-seq")
    return rows.values_list("act", flat=True).first()
