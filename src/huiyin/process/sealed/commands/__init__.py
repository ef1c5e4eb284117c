"""Every change to sealed matters, one door each."""

from huiyin.process.sealed.commands.closing_days import seal_matters
from huiyin.process.sealed.commands.taking import keep_sealed, take_sealed

__all__ = ["keep_sealed", "seal_matters", "take_sealed"]
