"""12 June: whether less is said of what was closed is told for the first time. And the autumn, for who asks for it: a second round of listening,
after which one fix is proven, one matter has come back, and of the others it can't be told yet."""

from datetime import date, datetime, time, timedelta

from huiyin.analysis.effects import MOST_DISPERSION
from huiyin.demo.library import autumn_words
from huiyin.demo.world import World, moment
from huiyin.kit.clock import CHINA
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.answers.queries import receipt_of
from huiyin.process.answers.rules.receipts import fresh_nonce
from huiyin.process.channels.commands import open_entrance, submit_opinion
from huiyin.process.channels.rules.given import Given
from huiyin.process.effects.commands import measure_effects, plan_round
from huiyin.process.effects.models import Effect
from huiyin.process.effects.rules.words import Kind
from huiyin.process.problems.models import Problem
from huiyin.process.recurrences.commands import decide_again, raise_again
from huiyin.process.recurrences.rules.answers import Answer

_CHANNEL = "online"
_AGAIN_ON = date(2014, 9, 22)


def measure(world: World) -> None:
    """The first run, in the morning of the day on which visitors find the world."""
    at = moment(6, 12, 8, 59)
    measure_effects(world.campaign, by=world.cast("director", Role.OFFICE, at), at=at)


def plan_listening(world: World) -> None:
    """1 September: the unit in which the least listening tells is asked once more."""
    at = moment(9, 1, 9)
    by, told = world.cast("director", Role.OFFICE, at), autumn_words()
    first = _soonest(world)
    if first is not None and first.unit is not None:
        days = {"opens_on": told["opens_on"], "closes_on": told["closes_on"]}
        plan_round(world.campaign, [first.unit.pk], **days, by=by, at=at)


def listen_again(world: World) -> None:
    """9 September to 17 October: people speak of other things; and elsewhere of one that had been closed."""
    first = _soonest(world)
    if first is None or first.unit is None:
        return
    told = autumn_words()
    at = _noon(told["opens_on"])
    by = world.cast("officer", Role.OFFICE, at)
    way = open_entrance(
        world.campaign,
        name=f"{first.unit.name}·秋季"[:40],
        channel=_CHANNEL,
        about=first.unit,
        closes_on=told["closes_on"],
        by=by,
        at=at,
    )
    days = (told["closes_on"] - told["opens_on"]).days
    others = told["others"]
    for place, (kind, text) in enumerate(others):
        on = told["opens_on"] + timedelta(days=place * days // len(others))
        submit_opinion(way, Given(text, giver_kind=kind), nonce=fresh_nonce(), at=_noon(on))
    _speak_again(world, first, by)


def tell(world: World) -> None:
    """8 December: what can be told now."""
    at = moment(12, 8, 3)
    measure_effects(world.campaign, by=world.cast("director", Role.OFFICE, at), at=at)


def _soonest(world: World) -> Effect | None:
    """The problem of which the least listening tells, among those that didn't come up in bursts."""
    rows = Effect.objects.latest_of(world.campaign).filter(
        kind=Kind.PROBLEM, needed__isnull=False, dispersion__lte=MOST_DISPERSION
    )
    found = rows.exclude(verdict="").select_related("unit", "problem").order_by("needed", "problem")
    return found.first()


def _speak_again(world: World, first: Effect, by: Actor) -> None:
    """Of a problem closed elsewhere people say that it is back; the office confirms each."""
    closed = Problem.objects.of(world.campaign).standing().filter(closed_on__isnull=False)
    with_words = Effect.objects.latest_of(world.campaign).filter(kind=Kind.PROBLEM, before__gt=0)
    elsewhere = closed.exclude(owner=first.unit).exclude(owner=world.root).filter(owner__isnull=False)
    problem = (
        elsewhere.filter(pk__in=with_words.values("problem"))
        .select_related("owner", "campaign__root")
        .order_by("pk")
        .first()
    )
    if problem is None or problem.owner is None:
        return
    at = _noon(_AGAIN_ON)
    way = open_entrance(
        world.campaign,
        name=f"{problem.owner.name}·秋季"[:40],
        channel=_CHANNEL,
        about=problem.owner,
        by=by,
        at=at,
    )
    for place, (kind, text) in enumerate(autumn_words()["again"]):
        said_at = at + timedelta(days=7 * place)
        words = Given(text.format(title=problem.title), giver_kind=kind)
        receipt = receipt_of(submit_opinion(way, words, nonce=fresh_nonce(), at=said_at).code)
        if receipt is not None:
            later = said_at + timedelta(days=1)
            decider = world.cast("officer", Role.OFFICE, later)
            decide_again(problem, receipt.matter, Answer.AGAIN, by=decider, at=later)
    at = moment(10, 9, 9)
    raise_again(problem, autumn_words()["reason"], by=world.cast("director", Role.OFFICE, at), at=at)


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), CHINA)
