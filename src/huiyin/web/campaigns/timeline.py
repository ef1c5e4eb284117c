"""The plan over time: by step on one sheet of A3, or unit by unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import BadInput
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.access import visible_participations
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.queries.progress import soon_until
from huiyin.process.campaigns.queries.timeline import due_days, span_of_plan, tier_schedules, unit_lines
from huiyin.process.campaigns.rules.wording import names_in
from huiyin.web.campaigns.by_step import Drawing, Milestone, in_sight, milestones, step_groups
from huiyin.web.campaigns.by_unit import unit_row
from huiyin.web.campaigns.gantt import Labels, Scale, whole_months
from huiyin.web.frame.fields import line
from huiyin.web.frame.filters import address
from huiyin.web.frame.language import pick
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit

_UNITS_A_PAGE = 60
_BEFORE, _AHEAD = timedelta(days=21), timedelta(days=76)
_LONGEST_PATH = 80
_EVENT_LINE = 17  # px
_DIGITS = "①②③④⑤⑥⑦⑧⑨"


@dataclass(frozen=True)
class Asked:
    """What the address asks for: by step or by unit, the whole campaign or the weeks around today, from which unit on."""

    by_unit: bool
    near: bool
    after: str

    def address(self, here: str) -> str:
        asked = {"view": "units" if self.by_unit else "", "span": "near" if self.near else ""}
        return address(here, {**asked, "after": self.after if self.by_unit else ""})


@page(Right.CAMPAIGN_READ, "GET")
def timeline(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Steps of every tier, or the units of the visitor's scope sixty a page, over months and weeks."""
    campaign, asked = visit.running, _asked(request)
    template = template_of(campaign)
    names = names_in(template)
    parts = visible_participations(visit.actors, campaign).filter(ended_on=None)
    schedules = tier_schedules(campaign)
    tiers = [tier for tier in template.tiers if tier.code in schedules]
    events = milestones(template, schedules, names)
    span = span_of_plan(campaign, schedules.values())
    scale = _scale(span or (visit.today, visit.today), visit.today, near=asked.near)
    here = reverse("timeline", args=[campaign.code])
    context: dict[str, object] = {
        "asked": asked,
        "planned": span is not None,
        "template": template,
        "scale": scale,
        "now": scale.middle(visit.today) if scale.shows(visit.today) else "",
        "switches": _switches(here, asked),
        "tier_names": {tier.code: pick(tier.zh, tier.en) for tier in tiers},
        "tiers": list(zip(_DIGITS, tiers, strict=False)),
        **_events(events, scale, {tier.code: digit for digit, tier in zip(_DIGITS, tiers, strict=False)}),
    }
    soon = soon_until(campaign, visit.today)
    if asked.by_unit:
        lines, more = unit_lines(parts, after=asked.after, size=_UNITS_A_PAGE)
        context["rows"] = [unit_row(line, schedules, scale, visit.today, soon) for line in lines]
        context["first_page"] = replace(asked, after="").address(here) if asked.after else ""
        context["next_page"] = replace(asked, after=lines[-1].path).address(here) if more else ""
    else:
        drawing = Drawing(scale, tiers, visit.today, soon)
        groups = step_groups(template, schedules, due_days(campaign, parts), names, drawing)
        context["groups"] = in_sight(groups) if asked.near else groups
    return show(request, visit, "campaigns/timeline", context)


def _asked(request: HttpRequest) -> Asked:
    after = line(request.GET, "after", longest=_LONGEST_PATH)
    if after and not after.isalnum():
        raise BadInput("这个地址里的位置不对，请回到第一页。", "The address names no place of the list.")
    by_unit = request.GET.get("view") == "units"
    return Asked(by_unit, near=request.GET.get("span") == "near", after=after if by_unit else "")


def _scale(span: tuple[date, date], today: date, *, near: bool) -> Scale:
    """All months of the plan, or the weeks around today as far as they are in the plan."""
    whole = whole_months(*span)
    if not near:
        return whole
    monday = today - timedelta(days=today.weekday())
    first, last = max(whole.first, monday - _BEFORE), min(whole.last, monday + _AHEAD)
    return Scale(first, last) if first < last else whole


def _switches(here: str, asked: Asked) -> list[list[tuple[str, str, bool]]]:
    """Word, address and whether it is what is shown: of the view, and of the span."""
    whole, near = _("全程"), _("近三个月")
    return [
        [
            (_("按步骤"), replace(asked, by_unit=False, after="").address(here), not asked.by_unit),
            (_("按单位"), replace(asked, by_unit=True).address(here), asked.by_unit),
        ],
        [
            (whole, replace(asked, near=False).address(here), not asked.near),
            (near, replace(asked, near=True).address(here), asked.near),
        ],
    ]


def _events(events: Sequence[Milestone], scale: Scale, digits: Mapping[str, str]) -> dict[str, object]:
    labels = Labels(scale)
    shown = [(event.day, _text(event, digits), event) for event in events if scale.shows(event.day)]
    rows = [(label, label.row * _EVENT_LINE + _EVENT_LINE - 5) for label in labels.place(shown)]
    return {"events": events, "labels": rows, "event_height": max(1, labels.rows) * _EVENT_LINE + 4}


def _text(event: Milestone, digits: Mapping[str, str]) -> str:
    """推进会 5.23, with the digits of the tiers for which it is then where that isn't all."""
    day = pick(f"{event.day.month}.{event.day.day}", f"{event.day.day} {event.day:%b}")
    tiers = "".join(digits.get(tier, "") for tier in event.tiers)
    return f"{pick(*event.name)} {day} {tiers}".strip()
