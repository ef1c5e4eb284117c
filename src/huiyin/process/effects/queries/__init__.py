"""Questions about effects: what the last run says, and whether another is due."""

from huiyin.process.effects.queries.standing import effects_wait, last_run

__all__ = ["effects_wait", "last_run"]
