"""Paper forms are printed: sheets with numbers, and stubs that whoever fills one in keeps as the receipt."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import BadInput, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.answers.rules.receipts import code_hash
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of
from huiyin.process.channels.models import PaperBatch, PaperScan, PaperSheet, PaperStub
from huiyin.process.channels.rules.paper import (
    CHANNEL,
    FORM,
    Order,
    Printed,
    fields_of,
    fresh_numbers,
    stub_code,
)


@transaction.atomic
def print_sheets(
    campaign: Campaign, about: Unit | None, order: Order, *, nonce: bytes, by: Actor, at: datetime
) -> tuple[PaperBatch, list[Printed]]:
    """Make the numbers and codes of a batch of sheets about `about` (None: nobody has said), to be printed now: no page shows the codes again.

    The same form sent twice is one batch, with the same sheets, as long as none of them came back. Stubs are laid down in the order of
    their hashes and sheets in that of their numbers, so that no row tells which belong together. BadInput for what can't be
    printed, and for a batch about the unit that runs the campaign: nobody who types may read those (SPEC rule 4).
    """
    by.needs(Right.CHANNEL_MANAGE, about.path if about is not None else campaign.root.path)
    today = day_in_china(at)
    template = template_of(campaign)
    order.needs_sense(today, [one.code for one in template.giver_kinds])
    fields_of(template.forms.get(FORM))
    if CHANNEL not in {one.code for one in template.channels}:
        raise BadInput(f"本活动没有“{CHANNEL}”这个收集渠道。", f"This campaign has no channel '{CHANNEL}'.")
    _needs_readers(campaign, about)
    take_turn()
    known = PaperBatch.objects.filter(key=nonce.hex()).first()
    if known is not None:
        return known, _same_sheets(known)
    made = PaperBatch.objects.create(
        campaign=campaign,
        about=about,
        name=order.name.strip(),
        giver_kind=order.giver_kind,
        copies=order.copies,
        hand_in_by=order.hand_in_by,
        key=nonce.hex(),
        printed_by=by.code,
        printed_on=today,
    )
    sheets = _printed(fresh_numbers(order.copies))
    PaperSheet.objects.bulk_create([PaperSheet(number=one.number, batch=made) for one in sheets])
    hashes = sorted(code_hash(settings.HUIYIN_GIVERS_KEY, one.code) for one in sheets)
    PaperStub.objects.bulk_create([PaperStub(code_hash=one, batch=made) for one in hashes])
    facts = {"copies": order.copies, "about": about.pk if about is not None else None}
    record(act="sheets.printed", subject=f"paper:{made.pk}", by=by.code, at=at, facts=facts)
    return made, sheets


def _needs_readers(campaign: Campaign, about: Unit | None) -> None:
    if about is None:
        return
    if not about.path.startswith(campaign.root.path):
        raise BadInput(f"“{about.name}”不在本活动的范围内。", f"'{about.name}' isn't part of this campaign.")
    if about.pk == campaign.root_id:
        inspectors = template_of(campaign).term("supervision_group")
        raise BadInput(
            f"说“{about.name}”自己的意见只由{inspectors.zh}看，纸质表却要由活动办录。请设一个收集点，或者不写单位，由办理的人判断。",
            f"What is said about '{about.name}' itself only the {inspectors.en} read, but paper is typed in by the office. "
            "Open an entrance for it, or name no unit and leave it to whoever works on it.",
        )


def _same_sheets(batch: PaperBatch) -> list[Printed]:
    """The sheets of a batch that was printed a moment ago by the same form; Refused once anything of it is back."""
    touched = batch.closed_on or batch.back or batch.void or PaperScan.objects.filter(batch=batch).exists()
    if touched:
        raise Refused(
            "这一批已经有表交回来，不能再印：印出来的存根会和发出去的重复。还要就另印一批。",
            "Sheets of this batch are back already, so it isn't printed again: there would be two of each stub. Print another batch.",
        )
    numbers = PaperSheet.objects.filter(batch=batch).order_by("number").values_list("number", flat=True)
    return _printed(list(numbers))


def _printed(numbers: list[str]) -> list[Printed]:
    return [Printed(number, stub_code(settings.HUIYIN_GIVERS_KEY, number)) for number in numbers]
