"""Reading and verifying the record."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from huiyin.platform.audit.models import Head, Record
from huiyin.platform.audit.rules import Fault, head_text, parse_head, verify_chain


@dataclass(frozen=True)
class Seal:
    """A record that seals rows of another table: how many they are and the Merkle root of their digests."""

    seq: int
    rows: int
    root: str


def head() -> str:
    """The chain's head as briefings print it."""
    row = Head.objects.get(pk=1)
    return head_text(row.seq, row.digest)


def chain_faults() -> Iterator[Fault]:
    """Every break in the chain. O(n) in records, constant memory."""
    row = Head.objects.get(pk=1)
    links = (record.as_link() for record in Record.objects.order_by("seq").iterator(chunk_size=2000))
    return verify_chain(links, (row.seq, row.digest))


def head_fault(printed: str) -> Fault | None:
    """None when the record that the printed head names is still there, else what is wrong. ValueError: not a head."""
    seq, digest = parse_head(printed)
    found = Record.objects.filter(seq=seq, digest__startswith=digest).exists()
    if found:
        return None
    return Fault(
        f"记录 {seq}",
        f"所给链头（第 {seq} 条）在库中找不到：这条之前的记录在链头印出以后被删改过，或整条链被重算过。",
        f"The head given (record {seq}) isn't here: records up to it were changed or the chain was recomputed since it was printed.",
    )


def seals(act: str) -> dict[int, Seal]:
    """The seals among the records of one act, by record number."""
    found = {}
    for seq, text in Record.objects.filter(act=act).values_list("seq", "facts").iterator():
        facts = json.loads(text)
        found[seq] = Seal(seq, facts["rows"], facts["root"])
    return found
