"""What waits of visits and of the ladder's papers, and what it is called on a desk."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet

from huiyin.platform.orgs.rules.rights import Actor, Right, Role, scopes_with
from huiyin.process.campaigns.models import Campaign
from huiyin.process.inspections.access import (
    unentered_visits,
    waiting_drafts,
    waiting_entries,
    waiting_papers,
)
from huiyin.reports.desk.todos import Kind, Place

INSPECTING: Mapping[Kind, tuple[str, str, Place]] = {
    Kind.VISIT_CONFIRM: (
        "条|走访日志等您确认",
        "log entry(ies) of visits wait for you to confirm",
        Place("inspections"),
    ),
    Kind.VISIT_ENTER: ("次|走访还没有录入", "visit(s) not entered yet", Place("inspections")),
    Kind.PAPER_ISSUE: (
        "份|督导文书的草稿等您签发",
        "draft(s) of papers wait for you to issue",
        Place("inspections"),
    ),
    Kind.PAPER_SIGN: (
        "份|督导文书等您签收",
        "paper(s) of inspectors wait for your signature",
        Place("inspections"),
    ),
}
"""Kind → Chinese (measure word|rest), English, where it is done."""


def waiting_inspecting(
    actors: Sequence[Actor], campaign: Campaign, on: date
) -> Iterator[tuple[Kind, "QuerySet[Any, Any]"]]:
    """By kind: what another entered or drafted, one's visits of the past that nobody entered, papers to be signed for by a head."""
    if scopes_with(actors, Right.INSPECTION_WORK):
        yield Kind.VISIT_CONFIRM, waiting_entries(actors, campaign)
        yield Kind.VISIT_ENTER, unentered_visits(actors, campaign).filter(day__lte=on)
        yield Kind.PAPER_ISSUE, waiting_drafts(actors, campaign)
    if any(actor.role is Role.HEAD for actor in actors):
        yield Kind.PAPER_SIGN, waiting_papers(actors, campaign)
