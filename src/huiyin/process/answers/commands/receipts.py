"""Receipts: given out with an opinion."""

from datetime import date

from django.conf import settings

from huiyin.platform.bulk import Row, insert_row
from huiyin.process.answers.models import Receipt
from huiyin.process.answers.rules.receipts import code_hash
from huiyin.process.campaigns.models import Campaign

RECEIPT_ONCE = ("code_hash",)
"""There is one receipt of a code."""


def issue_receipt(campaign: Campaign, matter: int, code: str, *, on: date, once: bool = False) -> bool:
    """Keep the hash of a code for a matter; False, and nothing, when there is a receipt of this code already.

    Part of the command that takes the matter in, in its transaction. One query. Two forms with the same code at the same moment:
    the second waits for the first, and then knows.
    """
    model, row = receipt_row(campaign, matter, code, on=on, once=once)
    return insert_row(model, row, unless=RECEIPT_ONCE)


def receipt_row(campaign: Campaign, matter: int, code: str, *, on: date, once: bool = False) -> Row:
    """The row of a receipt, for a command that writes it with all else (platform.bulk.insert_rows), `unless` RECEIPT_ONCE."""
    kept = {
        "matter": matter,
        "campaign_id": campaign.pk,
        "code_hash": code_hash(settings.HUIYIN_GIVERS_KEY, code),
        "issued_on": on,
        "once": once,
    }
    return Receipt, kept
