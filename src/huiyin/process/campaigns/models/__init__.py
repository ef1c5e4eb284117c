"""A running campaign: the units that take part, their stages, and what is asked of them until when."""

from huiyin.process.campaigns.models.asks import Ask, PlanItem, PlanItemQuerySet
from huiyin.process.campaigns.models.campaigns import Campaign, EventDate, Participation, UnitStage

__all__ = ["Ask", "Campaign", "EventDate", "Participation", "PlanItem", "PlanItemQuerySet", "UnitStage"]
