"""One of those drawn: the visit to it, what two persons say of it, and what follows from a false closure."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import BadInput, HuiyinError
from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.queries import ancestors, watchers
from huiyin.platform.orgs.rules.rights import Actor, Right, Role
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.life import Act
from huiyin.process.samples import commands
from huiyin.process.samples.access import get_item, get_sample, looks_at
from huiyin.process.samples.models import Sample, SampleItem, SampleResult, SampleStatement, SampleVisit
from huiyin.process.samples.queries.titles import titles
from huiyin.process.samples.queries.waiting import reopened
from huiyin.process.samples.rules.kinds import Kind
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.fields import line, words
from huiyin.web.frame.page import page
from huiyin.web.frame.people import names_of_people
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.samples.names import kind_names

_LONGEST = 8000  # the command says what is too long


@page(Right.CAMPAIGN_READ, "GET")
def sample_item(request: HttpRequest, visit: Visit, number: int, place: int) -> HttpResponse:
    """Its page: for inspectors, and from the visit on for its unit."""
    return _shown(request, visit, *_found(visit, number, place))


@page(Right.SAMPLE_DRAW, "POST")
def start_visit(request: HttpRequest, visit: Visit, number: int, place: int) -> HttpResponse:
    """Begin to look at it; its unit sees it from now on."""

    def do(sample: Sample, item: SampleItem, by: Actor) -> str:
        typed = line(request.POST, "second")
        second = next((one for one in _inspectors(visit, item) if str(one.pk) == typed), None)
        if second is None:
            raise BadInput("请选同去的另一位督导人员。", "Choose the other inspector.")
        commands.start_visit(sample, item, second, by=by, at=visit.at)
        return _("已开始核查，单位从现在起看得到。")

    return _done(request, visit, number, place, do)


@page(Right.SAMPLE_DRAW, "POST")
def say_of_item(request: HttpRequest, visit: Visit, number: int, place: int) -> HttpResponse:
    """Say what was seen."""

    def do(sample: Sample, item: SampleItem, by: Actor) -> str:
        holds = line(request.POST, "holds")
        if holds not in {"yes", "no"}:
            raise BadInput("请选属实还是不属实。", "Say whether it holds.")
        told = words(request.POST, "words", longest=_LONGEST)
        result = commands.say_of_item(sample, item, told, holds=holds == "yes", by=by, at=visit.at)
        return (
            _("两个人说的一致，已成结论。")
            if result
            else _("已记下，等另一位督导人员写明看法；两人一致才成结论。")
        )

    return _done(request, visit, number, place, do)


def _found(visit: Visit, number: int, place: int) -> tuple[Sample, SampleItem]:
    sample = get_sample(number, actors=visit.actors, campaign=visit.running)
    return sample, get_item(sample, place, visit.actors)


def _done(
    request: HttpRequest,
    visit: Visit,
    number: int,
    place: int,
    do: Callable[[Sample, SampleItem, Actor], str],
) -> HttpResponse:
    sample, item = _found(visit, number, place)
    able = next((by for by in visit.actors if looks_at(by, item.unit.path)), None)
    try:
        said = do(sample, item, able or visit.by(Right.SAMPLE_DRAW, item.unit.path))
    except HuiyinError as error:
        return _shown(request, visit, sample, item, error)
    messages.success(request, said)
    return HttpResponseRedirect(reverse("sample_item", args=[visit.running.code, number, place]))


def _inspectors(visit: Visit, item: SampleItem) -> list[Account]:
    """Who else is sent there as an inspector today. 2 queries."""
    path = item.unit.path
    paths = [unit.path for unit in ancestors(path)] + [path]
    held = (
        grant.account
        for grant in watchers(paths, visit.today)
        if grant.role == Role.SUPERVISION and grant.campaign in {"", visit.running.code}
    )
    return list({one.pk: one for one in held if one.pk != visit.account.pk}.values())


def _shown(
    request: HttpRequest,
    visit: Visit,
    sample: Sample,
    item: SampleItem,
    error: HuiyinError | None = None,
) -> HttpResponse:
    began = SampleVisit.objects.filter(pk=item.pk).first()
    result = SampleResult.objects.filter(pk=item.pk).first()
    said = list(SampleStatement.objects.filter(visit=item.pk).order_by("pk"))
    looks = any(looks_at(by, item.unit.path) for by in visit.actors)
    codes = [one.by for one in said] + ([began.first, began.second] if began else [])
    given: QueryDict = request.POST
    context: dict[str, Any] = {
        "sample": sample,
        "item": item,
        "kind": kind_names()[sample.kind],
        "title": titles(Kind(sample.kind), [item.key]).get(item.key, ""),
        "began": began,
        "result": result,
        "statements": said,
        "people": names_of_people(codes),
        "looks": looks,
        "reads_problem": item.problem_id and visit.may(Right.PROBLEM_READ, item.unit.path),
        "inspectors": _inspectors(visit, item) if looks and began is None else (),
        "reopened": bool(reopened([item])),
        "reopens": _reopens(visit, item),
        "typed": given,
        "said": sentence(error) if error else "",
    }
    status = status_of(error) if error else HTTPStatus.OK
    return show(request, visit, "samples/sample_item", context, status=status)


def _reopens(visit: Visit, item: SampleItem) -> bool:
    """Whether the template knows a reopening, and the reader may be asked for it."""
    if item.problem_id is None or template_of(visit.running).life.act(Act.REOPEN) is None:
        return False
    return visit.may(Right.PROBLEM_ACCEPT, item.unit.path)
