"""Questions about a rectification."""

from huiyin.process.rectification.queries.listing import Rectified, of_person, rectified
from huiyin.process.rectification.queries.standing import doers, facts_of, unanswered_passing

__all__ = ["Rectified", "doers", "facts_of", "of_person", "rectified", "unanswered_passing"]
