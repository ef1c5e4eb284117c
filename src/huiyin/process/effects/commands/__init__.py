"""Every change to what is known of effects, one door each."""

from huiyin.process.effects.commands.rounds import plan_round
from huiyin.process.effects.commands.running import measure_effects

__all__ = ["measure_effects", "plan_round"]
