"""Sheets that came back are typed in, each once, or set aside; a batch is settled when no more are to come.

The record says that somebody typed in a sheet of a batch, and not which: its neighbours would date the opinion (SPEC rules 5, 7).
"""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import BadInput, Conflict, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.rules.rights import Actor
from huiyin.process.answers.commands import issue_receipt
from huiyin.process.answers.rules.receipts import code_hash, further_code
from huiyin.process.campaigns.queries import template_of
from huiyin.process.channels.access import needs_typist
from huiyin.process.channels.commands.scans import forget_scans
from huiyin.process.channels.models import PaperBatch, PaperScan, PaperSheet, PaperStub, TakenDown
from huiyin.process.channels.rules.paper import (
    ASIDE,
    CHANNEL,
    STATE_NAMES,
    Sheet,
    SheetState,
    in_blocks,
    stub_code,
)
from huiyin.process.channels.rules.taking_down import Way
from huiyin.process.opinions.commands import take_opinion
from huiyin.process.opinions.models import Opinion
from huiyin.process.opinions.rules.identity import keyed


@transaction.atomic
def type_sheet(
    batch: PaperBatch, sheet: Sheet, *, scan: int | None = None, nonce: bytes, by: Actor, at: datetime
) -> bool:
    """Type in one sheet: every row is an opinion of its own, and the stub opens them all. False when this form had been sent before.

    The stub's code dies at its first use, since whoever printed it may have kept a copy; a sheet that came with its stub gets none.
    `scan`, the page beside which it was typed, is done with. BadInput for what can't be kept, Refused for a sheet that is in already:
    then nothing is kept.
    """
    needs_typist(batch, by)
    today = day_in_china(at)
    written_on = sheet.needs_sense(today)
    _needs_kind(batch, sheet.giver_kind)
    take_turn()
    first = keyed(batch.campaign.secret, f"{nonce.hex()}:0")
    if Opinion.objects.of(batch.campaign).filter(source_key=first).exists():
        return False
    _move(batch, sheet.number, SheetState.TYPED, said=len(sheet.rows))
    matters = []
    for number, row in enumerate(sheet.rows):
        matter = take_opinion(
            batch.campaign,
            key=f"{nonce.hex()}:{number}",
            body=row.body(),
            channel=CHANNEL,
            giver_kind=sheet.giver_kind or batch.giver_kind,
            about=batch.about_id,
            raised_on=written_on,
            at=at,
        )
        host = batch.about_id or batch.campaign.root_id
        TakenDown.objects.create(opinion_id=matter, way=Way.PAPER, host_id=host, batch=batch, by=by.code)
        matters.append(matter)
    _give_receipts(batch, sheet, matters, at)
    _done_with(batch, scan)
    facts = {"said": len(matters)}
    record(act="sheet.typed", subject=f"paper:{batch.pk}", by=by.code, at=at, facts=facts)
    return True


def _give_receipts(batch: PaperBatch, sheet: Sheet, matters: list[int], at: datetime) -> None:
    """The stub becomes the receipt of the first matter, and leads to the others."""
    key = settings.HUIYIN_GIVERS_KEY
    code = stub_code(key, sheet.number)
    stub, _ = PaperStub.objects.filter(code_hash=code_hash(key, code)).delete()
    if sheet.stub_there or not stub:  # no stub: printed under another key, so nobody holds this code
        return
    today = day_in_china(at)
    issue_receipt(batch.campaign, matters[0], code, on=today, once=True)
    for number, matter in enumerate(matters[1:], start=1):
        issue_receipt(batch.campaign, matter, further_code(key, code, number), on=today)


