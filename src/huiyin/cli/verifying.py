"""Verifying the record and everything that it seals: the chain first, then each room's sealed rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.db import DatabaseError, connection

from huiyin.kit.errors import BadInput
from huiyin.platform.audit.models import Record
from huiyin.platform.audit.queries import chain_faults, head, head_fault
from huiyin.platform.audit.rules import Fault
from huiyin.process.answers.queries import message_faults, unsealed_messages
from huiyin.process.ballots.queries import ballot_faults
from huiyin.process.campaigns.queries import template_faults
from huiyin.process.channels.queries import file_faults, unsealed_files
from huiyin.process.lifemeetings.queries.faults import lifemeeting_faults
from huiyin.process.meetings.queries import record_faults
from huiyin.process.opinions.queries import unsealed
from huiyin.process.publicity.queries import publicity_faults
from huiyin.process.sealed.queries import keyless, matter_faults
from huiyin.process.selfchecks.queries.faults import review_faults

MOST_FAULTS = 100


@dataclass(frozen=True)
class Verified:
    """What a verification found, and what it can't know."""

    records: int
    head: str
    faults: tuple[Fault, ...]
    unsealed: int
    head_given: bool
    keyless: bool = False

    def unknowable(self) -> Iterator[tuple[str, str]]:
        if not self.head_given:
            yield (
                "没有给出链头：末尾的记录若被整段删去并改了链头，或整条链被重新算过，单凭本库看不出来。请用简报上印的链头再核验一次（--head）。",
                "No head was given: a cut-off end with a changed head, or a recomputed chain, can't be seen from this database alone.",
            )
        else:
            yield (
                "所给链头之后的记录若被整段删去，仍需更晚的链头才能发现。",
                "Records cut off after the head given can only be seen with a later head.",
            )
        yield (
            "梳理决定、去向、归并和问题台账是活的数据：每次改动都有记录，但本次核验不逐条与它们比对。",
            "Decisions, dispositions, groups and the ledger are living data: each change is in the record, but they aren't compared with it.",
        )
        if self.unsealed:
            yield (
                f"{self.unsealed} 条意见或往来尚未封存（每日封存一次），封存以前的改动看不出来。",
                f"{self.unsealed} opinions or messages wait for the day's seal; changes before it can't be seen.",
            )
        if self.keyless:
            yield (
                "密封件用手头的密钥打不开，只核验了它们的摘要；要连内容一起核验，请设 HUIYIN_GIVERS_KEY。",
                "Sealed matters don't open with the key at hand, so only their digests were verified; set HUIYIN_GIVERS_KEY for their words.",
            )

    def lines(self) -> Iterator[str]:
        for fault in self.faults:
            yield f"✗ {fault.where}：{fault.zh}"
            yield f"  {fault.en}"
        if not self.faults:
            yield f"✓ {self.records} 条记录首尾相接，所封存的意见和往来与摘要相符。链头 {self.head}"
            yield f"  {self.records} records verify. Head {self.head}"
        for zh, en in self.unknowable():
            yield f"· {zh}"
            yield f"  {en}"

    def as_dict(self) -> dict[str, object]:
        return {
            "records": self.records,
            "head": self.head,
            "faults": [{"where": fault.where, "zh": fault.zh, "en": fault.en} for fault in self.faults],
            "unsealed": self.unsealed,
            "unknowable": [{"zh": zh, "en": en} for zh, en in self.unknowable()],
        }


def verified(printed: tuple[int, str] | None) -> Verified:
    """Verify everything against the printed head, if there is one; at most MOST_FAULTS faults are listed. O(n)."""
    if Record._meta.db_table not in connection.introspection.table_names():
        raise BadInput(
            "这个数据库里没有回音的表。请检查 --database，或先运行 huiyin init。",
            "This database holds no Huiyin tables. Check --database, or run huiyin init.",
        )
    beyond = head_fault(*printed) if printed else None
    faults = [*([beyond] if beyond else []), *islice(_faults(), MOST_FAULTS)]
    return Verified(
        Record.objects.count(),
        head(),
        tuple(faults),
        unsealed() + unsealed_messages() + unsealed_files(),
        head_given=printed is not None,
        keyless=keyless(),
    )


def _faults() -> Iterator[Fault]:
    for look in (
        chain_faults,
        matter_faults,
        message_faults,
        file_faults,
        template_faults,
        record_faults,
        lifemeeting_faults,
        review_faults,
        ballot_faults,
        publicity_faults,
    ):
        try:
            yield from look()
        except (DatabaseError, ValueError, TypeError, AttributeError, OverflowError) as error:
            yield Fault(
                "数据库",
                f"有一行读不出来（{type(error).__name__}），读到那里为止：该行的某个字段被改成了不可能的值。",
                f"A row can't be read, and reading stopped there: one of its fields holds what it can't ({error}).",
            )
