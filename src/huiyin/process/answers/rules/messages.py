"""What may be said under a receipt, and what of it is sealed."""

from datetime import date

from huiyin.kit.errors import BadInput

LONGEST_MESSAGE = 5000
APART = "sealed_message"
"""What the seals over messages of sealed matters are called."""
MOST_MESSAGES = 100
"""Of one matter. Nobody's matter needs more, and a receipt that went round must not fill the disk."""


def needs_message(body: str) -> None:
    """BadInput for what is empty or longer than is kept."""
    if not body.strip():
        raise BadInput("请先写下内容再提交。", "Write something first.")
    if len(body) > LONGEST_MESSAGE:
        raise BadInput(
            f"一次最多 {LONGEST_MESSAGE} 字，现在有 {len(body)} 字。请分几次提交。",
            f"{LONGEST_MESSAGE} characters at a time, these are {len(body)}: send it in parts.",
        )


def message_parts(matter: int, kind: str, body: str, on: date, by: str, rated: str = "") -> tuple[str, ...]:
    """What the digest of a message seals (opinions.rules.identity.sealed_digest): the words and what came with them.

    `rated`: of a rating, what it speaks of (rules.ratings.Rated.as_text).
    """
    return (str(matter), kind, body, on.isoformat(), by, *([rated] if rated else []))
