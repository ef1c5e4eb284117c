"""Starting a campaign: a template, a unit and one date; first what it comes to, then the start."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import BadInput, HuiyinError
from huiyin.platform.calendar.queries import calendar
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.commands import launch_campaign
from huiyin.process.campaigns.queries.timetable import Given, Member, Timetable, timetable_of
from huiyin.process.campaigns.rules import BadTemplate
from huiyin.process.campaigns.rules.dating import tier_of
from huiyin.process.campaigns.rules.offering import offered, offers
from huiyin.process.campaigns.rules.order import needs_order
from huiyin.process.campaigns.rules.template import Template
from huiyin.web.campaigns.dates import EventRow, event_rows, typed_dates
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.fields import line, words
from huiyin.web.frame.language import pick
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.units import offered_units, unit_named
from huiyin.web.frame.visit import Visit

_LONGEST_OVERLAY = 20_000
_CODE = re.compile(r"[a-z0-9][a-z0-9-]{1,58}")


@dataclass(frozen=True)
class _Wanted:
    """A campaign as it was typed."""

    template: Template
    root: Unit
    name: str
    code: str
    events: Mapping[str, date]


@dataclass(frozen=True)
class _Preview:
    """What a start would come to: units by tier, items over all of them, the dates, and years without a calendar."""

    tiers: list[tuple[str, int]]
    units: int
    items: int
    typed: int
    events: list[EventRow]
    missing: list[int]


@page(Right.CAMPAIGN_START, "GET", "POST")
def start_campaign(request: HttpRequest, visit: Visit) -> HttpResponse:
    """`step=check` shows the plan and writes nothing; then the same form, with one button more, starts the campaign."""
    preview: _Preview | None = None
    try:
        if request.method == "POST" and _dates_were_asked(request):
            wanted = _wanted(request, visit)
            if request.POST.get("step") == "do":
                return _started(request, visit, wanted)
            preview = _preview(wanted)
    except HuiyinError as error:
        return _form(request, visit, error=error)
    return _form(request, visit, preview=preview)


def _dates_were_asked(request: HttpRequest) -> bool:
    """Without JavaScript, the template is chosen first: only then is it known for which dates to ask."""
    return any(name.startswith("event-") for name in request.POST)


@dataclass(frozen=True)
class _Field:
    """A field for an event's date."""

    code: str
    name: str
    value: str


def _fields(typed: QueryDict, template: Template | None) -> tuple[list[_Field], list[_Field]]:
    """The fields of the first event, and of the others."""
    events = [event for event in template.events if not event.occasional] if template else []
    fields = [
        (event, _Field(event.code, pick(event.zh, event.en), line(typed, f"event-{event.code}")))
        for event in events
    ]
    return [field for event, field in fields if event.after is None], [
        field for event, field in fields if event.after is not None
    ]


def own_templates() -> Path | None:
    """The installation's own folder of templates, where it has one (HUIYIN_TEMPLATES)."""
    folder = getattr(settings, "HUIYIN_TEMPLATES", "")
    return Path(folder) if folder else None


def _form(
    request: HttpRequest, visit: Visit, *, preview: _Preview | None = None, error: HuiyinError | None = None
) -> HttpResponse:
    typed = request.POST or request.GET
    faults = error.faults if isinstance(error, BadTemplate) else ()
    overlay = "" if faults else _overlay(typed)
    chosen = offered(line(typed, "template"), own_templates(), overlay)
    first, others = _fields(typed, chosen)
    context = {
        "offers": offers(own_templates()),
        "typed": typed,
        "chosen": chosen,
        "first_fields": first,
        "fields": others,
        "preview": preview,
        "said": sentence(error) if error else "",
        "faults": faults,
        "local": chosen.overlay if chosen else (),
        **offered_units(visit, Right.CAMPAIGN_START),
    }
    status = status_of(error) if error else HTTPStatus.OK
    return show(request, visit, "campaigns/start_campaign", context, status=status)


def _wanted(request: HttpRequest, visit: Visit) -> _Wanted:
    template = offered(line(request.POST, "template"), own_templates(), _overlay(request.POST))
    if template is None:
        raise BadInput("请选择一个可用的活动模板。", "Choose a template that can be used.")
    code = line(request.POST, "code", longest=60) or _new_code(template)
    if not _CODE.fullmatch(code):
        raise BadInput(
            "活动代码只能用小写字母、数字和连字符，2 到 59 位。",
            "A code has 2 to 59 small letters, digits and hyphens.",
        )
    root = unit_named(line(request.POST, "root"), visit, Right.CAMPAIGN_START)
    name = line(request.POST, "name", longest=120) or template.campaign.zh
    return _Wanted(template, root, name, code, typed_dates(request.POST, template))


def _overlay(typed: QueryDict) -> str:
    """The local additions as they were pasted."""
    return words(typed, "overlay", longest=_LONGEST_OVERLAY)


def _new_code(template: Template) -> str:
    """The template's own code; who runs it twice gives the second one a code."""
    return re.sub(r"[^a-z0-9-]", "-", template.code.lower())[:59]


def _preview(wanted: _Wanted) -> _Preview:
    table = _table(wanted)
    tiers = Counter(situation.tier for situation in table.members for _ in table.members[situation])
    names = {tier.code: pick(tier.zh, tier.en) for tier in wanted.template.tiers}
    spans = [(len(members), table.schedule(situation).spans) for situation, members in table.members.items()]
    return _Preview(
        tiers=[(names.get(code, ""), tiers[code]) for code in [*names, ""] if tiers[code]],
        units=tiers.total(),
        items=sum(count * len(found) for count, found in spans),
        typed=sum(count * len(span.item.typed) for count, found in spans for span in found),
        events=event_rows(table),
        missing=table.missing_years(),
    )


def _table(wanted: _Wanted) -> Timetable:
    """The dates of all units below the root, from plain values: nothing is there yet."""
    template = wanted.template
    first = template.first_event()
    if first is not None and first.code not in wanted.events:
        raise BadInput(
            f"请填“{first.zh}”的日期：其余日期都由它推算。",
            f"Give the date of '{first.en}': every other date is counted from it.",
        )
    rows = Unit.objects.under(wanted.root.path).order_by("path").values_list("pk", "name", "kind")
    members = [
        Member(pk, pk, name, tier_of(template, kind, root=pk == wanted.root.pk), kind)
        for pk, name, kind in rows
    ]
    given = [Given(event, day) for event, day in wanted.events.items()]
    table = timetable_of(template, calendar(), members, given)
    for situation in table.members:
        needs_order(template, table.schedule(situation), situation.tier, wanted.events)
    return table


def _started(request: HttpRequest, visit: Visit, wanted: _Wanted) -> HttpResponse:
    campaign, laid = launch_campaign(
        wanted.template,
        code=wanted.code,
        name=wanted.name,
        root=wanted.root,
        units=list(Unit.objects.under(wanted.root.path)),
        events=wanted.events,
        by=visit.by(Right.CAMPAIGN_START, wanted.root.path),
        at=visit.at,
    )
    said = _("活动已启动：%(units)s 个单位、%(items)s 项计划都有了日期。")
    messages.success(request, said % {"units": laid.units, "items": laid.items})
    return HttpResponseRedirect(reverse("campaign", args=[campaign.code]))
