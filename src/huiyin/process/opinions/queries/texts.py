"""The words of a whole campaign, for the sweep and the grouping."""

from collections.abc import Iterator

from huiyin.analysis.normalise import Text
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.models import Opinion


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
