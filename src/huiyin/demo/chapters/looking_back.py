"""12 June: whether less is said of what was closed is told for the first time. And the autumn, for who asks for it: a second round of listening,
after which one fix is proven, one matter has come back, and of the others it can't be told yet."""

from datetime import date, datetime, time, timedelta

from huiyin.analysis.effects import MOST_DISPERSION
from huiyin.demo.library import autumn_words
from huiyin.demo.world import World, moment
from huiyin.kit.clock import CHINA
from huiyin.platform.orgs.rules.rights import Role
from huiyin.process.answers.queries import receipt_of
from huiyin.process.answers.rules.receipts import fresh_nonce
from huiyin.process.channels.commands import open_entrance, submit_opinion
from huiyin.process.channels.rules.given import Given
from huiyin.process.effects.commands import measure_effects, plan_round
from huiyin.process.effects.models import Effect
from huiyin.process.effects.rules.words import Kind
from huiyin.process.figures.commands import refresh_counts
from huiyin.process.opinions.commands import sweep_opinions
from huiyin.process.opinions.models import Opinion
from huiyin.process.problems.models import Link, Problem
from huiyin.process.recurrences.commands import decide_again, look_for_again, raise_again
from huiyin.process.recurrences.rules.answers import Answer

_CHANNEL = "online"
_AGAIN_ON = date(2014, 9, 22)
_TOLD_OF = 5


def measure(world: World) -> None:
    """The first run, in the morning of the day on which visitors find the world."""
    at = moment(6, 12, 8, 59)
    measure_effects(world.campaign, by=world.cast("director", Role.OFFICE, at), at=at)


def count(world: World) -> None:
    """The morning of the day on which visitors come: what the one page reads, as the clock counts it."""
    refresh_counts(world.campaign, at=moment(6, 12, 8, 59))


def count_again(world: World) -> None:
    """9 December: once more."""
    refresh_counts(world.campaign, at=moment(12, 9, 8))


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
    _speak_again(world, first)


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


def _speak_again(world: World, first: Effect) -> None:
    """Elsewhere people come back to what they said of closed problems, in the words that they used in spring: that it is as it
    was, or well now. The machine suggests all of them; the office looks at each, one waits. What came back most is raised again."""
    closed = _closed_elsewhere(world, first)
    said: list[tuple[Problem, int, Answer]] = []
    for number, (problem, words) in enumerate(closed):
        if problem.owner is None:
            continue
        at = _noon(_AGAIN_ON) + timedelta(minutes=number)
        by = world.cast("officer", Role.OFFICE, at)
        name = f"{problem.owner.name}·秋季"[:30]
        way = open_entrance(
            world.campaign, name=f"{name}{number + 1}", channel=_CHANNEL, about=problem.owner, by=by, at=at
        )
        for place, (kind, text, answer) in enumerate(_sayings(number)):
            text = text.format(text=_ended(words[place % len(words)]))
            given = Given(text, giver_kind=kind)
            receipt = receipt_of(
                submit_opinion(way, given, nonce=fresh_nonce(), at=at + timedelta(days=4 * place)).code
            )
            if receipt is not None:
                said.append((problem, receipt.matter, answer))
    at = moment(10, 8, 2)
    by = world.cast("director", Role.OFFICE, at)
    sweep_opinions(world.campaign, by=by, at=at)
    look_for_again(world.campaign, by=by, at=at)
    at = moment(10, 8, 9)
    for place, (problem, opinion, answer) in enumerate(said):
        if answer is not Answer.OPEN:
            by = world.cast("officer", Role.OFFICE, at)
            why = autumn_words()["why_better"] if answer is Answer.ANOTHER else ""
            decide_again(problem, opinion, answer, why, by=by, at=at + timedelta(minutes=place))
    if closed:
        at = moment(10, 9, 9)
        by = world.cast("director", Role.OFFICE, at)
        raise_again(closed[0][0], autumn_words()["reason"], by=by, at=at)


def _sayings(number: int) -> list[tuple[str, str, Answer]]:
    """What is said of one closed problem after the other: that it came back, that it is well, or either; of one, nobody has looked yet."""
    told = autumn_words()
    came = [(kind, text, Answer.AGAIN) for kind, text in told["came"]]
    better = [(kind, text, Answer.ANOTHER) for kind, text in told["better"]]
    kind, text = told["waits"]
    waits = (kind, text, Answer.OPEN)
    return ([*came], [better[0], waits], came[:2], [came[2], better[0]], better)[number % _TOLD_OF]


def _closed_elsewhere(world: World, first: Effect) -> list[tuple[Problem, list[str]]]:
    """Closed problems with the words that stand behind each, the longest last; not of the unit that is listened to, nor of the bureau itself."""
    closed = Problem.objects.of(world.campaign).standing().filter(closed_on__isnull=False)
    elsewhere = closed.exclude(owner=first.unit).exclude(owner=world.root).filter(owner__isnull=False)
    with_words = Effect.objects.latest_of(world.campaign).filter(kind=Kind.PROBLEM, before__gt=0)
    found = []
    for problem in (
        elsewhere.filter(pk__in=with_words.values("problem"))
        .select_related("owner", "campaign__root")
        .order_by("pk")[:_TOLD_OF]
    ):
        behind = Opinion.objects.filter(pk__in=Link.objects.filter(problem=problem).values("opinion"))
        words = sorted((one.text for one in behind.with_text()), key=len)
        if words:
            found.append((problem, words))
    return found


def _ended(text: str) -> str:
    text = text.strip()
    return text if text.endswith(tuple("。！？”.!?")) else f"{text}。"


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), CHINA)
