"""What waits of feedback letters, and what it is called on a desk."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from huiyin.platform.orgs.rules.rights import Actor, Right, scopes_with
from huiyin.process.campaigns.models import Campaign
from huiyin.process.letters.queries import (
    answers_to_look_at,
    letters_to_answer,
    letters_to_issue,
    letters_to_sign,
)
from huiyin.reports.desk.todos import Kind, Place

LETTER_LINES: Mapping[Kind, tuple[str, str, Place]] = {
    Kind.LETTER_SIGN: (
        "份|反馈意见书等您本人签收",
        "feedback letter(s) wait for your signature",
        Place("letters"),
    ),
    Kind.LETTER_ANSWER: (
        "条|反馈意见等本单位答复，答复以前不进入下一环节",
        "finding(s) to be answered by your unit: no next stage before",
        Place("letters"),
    ),
    Kind.LETTER_LOOK: ("条|反馈意见的答复等您看", "answer(s) to findings to be looked at", Place("letters")),
    Kind.LETTER_ISSUE: ("份|反馈意见书的草稿等签发", "draft letter(s) to be issued", Place("letters")),
}
"""Kind → Chinese (measure word|rest), English, where it is done."""


def waiting_letters(
    actors: Sequence[Actor], campaign: Campaign
) -> Iterator[tuple[Kind, "QuerySet[Any, Any]"]]:
    """By kind: letters to be signed for, findings to be answered, answers to be looked at, drafts of others to be issued."""
    if scopes_with(actors, Right.REMINDER_SIGN):
        yield Kind.LETTER_SIGN, letters_to_sign(actors, campaign)
    if scopes_with(actors, Right.PLAN_REPORT):
        yield Kind.LETTER_ANSWER, letters_to_answer(actors, campaign)
    if scopes_with(actors, Right.LETTER_WRITE):
        yield Kind.LETTER_LOOK, answers_to_look_at(actors, campaign)
        yield Kind.LETTER_ISSUE, letters_to_issue(actors, campaign)
