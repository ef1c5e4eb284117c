"""The city's paper goes down: the bureau in a working day, most units soon after, some late, some not yet; and one signed briefing.

In parts, since the record is in the order of the days and other chapters lie between.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from huiyin.demo.library import ROOT_CODE, circular_words
from huiyin.demo.world import World, moment
from huiyin.platform.orgs.rules.rights import Role
from huiyin.process.campaigns.commands import (
    acknowledge_circular,
    draft_paper,
    edit_paper,
    issue_circular,
    pass_on_circular,
    sign_paper,
)
from huiyin.process.campaigns.commands.circulars import Notice
from huiyin.process.campaigns.commands.papers import Draft
from huiyin.process.campaigns.models import CircularStop, Paper
from huiyin.process.campaigns.queries.cascade import next_below, participation_of
from huiyin.process.campaigns.rules.papers import TO_WRITE
from huiyin.reports.papers.candidates import Section, chosen, frozen, gather, structure

_SOON, _LATE, _LAST = 0.62, 0.7, 0.5  # of those that still wait, each time
_SEED = 517


def arrive(world: World) -> None:
    """Saturday 17 May: the city's method document comes in. Monday, first thing: the bureau acknowledges it."""
    at, words = moment(5, 17, 10), circular_words()["notice"]
    notice = Notice(**{**words, "text": words["text"].strip()})
    own = participation_of(world.campaign, world.root)
    by = world.cast("director", Role.OFFICE, at)
    circular = issue_circular(world.campaign, notice, world.root, [own] if own else [], by=by, at=at)
    stop = CircularStop.objects.select_related("participation__unit", "circular__campaign__root")
    at = moment(5, 19, 8, 10)
    by = world.cast("officer", Role.OFFICE, at)
    acknowledge_circular(stop.get(circular=circular), by=by, at=at)


def pass_down(world: World) -> None:
    """Monday 19 May: the bureau passes it on with three demands; until Tuesday afternoon most units acknowledge."""
    at = moment(5, 19, 16)
    by = world.cast("director", Role.OFFICE, at)
    addition = circular_words()["addition"]["text"].strip()
    (stop,) = _stops(world, moment(5, 17))
    pass_on_circular(stop, addition, next_below(world.campaign, world.root), by=by, at=at)
    _acknowledge_some(world, _SOON, at, moment(5, 20, 15, 59))


def chase(world: World) -> None:
    """Thursday evening and Friday: some acknowledge late; the rest hasn't yet."""
    _acknowledge_some(world, _LATE, moment(5, 22, 19, 30), moment(5, 23, 8, 20))


def report(world: World) -> None:
    """Friday 23 May: the last ones of the week; the officer words a briefing on picked facts, the leader signs it."""
    _acknowledge_some(world, _LAST, moment(5, 23, 14), moment(5, 23, 16))
    at, words = moment(5, 23, 16, 30), circular_words()["briefing"]
    by = world.cast("officer", Role.OFFICE, at)
    sections = chosen(gather(world.campaign, world.root, at.date(), [by]), words["facts"])
    draft = Draft("briefing", words["title"], structure(sections), frozen(sections, at.date()))
    paper = draft_paper(world.campaign, world.root, draft, by=by, at=at)
    body = _worded(draft.body, sections, words["words"])
    edit_paper(paper, draft.title, body, 1, by=by, at=at + timedelta(minutes=20))
    at = moment(5, 23, 17, 20)
    sign_paper(Paper.objects.get(pk=paper.pk), 2, by=world.cast("leader", Role.LEADER, at), at=at)


def _stops(world: World, since: datetime) -> list[CircularStop]:
    rows = CircularStop.objects.filter(circular__campaign=world.campaign, reached_at__gte=since)
    related = ("participation__unit", "circular__campaign__root")
    return list(rows.select_related(*related).order_by("participation__unit__path"))


def _acknowledge_some(world: World, share: float, start: datetime, end: datetime) -> None:
    """A share of those that wait, one after the other, at working hours between two moments."""
    random = Random(f"{_SEED}{start}")  # noqa: S311 - a play needs no secrets
    waiting = [stop for stop in _stops(world, moment(5, 18)) if stop.acknowledged_at is None]
    some = random.sample(waiting, round(len(waiting) * share))
    for stop, at in zip(some, _times(random, len(some), start, end), strict=True):
        unit = stop.participation.unit.code
        if unit == ROOT_CODE:
            continue
        acknowledge_circular(stop, by=world.actor(world.heads[unit], Role.HEAD, at, unit), at=at)


def _times(random: Random, n: int, start: datetime, end: datetime) -> Iterator[datetime]:
    """`n` moments in order, in office hours where there are any between."""
    minutes = [
        at
        for step in range(int((end - start).total_seconds() // 60))
        if 8 <= (at := start + timedelta(minutes=step)).hour < 18 and at.hour not in {12, 13}
    ] or [start]
    yield from sorted(random.choice(minutes) for _ in range(n))


def _worded(body: str, sections: tuple[Section, ...], words: dict[str, str]) -> str:
    """The draft with somebody's words in the places that were left for them."""
    said = iter([words[section.code] for section in sections])
    return "\n".join(next(said) if line.startswith(TO_WRITE) else line for line in body.splitlines())
