"""Where the list behind a fact lies: the rows that it counts, for who may open them (R18)."""

from collections.abc import Mapping

from django.urls import reverse

from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.models import Participation
from huiyin.web.frame.figures import reads_words
from huiyin.web.frame.filters import address
from huiyin.web.frame.visit import Visit

# Fact → what narrows the ledger to what it counts; the owner is added.
_LEDGER: Mapping[str, Mapping[str, str]] = {
    "problems.total": {},
    "problems.focus_share": {},
    "problems.subjective_cause_share": {},
    "rectification.complete_share": {"phase": "open"},
    "rectification.closed_share": {"phase": "closed"},
    "rectification.overdue_unexplained": {"late": "yes"},
    "rectification.returned": {},
    "rectification.reopened": {},
    "rectification.median_days": {"phase": "closed"},
}
# The first word of a fact → the name of its list's address, and the right that opens it.
_LISTS: Mapping[str, tuple[str, Right]] = {
    "cascade": ("circulars", Right.CAMPAIGN_READ),
    "study": ("studies", Right.CAMPAIGN_READ),
    "meetings": ("meetings", Right.CAMPAIGN_READ),
    "meeting": ("lifemeetings", Right.CAMPAIGN_READ),
    "selfchecks": ("selfchecks", Right.SELFCHECK_READ),
    "ballots": ("votes", Right.CAMPAIGN_READ),
}


def behind(visit: Visit, part: Participation, name: str) -> str:
    """The address of the list behind a fact of a unit; "" where there is none, or it isn't the visitor's to open."""
    code, unit, room = visit.running.code, part.unit, name.partition(".")[0]
    if name in _LEDGER:
        filters = {"owner": unit.pk, **_LEDGER[name]}
        return (
            address(reverse("ledger", args=[code]), filters)
            if visit.may(Right.PROBLEM_READ, unit.path)
            else ""
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
        return reverse("letters", args=[code])
    if room in _LISTS:
        page, right = _LISTS[room]
        return reverse(page, args=[code]) if visit.may(right, unit.path) else ""
    return ""
