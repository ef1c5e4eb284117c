"""Facts from every room below, and how the gates of a unit stand on them."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from huiyin.process.ballots.queries import facts as ballots
from huiyin.process.campaigns.models import Campaign, EventDate, Participation, UnitStage
from huiyin.process.campaigns.queries import facts as campaigns
from huiyin.process.campaigns.queries.running import template_of
from huiyin.process.campaigns.rules.gates import Gate
from huiyin.process.campaigns.rules.judging import Known, judged, judged_check
from huiyin.process.campaigns.rules.plans import StageState
from huiyin.process.campaigns.rules.template import Template
from huiyin.process.effects.queries import facts as effects
from huiyin.process.letters.queries import facts as letters
from huiyin.process.lifemeetings.models import LifeMeeting
from huiyin.process.lifemeetings.queries import facts as lifemeetings
from huiyin.process.meetings.queries import facts as meetings
from huiyin.process.opinions.queries import facts as opinions
from huiyin.process.problems.queries import facts as problems
from huiyin.process.rectification.queries import facts as rectification
from huiyin.process.recurrences.queries import facts as recurrences
from huiyin.process.samples.queries import facts as samples
from huiyin.process.selfchecks.queries import facts as selfchecks
from huiyin.process.supervision.models import FactsKept, GateVerdict, Lookback, PlanLook, StageDecision
from huiyin.process.supervision.queries import facts as own
from huiyin.process.supervision.queries.verdicts import latest_verdicts
from huiyin.process.supervision.rules.frozen import thawed
from huiyin.process.supervision.rules.standing import Judgement, LookFound, Standing, standing
from huiyin.process.supervision.rules.verdicts import VerdictKind
from huiyin.process.talks.queries import facts as talks

Facts = dict[int, dict[str, Known]]

# Which room brings which facts (facts.toml names them all; a test holds the two together).
ROOMS: dict[str, tuple[tuple[str, ...], Callable[[Sequence[Participation], date], Facts]]] = {
    "campaigns": (campaigns.FACTS, campaigns.facts),
    "opinions": (opinions.FACTS, opinions.facts),
    "problems": (problems.FACTS, problems.facts),
    "rectification": (rectification.FACTS, rectification.facts),
    "recurrences": (recurrences.FACTS, recurrences.facts),
    "samples": (samples.FACTS, samples.facts),
    "ballots": (ballots.FACTS, ballots.facts),
    "meetings": (meetings.FACTS, meetings.facts),
    "lifemeetings": (lifemeetings.FACTS, lifemeetings.facts),
    "effects": (effects.FACTS, effects.facts),
    "letters": (letters.FACTS, letters.facts),
    "talks": (talks.FACTS, talks.facts),
    "selfchecks": (selfchecks.FACTS, selfchecks.facts),
    "supervision": (own.FACTS, own.facts),
}


@dataclass(frozen=True)
class Sheet:
    """Where a unit stands: its open stage (None: it has passed all, or there are none), and the gates on its way out."""

    stage: UnitStage | None
    judgements: tuple[Judgement, ...]
    facts: dict[str, Known]
    latest: dict[str, VerdictKind] = field(default_factory=dict)

    @property
    def standing(self) -> Standing:
        return standing(self.judgements, self.latest)


@dataclass(frozen=True)
class Then:
    """A fact as it was on a day."""

    on: date
    known: Known


def facts(participations: Sequence[Participation], on: date, names: Collection[str] | None = None) -> Facts:
    """Every fact that a room can tell, by participation of one campaign; with `names`, of the rooms that tell any of them. 45 queries at most,
    however many units: nine of them for the head's own acts and the sheets of looks, which ask five rooms."""
    found: Facts = {part.pk: {} for part in participations}
    for told, tell in ROOMS.values():
        if names is not None and not set(told) & set(names):
            continue
        for pk, known in tell(participations, on).items():
            found[pk].update(known)
    return found


