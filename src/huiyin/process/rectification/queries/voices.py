"""What the givers say of a fix, for whoever judges it: how many were asked, how they rated it, who says that it isn't real (SPEC rules 5, 6, 14)."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import BigIntegerField, Count, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from huiyin.platform.texts.models import IndexedText
from huiyin.process.answers.models import RATINGS, Message, Receipt
from huiyin.process.answers.rules.figures import small_parts
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.life import Act, Phase, Voices
from huiyin.process.opinions.models import Opinion
from huiyin.process.problems.models import Link, Problem
from huiyin.process.problems.queries.behind import fewest_givers, homes
from huiyin.process.rectification.models import Step

FEWEST_FOR_A_RATE = 10
NOT_FIXED = "not_fixed"
"""The code of what isn't a level, among the parts of a count."""
MOST_WORDS = 100
_RATED_IN: tuple[Phase, ...] = ("awaiting", "closed")


@dataclass(frozen=True)
class Handing:
    """Which handing in to acceptance stands, counted from 1 over all rounds (0: none yet), and on which day it was."""

    number: int
    on: date | None


@dataclass(frozen=True)
class RatingPart:
    """Levels that are shown as one, by their codes, and how many gave them; a single one unless it is too small to stand alone."""

    codes: tuple[str, ...]
    n: int


@dataclass(frozen=True)
class NotFixed:
    """What a giver says of a fix that isn't real. `said` is None where the words are gone."""

    opinion: int
    said: str | None
    on: date
    decided_on: date | None


@dataclass(frozen=True)
class VoicesOfProblem:
    """What the givers say of the fix as it was last handed in, near duplicates once; None is what this reader isn't told.

    `asked`: who has a receipt; `until`: the day up to which acceptance waits for them; after it who hasn't rated counts as 未评 and
    never as satisfied. `parts` sum to `rated`; `satisfied` of the `rated` gave one of the `summed` levels, and `rate` is their share,
    None below n = 10 (rule 14). `waiting`: "not fixed" that no person has decided on; `words`, for whoever may read them.
    """

    asked: int | None
    until: date | None
    rated: int | None
    parts: tuple[RatingPart, ...]
    summed: tuple[str, ...]
    satisfied: int | None
    not_fixed: int | None
    waiting: int | None
    words: tuple[NotFixed, ...]
    fewest: int
    nobody: bool = False

    @property
    def rate(self) -> float | None:
        """Satisfied ÷ rated, a share; None for fewer than ten."""
        if self.satisfied is None or not self.rated or self.rated < FEWEST_FOR_A_RATE:
            return None
        return self.satisfied / self.rated

    @property
    def unrated(self) -> int | None:
        """Who was asked and hasn't rated."""
        return None if self.asked is None or self.rated is None else self.asked - self.rated


def voices(problem: Problem, *, words: bool) -> VoicesOfProblem | None:
    """What the givers say of a problem that was handed in; None before, and where the template asks nobody. 5 queries.

    `words`: the reader may read every word behind it (problems.access.sees_words). Who may not gets no figure over fewer givers than
    the template shows (SPEC rule 5), and smaller parts merged.
    """
    return voices_of(problem.campaign, [problem], words=words).get(problem.pk)


def voices_of(campaign: Campaign, problems: Iterable[Problem], *, words: bool) -> dict[int, VoicesOfProblem]:
    """Problem → what the givers say of it, of those of one campaign that were handed in. 5 queries, whatever their number."""
    life = template_of(campaign).life
    if life.voices is None:
        return {}
    before = set(life.states_in(["before"]))
    handings = _handings([one.pk for one in problems if one.state not in before])
    if not handings:
        return {}
    originals = _originals(campaign, handings.keys())
    said = _said(handings, originals)
    told = {
        pk: _told(campaign, life.voices, handing, len(set(originals[pk].values())), said[pk])
        for pk, handing in handings.items()
    }
    return told if words else {pk: _for_the_unit(one) for pk, one in told.items()}


