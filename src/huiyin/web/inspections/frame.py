"""What the pages of the supervision group share: the template's names, the capacity in which somebody acts, the sentence of a refusal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Protocol

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

from huiyin.kit.errors import HuiyinError
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.inspections import Inspections
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.language import pick
from huiyin.web.frame.visit import Visit

NameOf = Mapping[str, str]


class _Named(Protocol):
    @property
    def code(self) -> str: ...
    @property
    def zh(self) -> str: ...
    @property
    def en(self) -> str: ...


@dataclass(frozen=True)
class Words:
    """Code → name in the language of the page; `whole` is what counts against the yearly limit, `group` the campaign's own word for who inspects."""

    kinds: NameOf
    ways: NameOf
    steps: NameOf
    whole: str
    group: str


def rules_of(campaign: Campaign) -> Inspections:
    return template_of(campaign).inspections


def words_of(campaign: Campaign) -> Words:
    """The names of what the template has for inspectors."""
    rules = rules_of(campaign)

    def named(things: Iterable[_Named]) -> NameOf:
        return {one.code: pick(one.zh, one.en) for one in things}

    term = template_of(campaign).term("supervision_group")
    whole = pick("、", ", ").join(pick(one.zh, one.en) for one in rules.kinds if one.whole)
    return Words(named(rules.kinds), named(rules.ways), named(rules.ladder), whole, pick(term.zh, term.en))


def inspector(visit: Visit, path: str) -> Actor:
    """The capacity that inspects the unit at `path`: one that isn't of it; else some, for the command to refuse."""
    able = [by for by in visit.actors if by.may(Right.INSPECTION_WORK, path)]
    return next((by for by in able if path not in by.own), None) or visit.by(Right.INSPECTION_WORK, path)


def of_unit(visit: Visit, right: Right, path: str) -> Actor:
    """The capacity of the very unit; else some, for the command to refuse."""
    here = (by for by in visit.actors if by.scope == path and by.may(right, path))
    return next(here, None) or visit.by(right, path)


def said(error: HuiyinError | None) -> str:
    return sentence(error) if error else ""


def status(error: HuiyinError | None) -> int:
    return status_of(error) if error else HTTPStatus.OK


def done(request: HttpRequest, visit: Visit, text: str, name: str, *args: object) -> HttpResponseRedirect:
    """To a page of the campaign, with a word of what was done."""
    messages.success(request, text)
    return HttpResponseRedirect(reverse(name, args=[visit.running.code, *args]))
