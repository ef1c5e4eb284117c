"""11 June, in the evening: the inspectors draw closed problems; 12 June: they go and look, and one closing turns out to be false."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from huiyin.demo.chapters.rectifying import SETTLED
from huiyin.demo.library import sample_words
from huiyin.demo.world import World, moment
from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.campaigns.rules.life import Act
from huiyin.process.problems.models import Link, Problem
from huiyin.process.rectification.commands import Said, take_step
from huiyin.process.rectification.models import Step
from huiyin.process.samples.commands import (
    announce_sample,
    draw_sample,
    freeze_population,
    say_of_item,
    start_visit,
)
from huiyin.process.samples.models import Sample, SampleItem
from huiyin.process.samples.queries.populations import sizes
from huiyin.process.samples.rules.kinds import Kind

_SECOND = "ddz-12"
_SPARED = "YH41"  # the school whose head and clerk can be signed in as
_UNTIL = date(2014, 6, 27)
_A_MINUTE = timedelta(minutes=1)


def draw(world: World) -> None:
    """The seed's hash, the population, the draw: a minute each."""
    _drawn(world, Kind.PROBLEM, moment(6, 11, 18, 57))


def look(world: World) -> None:
    """Two go to each; what they say agrees. The false one is reopened: the same number, one round more. Of talks a sample waits to be looked at."""
    at = moment(6, 12, 8, 51)
    sample = Sample.objects.select_related("scope", "campaign__root").filter(campaign=world.campaign).first()
    if sample is not None:
        items = list(
            SampleItem.objects.filter(draw=sample.pk).select_related("unit", "problem").order_by("place")
        )
        false = _false(world, items)
        second = Account.objects.get(login=_SECOND)
        for place, item in enumerate(items):
            _look(
                world, sample, item, second, place, false=item is false, at=at + place * timedelta(seconds=5)
            )
        if false is not None:
            _reopen(world, false, at + 3 * _A_MINUTE)
    _drawn(world, Kind.TALK, at + 4 * _A_MINUTE)


def _drawn(world: World, kind: Kind, at: datetime) -> None:
    """Nothing where there is nothing of the kind yet, as in a very small build."""
    scope, told = Unit.objects.get(pk=world.root.pk), sample_words()
    if not sizes(world.campaign, scope)[kind]:
        return
    by = world.cast("inspector", Role.SUPERVISION, at)
    sample = announce_sample(
        world.campaign,
        scope,
        kind,
        tolerable=Decimal(told["share"]),
        confidence=Decimal(told["confidence"]),
        by=by,
        at=at,
    )
    freeze_population(sample, by=by, at=at + _A_MINUTE)
    draw_sample(sample, by=by, at=at + 2 * _A_MINUTE)


def _false(world: World, items: Sequence[SampleItem]) -> SampleItem | None:
    """One that nothing else of the story stands on, whichever were drawn: accepted and not looked at since, and of the
    least words, since the autumn tells of those with many."""
    acts: dict[int, list[str]] = defaultdict(list)
    of_them = Step.objects.filter(problem__in=[item.problem_id for item in items]).order_by("pk")
    for problem, act in of_them.values_list("problem", "act"):
        acts[problem].append(act)
    words = Counter(Link.objects.filter(problem__in=acts).values_list("problem", flat=True))
    free = [
        item
        for item in items
        if item.problem is not None
        and item.unit_id != world.units[_SPARED].pk
        and item.problem.title not in SETTLED
        and acts[item.problem.pk][-1:] == ["accept"]
    ]
    return min(free, key=lambda item: words[item.problem_id or 0], default=None)


def _look(
    world: World,
    sample: Sample,
    item: SampleItem,
    second: Account,
    place: int,
    *,
    false: bool,
    at: datetime,
) -> None:
    told = sample_words()
    words = told["false"] if false else told["holds"][place % len(told["holds"])]
    by = world.cast("inspector", Role.SUPERVISION, at)
    other = world.actor(second, Role.SUPERVISION, at)
    start_visit(sample, item, second, by=by, at=at)
    say_of_item(sample, item, words["first"], holds=not false, by=by, at=at)
    say_of_item(sample, item, words["second"], holds=not false, by=other, at=at)


def _reopen(world: World, item: SampleItem, at: datetime) -> None:
    by: Actor = world.cast("inspector", Role.SUPERVISION, at)
    problem = Problem.objects.select_related("campaign__root", "owner").get(
        number=item.name, campaign=world.campaign
    )
    told = sample_words()["false"]
    said = Said(reason=told["reason"], reason_code=told["code"], until=_UNTIL)
    take_step(problem, Act.REOPEN, said, by=by, at=at)
