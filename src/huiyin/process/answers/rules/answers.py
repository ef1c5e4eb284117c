"""What an answer must be, and when two are the same."""

import hashlib

from huiyin.analysis.letters import letters_of
from huiyin.kit.errors import BadInput

LONGEST_ANSWER = 5000
MOST_OPINIONS = 100
"""Of one answer: whoever approves it reads what each of them said."""

LONGEST_TITLE = 60
LONGEST_PHRASE = 1000


def needs_answer(body: str) -> str:
    """The answer without the blanks around it; BadInput for what is empty or too long."""
    if not body.strip():
        raise BadInput("请写下答复。", "Write the answer.")
    if len(body) > LONGEST_ANSWER:
        raise BadInput(
            f"答复最多 {LONGEST_ANSWER} 字，现在有 {len(body)} 字。",
            f"An answer takes {LONGEST_ANSWER} characters, these are {len(body)}.",
        )
    return body.strip()


def letters_digest(body: str) -> str:
    """SHA-256 of the letters alone, hex: two answers that differ in spaces, marks and numbers only have the same."""
    return hashlib.sha256(letters_of(body).text.encode("utf-8", "surrogatepass")).hexdigest()
