"""Two samples of counted votes: in the first a visit has begun to that of the second school, in the second none; and a third that was only announced."""

from datetime import date
from decimal import Decimal

from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.commands import give_grant, open_account
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.samples.commands import announce_sample, draw_sample, freeze_population, start_visit
from huiyin.process.samples.models import Sample, SampleItem
from huiyin.process.samples.rules.kinds import Kind
from tests.world import World


def draw_samples(world: World, inspector: Account) -> None:
    """They get the numbers 1, 2 and 3."""
    by = Actor(inspector.code, Role.SUPERVISION, world.bureau.path)
    other, _ = open_account("second-inspector", "另一位督导", by=world.office, at=world.at)
    days = {"since": date(2014, 1, 1), "until": date(2014, 12, 31)}
    give_grant(other, Role.SUPERVISION, world.bureau, **days, by=world.office, at=world.at)
    seen = _drawn(world, by)
    item = SampleItem.objects.select_related("unit").get(draw=seen.pk)
    start_visit(seen, item, other, by=by, at=world.at)
    _drawn(world, by)
    _announced(world, by, Kind.PROBLEM)


def _drawn(world: World, by: Actor) -> Sample:
    sample = _announced(world, by, Kind.VOTE)
    freeze_population(sample, by=by, at=world.at)
    draw_sample(sample, by=by, at=world.at)
    return sample


def _announced(world: World, by: Actor, kind: Kind) -> Sample:
    shares = {"tolerable": Decimal("0.1"), "confidence": Decimal("0.95")}
    return announce_sample(world.campaign, world.bureau, kind, **shares, by=by, at=world.at)
