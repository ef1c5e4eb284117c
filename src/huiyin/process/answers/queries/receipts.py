"""From a code to its receipt."""

from django.conf import settings

from huiyin.process.answers.models import Receipt
from huiyin.process.answers.rules.receipts import code_hash


def receipt_of(code: str) -> Receipt | None:
    """The receipt of a code (rules.receipts.typed); None when there is none. One query."""
    kept = code_hash(settings.HUIYIN_GIVERS_KEY, code)
    return Receipt.objects.select_related("campaign__root").filter(code_hash=kept).first()


def has_receipt(matter: int) -> bool:
    """Whether somebody may hear of a matter. One query."""
    return Receipt.objects.filter(pk=matter).exists()
