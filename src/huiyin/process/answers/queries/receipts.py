"""From a code to its receipt."""

from django.conf import settings

from huiyin.process.answers.models import Receipt
from huiyin.process.answers.rules.receipts import MOST_FURTHER, code_hash, further_code


def receipt_of(code: str) -> Receipt | None:
    """The receipt of a code (rules.receipts.typed); None when there is none. One query."""
    kept = code_hash(settings.HUIYIN_GIVERS_KEY, code)
    return Receipt.objects.select_related("campaign__root").filter(code_hash=kept).first()


def has_receipt(matter: int) -> bool:
    """Whether somebody may hear of a matter. One query."""
    return Receipt.objects.filter(pk=matter).exists()


def further_codes(code: str) -> list[str]:
    """The codes of the further matters of a receipt, in their order: what else was said on the same sheet. One query."""
    key = settings.HUIYIN_GIVERS_KEY
    codes = {code_hash(key, one): one for one in further_of(code)}
    there = set(Receipt.objects.filter(code_hash__in=codes).values_list("code_hash", flat=True))
    return [one for kept, one in codes.items() if kept in there]


def further_of(code: str) -> list[str]:
    """Every further code that there could be."""
    key = settings.HUIYIN_GIVERS_KEY
    return [further_code(key, code, number) for number in range(1, MOST_FURTHER + 1)]
