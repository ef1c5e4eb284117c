"""The plan: what is asked of units, ask by ask, and one ask with its units."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns import commands
from huiyin.process.campaigns.access import get_ask, visible_items
from huiyin.process.campaigns.models import PlanItem
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.queries.progress import AskRow, ask_rows, soon_until
from huiyin.process.campaigns.rules.plans import ASK_ORIGINS, AskOrigin, ItemState, item_state
from huiyin.process.campaigns.rules.wording import names_in, when_in_words
from huiyin.web.campaigns.states import ITEMS, Shown
from huiyin.web.frame.fields import line
from huiyin.web.frame.filters import address
from huiyin.web.frame.language import pick
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit

_PAGE = 100


@dataclass(frozen=True)
class StagePart:
    """A stage's part of the plan; the name is "" where a campaign has no stages, or for what belongs to none."""

    name: str
    rows: list[AskRow]


@page(Right.CAMPAIGN_READ, "GET")
def plan(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Every ask with its dates over the units in the visitor's scope, stage by stage. 3 queries beside the frame's."""
    template = template_of(visit.running)
    rows = ask_rows(visit.running, visible_items(visit.actors, visit.running), visit.today)
    chosen = line(request.GET, "key_work", longest=40)
    if chosen:
        rows = [row for row in rows if row.ask.key_work == chosen]
    context = {
        "parts": list(_parts(visit, rows)),
        "single": all(row.units == 1 for row in rows),
        "key_works": template.key_works(),
        "chosen": chosen,
        "origins": {origin.value: _(name) for origin, name in ASK_ORIGINS.items()},
        "edits": visit.may(Right.PLAN_EDIT, visit.running.root.path) and visit.running.closed_on is None,
        "reports": visit.may(Right.PLAN_REPORT),
    }
    return show(request, visit, "campaigns/plan", context)


def _parts(visit: Visit, rows: list[AskRow]) -> Iterator[StagePart]:
    names = {stage.code: pick(stage.zh, stage.en) for stage in template_of(visit.running).stages}
    order = {code: at for at, code in enumerate(names)}

    def place(row: AskRow) -> int:
        return order.get(row.ask.stage, len(order))

    for at, found in groupby(sorted(rows, key=place), key=place):
        yield StagePart(next((name for code, name in names.items() if order[code] == at), ""), list(found))


@dataclass(frozen=True)
class ItemRow:
    """A unit's copy of an ask."""

    item: PlanItem
    shown: Shown


@page(Right.CAMPAIGN_READ, "GET")
def ask(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """One ask: its words, by which rule it is due, and its units in the order of the tree."""
    running, template = visit.running, template_of(visit.running)
    found = get_ask(code, visit.actors, running)
    items = visible_items(visit.actors, running).filter(ask=found, participation__ended_on=None)
    after = line(request.GET, "after", longest=80)
    listed = items.filter(participation__unit__path__gt=after).select_related("participation__unit", "ask")
    rows = list(listed.order_by("participation__unit__path")[: _PAGE + 1])
    soon, shown = soon_until(running, visit.today), rows[:_PAGE]
    rule = next((item for item in template.plan if item.code == found.code), None)
    names = names_in(template)
    here = reverse("ask", args=[running.code, found.code])
    context = {
        "ask": found,
        "origin": _(ASK_ORIGINS[AskOrigin(found.origin)]),
        "due_rule": pick(*when_in_words(rule.due, names)) if rule else "",
        "start_rule": pick(*when_in_words(rule.start, names)) if rule and rule.start else "",
        "rule": rule,
        "rows": [ItemRow(item, ITEMS[_state(item, visit, soon)]) for item in shown],
        "step": names.steps.get(found.step),
        "key_work": _key_work(visit, found.key_work),
        "next": address(here, {"after": shown[-1].participation.unit.path}) if len(rows) > _PAGE else "",
        "signs": visit.may(Right.ASK_SIGN, running.root.path)
        and found.sent_on is None
        and found.asked_by != visit.account.code,
    }
    return show(request, visit, "campaigns/ask", context)


def _state(item: PlanItem, visit: Visit, soon: date) -> ItemState:
    return item_state(
        starts_on=item.starts_on, due_on=item.due_on, done_on=item.done_on, on=visit.today, soon=soon
    )


def _key_work(visit: Visit, code: str) -> str:
    found = next((work for work in template_of(visit.running).key_works() if work.code == code), None)
    return pick(found.zh, found.en) if found else ""


@page(Right.ASK_SIGN, "POST")
def sign_ask(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Sign an ask that costs much; with that the units have it."""
    found = get_ask(code, visit.actors, visit.running)
    commands.sign_ask(found, by=visit.by(Right.ASK_SIGN, visit.running.root.path), at=visit.at)
    messages.success(request, _("已签批，任务已下达。"))
    return HttpResponseRedirect(reverse("ask", args=[visit.running.code, found.code]))
