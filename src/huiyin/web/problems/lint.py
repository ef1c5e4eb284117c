"""台账自查: what the whole ledger shows by itself, as facts with their lists; no score, and no unit before another (R18)."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.problems.access import visible_problems
from huiyin.process.rectification.queries import Checked, lint
from huiyin.process.rectification.rules.lint import Looked, Severity
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.problems.tabs import tabs

_SHOWN: Mapping[Severity, tuple[str, str, Promise]] = {
    Severity.WARNING: ("▲", "act", _("要处理")),
    Severity.NOTE: ("◆", "wait", _("请看一看")),
    Severity.FACT: ("○", "calm", _("事实")),
}
_IN_THE_LEDGER = {Looked.OVERDUE: "late=yes", Looked.LASTING: "phase=closed&horizon=lasting"}
"""Where the ledger's own filters show the same and more, its query."""


@dataclass(frozen=True)
class Row:
    """A check as it is drawn: a shape, a colour and a word for how much it matters, and where the ledger shows all of them."""

    checked: Checked
    shape: str
    kind: str
    word: Promise
    ledger: str


@page(Right.PROBLEM_READ, "GET")
def ledger_lint(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Every check over the problems that the visitor sees, what came upon something first, in the order of the checks."""
    campaign = visit.running
    here = reverse("ledger", args=[campaign.code])
    words = visit.may(Right.OPINION_READ_RAW, campaign.root.path)
    found = lint(campaign, visible_problems(visit.actors, campaign), visit.today, words=words)
    rows = [
        Row(
            checked,
            *_SHOWN[checked.check.severity],
            f"{here}?{query}" if (query := _IN_THE_LEDGER.get(checked.check.looked)) and checked.n else "",
        )
        for checked in found
    ]
    context = {
        "tabs": tabs(visit, "ledger_lint"),
        "told": [row for row in rows if row.checked.n],
        "silent": [row for row in rows if not row.checked.n],
        "here": here,
    }
    return show(request, visit, "problems/lint", context)
