"""Questions about a rectification."""

from huiyin.process.rectification.queries.acts import Acts, NextAct, acts_of, lead_act
from huiyin.process.rectification.queries.asking import (
    AskingRow,
    asking_page,
    asking_problems,
    judged_problems,
)
from huiyin.process.rectification.queries.board import Board, Card, Column, board_of
from huiyin.process.rectification.queries.dates import Dated, DatesPage, WeekOf, dates_of
from huiyin.process.rectification.queries.exchange import measure_values, problem_values, standing_problems
from huiyin.process.rectification.queries.fixes import Fix, fixes_of
from huiyin.process.rectification.queries.life import ProblemLife, life_of, word_for_word
from huiyin.process.rectification.queries.lint import Checked, Found, lint
from huiyin.process.rectification.queries.listing import Rectified, of_person, rectified
from huiyin.process.rectification.queries.progress import Progress, done_in_words, done_measures, progress_of
from huiyin.process.rectification.queries.shown import WhatIsShown, what_is_shown
from huiyin.process.rectification.queries.standing import doers, facts_of, unanswered_passing
from huiyin.process.rectification.queries.voices import (
    NotFixed,
    RatingPart,
    VoicesOfProblem,
    voices,
    voices_of,
)

__all__ = [
    "Acts",
    "AskingRow",
    "Board",
    "Card",
    "Checked",
    "Column",
    "Dated",
    "DatesPage",
    "Fix",
    "Found",
    "NextAct",
    "NotFixed",
    "ProblemLife",
    "Progress",
    "RatingPart",
    "Rectified",
    "VoicesOfProblem",
    "WeekOf",
    "WhatIsShown",
    "acts_of",
    "asking_page",
    "asking_problems",
    "board_of",
    "dates_of",
    "doers",
    "done_in_words",
    "done_measures",
    "facts_of",
    "fixes_of",
    "judged_problems",
    "lead_act",
    "life_of",
    "lint",
    "measure_values",
    "of_person",
    "problem_values",
    "progress_of",
    "rectified",
    "standing_problems",
    "unanswered_passing",
    "voices",
    "voices_of",
    "what_is_shown",
    "word_for_word",
]
