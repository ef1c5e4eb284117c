"""What people decided about single opinions: labels, answers, forwards, duplicates, withdrawals; some of it undone."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from huiyin.demo.library import answers, units
from huiyin.demo.world import World, moment
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.opinions.commands import (
    mark_duplicate,
    settle_opinion,
    triage_opinion,
    withdraw_opinion,
)
from huiyin.process.opinions.models import Opinion
from huiyin.process.opinions.rules.disposition import Disposition

_TRIAGED = {"first": 0.9, "second": 0.62}
_ANSWERED, _FORWARDED = 0.42, 0.35
_DUPLICATES, _WITHDRAWN, _UNDONE = 0.7, 0.003, 0.006
_SECONDS, _WORKDAY = 15.0, 20_000.0  # an act takes at most; for all that comes in a day
_OUT_OF_SCOPE = "E99"


class Desk:
    """Who sits over which opinion, and the clock: the office takes turns, the inspectors take what is about the bureau."""

    def __init__(self, world: World, begins: datetime, acts: int) -> None:
        self.at = begins
        self.root = world.root.pk
        self.random: Random = world.random
        self.pace = min(_SECONDS, _WORKDAY / max(acts, 1))
        self.office = [world.actor(account, Role.OFFICE, begins) for account in world.officers]
        self.inspector = world.cast("inspector", Role.SUPERVISION, begins)
        self.director = world.cast("director", Role.OFFICE, begins)

    def tick(self) -> datetime:
        """The next act's moment: some seconds later, all within the day."""
        self.at += timedelta(seconds=self.random.uniform(0.5, 1.5) * self.pace)
        return self.at

    def by(self, opinion: Opinion) -> Actor:
        """Who works on an opinion (SPEC rule 4)."""
        return self.inspector if self.is_inspectors(opinion) else self.random.choice(self.office)

    def is_inspectors(self, opinion: Opinion) -> bool:
        return opinion.about_id == self.root


def triage(world: World, numbers: list[str], desk: Desk, week: str) -> list[str]:
    """Three of four are triaged, by the labels of their writers; which. Accusations are left for the sealed channel."""
    done = []
    for at, number in enumerate(numbers, start=1):
        voice = world.said[number]
        if voice.kind == "accusation" or desk.random.random() >= _TRIAGED[week]:
            continue
        _triage(world, number, desk.by(world.opinions[number]), desk)
        done.append(number)
        world.tell(at, len(numbers))
    return done


def _triage(world: World, number: str, by: Actor, desk: Desk) -> None:
    voice, opinion = world.said[number], world.opinions[number]
    decision = triage_opinion(
        opinion,
        focus=voice.leaf,
        topic=voice.topic,
        concern=voice.concern,
        specific=voice.specific,
        by=by,
        at=desk.tick(),
    )
    opinion.triage_round = decision.round


def think_again(world: World, numbers: list[str], desk: Desk) -> None:
    """A few labels were decided wrongly first and then anew, by another person; a settlement or two is taken back."""
    for number in desk.random.sample(numbers, round(len(numbers) * _UNDONE)):
        again = desk.inspector if desk.is_inspectors(world.opinions[number]) else desk.director
        _triage(world, number, again, desk)


def mark_resent(world: World, numbers: list[str], desk: Desk) -> None:
    """Messages sent again are marked as duplicates, most of them; one mark is taken back and set anew."""
    first = {voice.number: number for number, voice in world.said.items()}
    marked = []
    for number in numbers:
        voice = world.said[number]
        original = first.get(voice.resent)
        if original is None or world.opinions[number].duplicate_of_id or desk.random.random() >= _DUPLICATES:
            continue
        opinion, by = world.opinions[number], desk.by(world.opinions[number])
        mark_duplicate(opinion, of=world.opinions[original], by=by, at=desk.tick())
        opinion.duplicate_of = world.opinions[original]
        marked.append((opinion, by))
    for opinion, by in marked[:1]:
        of = opinion.duplicate_of
        mark_duplicate(opinion, of=None, by=by, at=desk.tick())
        opinion.duplicate_of = None
        mark_duplicate(opinion, of=of, by=by, at=desk.tick())
        opinion.duplicate_of = of


def withdraw_some(world: World, numbers: list[str], desk: Desk) -> None:
    """A few givers take back what they said."""
    alone = [
        number
        for number in numbers
        if world.said[number].number[0] == "G" and world.opinions[number].withdrawn_on is None
    ]
    for number in desk.random.sample(alone, max(1, round(len(alone) * _WITHDRAWN))):
        at = desk.tick()
        withdraw_opinion(world.opinions[number], by=desk.by(world.opinions[number]), at=at)
        world.opinions[number].withdrawn_on = at.date()


def settle_some(world: World, numbers: list[str], desk: Desk) -> None:
    """What needs no problem is answered, forwarded or out of scope, each with a written reason; one is put back."""
    waiting = Opinion.objects.of(world.campaign).filter(disposition=Disposition.WAITING)
    there = set(waiting.values_list("source_id", flat=True))
    settled = []
    for number, settlement, why in _settlements(
        world, [number for number in numbers if number in there], desk
    ):
        opinion, by = world.opinions[number], desk.by(world.opinions[number])
        settle_opinion(opinion, as_=settlement, why=why, by=by, at=desk.tick())
        opinion.settled_as = settlement.value
        settled.append((opinion, by))
    for opinion, by in settled[3:5]:
        settle_opinion(opinion, as_=None, why="", by=by, at=desk.tick())


def _settlements(world: World, numbers: list[str], desk: Desk) -> Iterator[tuple[str, Disposition, str]]:
    """(number, what it is settled as, why) for those that a person settles at once."""
    for number in numbers:
        voice = world.said[number]
        if voice.kind == "out_of_scope" or voice.topic == _OUT_OF_SCOPE:
            settlement, topic = Disposition.OUT_OF_SCOPE, _OUT_OF_SCOPE
        elif voice.kind == "vague":
            settlement, topic = Disposition.ANSWERED, ""
        elif ("forwarded", voice.topic) in answers() and not voice.leaf and desk.random.random() < _FORWARDED:
            settlement, topic = Disposition.FORWARDED, voice.topic
        elif desk.random.random() < _ANSWERED and voice.leaf[:1] != "S":
            settlement, topic = Disposition.ANSWERED, voice.topic
        else:
            continue
        unit = units()[voice.unit].name if voice.unit else "有关单位"
        why = desk.random.choice(answers()[settlement.value, topic])
        yield number, settlement, why.replace("{unit}", unit)


def first_desk(world: World) -> Desk:
    return Desk(world, moment(5, 19, 8, 30), len(world.said))


def second_desk(world: World) -> Desk:
    return Desk(world, moment(5, 23, 8, 30), len(world.said))
