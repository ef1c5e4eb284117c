"""Conditions over a unit's facts (SPEC rule 8): they hold, they fail, or a fact isn't known yet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from huiyin.process.campaigns.rules.gates import Check, Condition, Gate
from huiyin.process.campaigns.rules.possible import compare

Value = bool | int | float | str
Outcome = Literal["holds", "fails", "unknown"]


@dataclass(frozen=True, slots=True)
class Known:
    """A fact's value, and the n that it stands on where it is a share (SPEC rule 14)."""

    value: Value
    n: int | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """A check of a gate with its outcome; `facts` are the names of the facts that it looked at."""

    check: Check
    outcome: Outcome
    facts: tuple[str, ...]

    @property
    def blocks(self) -> bool:
        """Whether it stands in the way: a blocking condition that fails, or can't be told yet."""
        return self.check.severity == "blocks" and self.outcome != "holds"


def judged(gate: Gate, facts: Mapping[str, Known]) -> tuple[Judged, ...]:
    """Every check of a gate, in its order. O(conditions)."""
    return tuple(judged_check(check, facts) for check in gate.conditions)


def judged_check(check: Check, facts: Mapping[str, Known]) -> Judged:
    """One check with its outcome. O(conditions)."""
    return Judged(check, outcome(check, facts), tuple(fact_names(check)))


def outcome(condition: Condition, facts: Mapping[str, Known]) -> Outcome:
    """Unknown only where the facts that are known don't settle it: `any` with one that holds, holds."""
    if condition.fact is not None:
        known = facts.get(condition.fact)
        if known is None or condition.op is None or condition.value is None:
            return "unknown"
        return "holds" if compare(known.value, condition.op, condition.value) else "fails"
    if condition.not_ is not None:
        inner = outcome(condition.not_, facts)
        return {"holds": "fails", "fails": "holds", "unknown": "unknown"}[inner]  # type: ignore[return-value]
    if condition.all is not None:
        return _joined((outcome(part, facts) for part in condition.all), settles="fails", else_="holds")
    return _joined((outcome(part, facts) for part in condition.any or ()), settles="holds", else_="fails")


def _joined(outcomes: Iterable[Outcome], *, settles: Outcome, else_: Outcome) -> Outcome:
    found = list(outcomes)
    if settles in found:
        return settles
    return "unknown" if "unknown" in found else else_


def fact_names(condition: Condition) -> Iterable[str]:
    """The names of the facts that a condition looks at, each once, in order."""
    names = dict.fromkeys([condition.fact] if condition.fact is not None else [])
    for _, inner in condition.inner():
        names.update(dict.fromkeys(fact_names(inner)))
    return names
