"""Whose words are kept no longer, opinions and sealed matters alike: what one look says, one deletion does."""

from collections.abc import Collection, Sequence
from datetime import date

from huiyin.process.opinions.models import Opinion
from huiyin.process.opinions.queries import kept_too_long
from huiyin.process.opinions.rules.identity import reference
from huiyin.process.sealed.queries import matters_kept_too_long, matters_there


def lapsed(day: date) -> list[int]:
    """Ids of those whose retention was over before `day`. 2 queries."""
    return [*kept_too_long(day), *matters_kept_too_long(day)]


def brought_back(gone: Collection[int]) -> list[int]:
    """Those of some that had gone whose words are there, as an older backup brings them back. 2 queries."""
    opinions = Opinion.objects.with_text().filter(pk__in=gone).order_by("pk")
    return [*opinions.values_list("pk", flat=True), *matters_there(gone)]


def numbers_of(ids: Sequence[int]) -> dict[int, str]:
    """Under which number each is spoken of. One query."""
    known = dict(Opinion.objects.filter(pk__in=ids).values_list("pk", "source_id"))
    return {pk: known.get(pk) or reference(pk) for pk in ids}
