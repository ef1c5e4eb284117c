"""A campaign: its dates, where its units stand, and what was asked of them beside the template."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns import commands
from huiyin.process.campaigns.access import sees_drafts, visible_items, visible_participations
from huiyin.process.campaigns.commands.planning import is_planned
from huiyin.process.campaigns.models import Ask
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.queries.progress import StageCounts, ask_rows, stage_counts
from huiyin.process.campaigns.queries.timetable import given_dates, members_of, timetable
from huiyin.web.campaigns.dates import event_rows, typed_dates
from huiyin.web.frame.charts import length
from huiyin.web.frame.language import pick
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit


@dataclass(frozen=True)
class StageRow:
    """A stage with how many units are in it; lengths are of charts.WHOLE, and add up."""

    code: str
    name: str
    counts: StageCounts
    passed: int
    open: int


@page(Right.CAMPAIGN_READ, "GET")
def campaign(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The whole of it, for the units in the visitor's scope."""
    running = visit.running
    template = template_of(running)
    mine = visible_participations(visit.actors, running).filter(ended_on=None)
    items = visible_items(visit.actors, running)
    rows = ask_rows(running, items, visit.today)
    planned = is_planned(running)
    table = timetable(running, members_of(running, mine.values_list("pk", flat=True)), given_dates(running))
    context = {
        "template": template,
        "planned": planned,
        "units": sum(map(len, table.members.values())),
        "events": event_rows(table) if planned else [],
        "missing": table.missing_years() if planned else [],
        "stages": [
            _stage(stage.code, pick(stage.zh, stage.en), stage_counts(mine)) for stage in template.stages
        ],
        "all": sum(row.units for row in rows),
        "done": sum(row.done for row in rows),
        "late": sum(row.late for row in rows),
        "undated": sum(row.undated for row in rows),
        "first": template.first_event(),
        "unsigned": _unsigned(visit),
        "edits": visit.may(Right.PLAN_EDIT, running.root.path),
        "starts": visit.may(Right.CAMPAIGN_START),
        "signs": visit.may(Right.ASK_SIGN, running.root.path),
        "closes": visit.may(Right.CAMPAIGN_CLOSE, running.root.path) and running.closed_on is None,
    }
    return show(request, visit, "campaigns/campaign", context)


def _stage(code: str, name: str, counted: dict[str, StageCounts]) -> StageRow:
    counts = counted.get(code, StageCounts(0, 0, 0))
    return StageRow(code, name, counts, length(counts.passed, counts.all), length(counts.open, counts.all))


def _unsigned(visit: Visit) -> list[Ask]:
    """Asks that wait for a signature, for who made them and who can sign."""
    if not sees_drafts(visit.actors, visit.running):
        return []
    return list(Ask.objects.filter(campaign=visit.running, sent_on=None).order_by("position"))


@page(Right.PLAN_EDIT, "POST")
def lay_plan(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Plan a campaign that was started without dates."""
    running = visit.running
    events = typed_dates(request.POST, template_of(running))
    laid = commands.lay_plan(running, events, by=visit.by(Right.PLAN_EDIT, running.root.path), at=visit.at)
    said = _("%(units)s 个单位、%(items)s 项计划都有了日期。")
    messages.success(request, said % {"units": laid.units, "items": laid.items})
    return _back(visit)


@page(Right.CAMPAIGN_CLOSE, "POST")
def close_campaign(request: HttpRequest, visit: Visit) -> HttpResponse:
    """End a campaign; what is open stays open."""
    running = visit.running
    left = commands.close_campaign(running, by=visit.by(Right.CAMPAIGN_CLOSE, running.root.path), at=visit.at)
    said = _("活动已结束。还有 %(left)s 项没有完成，日期和责任都不变，继续办。")
    messages.success(request, said % {"left": left})
    return _back(visit)


def _back(visit: Visit) -> HttpResponse:
    return HttpResponseRedirect(reverse("campaign", args=[visit.running.code]))
