"""The words of a whole campaign, for the sweep and the grouping."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef

from huiyin.analysis.normalise import Text
from huiyin.platform.texts.models import IndexedText
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.models import Opinion

FEWEST_UNDATED = 5


def in_order_said(campaign: Campaign) -> list[int]:
    """Ids of the opinions that still have words, the earliest said first (undated ones last). One query."""
    return list(
        Opinion.objects.of(campaign).with_text().in_order_said().values_list("id", flat=True).iterator()
    )


def texts_of(campaign: Campaign) -> Iterator[tuple[int, Text]]:
    """(id, words) of every opinion in scope that still has words, the earliest said first. One query."""
    ordered = Opinion.objects.of(campaign).with_text().in_scope().in_order_said()
    for pk, title, body in ordered.values_list("id", "title", "body").iterator(chunk_size=2000):
        yield pk, Text(title or "", body or "")


def waits_for_sweep(campaign: Campaign) -> bool:
    """Whether opinions that have words wait to be indexed, so many that the sweep's record dates nobody. 2 queries, O(n).

    Those of an import are dated by its record anyway. Of those that came one by one only the day may be known (SPEC rules 5
    and 7): they wait until there are a few of them, or until the day's seal.
    """
    seen = IndexedText.objects.filter(text=OuterRef("pk"))
    waiting = Opinion.objects.of(campaign).with_text().exclude(Exists(seen)).order_by()
    one_by_one = waiting.filter(sealed_in=None).values_list("pk", flat=True)[:FEWEST_UNDATED]
    return waiting.exclude(sealed_in=None).exists() or len(one_by_one) == FEWEST_UNDATED
