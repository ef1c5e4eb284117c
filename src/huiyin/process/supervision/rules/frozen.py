"""Facts as a decision keeps them, and read again."""

from collections.abc import Mapping
from typing import Any

from huiyin.process.campaigns.rules.judging import Known

PLAN_OF, PROBLEMS_OF = "key_work_plan.{}", "key_work_problems.{}"
"""The names under which a sheet of looks keeps what serves a key work: k done of n items, k closed of n problems."""


def frozen(facts: Mapping[str, Known]) -> dict[str, dict[str, Any]]:
    """By name the value and its n, in the order of the names."""
    return {name: {"value": known.value, "n": known.n} for name, known in sorted(facts.items())}


def thawed(kept: Mapping[str, Mapping[str, Any]]) -> dict[str, Known]:
    """What `frozen` kept."""
    return {name: Known(fact["value"], fact["n"]) for name, fact in kept.items()}


def told(facts: Mapping[str, Known]) -> dict[str, str]:
    """For the record, which holds no fractions: to be compared with what the decision keeps itself."""
    return {name: str(known.value) for name, known in sorted(facts.items())}
