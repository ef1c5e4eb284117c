"""Questions about a rectification."""

from huiyin.process.rectification.queries.asking import AskingRow, asking_page, asking_problems
from huiyin.process.rectification.queries.fixes import Fix, fixes_of
from huiyin.process.rectification.queries.listing import Rectified, of_person, rectified
from huiyin.process.rectification.queries.standing import doers, facts_of, unanswered_passing
from huiyin.process.rectification.queries.voices import NotFixed, RatingPart, VoicesOfProblem, voices

__all__ = [
    "AskingRow",
    "Fix",
    "NotFixed",
    "RatingPart",
    "Rectified",
    "VoicesOfProblem",
    "asking_page",
    "asking_problems",
    "doers",
    "facts_of",
    "fixes_of",
    "of_person",
    "rectified",
    "unanswered_passing",
    "voices",
]
