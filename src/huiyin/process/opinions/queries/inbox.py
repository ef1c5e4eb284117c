"""The inbox: opinions newest first, page by page, filtered and searched.

Pages are cut at an id, never counted off: the hundredth costs what the first does, and a row that comes in meanwhile
shifts none of them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from huiyin.analysis.normalise import Text
from huiyin.platform.texts.models import IndexedText
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.models import Opinion, OpinionQuerySet, Placement
from huiyin.process.opinions.queries.labels import Labels, labels_of
from huiyin.process.opinions.queries.streams import Stream, streams
from huiyin.process.opinions.rules.disposition import Disposition
from huiyin.process.opinions.rules.wanted import Wanted

EXCERPT = 120
_ROUND = 11  # where a row below has how often it was triaged


@dataclass(frozen=True, slots=True)
class InboxRow:
    """An opinion as the inbox shows it. Codes, for the template to name; `excerpt` is one line, empty once the words went.

    `focus`, `topic`, `concern` and `specific` are `decided` by a person, or else suggested.
    """

    pk: int
    source_id: str
    excerpt: str
    unit: str
    giver_kind: str
    channel: str
    raised_on: date | None
    entered_on: date
    disposition: Disposition
    focus: tuple[str, ...]
    topic: str
    concern: str
    specific: bool
    decided: bool
    group: int | None
    near_duplicate_of: str | None


@dataclass(frozen=True)
class InboxPage:
    """A page, and the cursors of its neighbours: `after=newer`, `before=older`; None where there is none."""

    rows: tuple[InboxRow, ...]
    newer: int | None
    older: int | None


def inbox(
    visible: OpinionQuerySet,
    wanted: Wanted,
    *,
    campaign: Campaign,
    before: int | None = None,
    after: int | None = None,
    size: int = 50,
) -> InboxPage:
    """The newest `size` of what is `wanted`, older than `before` or newer than `after` where one is given.

    `visible`: from access.visible_opinions. BadInput for filters that can't be. 4 queries, one more for a unit and one for
    a label; each walks an index and stops after a page.
    """
    found = streams(visible, wanted, campaign)
    if after is not None:
        ids = _merged(found, lambda one: one.ids(size + 1, above=after), lowest=True)
        shown = ids[:size][::-1]
        return InboxPage(_rows(visible, shown), _first(shown, ids, size), shown[-1] if shown else after + 1)
    ids = _merged(found, lambda one: one.ids(size + 1, below=before))
    shown = ids[:size]
    newer = None if before is None else shown[0] if shown else before - 1
    return InboxPage(_rows(visible, shown), newer, _last(shown, ids, size))


def neighbours_in(
    visible: OpinionQuerySet, wanted: Wanted, pk: int, *, campaign: Campaign
) -> tuple[int | None, int | None]:
    """The ids before and after `pk` in the order of the inbox: the next newer one, the next older one. 2 queries a stream."""
    found = streams(visible, wanted, campaign)
    newer = _merged(found, lambda one: one.ids(1, above=pk), lowest=True)
    older = _merged(found, lambda one: one.ids(1, below=pk))
    return next(iter(newer), None), next(iter(older), None)


def count_up_to(visible: OpinionQuerySet, wanted: Wanted, *, campaign: Campaign, limit: int = 1000) -> int:
    """How many are `wanted`, `limit` at most: "1000" means "1000 or more". One query a stream."""
    return min(limit, sum(one.count(limit) for one in streams(visible, wanted, campaign)))


def _merged(
    found: Sequence[Stream], ids: Callable[[Stream], list[int]], *, lowest: bool = False
) -> list[int]:
    """The ids of all streams in one order."""
    return sorted((pk for one in found for pk in ids(one)), reverse=not lowest)


def _first(shown: list[int], ids: list[int], size: int) -> int | None:
    return shown[0] if len(ids) > size else None


def _last(shown: list[int], ids: list[int], size: int) -> int | None:
    return shown[-1] if len(ids) > size else None


def _rows(visible: OpinionQuerySet, ids: list[int]) -> tuple[InboxRow, ...]:
    """The rows of a page in the order of its ids. 3 queries, whatever its size."""
    if not ids:
        return ()
    found = Opinion.objects.filter(pk__in=ids).values_list(
        "pk",
        "source_id",
        "title",
        "body",
        "about__name",
        "unit_as_written",
        "giver_kind",
        "channel",
        "raised_on",
        "entered_on",
        "disposition",
        "triage_round",
        Subquery(Placement.objects.filter(opinion=OuterRef("pk")).values("group__number")),
        Subquery(_original(visible)),
    )
    rows = list(found.order_by("-pk"))
    known = labels_of(ids, [row[0] for row in rows if row[_ROUND]])
    return tuple(_row(row, known.get(row[0], Labels())) for row in rows)


def _original(visible: OpinionQuerySet) -> QuerySet[Opinion, str]:
    """The number of the opinion that this one repeats, where the reader may see that one, too."""
    repeats = IndexedText.objects.filter(text=OuterRef(OuterRef("pk"))).values("near_duplicate_of")
    return visible.filter(pk=Subquery(repeats)).order_by().values_list("source_id", flat=True)


def _row(row: tuple[Any, ...], known: Labels) -> InboxRow:
    (
        pk,
        source_id,
        title,
        body,
        unit,
        written,
        giver,
        channel,
        raised,
        entered,
        disposition,
        _,
        group,
        original,
    ) = row
    return InboxRow(
        pk=pk,
        source_id=source_id,
        excerpt=excerpt(Text(title or "", body or "")),
        unit=unit or written,
        giver_kind=giver,
        channel=channel,
        raised_on=raised,
        entered_on=entered,
        disposition=Disposition(disposition),
        focus=known.focus,
        topic=known.topic,
        concern=known.concern,
        specific=known.specific,
        decided=known.decided,
        group=group,
        near_duplicate_of=original,
    )


def excerpt(words: Text) -> str:
    """The first characters of a text on one line."""
    # No text needs more than a few times as many to fill the line; a letter of thousands isn't split for it.
    return " ".join(words.whole[: EXCERPT * 4].split())[:EXCERPT]
