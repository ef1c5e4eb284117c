"""Whether the campaign itself becomes formalism: facts with their lists, who can mend them; no score, no unit before another (R31)."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.models import Participation
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.says import Says
from huiyin.process.formalism.queries import Checked, Found, look
from huiyin.process.formalism.rules.checks import Severity
from huiyin.process.problems.access import visible_problems
from huiyin.process.rectification.rules.lint import checks as ledger_checks
from huiyin.reports.papers.formalism import file_name, write_formalism
from huiyin.web.frame.downloads import workbook
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit

_SHOWN: Mapping[Severity, tuple[str, str, Promise]] = {
    Severity.WARNING: ("▲", "act", _("要处理")),
    Severity.NOTE: ("◆", "wait", _("请看一看")),
}
_PAGES = {"problem": "problem", "unit": "unit_file", "vote": "vote"}


@dataclass(frozen=True)
class Line:
    """One that was found, with where it leads: (address, what is called so)."""

    says: Says
    links: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Row:
    """A check as it is drawn: a shape, a colour and a word for how much it matters."""

    checked: Checked
    shape: str
    kind: str
    word: Promise
    lines: tuple[Line, ...]


@page(Right.OVERVIEW_READ, "GET")
def formalism(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Every check over the units that the visitor looks at, what came upon something first, in the order of the checks."""
    campaign = visit.running
    rows = [
        Row(
            checked,
            *_SHOWN[checked.check.severity],
            tuple(_line(found, campaign.code) for found in checked.found),
        )
        for checked in _looked(visit)
    ]
    context = {
        "told": [row for row in rows if row.checked.n],
        "silent": [row for row in rows if not row.checked.n],
        "ledger": [check.name for check in ledger_checks(template_of(campaign).life)],
        "sees_formalism": True,
    }
    return show(request, visit, "formalism/formalism", context)


@page(Right.OVERVIEW_READ, "GET")
def formalism_list(_request: HttpRequest, visit: Visit) -> HttpResponse:
    """The same as a workbook, a line for each that was found."""
    campaign = visit.running
    name = file_name(campaign)
    return workbook(name, lambda path: write_formalism(path, _looked(visit), campaign.root.name, visit.today))


def _looked(visit: Visit) -> list[Checked]:
    campaign = visit.running
    units = Unit.objects.in_scopes(visit.scopes(Right.OVERVIEW_READ)).values("pk")
    parts = Participation.objects.filter(campaign=campaign, ended_on=None, unit__in=units)
    seen = visible_problems(visit.actors, campaign)
    return look(campaign, list(parts.select_related("unit").order_by("unit__path")), seen, visit.today)


def _line(found: Found, campaign: str) -> Line:
    links = tuple(
        (reverse(_PAGES[thing.kind], args=[campaign, thing.key]), thing.name) for thing in found.things
    )
    return Line(found.says, links)
