"""Batches of paper forms and their scans; and what the holder of a stub is told before its sheet is typed in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.answers.rules.receipts import code_hash
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of
from huiyin.process.channels.models import PaperBatch, PaperScan, PaperStub
from huiyin.process.channels.rules.coming_in import may_be_told
from huiyin.process.channels.rules.paper import SCAN_DAYS, USUAL_SCAN_DAYS
from huiyin.process.opinions.rules.reach import raw_reaches


@dataclass(frozen=True)
class BatchRow:
    """One batch. `types`: the reader types it in and sees its numbers as they are; anybody else is told how many came back once it is
    settled, and not below five: None (SPEC rule 5)."""

    batch: PaperBatch
    types: bool
    back: int | None


def batch_rows(
    batches: Sequence[PaperBatch], campaign: Campaign, *, actors: Iterable[Actor]
) -> list[BatchRow]:
    """The batches (with their units) as rows for a reader. No query."""
    reaches = tuple(raw_reaches(tuple(actors), Right.OPINION_TAKE, campaign.root.path))
    rows = []
    for batch in batches:
        path = batch.about.path if batch.about else None
        types = any(reach.covers(path) for reach in reaches)
        told = may_be_told(batch.back, above=types) if types or batch.closed_on else None
        rows.append(BatchRow(batch, types, told))
    return rows


def pages_of(batch: PaperBatch) -> list[tuple[int, int, bool]]:
    """(id, place, done) of its scanned pages, in their order. One query."""
    return list(PaperScan.objects.filter(batch=batch).order_by("place").values_list("pk", "place", "done"))


def kept_until(batch: PaperBatch) -> date | None:
    """The day after which the first of its scans goes; None when there are none. One query."""
    rows = PaperScan.objects.filter(batch=batch).order_by("kept_until")
    return rows.values_list("kept_until", flat=True).first()


def scans_kept_too_long(day: date) -> int:
    """How many scanned pages there are whose days were over before `day`. One query."""
    return PaperScan.objects.filter(kept_until__lt=day).count()


def scan_days(campaign: Campaign) -> int:
    """How many days a campaign keeps scans at most."""
    named = [one.value for one in template_of(campaign).parameters if one.code == SCAN_DAYS]
    return int(named[0]) if named else USUAL_SCAN_DAYS


def stub_of(code: str) -> PaperStub | None:
    """The stub with this code, with its batch, while its sheet isn't typed in; None when there is none. One query."""
    kept = code_hash(settings.HUIYIN_GIVERS_KEY, code)
    return PaperStub.objects.select_related("batch").filter(code_hash=kept).first()
