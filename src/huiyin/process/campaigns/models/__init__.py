"""A running campaign: its units and stages, what is asked of them, what goes down to them, and the papers about it."""

from huiyin.process.campaigns.models.asks import Ask, PlanItem, PlanItemQuerySet
from huiyin.process.campaigns.models.campaigns import Campaign, EventDate, Participation, UnitStage
from huiyin.process.campaigns.models.circulars import (
    Circular,
    CircularQuerySet,
    CircularStop,
    CircularStopQuerySet,
)
from huiyin.process.campaigns.models.papers import Paper, PaperQuerySet, PaperVersion

__all__ = [
    "Ask",
    "Campaign",
    "Circular",
    "CircularQuerySet",
    "CircularStop",
    "CircularStopQuerySet",
    "EventDate",
    "Paper",
    "PaperQuerySet",
    "PaperVersion",
    "Participation",
    "PlanItem",
    "PlanItemQuerySet",
    "UnitStage",
]
