"""Every decision that stands on facts of several rooms, one door each."""

from huiyin.process.supervision.commands.advancing import advance_stage
from huiyin.process.supervision.commands.judging import Must, Said, judge_gate
from huiyin.process.supervision.commands.keeping import keep_facts
from huiyin.process.supervision.commands.looking import look_at_plan
from huiyin.process.supervision.commands.looking_back import (
    hand_in_lookback,
    return_lookback,
    save_lookback,
)

__all__ = [
    "Must",
    "Said",
    "advance_stage",
    "hand_in_lookback",
    "judge_gate",
    "keep_facts",
    "look_at_plan",
    "return_lookback",
    "save_lookback",
]
