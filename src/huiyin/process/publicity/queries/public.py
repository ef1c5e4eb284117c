"""The page that everybody may read: what stands, the newest first. No drafts, no words of givers, no names of who wrote it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Min, Q

from huiyin.platform.orgs.models import Unit
from huiyin.process.campaigns.models import Campaign
from huiyin.process.publicity.models import PublicMatter
from huiyin.process.publicity.rules.matters import MatterState
from huiyin.process.rectification.queries import Progress, progress_of

Place = tuple[int, int]
"""Where a page goes on: the day as 20140608, and the number."""


@dataclass(frozen=True)
class PublicRow:
    """A matter as everybody reads it. `on` is the day on which it was published, `first` the day of its first edition.

    `progress`: how far its problem is today, in figures and days alone, since nobody approves a unit's words for everybody.
    Withdrawn: nothing but the number and the day stands there any more.
    """

    number: int
    on: date
    first: date
    unit: str = ""
    topic: str = ""
    title: str = ""
    words: str = ""
    answer: str = ""
    givers: int | None = None
    withdrawn: bool = False
    progress: Progress | None = None


@dataclass(frozen=True)
class PublicPage:
    """Rows, the newest first; `later` is where the next page begins, None at the end."""

    rows: tuple[PublicRow, ...]
    later: Place | None


def anything_public(campaign: Campaign) -> bool:
    """Whether the campaign has told the public anything yet. One query."""
    return PublicMatter.objects.of(campaign).out().exists()


def public_page(
    campaign: Campaign, *, unit: Unit | None = None, after: Place | None = None, size: int
) -> PublicPage:
    """The page after a place, of what concerns a unit when one is given. 5 queries.

    Of withdrawn ones no unit is told: only the page of all of them has their lines.
    """
    rows = PublicMatter.objects.of(campaign).out()
    if unit is not None:
        rows = rows.filter(unit=unit, state=MatterState.PUBLISHED)
    if after is not None:
        day = _day(after[0])
        rows = rows.filter(Q(decided_on__lt=day) | Q(decided_on=day, number__lt=after[1]))
    found = list(rows.select_related("unit").order_by("-decided_on", "-number")[: size + 1])
    first = _first_days(campaign, found)
    standing = [one for one in found[:size] if one.withdrawn_on is None]
    progress = progress_of(campaign, {one.problem_id for one in standing if one.problem_id is not None})
    shown = tuple(
        _row(matter, first[matter.number], progress.get(matter.problem_id or 0)) for matter in found[:size]
    )
    return PublicPage(shown, _place(found[size - 1]) if len(found) > size else None)


def published_units(campaign: Campaign) -> list[Unit]:
    """The units that something published concerns, in the order of the tree. One query."""
    stands = PublicMatter.objects.of(campaign).filter(state=MatterState.PUBLISHED)
    return list(Unit.objects.filter(pk__in=stands.values("unit")).order_by("path"))


def _place(matter: PublicMatter) -> Place:
    return int(f"{matter.decided_on:%Y%m%d}"), matter.number


def _day(number: int) -> date:
    """The day of a place; the first of all for what is none."""
    try:
        return date(number // 10000, number // 100 % 100, number % 100)
    except ValueError:
        return date.min


def _first_days(campaign: Campaign, matters: Iterable[PublicMatter]) -> dict[int, date]:
    editions = PublicMatter.objects.of(campaign).filter(number__in=[matter.number for matter in matters])
    told = editions.exclude(state__in=[MatterState.DRAFT, MatterState.RETURNED])
    return dict(told.values("number").annotate(first=Min("decided_on")).values_list("number", "first"))


def _row(matter: PublicMatter, first: date, progress: Progress | None) -> PublicRow:
    if matter.withdrawn_on is not None:
        return PublicRow(matter.number, matter.withdrawn_on, first, withdrawn=True)
    return PublicRow(
        matter.number,
        matter.decided_on or first,
        first,
        matter.unit.name,
        matter.topic,
        matter.title,
        matter.words,
        matter.answer,
        matter.givers,
        progress=progress,
    )
