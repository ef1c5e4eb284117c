"""Scans of sheets: kept beside the typing form and no longer. Handwriting tells who wrote it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, QuerySet

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import BadInput, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.files.commands import forget_given, keep_given
from huiyin.platform.files.rules import Ready
from huiyin.platform.orgs.rules.rights import Actor
from huiyin.process.channels.access import needs_typist
from huiyin.process.channels.models import PaperBatch, PaperScan
from huiyin.process.channels.queries.paper import scan_days
from huiyin.process.channels.rules.paper import MOST_PAGES, MOST_SCANS


@transaction.atomic
def keep_scans(batch: PaperBatch, pages: Sequence[Ready], *, nonce: bytes, by: Actor, at: datetime) -> int:
    """Lay scanned pages beside the typing form of a batch, behind those that are there; how many. The same form sent twice adds none.

    They go when the batch is settled, and after the template's days at the latest. All or nothing; 5 queries a page.
    """
    needs_typist(batch, by)
    if not 0 < len(pages) <= MOST_PAGES:
        raise BadInput(
            f"一次上传 1 到 {MOST_PAGES} 页，多的分几次。",
            f"From 1 to {MOST_PAGES} pages at once; more in another go.",
        )
    take_turn()
    kept = PaperScan.objects.filter(batch=batch)
    if kept.filter(key=nonce.hex()).exists():
        return 0
    if not PaperBatch.objects.filter(pk=batch.pk, closed_on=None).exists():
        raise Refused("这一批已经结清，不再收扫描件。", "This batch is settled and takes no scans.")
    last: int = kept.aggregate(last=Max("place"))["last"] or 0
    if last + len(pages) > MOST_SCANS:
        raise BadInput(f"一批至多 {MOST_SCANS} 页。", f"{MOST_SCANS} pages a batch at most.")
    today = day_in_china(at)
    until = today + timedelta(days=scan_days(batch.campaign))
    for place, ready in enumerate(pages, start=last + 1):
        attachment = keep_given(ready, on=today)
        PaperScan.objects.create(
            attachment=attachment, batch=batch, place=place, key=nonce.hex(), kept_until=until
        )
    facts = {"pages": len(pages), "until": until.isoformat()}
    record(act="scans.kept", subject=f"paper:{batch.pk}", by=by.code, at=at, facts=facts)
    return len(pages)


@transaction.atomic
def skip_scan(batch: PaperBatch, scan: int, *, by: Actor, at: datetime) -> None:
    """Say that a page needs no typing: a back without a word, a page that lay twice."""
    needs_typist(batch, by)
    if PaperScan.objects.filter(batch=batch, pk=scan, done=False).update(done=True):
        record(act="scan.skipped", subject=f"paper:{batch.pk}", by=by.code, at=at)


@transaction.atomic
def forget_old_scans(*, by: Actor, at: datetime) -> int:
    """Let the scans go whose days are over, whether their batch is settled or not; how many pages. For the clock."""
    take_turn()
    over = PaperScan.objects.filter(kept_until__lt=day_in_china(at))
    batches = sorted(set(over.values_list("batch", flat=True)))
    gone = 0
    for batch in batches:
        pages = forget_scans(over.filter(batch=batch))
        record(act="scans.forgotten", subject=f"paper:{batch}", by=by.code, at=at, facts={"pages": pages})
        gone += pages
    return gone


def forget_scans(scans: QuerySet[PaperScan]) -> int:
    """Part of the commands that let scans go: rows and bytes; how many pages."""
    pages = list(scans.select_related("attachment__file"))
    for page in pages:
        forget_given(page.attachment)
    return len(pages)
