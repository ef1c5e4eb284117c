"""Every decision that stands on facts of several rooms, one door each."""

from huiyin.process.supervision.commands.advancing import advance_stage
from huiyin.process.supervision.commands.looking import look_at_plan

__all__ = ["advance_stage", "look_at_plan"]
