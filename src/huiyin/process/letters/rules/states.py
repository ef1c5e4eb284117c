"""How a letter stands, and how the answer to a finding does; how long texts are."""

from collections.abc import Iterable
from enum import StrEnum

LONGEST = {
    "judgement": 3000,
    "praise": 500,
    "demand": 2000,
    "text": 1000,
    "answer": 3000,
    "done": 3000,
    "where": 300,
    "words": 1000,
    "reason": 300,
}
"""Characters."""

MOST_FINDINGS, MOST_TIES, MOST_PROOFS = 20, 10, 20


class LetterState(StrEnum):
    DRAFT = "draft"
    DROPPED = "dropped"
    ISSUED = "issued"


LETTER_STATES: dict[LetterState, str] = {
    LetterState.DRAFT: "起草中",
    LetterState.DROPPED: "不发了",
    LetterState.ISSUED: "已发出",
}


class FindingState(StrEnum):
    """How the answer to a finding stands; how the matter itself stands is the ledger's to say."""

    OPEN = "open"
    ANSWERED = "answered"
    AGAIN = "again"
    ACCEPTED = "accepted"


FINDING_STATES: dict[FindingState, str] = {
    FindingState.OPEN: "还没有答复",
    FindingState.ANSWERED: "已答复，等看",
    FindingState.AGAIN: "要求再答",
    FindingState.ACCEPTED: "答复已认可",
}


def finding_state(looks: Iterable[bool | None]) -> FindingState:
    """Of the looks at a finding's answers in the order of their rounds: accepted, asked again, or None while nobody looked.

    >>> finding_state([False, None])
    <FindingState.ANSWERED: 'answered'>
    """
    last = FindingState.OPEN
    for look in looks:
        if look is None:
            last = FindingState.ANSWERED
        else:
            last = FindingState.ACCEPTED if look else FindingState.AGAIN
    return last


TO_ANSWER = (FindingState.OPEN, FindingState.AGAIN)
"""What the unit has to answer, for the first time or again: no next stage before (SPEC S13)."""
