"""The tables of closed problems and of what they make together, worked out from what was heard."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from huiyin.analysis.effects import Counts, Heard
from huiyin.analysis.listening import OURS, Part, Sides, Spread, breaks, part_of, spread, two_sides
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of
from huiyin.process.effects.queries.hearing import Matter, heard_of, matters_of, named_by_problem
from huiyin.process.effects.rules.words import Kind
from huiyin.process.opinions.queries.scopes import Scopes
from huiyin.process.problems.models import Problem


@dataclass(frozen=True)
class OfProblem:
    """A problem's own table."""

    matter: Matter
    counts: Counts
    waiting: int
    spread: Spread
    channels: dict[str, tuple[int, int]] = field(default_factory=dict)
    weekly: list[list[int]] = field(default_factory=list)

    @property
    def breaks(self) -> dict[str, bool]:
        return breaks(self.channels)


@dataclass(frozen=True)
class OfUnit:
    """What a unit brings to a sum: `kind` and `subject` say to which."""

    unit: int
    kind: Kind
    subject: str
    problems: int
    part: Part
    waiting: int = 0
    breaks: dict[str, bool] = field(default_factory=dict)


@dataclass
class Measured:
    """`problems`: by pk; `parts`: of `units` all there are."""

    units: set[int]
    problems: dict[int, OfProblem] = field(default_factory=dict)
    parts: list[OfUnit] = field(default_factory=list)


def measure(
    campaign: Campaign,
    closed: Sequence[Problem],
    scopes: Scopes,
    units: set[int] | None,
    homes: Mapping[int, int | None],
) -> Measured:
    """Measure the closed problems that lie in `units` (None: all). `homes` is where the last run measured each.

    A problem that now lies elsewhere than then draws that unit in, too. O(opinions of these units x closed problems in each).
    """
    matters = _matters(campaign, closed, scopes, units, homes)
    inside = [matter for matter in matters if matter.unit is not None]
    wanted = {matter.unit for matter in inside if matter.unit is not None} | (units or set())
    found = Measured(wanted)
    heard = heard_of(campaign, {matter.unit for matter in inside if matter.unit is not None}, scopes)
    of_unit: dict[int, list[Matter]] = defaultdict(list)
    for matter in matters:
        if matter.unit is None:
            found.problems[matter.problem.pk] = OfProblem(matter, Counts(0, 0, 0, 0), 0, Spread())
        else:
            of_unit[matter.unit].append(matter)
    subjects = subjects_of(campaign)
    for unit, those in of_unit.items():
        said = named_by_problem(heard[unit], those)
        for matter in those:
            found.problems[matter.problem.pk] = _of_problem(matter, said, campaign.started_on)
        found.parts += _parts(unit, those, said, found.problems, subjects, campaign.started_on)
    return found


def _matters(
    campaign: Campaign,
    closed: Sequence[Problem],
    scopes: Scopes,
    units: set[int] | None,
    homes: Mapping[int, int | None],
) -> list[Matter]:
    if units is None:
        return matters_of(campaign, closed, scopes)
    wanted = set(units)
    while True:
        chosen = [
            one
            for one in closed
            if one.pk not in homes or homes[one.pk] in wanted or scopes.of(one.owner_id) in wanted
        ]
        matters = matters_of(campaign, chosen, scopes)
        there = {matter.unit for matter in matters if matter.unit is not None}
        there |= {old for one in chosen if (old := homes.get(one.pk)) is not None}
        if there <= wanted:
            return matters
        wanted |= there


def subjects_of(campaign: Campaign) -> Callable[[Problem], list[tuple[Kind, str]]]:
    """To which sums a problem belongs: its unit's (and so the campaign's), its topic's, its wind's."""
    template = template_of(campaign)
    winds = {leaf: template.focus_group_of(leaf).code for leaf in template.focus_codes()}

    def named(problem: Problem) -> list[tuple[Kind, str]]:
        found = [(Kind.UNIT, "")]
        if problem.topic:
            found.append((Kind.TOPIC, problem.topic))
        if problem.focus in winds:
            found.append((Kind.WIND, winds[problem.focus]))
        return found

    return named


def _of_problem(matter: Matter, said: list[Heard], since: date) -> OfProblem:
    sides = two_sides(said, matter.opinions, matter.aside, matter.closed_on)
    return OfProblem(
        matter,
        sides.counts,
        sides.waiting,
        spread(sides.before, since),
        sides.channels,
        _weekly(sides, since),
    )


def _weekly(sides: Sides, since: date) -> list[list[int]]:
    weeks: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for one in (*sides.before, *sides.after):
        weeks[(one.on - since).days // 7][one.matter != OURS] += 1
    return [[week, *weeks[week]] for week in sorted(weeks)]


def _parts(
    unit: int,
    matters: Collection[Matter],
    said: list[Heard],
    measured: Mapping[int, OfProblem],
    subjects: Callable[[Problem], list[tuple[Kind, str]]],
    since: date,
) -> list[OfUnit]:
    of_subject: dict[tuple[Kind, str], list[Matter]] = defaultdict(list)
    for matter in matters:
        for named in subjects(matter.problem):
            of_subject[named].append(matter)
    found = []
    for (kind, subject), those in sorted(of_subject.items()):
        own = {one.problem.pk: (one.opinions, one.closed_on) for one in those}
        aside = {opinion for one in those for opinion in one.aside}
        changed: dict[str, bool] = {}
        for one in those:
            changed |= measured[one.problem.pk].breaks
        waits = sum(measured[one.problem.pk].waiting for one in those)
        found.append(
            OfUnit(unit, kind, subject, len(those), part_of(said, own, aside, since), waits, changed)
        )
    return found
