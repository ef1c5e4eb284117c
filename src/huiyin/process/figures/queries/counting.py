"""Everything counted from the rooms' own rows: some grouped queries, however many units there are."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value, When

from huiyin.platform.audit.models import Record
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.life import Act
from huiyin.process.effects.models import Effect
from huiyin.process.effects.rules.words import Kind
from huiyin.process.figures.models import Counting, Figure
from huiyin.process.figures.rules.flow import (
    AGAIN,
    CAME_BACK,
    CLOSED,
    EFFECT,
    FALSE,
    HELD,
    OPINION,
    PROBLEM,
    RECEIVED,
    STANDING,
    UNLOOKED,
    UNMEASURED,
)
from huiyin.process.opinions.models import Opinion
from huiyin.process.problems.models import Problem
from huiyin.process.problems.queries.compared import NO_CANDIDATE
from huiyin.process.rectification.models import Step
from huiyin.process.recurrences.models import Decided
from huiyin.process.recurrences.rules.answers import Answer
from huiyin.process.samples.models import SampleResult

Cell = tuple[int | None, str]
"""A unit, or None, and a key."""


def counted_anew(campaign: Campaign) -> Counter[Cell]:
    """Every figure of a campaign, worked out from nothing. 7 queries; the wholes are counted apart from their parts, or no sum could fail."""
    found: Counter[Cell] = Counter()
    opinions = Opinion.objects.of(campaign).order_by()
    for unit, n in opinions.values_list("about").annotate(n=Count("pk")):
        found[unit, RECEIVED] += n
    for unit, place, n in opinions.values_list("about", "disposition").annotate(n=Count("pk")):
        found[unit, f"{OPINION}{place}"] += n
    problems = Problem.objects.of(campaign).standing().order_by()
    for unit, n, again in problems.values_list("owner").annotate(
        n=Count("pk"), again=Count("pk", filter=Q(round__gt=1))
    ):
        found[unit, STANDING] += n
        found[unit, AGAIN] += again
    for unit, state, n in problems.values_list("owner", "state").annotate(n=Count("pk")):
        found[unit, f"{PROBLEM}{state}"] += n
    closed = problems.filter(state__in=template_of(campaign).life.states_in(["closed"]))
    for unit, code, n in closed.values_list("owner", came_of(campaign)).annotate(n=Count("pk")):
        found[unit, f"{CLOSED}{code}"] += n
    verdicts = dict(
        Effect.objects.latest_of(campaign).filter(kind=Kind.PROBLEM.value).values_list("problem", "verdict")
    )
    for pk, unit in closed.values_list("pk", "owner"):
        found[unit, f"{EFFECT}{verdicts.get(pk) or UNMEASURED}"] += 1
    return Counter({cell: n for cell, n in found.items() if n})


def came_of(campaign: Campaign) -> Case:
    """What came of a closed problem: one of rules.flow.CLOSED_PARTS."""
    life = template_of(campaign).life
    back, held = life.act(Act.COME_BACK), life.act(Act.HOLD)
    looked = SampleResult.objects.filter(visit__item__problem=OuterRef("pk"))
    later = Step.objects.filter(problem=OuterRef("visit__item__problem"), act=Act.REOPEN)
    stands = looked.filter(~Exists(later.filter(on__gte=OuterRef("on"))))
    said = said_again(campaign).filter(problem=OuterRef("pk"))
    again = Exists(Problem.objects.filter(follows=OuterRef("pk"))) | Exists(said)
    return Case(
        When(Q(state=back.to if back else "-") | again, then=Value(CAME_BACK)),
        When(Exists(stands.filter(holds=False)), then=Value(FALSE)),
        When(Q(state=held.to if held else "-") | Exists(stands.filter(holds=True)), then=Value(HELD)),
        default=Value(UNLOOKED),
        output_field=CharField(),
    )


def said_again(campaign: Campaign) -> "QuerySet[Decided]":
    """What people said to speak again of a problem that was closed before it was raised."""
    said = Decided.objects.filter(problem__campaign=campaign, stands=True, answer=Answer.AGAIN)
    return said.filter(opinion__raised_on__gt=F("problem__closed_on")).exclude(
        opinion__disposition__in=NO_CANDIDATE
    )


@dataclass(frozen=True)
class Difference:
    """A figure that is kept otherwise than it is."""

    unit: int | None
    key: str
    kept: int
    is_now: int


def differences(campaign: Campaign) -> list[Difference]:
    """What is kept beside what there is, where they differ. 8 queries."""
    now = counted_anew(campaign)
    rows = Figure.objects.filter(campaign=campaign).values_list("unit", "key", "n")
    kept: dict[Cell, int] = {(unit, key): n for unit, key, n in rows}
    cells = sorted(now.keys() | kept.keys(), key=lambda cell: (cell[1], cell[0] or 0))
    return [
        Difference(unit, key, kept.get((unit, key), 0), now.get((unit, key), 0))
        for unit, key in cells
        if kept.get((unit, key), 0) != now.get((unit, key), 0)
    ]


def counts_wait(campaign: Campaign) -> bool:
    """Whether anything may have changed since the last counting: an act in the record. 2 queries.

    An opinion that came by itself has none before its day is sealed, and nothing is counted for its sake: when it was counted, in the
    queue of jobs and beside the figures, would tell to the minute when it came (SPEC rules 5 and 7).
    """
    last = Counting.objects.filter(campaign=campaign).first()
    return last is None or last.recorded != last_record()


def last_record() -> int:
    """The place of the last act in the record; 0 before the first. One query."""
    return Record.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
