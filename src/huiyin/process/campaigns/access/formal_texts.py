"""Which of some formal texts somebody may open: the others are no more to them than another text."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from huiyin.platform.orgs.rules.rights import Actor
from huiyin.platform.texts.queries import Source
from huiyin.process.campaigns.access.circulars import visible_circulars, visible_stops
from huiyin.process.campaigns.access.papers import visible_papers
from huiyin.process.campaigns.access.plans import visible_items
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries.formal_texts import TextKind, by_kind, filled_text


@dataclass(frozen=True)
class OpenText:
    """A formal text that its reader may open: where it is, what it is called, whose it is, from when, and its words."""

    source: Source
    campaign: str
    title: str
    unit: int
    unit_name: str
    on: date | None
    words: str


def open_texts(actors: Sequence[Actor], sources: Collection[Source]) -> dict[Source, OpenText]:
    """Those of the texts that one of the capacities may open, in whatever campaign. Queries: one, and four for each campaign."""
    wanted = by_kind(sources)
    if not wanted:
        return {}
    found: dict[Source, OpenText] = {}
    for campaign in Campaign.objects.select_related("root"):
        here = [actor for actor in actors if actor.campaign in {"", campaign.code}]
        for kind, things in wanted.items():
            left = [thing for thing in things if Source(kind, thing) not in found]
            for one in _opened(here, campaign, kind, left) if left and here else ():
                found[one.source] = one
    return found


def _opened(
    actors: Sequence[Actor], campaign: Campaign, kind: TextKind, things: Collection[int]
) -> Iterator[OpenText]:
    opened = {
        TextKind.PAPER: _papers,
        TextKind.CIRCULAR: _circulars,
        TextKind.ADDED: _added,
        TextKind.ITEM: _items,
    }[kind]
    return opened(actors, campaign, things)


def _papers(actors: Iterable[Actor], campaign: Campaign, things: Collection[int]) -> Iterator[OpenText]:
    for paper in visible_papers(actors, campaign).filter(pk__in=things).select_related("unit"):
        yield OpenText(
            Source(TextKind.PAPER, paper.pk),
            campaign.code,
            paper.title,
            paper.unit_id,
            paper.unit.name,
            paper.signed_on or paper.drafted_on,
            paper.body,
        )


def _circulars(actors: Iterable[Actor], campaign: Campaign, things: Collection[int]) -> Iterator[OpenText]:
    for one in visible_circulars(actors, campaign).filter(pk__in=things).select_related("issued_by"):
        yield OpenText(
            Source(TextKind.CIRCULAR, one.pk),
            campaign.code,
            one.title,
            one.issued_by_id,
            one.author or one.issued_by.name,
            one.issued_on,
            one.text,
        )


def _added(actors: Iterable[Actor], campaign: Campaign, things: Collection[int]) -> Iterator[OpenText]:
    related = ("circular", "participation__unit")
    for stop in visible_stops(actors, campaign).filter(pk__in=things).select_related(*related):
        unit = stop.participation.unit
        yield OpenText(
            Source(TextKind.ADDED, stop.pk),
            campaign.code,
            stop.circular.title,
            unit.pk,
            unit.name,
            None,
            stop.added_text,
        )


def _items(actors: Sequence[Actor], campaign: Campaign, things: Collection[int]) -> Iterator[OpenText]:
    related = ("ask", "participation__unit")
    for item in visible_items(actors, campaign).filter(pk__in=things).select_related(*related):
        unit = item.participation.unit
        yield OpenText(
            Source(TextKind.ITEM, item.pk),
            campaign.code,
            item.ask.title,
            unit.pk,
            unit.name,
            item.done_on,
            filled_text(item.filled),
        )
