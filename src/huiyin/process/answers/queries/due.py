"""Who waits for an answer, and since when: opinions of givers who hold a receipt, the oldest first.

Pages are cut at an id, as the inbox's are. Ids grow with the day on which an opinion came in, so the order is that of the limits.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.analysis.normalise import Text
from huiyin.platform.calendar.queries import calendar
from huiyin.platform.calendar.rules import WorkCalendar
from huiyin.process.answers.models import Answer, Answered, Receipt
from huiyin.process.answers.rules.limits import (
    ANSWER_DAYS,
    SETTLE_DAYS,
    Due,
    Limits,
    Wanted,
    in_time_from,
)
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of
from huiyin.process.opinions.models import Opinion, OpinionQuerySet
from huiyin.process.opinions.queries.inbox import excerpt
from huiyin.process.opinions.rules.disposition import Disposition


@dataclass(frozen=True, slots=True)
class DueRow:
    """An opinion that somebody is to be answered on. `about`: the path of the unit, None while nobody has said which. `draft`: the answer that waits for approval; `unread`: its giver wrote again."""

    pk: int
    source_id: str
    excerpt: str
    unit: str
    about: str | None
    giver_kind: str
    channel: str
    entered_on: date
    answer_by: date
    answered_on: date | None
    due: Due
    disposition: Disposition
    draft: int | None
    unread: bool


@dataclass(frozen=True)
class DuePage:
    """A page, and the cursors of its neighbours: `before=earlier`, `after=later`; None where there is none."""

    rows: tuple[DueRow, ...] = ()
    earlier: int | None = None
    later: int | None = None


def limits_of(campaign: Campaign, known: WorkCalendar | None = None) -> Limits:
    """The campaign's limits on the installation's calendar. 2 queries, none where the calendar is `known`."""
    return Limits(
        known or calendar(),
        _number(campaign, "answer_days", ANSWER_DAYS),
        _number(campaign, "settle_days", SETTLE_DAYS),
    )


def surely_in_time_from(campaign: Campaign, on: date) -> date:
    """What came in on this day or later isn't overdue on `on`, whatever days are worked. No query: it spares asking the calendar."""
    return in_time_from(on, _number(campaign, "answer_days", ANSWER_DAYS))


def _number(campaign: Campaign, code: str, otherwise: int) -> int:
    numbers = {parameter.code: parameter.value for parameter in template_of(campaign).parameters}
    return int(numbers.get(code, otherwise))


def due_receipts(
    visible: OpinionQuerySet, wanted: Wanted, *, campaign: Campaign, overdue_before: date
) -> QuerySet[Receipt]:
    """The receipts of those of `visible` that are in scope and stand as `wanted` says; `overdue_before` is of Limits.

    Along the receipts, which are in the order of the limits: the database stops after a page.
    """
    stands = Q(answered_on__isnull=wanted is not Wanted.ANSWERED)
    if wanted is Wanted.OVERDUE:
        stands &= Q(entered_on__lt=overdue_before)
    elif wanted is Wanted.WAITING:
        stands &= Q(entered_on__gte=overdue_before)
    found = visible.in_scope().filter(stands, pk=OuterRef("matter"))
    return Receipt.objects.filter(Exists(found), campaign=campaign)


@dataclass(frozen=True)
class Asked:
    """What page of a list is asked for: as of `on`, later than `after` or earlier than `before`, or the first."""

    on: date
    after: int | None = None
    before: int | None = None
    size: int = 50


def due_page(found: QuerySet[Receipt], asked: Asked, *, limits: Limits, unread: QuerySet[Receipt]) -> DuePage:
    """The oldest of those that were `found`, a page at a time; `unread` (access.unread_receipts) are marked. 4 queries.

    YearMissing where the calendar doesn't tell the last day of one.
    """
    if asked.before is not None:
        ids = _ids(found.filter(matter__lt=asked.before).order_by("-matter"), asked.size)
        shown = ids[: asked.size][::-1]
        earlier = shown[0] if len(ids) > asked.size else None
        rows = _rows(shown, limits, asked.on, unread)
        return DuePage(rows, earlier, shown[-1] if shown else asked.before - 1)
    ids = _ids(found.filter(matter__gt=asked.after or 0).order_by("matter"), asked.size)
    shown = ids[: asked.size]
    earlier = None if asked.after is None else shown[0] if shown else asked.after + 1
    rows = _rows(shown, limits, asked.on, unread)
    return DuePage(rows, earlier, shown[-1] if len(ids) > asked.size else None)


def _ids(found: QuerySet[Receipt], size: int) -> list[int]:
    return list(found.values_list("matter", flat=True)[: size + 1])


def _rows(ids: Sequence[int], limits: Limits, on: date, unread: QuerySet[Receipt]) -> tuple[DueRow, ...]:
    """The rows of a page in the order of its ids. 3 queries, whatever its size."""
    if not ids:
        return ()
    found = Opinion.objects.filter(pk__in=ids).values(
        "pk", "source_id", "title", "body", "about__name", "about__path", "unit_as_written", "giver_kind", "channel",
        "entered_on", "answered_on", "disposition",
    )  # fmt: skip
    drafts = dict(
        Answered.objects.filter(opinion__in=ids, answer__state=Answer.State.DRAFT).values_list(
            "opinion_id", "answer_id"
        )
    )
    said = set(unread.filter(matter__in=ids).values_list("matter", flat=True))
    by_id = {row["pk"]: _row(row, limits, on, drafts.get(row["pk"]), said) for row in found}
    return tuple(by_id[pk] for pk in ids)


def _row(row: Mapping[str, Any], limits: Limits, on: date, draft: int | None, unread: set[int]) -> DueRow:
    answer_by = limits.answer_by(row["entered_on"])
    return DueRow(
        pk=row["pk"],
        source_id=row["source_id"],
        excerpt=excerpt(Text(row["title"] or "", row["body"] or "")),
        unit=row["about__name"] or row["unit_as_written"],
        about=row["about__path"],
        giver_kind=row["giver_kind"],
        channel=row["channel"],
        entered_on=row["entered_on"],
        answer_by=answer_by,
        answered_on=row["answered_on"],
        due=due_of(row["answered_on"], answer_by, on),
        disposition=Disposition(row["disposition"]),
        draft=draft,
        unread=row["pk"] in unread,
    )


def due_of(answered_on: date | None, answer_by: date, on: date) -> Due:
    """Where one stands."""
    if answered_on is not None:
        return Due.ANSWERED
    return Due.OVERDUE if answer_by < on else Due.WAITING
