"""Gates with the facts that they look at, as they are today and as they were when somebody decided."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from huiyin.platform.orgs.rules.rights import ROLE_NAMES, Role
from huiyin.process.campaigns.rules.gates import Fact
from huiyin.process.campaigns.rules.judging import Judged, Known
from huiyin.process.campaigns.rules.wording import (
    Names,
    Said,
    body_in_words,
    condition_in_words,
)
from huiyin.process.supervision.models import StageDecision
from huiyin.process.supervision.queries import Sheet
from huiyin.web.campaigns.states import Shown
from huiyin.web.frame.figures import figure, shown_outcome
from huiyin.web.frame.language import pick
from huiyin.web.frame.visit import Visit


@dataclass(frozen=True)
class FactRow:
    """A fact with its value in words; "" where it isn't known."""

    name: str
    value: str


@dataclass(frozen=True)
class CheckRow:
    """A condition: what it asks, how it came out, whether it blocks, and the facts that it looked at."""

    asks: Said
    shown: Shown
    blocks: bool
    facts: list[FactRow]


@dataclass(frozen=True)
class GateRow:
    """A gate, who judges at it, and its conditions."""

    name: Said
    by: Said
    checks: list[CheckRow]


@dataclass(frozen=True)
class DecisionRow:
    """A decision with the facts that were frozen in it."""

    decision: StageDecision
    stage: Said
    role: str
    facts: list[FactRow]


def gate_rows(visit: Visit, path: str, found: Sheet, names: Names) -> list[GateRow]:
    """The gates on the way of the unit at `path` out of its stage."""
    return [
        GateRow(
            Said(each.gate.zh, each.gate.en),
            body_in_words(each.gate.verdict_by, names),
            [_check(visit, path, check, found.facts, names) for check in each.checks],
        )
        for each in found.judgements
    ]


def _check(visit: Visit, path: str, judged: Judged, known: Mapping[str, Known], names: Names) -> CheckRow:
    return CheckRow(
        condition_in_words(judged.check, names.facts),
        shown_outcome(visit, path, judged),
        judged.check.severity == "blocks",
        [_fact(visit, path, name, known.get(name), names.facts.get(name)) for name in judged.facts],
    )


def _fact(visit: Visit, path: str, name: str, known: Known | None, fact: Fact | None) -> FactRow:
    if fact is None:
        return FactRow(name, "" if known is None else str(known.value))
    return FactRow(pick(fact.zh, name), "" if known is None else figure(visit, path, fact, known))


def decision_rows(
    visit: Visit, path: str, decisions: Iterable[StageDecision], names: Names
) -> list[DecisionRow]:
    """What was decided, in the order of the stages."""
    rows = []
    for decision in decisions:
        code = decision.unit_stage.stage
        frozen = {name: Known(fact["value"], fact["n"]) for name, fact in decision.facts.items()}
        facts = [_fact(visit, path, name, known, names.facts.get(name)) for name, known in frozen.items()]
        role = _(ROLE_NAMES[Role(decision.role)])
        rows.append(DecisionRow(decision, names.stages.get(code, Said(code, code)), role, facts))
    return rows
