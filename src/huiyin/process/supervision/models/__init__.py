"""What was decided about a unit at its gates, and what it looked back at, each with the facts that it stood on."""

from huiyin.process.supervision.models.decisions import PlanLook, StageDecision
from huiyin.process.supervision.models.lookbacks import Lookback, LookbackDraft, LookbackReturn
from huiyin.process.supervision.models.verdicts import FactsKept, GateVerdict, ReturnPoint

__all__ = [
    "FactsKept",
    "GateVerdict",
    "Lookback",
    "LookbackDraft",
    "LookbackReturn",
    "PlanLook",
    "ReturnPoint",
    "StageDecision",
]
