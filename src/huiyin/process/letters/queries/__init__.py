"""Questions about feedback letters: one as it reads, with what became of each finding; what waits for whom; facts for gates."""

from huiyin.process.letters.queries.record import AnswerRow, FindingRow, LetterRecord, record_of
from huiyin.process.letters.queries.waiting import (
    answers_to_look_at,
    letters_to_answer,
    letters_to_issue,
    letters_to_sign,
)

__all__ = [
    "AnswerRow",
    "FindingRow",
    "LetterRecord",
    "answers_to_look_at",
    "letters_to_answer",
    "letters_to_issue",
    "letters_to_sign",
    "record_of",
]