def sheet(participation: Participation, on: date) -> Sheet:
    """The gates that a unit stands before, judged on the facts of the day, with the last verdict on each. 47 queries at most."""
    template = template_of(participation.campaign)
    known = facts([participation], on)[participation.pk]
    open_ = UnitStage.objects.filter(participation=participation, state=StageState.OPEN).first()
    gates = gates_before(template, open_.stage if open_ else None)
    latest = latest_verdicts([participation.pk])[participation.pk]
    return Sheet(open_, tuple(Judgement(gate, judged(gate, known)) for gate in gates), known, latest)


def gates_before(template: Template, stage: str | None) -> Iterator[Gate]:
    """The gates out of a stage and into the next; without stages, those that belong to none."""
    codes = [one.code for one in template.stages]
    after = codes[codes.index(stage) + 1] if stage is not None and stage != codes[-1] else None
    for gate in template.gates:
        leaving = gate.stage == stage and gate.at == "exit"
        entering = gate.at == "entry" and gate.stage is not None and gate.stage == after
        if leaving or entering:
            yield gate


def looks_at(meeting: LifeMeeting, on: date) -> tuple[LookFound, ...]:
    """The looks at a meeting's plan, each with the facts of the day that it stands on. 45 queries at most."""
    part = meeting.participation
    known = facts([part], on)[part.pk]
    found = []
    for look in template_of(part.campaign).lifemeetings.looks:
        checks = tuple(judged_check(check, known) for check in look.conditions)
        names = {name for check in checks for name in check.facts}
        found.append(LookFound(look, checks, {name: known[name] for name in sorted(names & known.keys())}))
    return tuple(found)


def plan_looks(meeting: LifeMeeting) -> list[PlanLook]:
    """How a meeting's plan was looked at, the latest first. One query."""
    return list(PlanLook.objects.filter(meeting=meeting).order_by("-pk"))


def reached(participation: Participation) -> list[Gate]:
    """The gates that may be judged of a unit: those of its open stage and of passed ones, those on the way into the next; and all that belong
    to no stage. One query."""
    template = template_of(participation.campaign)
    rows = UnitStage.objects.filter(participation=participation).exclude(state=StageState.WAITING)
    begun = set(rows.values_list("stage", flat=True))
    codes = [one.code for one in template.stages]
    entered = {code for at, code in enumerate(codes) if code in begun or (at and codes[at - 1] in begun)}
    return [
        gate
        for gate in template.gates
        if gate.stage is None or gate.stage in (begun if gate.at == "exit" else entered)
    ]


def facts_over_time(participation: Participation, on: date, most: int = 12) -> dict[str, list[Then]]:
    """By fact, what it was whenever it was kept: weekly, with a verdict, a stage's decision or a sheet of looks; the oldest first, the last
    `most` of them. 4 queries."""
    kept: list[tuple[date, dict[str, dict[str, Any]]]] = []
    kept += FactsKept.objects.filter(participation=participation, on__lte=on).values_list("on", "facts")
    kept += GateVerdict.objects.filter(participation=participation, on__lte=on).values_list("on", "facts")
    kept += Lookback.objects.filter(participation=participation, on__lte=on).values_list("on", "facts")
    decided = StageDecision.objects.filter(unit_stage__participation=participation, decided_on__lte=on)
    kept += decided.values_list("decided_on", "facts")
    found: dict[str, dict[date, Known]] = {}
    for day, facts_then in sorted(kept, key=lambda one: one[0]):
        for name, known in thawed(facts_then).items():
            found.setdefault(name, {})[day] = known
    return {name: [Then(*one) for one in days.items()][-most:] for name, days in found.items()}


def facts_wait(campaign: Campaign, on: date) -> bool:
    """Whether a campaign runs by its plan, and its facts weren't kept for a week. 2 queries at most."""
    lately = FactsKept.objects.filter(participation__campaign=campaign, on__gt=on - timedelta(days=7))
    planned = EventDate.objects.filter(campaign=campaign)
    return campaign.closed_on is None and planned.exists() and not lately.exists()
