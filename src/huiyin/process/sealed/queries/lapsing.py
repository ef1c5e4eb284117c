"""Whose words are kept no longer."""

from collections.abc import Collection
from datetime import date

from huiyin.process.sealed.models import SealedMatter


def matters_kept_too_long(day: date) -> list[int]:
    """Ids of the matters whose words are there although their retention was over before `day`, the earliest first. One query."""
    over = SealedMatter.objects.exclude(enciphered=None).filter(retain_until__lt=day)
    return list(over.order_by("retain_until", "pk").values_list("pk", flat=True))


def matters_there(matters: Collection[int]) -> list[int]:
    """Those of some ids whose words stand among the sealed matters. One query."""
    found = SealedMatter.objects.exclude(enciphered=None).filter(pk__in=matters)
    return list(found.order_by("pk").values_list("pk", flat=True))
