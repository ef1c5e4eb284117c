"""Where the list behind a fact lies: the rows that it counts, for who may open them (R18)."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from django.urls import reverse

from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.models import Participation
from huiyin.web.frame.figures import reads_words
from huiyin.web.frame.filters import address
from huiyin.web.frame.visit import Visit


class _Listed(NamedTuple):
    """A list of problems: the name of its address, the right that opens it, what narrows it; the unit is added under the name `by`."""

    page: str = "ledger"
    right: Right = Right.PROBLEM_READ
    narrowed: Mapping[str, str] = MappingProxyType({})
    by: str = "owner"


_PROBLEMS: Mapping[str, _Listed] = {
    "problems.total": _Listed(),
    "problems.focus_share": _Listed(),
    "problems.subjective_cause_share": _Listed(),
    "rectification.complete_share": _Listed(),
    "rectification.closed_share": _Listed(narrowed={"due": "yes"}),
    "rectification.overdue_unexplained": _Listed(narrowed={"late": "yes"}),
    "rectification.returned": _Listed(),
    "rectification.reopened": _Listed(),
    "rectification.median_days": _Listed(narrowed={"phase": "closed"}),
    "effect.proven_share": _Listed("effects", by="unit"),
    "effect.worse": _Listed("effects", narrowed={"verdict": "worse"}, by="unit"),
    "recurrence.confirmed": _Listed(right=Right.OVERVIEW_READ, narrowed={"part": "closed.came_back"}),
    "recurrence.pending": _Listed("recurrences", Right.PROBLEM_ACCEPT, by=""),
}
"""Fact → the list of the problems that it counts, or of all of which it counts some."""
# The first word of a fact → the name of its list's address, and the right that opens it.
_LISTS: Mapping[str, tuple[str, Right]] = {
    "cascade": ("circulars", Right.CAMPAIGN_READ),
    "study": ("studies", Right.CAMPAIGN_READ),
    "meetings": ("meetings", Right.CAMPAIGN_READ),
    "meeting": ("lifemeetings", Right.CAMPAIGN_READ),
    "selfchecks": ("selfchecks", Right.SELFCHECK_READ),
    "ballots": ("votes", Right.CAMPAIGN_READ),
}
_OF_A_UNIT = {"studies", "lifemeetings", "selfchecks", "votes"}
"""Lists that can be narrowed to one unit."""


def behind(visit: Visit, part: Participation, name: str) -> str:
    """The address of the list behind a fact of a unit; "" where there is none, or it isn't the visitor's to open."""
    code, unit, room = visit.running.code, part.unit, name.partition(".")[0]
    if listed := _PROBLEMS.get(name):
        filters = {**({listed.by: unit.pk} if listed.by else {}), **listed.narrowed}
        return (
            address(reverse(listed.page, args=[code]), filters) if visit.may(listed.right, unit.path) else ""
        )
    if room == "opinions":
        return (
            address(reverse("inbox", args=[code]), {"unit": unit.pk}) if reads_words(visit, unit.path) else ""
        )
    if room == "plan":
        return reverse("unit_file", args=[code, unit.pk])
    if room == "talks":
        return reverse("unit_talks", args=[code, part.pk]) if visit.may(Right.TALK_READ, unit.path) else ""
    if room == "samples":
        return address(reverse("samples", args=[code]), {"unit": unit.pk})
    if room == "lookback":
        return reverse("unit_looks", args=[code, unit.pk])
    if name == "supervision.head_acts_done":
        return f"{reverse('unit_gates', args=[code, unit.pk])}#head-acts"
    if name == "supervision.findings_answered":
        return address(reverse("letters", args=[code]), {"unit": unit.pk})
    if room in _LISTS:
        page, right = _LISTS[room]
        narrowed = {"unit": unit.pk} if page in _OF_A_UNIT else {}
        return address(reverse(page, args=[code]), narrowed) if visit.may(right, unit.path) else ""
    return ""