def handing_of(problem: Problem) -> Handing:
    """Which handing in stands. One query."""
    found = Step.objects.filter(problem=problem, act=Act.SUBMIT).aggregate(n=Count("pk"), on=Max("on"))
    return Handing(found["n"], found["on"])


def may_be_rated(problem: Problem) -> bool:
    """Whether a problem stands where givers may say if it is fixed: handed in or closed. No query."""
    life = template_of(problem.campaign).life
    return life.voices is not None and problem.state in life.states_in(_RATED_IN)


def receipts_behind(problem: Problem) -> QuerySet[Any, Any]:
    """The receipts of who stands behind a problem and all that lives on in it, of opinions that weren't taken back.

    `original`: the opinion that theirs repeats, by a person's word or the index, else itself: one giver each. One query here.
    """
    within = [pk for pk, into in homes(problem.campaign).items() if into == problem.pk]
    links = Link.objects.filter(problem__in=[problem.pk, *within]).order_by().values("opinion_id")
    return _receipts(links)


def _receipts(links: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """The receipts of the opinions of `links` and of what a person calls a duplicate of them (`repeats`), with `original`."""
    behind = Opinion.objects.filter(Q(pk__in=links) | Q(duplicate_of__in=links), withdrawn_on=None)
    same = Opinion.objects.filter(pk=OuterRef("matter")).values("duplicate_of")[:1]
    near = IndexedText.objects.filter(text=OuterRef("matter")).values("near_duplicate_of")[:1]
    return Receipt.objects.filter(matter__in=behind.order_by().values("pk")).annotate(
        repeats=Subquery(same),
        original=Coalesce(Subquery(same), Subquery(near), F("matter"), output_field=BigIntegerField()),
    )


def had_their_say(problem: Problem, on: date) -> bool:
    """Whether acceptance need wait for the givers no longer on a day: their days are over, all have rated, or nobody could be asked.

    4 queries; none where the template asks nobody.
    """
    asking = template_of(problem.campaign).life.voices
    if asking is None:
        return True
    handing = handing_of(problem)
    if handing.on is None or on >= handing.on + timedelta(asking.days):
        return True
    receipts = receipts_behind(problem)
    asked = set(receipts.values_list("original", flat=True))
    return asked <= set(_newest(receipts, problem.pk, handing.number))


def waiting_not_fixed(problem: int) -> int:
    """How many say that a problem isn't really fixed, and no person has decided on it. One query."""
    return Message.objects.filter(kind=Message.Kind.NOT_FIXED, problem=problem, read_on=None).count()


def _newest(receipts: QuerySet[Any, Any], problem: int, handed: int) -> dict[int, Message]:
    """Original → the rating that counts, of one handing in: the newest of all that it repeats. 2 queries."""
    said = Message.objects.filter(problem=problem, handed=handed, kind__in=RATINGS)
    originals = dict(receipts.filter(matter__in=said.values("matter")).values_list("matter", "original"))
    return _counting(said, originals)


def _handings(problems: Collection[int]) -> dict[int, Handing]:
    """Which handing in of each stands; none of what was never handed in. One query, none for nothing."""
    if not problems:
        return {}
    steps = Step.objects.filter(problem__in=problems, act=Act.SUBMIT).order_by().values("problem")
    rows = steps.annotate(n=Count("pk"), last=Max("on")).values_list("problem", "n", "last")
    return {problem: Handing(n, last) for problem, n, last in rows}


def _originals(campaign: Campaign, problems: Collection[int]) -> dict[int, dict[int, int]]:
    """Problem → receipt's opinion → the one that it repeats, else itself, of who stands behind it (as `receipts_behind`). 3 queries."""
    moved = {pk: into for pk, into in homes(campaign).items() if into in problems}
    links = Link.objects.filter(problem__in=[*problems, *moved]).order_by()
    stands: dict[int, set[int]] = defaultdict(set)
    for problem, opinion in links.values_list("problem_id", "opinion_id"):
        stands[opinion].add(moved.get(problem, problem))
    found: dict[int, dict[int, int]] = {pk: {} for pk in problems}
    for matter, original, repeats in _receipts(links.values("opinion_id")).values_list(
        "matter", "original", "repeats"
    ):
        for problem in stands[matter] | (stands[repeats] if repeats else set()):
            found[problem][matter] = original
    return found


@dataclass(frozen=True)
class _Said:
    """Of one problem: original → the rating that counts, and how many "not fixed" no person has decided on."""

    counted: Mapping[int, Message]
    waiting: int


def _said(handings: Mapping[int, Handing], originals: Mapping[int, Mapping[int, int]]) -> dict[int, _Said]:
    """By problem. One query."""
    by_problem: dict[int, list[Message]] = defaultdict(list)
    for message in Message.objects.filter(problem__in=handings.keys(), kind__in=RATINGS):
        by_problem[message.problem or 0].append(message)
    return {
        pk: _Said(
            _counting((one for one in by_problem[pk] if one.handed == handing.number), originals[pk]),
            sum(one.kind == Message.Kind.NOT_FIXED and one.read_on is None for one in by_problem[pk]),
        )
        for pk, handing in handings.items()
    }


def _counting(said: Iterable[Message], originals: Mapping[int, int]) -> dict[int, Message]:
    """Original → the newest of what is said by all that repeat it; what nobody behind the problem said is left out."""
    ordered = sorted(said, key=lambda one: (one.on, one.turn or 0, one.pk))
    return {originals[one.matter]: one for one in ordered if one.matter in originals}


def _told(campaign: Campaign, asking: Voices, handing: Handing, asked: int, said: _Said) -> VoicesOfProblem:
    levels = template_of(campaign).lists[asking.levels].codes
    by_code = Counter(one.level or NOT_FIXED for one in said.counted.values())
    order = [level.code for level in levels] + [NOT_FIXED]
    disagree = [one for one in said.counted.values() if one.kind == Message.Kind.NOT_FIXED]
    return VoicesOfProblem(
        asked=asked,
        until=handing.on + timedelta(asking.days) if handing.on else None,
        rated=len(said.counted),
        parts=tuple(RatingPart((code,), by_code[code]) for code in order),
        summed=asking.summed,
        satisfied=sum(by_code[code] for code in asking.summed),
        not_fixed=by_code[NOT_FIXED],
        waiting=said.waiting,
        words=tuple(_words(disagree)),
        fewest=fewest_givers(campaign),
        nobody=not asked,
    )


def _words(disagree: Iterable[Message]) -> list[NotFixed]:
    newest = sorted(disagree, key=lambda one: (one.on, one.pk), reverse=True)
    return [NotFixed(one.matter, one.body, one.on, one.read_on) for one in newest[:MOST_WORDS]]


def _for_the_unit(told: VoicesOfProblem) -> VoicesOfProblem:
    """The same without words and without a figure over fewer givers than may be shown."""
    asked, rated = told.asked or 0, told.rated or 0
    if asked < told.fewest:
        return _hidden(told, asked=None)
    if rated < told.fewest or 0 < asked - rated < told.fewest:
        return _hidden(told, asked=asked)
    counts = {part.codes[0]: part.n for part in told.parts if part.n}
    small = small_parts(counts, told.fewest)
    merged = [RatingPart((code,), n) for code, n in counts.items() if code not in small]
    if small:
        codes = tuple(code for code in counts if code in small)
        merged.append(RatingPart(codes, sum(counts[code] for code in codes)))
    summed = set(told.summed)
    apart = (
        small <= summed or not small & summed
    )  # else the sum would tell a small part from the one that it's merged with
    return VoicesOfProblem(
        asked=asked,
        until=told.until,
        rated=rated,
        parts=tuple(merged),
        summed=told.summed,
        satisfied=told.satisfied if apart else None,
        not_fixed=told.not_fixed if NOT_FIXED in counts and NOT_FIXED not in small else None,
        waiting=None,
        words=(),
        fewest=told.fewest,
    )


def _hidden(told: VoicesOfProblem, *, asked: int | None) -> VoicesOfProblem:
    return VoicesOfProblem(
        asked, told.until, None, (), told.summed, None, None, None, (), told.fewest, told.nobody
    )
