"""A template explained in plain words: those on offer, and the one that a campaign froze on its first day."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.kit.errors import Unseen
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.explaining import explained, to_confirm
from huiyin.process.campaigns.rules.explaining_lines import Section
from huiyin.process.campaigns.rules.gates import Fact
from huiyin.process.campaigns.rules.offering import offered, offers
from huiyin.process.campaigns.rules.template import Template
from huiyin.process.supervision.queries import ROOMS
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit

# Which part of Huiyin brings a fact, as its pages are called.
ROOM_NAMES: Mapping[str, Promise] = {
    "campaigns": _("计划"),
    "opinions": _("意见"),
    "problems": _("问题"),
    "meetings": _("会议和学习"),
    "talks": _("谈心谈话"),
    "selfchecks": _("自查材料"),
    "rectification": _("整改"),
    "ballots": _("测评"),
    "lifemeetings": _("班子会"),
    "letters": _("反馈意见书"),
    "recurrences": _("反弹"),
    "supervision": _("督导"),
}


@page(Right.CAMPAIGN_READ, "GET")
def campaign_template(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The template of a campaign as it was on the first day."""
    return _show(request, visit, template_of(visit.running), frozen=True)


@page(Right.CAMPAIGN_START, "GET")
def templates(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The templates that a campaign can be started with; of one that can't be used, what is wrong with it."""
    found = [(offer, _sizes(offer.template) if offer.template else {}) for offer in offers(_own())]
    return show(request, visit, "campaigns/templates", {"offers": found})


@page(Right.CAMPAIGN_START, "GET")
def template(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """One of them, before anything is started."""
    found = offered(code, _own())
    if found is None:
        raise Unseen
    return _show(request, visit, found, frozen=False)


def _own() -> Path | None:
    return Path(settings.HUIYIN_TEMPLATES) if settings.HUIYIN_TEMPLATES else None


def _sizes(template: Template) -> dict[str, int]:
    """How large a template is."""
    return {
        "stages": len(template.stages),
        "steps": len(template.steps()),
        "items": len(template.planned()),
        "gates": len(template.gates),
        "meetings": len(template.meetings),
    }


@dataclass(frozen=True)
class Chapter:
    """A section of the explanation; `flat` ones are a table, the others have things inside things."""

    section: Section
    flat: bool


@dataclass(frozen=True)
class Room:
    """Facts by the room that brings them; `known`: some room of this version does already."""

    name: Promise | str
    facts: list[tuple[Fact, bool]]


def _show(request: HttpRequest, visit: Visit, template: Template, *, frozen: bool) -> HttpResponse:
    sections = explained(template)
    context = {
        "template": template,
        "frozen": frozen,
        "starts": visit.may(Right.CAMPAIGN_START),
        "chapters": [Chapter(section, not any(line.parts for line in section.lines)) for section in sections],
        "sizes": _sizes(template),
        "confirm": to_confirm(sections),
        "vocabulary": template.campaign.vocabulary.values(),
        "rooms": _rooms(template),
    }
    return show(request, visit, "campaigns/template", context)


def _rooms(template: Template) -> list[Room]:
    """In the order of the template."""
    told = {name for names, _ in ROOMS.values() for name in names}
    found: dict[str, list[tuple[Fact, bool]]] = {}
    for fact in template.facts:
        found.setdefault(fact.room, []).append((fact, fact.name in told))
    return [Room(ROOM_NAMES.get(room, room), facts) for room, facts in found.items()]