@transaction.atomic
def set_sheet_aside(
    batch: PaperBatch,
    number: str,
    state: SheetState,
    *,
    scan: int | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Say that a sheet is blank, can't be read, or was spoilt; it may be said otherwise as long as it isn't typed in.

    Whoever holds its stub is told.
    """
    needs_typist(batch, by)
    if state not in ASIDE:
        raise BadInput("请选：看不清、空白、作废。", "Choose: unreadable, blank or void.")
    take_turn()
    _move(batch, number, state)
    key = settings.HUIYIN_GIVERS_KEY
    PaperStub.objects.filter(code_hash=code_hash(key, stub_code(key, number))).update(state=state.value)
    _done_with(batch, scan)
    facts = {"as": state.value}
    record(act="sheet.set_aside", subject=f"paper:{batch.pk}", by=by.code, at=at, facts=facts)


@transaction.atomic
def close_batch(batch: PaperBatch, *, unused: int, by: Actor, at: datetime) -> int:
    """Settle a batch: say how many sheets were never given out; its numbers are fixed and its scans go. How many pages went."""
    needs_typist(batch, by)
    take_turn()
    now = PaperBatch.objects.get(pk=batch.pk)
    if now.closed_on is not None:
        raise Conflict("这一批已经结清了。", "This batch is settled already.")
    if not 0 <= unused <= now.copies - now.void - now.back:
        raise BadInput(
            f"印了 {now.copies} 份，收回 {now.back} 份，作废 {now.void} 份：没发出去的至多 {now.copies - now.void - now.back} 份。",
            f"Of {now.copies} printed, {now.back} are back and {now.void} void: at most "
            f"{now.copies - now.void - now.back} can't have been given out.",
        )
    today = day_in_china(at)
    PaperBatch.objects.filter(pk=batch.pk, closed_on=None).update(
        unused=unused, closed_by=by.code, closed_on=today
    )
    gone = forget_scans(PaperScan.objects.filter(batch=batch))
    now.unused = unused
    facts = {
        "copies": now.copies,
        "given_out": now.given_out,
        "back": now.back,
        "typed": now.typed,
        "unreadable": now.unreadable,
        "blank": now.blank,
        "void": now.void,
        "scans": gone,
    }
    record(act="batch.closed", subject=f"paper:{batch.pk}", by=by.code, at=at, facts=facts)
    return gone


def _move(batch: PaperBatch, number: str, to: SheetState, *, said: int = 0) -> None:
    """Put a sheet into another state and count it there. Refused for one that is in already, of another batch, or of a settled one."""
    sheet = PaperSheet.objects.filter(number=number, batch=batch).first()
    if sheet is None:
        raise Refused(
            f"这一批里没有表号 {in_blocks(number)}，也许是另一批的。请到那一批去录。",
            f"There is no sheet {in_blocks(number)} in this batch; it may be of another one.",
        )
    was = SheetState(sheet.state)
    if was is SheetState.TYPED or was is to:
        raise Refused(
            f"表号 {in_blocks(number)} 已经{'录过' if was is SheetState.TYPED else '记为' + STATE_NAMES[was]}了，没有再收。请核对表号，也许是另一张。",
            f"Sheet {in_blocks(number)} is {'typed in' if was is SheetState.TYPED else was.value} already; nothing was taken again. "
            "Compare the number: it may be another sheet.",
        )
    counts = {to.value: F(to.value) + 1, "said": F("said") + said}
    if was is not SheetState.OUT:
        counts[was.value] = F(was.value) - 1
    if not PaperBatch.objects.filter(pk=batch.pk, closed_on=None).update(**counts):
        raise Refused(
            "这一批已经结清，不再录。晚到的表请用“代录一条”或让本人走收集点。",
            "This batch is settled and takes no more. Take a late sheet down as a single opinion.",
        )
    if not PaperSheet.objects.filter(number=number, state=was.value).update(state=to.value):
        raise Conflict("这张表刚刚有人录了。", "Somebody typed in this sheet a moment ago.")


def _done_with(batch: PaperBatch, scan: int | None) -> None:
    if scan is not None:
        PaperScan.objects.filter(batch=batch, pk=scan).update(done=True)


def _needs_kind(batch: PaperBatch, kind: str) -> None:
    if kind and kind not in {one.code for one in template_of(batch.campaign).giver_kinds}:
        raise BadInput(f"本活动没有“{kind}”这个反映群体。", f"This campaign has no kind of giver '{kind}'.")
