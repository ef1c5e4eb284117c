"""Every change to feedback letters, one door each."""

from huiyin.process.letters.commands.answering import Answered, answer_finding, look_at_answer
from huiyin.process.letters.commands.correcting import correct_letter
from huiyin.process.letters.commands.drafting import change_letter, draft_letter, drop_letter
from huiyin.process.letters.commands.issuing import issue_letter, tie_finding
from huiyin.process.letters.commands.signing import sign_letter

__all__ = [
    "Answered",
    "answer_finding",
    "change_letter",
    "correct_letter",
    "draft_letter",
    "drop_letter",
    "issue_letter",
    "look_at_answer",
    "sign_letter",
    "tie_finding",
]
