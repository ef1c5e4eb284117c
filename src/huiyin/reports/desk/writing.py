"""What waits of papers of self-examination, of reminders and of inspectors, and what it is called on a desk."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet

from huiyin.platform.orgs.rules.rights import Actor, Right, scopes_with
from huiyin.process.campaigns.models import Campaign
from huiyin.process.reminders.queries import unsigned
from huiyin.process.selfchecks.queries.waiting import sent_back, to_review
from huiyin.reports.desk.inspecting import INSPECTING, waiting_inspecting
from huiyin.reports.desk.todos import Kind, Place

WRITING: Mapping[Kind, tuple[str, str, Place]] = {
    Kind.REVIEW_PAPER: ("份|自查材料等您审阅", "paper(s) wait for your review", Place("selfchecks")),
    Kind.PAPER_BACK: (
        "份|您写的材料退回了，等您改",
        "paper(s) of yours were sent back: change them",
        Place("selfchecks"),
    ),
    Kind.SIGN_REMINDER: ("张|提醒单等您签收", "reminder(s) wait for your signature", Place("reminders")),
    **INSPECTING,
}
"""Kind → Chinese (measure word|rest), English, where it is done."""


def waiting_writing(
    actors: Sequence[Actor], campaign: Campaign, on: date
) -> Iterator[tuple[Kind, "QuerySet[Any, Any]"]]:
    """By kind: papers at one's level of review, one's own that were sent back, slips to be signed for, what inspectors wait for."""
    if scopes_with(actors, Right.SELFCHECK_REVIEW):
        yield Kind.REVIEW_PAPER, to_review(actors, campaign)
    if scopes_with(actors, Right.SELFCHECK_WRITE):
        yield Kind.PAPER_BACK, sent_back(actors, campaign)
    if scopes_with(actors, Right.REMINDER_SIGN):
        yield Kind.SIGN_REMINDER, unsigned(actors, campaign)
    yield from waiting_inspecting(actors, campaign, on)
