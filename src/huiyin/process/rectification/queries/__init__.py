"""Questions about a rectification."""

from huiyin.process.rectification.queries.standing import doers, facts_of, unanswered_passing

__all__ = ["doers", "facts_of", "unanswered_passing"]
