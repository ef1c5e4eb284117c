"""What is due, week by week: a picture of how much, and a table of what."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.kit.errors import BadInput
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.rules.weeks import week_of
from huiyin.process.problems.access import visible_problems
from huiyin.process.rectification.queries import DatesPage, WeekOf, dates_of
from huiyin.process.rectification.queries.dates import MOST_OF_A_KIND, WEEKS, DateKind, last_day
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.fields import day
from huiyin.web.frame.filters import address
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.problems.tabs import tabs

KINDS: Mapping[DateKind, Promise] = {
    DateKind.PROBLEM: _("整改时限"),
    DateKind.MEASURE: _("措施完成"),
    DateKind.ANSWER: _("上级答复"),
    DateKind.EXTENSION: _("延期待批"),
}
_ONE_WEEK = timedelta(days=7)
_EARLIEST, _LATEST = date(1990, 1, 1), date(2200, 1, 1)


@dataclass(frozen=True)
class Week:
    """A week as it is drawn: its days, whether today is in it or it has passed, and how long its bar is in per cent of the longest."""

    week: WeekOf
    sunday: date
    state: str
    per_cent: int
    told: list[tuple[Promise, int]]


@page(Right.PROBLEM_READ, "GET")
def dates(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Six weeks from a day in the address, or from last week on."""
    here = reverse("problem_dates", args=[visit.running.code])
    said, status = "", 200
    first = week_of(visit.today) - _ONE_WEEK
    try:
        first = week_of(_from(request) or first)
    except BadInput as error:
        said, status = sentence(error), status_of(error)
    found = dates_of(visible_problems(visit.actors, visit.running), first, last_day(first))
    context = {
        "tabs": tabs(visit, "problem_dates"),
        "said": said,
        "weeks": _drawn(found, visit.today),
        "whole": found.whole,
        "most": MOST_OF_A_KIND,
        "kinds": {kind.value: word for kind, word in KINDS.items()},
        "any": any(week.total for week in found.weeks),
        "earlier": address(here, {"from": (first - WEEKS * _ONE_WEEK).isoformat()}),
        "later": address(here, {"from": (first + WEEKS * _ONE_WEEK).isoformat()}),
        "ledger": reverse("ledger", args=[visit.running.code]),
    }
    return show(request, visit, "problems/dates", context, status=status)


def _from(request: HttpRequest) -> date | None:
    wanted = day(request.GET, "from", "起始日期", "First day")
    if wanted is not None and not _EARLIEST <= wanted <= _LATEST:
        raise BadInput(
            f"起始日期“{wanted.isoformat()}”太早或太晚。", f"First day '{wanted.isoformat()}': too far away."
        )
    return wanted


def _drawn(found: DatesPage, today: date) -> list[Week]:
    most = max((week.total for week in found.weeks), default=0) or 1
    return [
        Week(
            week=week,
            sunday=week.monday + timedelta(days=6),
            state="now" if week.monday == week_of(today) else ("past" if week.monday < today else "ahead"),
            per_cent=round(100 * week.total / most),
            told=[(word, week.counts[kind]) for kind, word in KINDS.items() if week.counts.get(kind)],
        )
        for week in found.weeks
    ]
