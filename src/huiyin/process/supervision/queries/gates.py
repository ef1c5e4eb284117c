"""Facts from every room below, and how the gates of a unit stand on them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from huiyin.process.ballots.queries import facts as ballots
from huiyin.process.campaigns.models import Participation, UnitStage
from huiyin.process.campaigns.queries import facts as campaigns
from huiyin.process.campaigns.queries.running import template_of
from huiyin.process.campaigns.rules.gates import Gate
from huiyin.process.campaigns.rules.judging import Known, judged, judged_check
from huiyin.process.campaigns.rules.plans import StageState
from huiyin.process.campaigns.rules.template import Template
from huiyin.process.letters.queries import facts as letters
from huiyin.process.lifemeetings.models import LifeMeeting
from huiyin.process.lifemeetings.queries import facts as lifemeetings
from huiyin.process.meetings.queries import facts as meetings
from huiyin.process.opinions.queries import facts as opinions
from huiyin.process.problems.queries import facts as problems
from huiyin.process.rectification.queries import facts as rectification
from huiyin.process.selfchecks.queries import facts as selfchecks
from huiyin.process.supervision.models import PlanLook
from huiyin.process.supervision.rules.standing import Judgement, LookFound, Standing, standing
from huiyin.process.talks.queries import facts as talks

Facts = dict[int, dict[str, Known]]

# Which room brings which facts (facts.toml names them all; a test holds the two together).
ROOMS: dict[str, tuple[tuple[str, ...], Callable[[Sequence[Participation], date], Facts]]] = {
    "campaigns": (campaigns.FACTS, campaigns.facts),
    "opinions": (opinions.FACTS, opinions.facts),
    "problems": (problems.FACTS, problems.facts),
    "rectification": (rectification.FACTS, rectification.facts),
    "ballots": (ballots.FACTS, ballots.facts),
    "meetings": (meetings.FACTS, meetings.facts),
    "lifemeetings": (lifemeetings.FACTS, lifemeetings.facts),
    "letters": (letters.FACTS, letters.facts),
    "talks": (talks.FACTS, talks.facts),
    "selfchecks": (selfchecks.FACTS, selfchecks.facts),
}


@dataclass(frozen=True)
class Sheet:
    """Where a unit stands: its open stage (None: it has passed all, or there are none), and the gates on its way out."""

    stage: UnitStage | None
    judgements: tuple[Judgement, ...]
    facts: dict[str, Known]

    @property
    def standing(self) -> Standing:
        return standing(self.judgements)


def facts(participations: Sequence[Participation], on: date) -> Facts:
    """Every fact that a room can tell, by participation of one campaign. 24 queries, however many units."""
    found: Facts = {part.pk: {} for part in participations}
    for _, tell in ROOMS.values():
        for pk, known in tell(participations, on).items():
            found[pk].update(known)
    return found


def sheet(participation: Participation, on: date) -> Sheet:
    """The gates that a unit stands before, judged on the facts of the day. 25 queries."""
    template = template_of(participation.campaign)
    known = facts([participation], on)[participation.pk]
    open_ = UnitStage.objects.filter(participation=participation, state=StageState.OPEN).first()
    gates = gates_before(template, open_.stage if open_ else None)
    return Sheet(open_, tuple(Judgement(gate, judged(gate, known)) for gate in gates), known)


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
    """The looks at a meeting's plan, each with the facts of the day that it stands on. 24 queries."""
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
