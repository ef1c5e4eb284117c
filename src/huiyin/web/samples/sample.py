"""One sample: what was done in which order, what is to be seen, what was found and what that says of all."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import HuiyinError, Refused
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.samples import commands
from huiyin.process.samples.access import draws, get_sample, visible_items
from huiyin.process.samples.models import Sample, SampleItem, SampleResult, SampleVisit
from huiyin.process.samples.queries.standing import Standing, package_of, shares, standing_of
from huiyin.process.samples.queries.titles import titles
from huiyin.process.samples.queries.waiting import reopened
from huiyin.process.samples.rules.kinds import Kind
from huiyin.process.samples.rules.package import packed
from huiyin.web.frame.downloads import bundle
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.fields import words
from huiyin.web.frame.filters import address, place
from huiyin.web.frame.page import page
from huiyin.web.frame.people import names_of_people
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.samples.names import kind_names, part_names, stage_names

SIZE = 100
_LONGEST = 4000  # the command says what is too long


@dataclass(frozen=True)
class Row:
    """An item as the page lists it."""

    item: SampleItem
    title: str
    visit: SampleVisit | None
    result: SampleResult | None
    reopened: bool


@page(Right.CAMPAIGN_READ, "GET")
def sample(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """The sample's page."""
    return _shown(request, visit, get_sample(number, actors=visit.actors, campaign=visit.running))


@page(Right.SAMPLE_DRAW, "POST")
def freeze_population(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """Write down what is drawn from."""

    def do(found: Sample, by: Actor) -> str:
        made = commands.freeze_population(found, by=by, at=visit.at)
        return _("名单已冻结：%(n)s 个，从此不变。下一步抽取。") % {"n": made.count}

    return _done(request, visit, number, do)


@page(Right.SAMPLE_DRAW, "POST")
def draw_sample(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """Draw."""

    def do(found: Sample, by: Actor) -> str:
        made = commands.draw_sample(found, by=by, at=visit.at)
        return _("抽出 %(n)s 个。抽中哪些只有督导人员知道，开始核查哪一个，哪一个的单位才看到。") % {
            "n": made.size
        }

    return _done(request, visit, number, do)


@page(Right.SAMPLE_DRAW, "POST")
def break_off_sample(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """Break it off, with a reason for everybody."""

    def do(found: Sample, by: Actor) -> str:
        commands.break_off_sample(found, words(request.POST, "reason", longest=_LONGEST), by=by, at=visit.at)
        return _("已中止，种子和理由都已公开。")

    return _done(request, visit, number, do)


@page(Right.CAMPAIGN_READ, "GET")
def export_sample(_request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """Population, seed and figures, for anybody to draw it again: once the seed is revealed."""
    standing = standing_of(get_sample(number, actors=visit.actors, campaign=visit.running))
    if standing.draw is None or standing.reveal is None:
        raise Refused(
            "种子还没有公开：最后一个开始核查以后，任何人都能下载名单和种子，重新抽一遍。",
            "The seed isn't revealed yet: once the last visit has begun, anybody can download it all and draw again.",
        )
    data = packed(package_of(standing))

    def write(path: Path) -> None:
        path.write_bytes(data)

    return bundle(f"{visit.running.code}-sample-{number}", write)


def _done(
    request: HttpRequest, visit: Visit, number: int, do: Callable[[Sample, Actor], str]
) -> HttpResponse:
    found = get_sample(number, actors=visit.actors, campaign=visit.running)
    try:
        said = do(found, draws(visit.actors, found) or visit.by(Right.SAMPLE_DRAW, found.scope.path))
    except HuiyinError as error:
        return _shown(request, visit, found, error)
    messages.success(request, said)
    return HttpResponseRedirect(reverse("sample", args=[visit.running.code, number]))


def _shown(
    request: HttpRequest, visit: Visit, found: Sample, error: HuiyinError | None = None
) -> HttpResponse:
    standing = standing_of(found)
    inspects = draws(visit.actors, found) is not None
    rows, later = _rows(request, visit, standing)
    by = [found.by, *(one.by for one in (standing.population, standing.draw, standing.reveal) if one)]
    context: dict[str, Any] = {
        "sample": found,
        "at": standing,
        "kind": kind_names()[found.kind],
        "part": part_names()[found.parts] if found.parts else "",
        "stage": stage_names()[standing.stage],
        "tolerable": _percent(float(found.tolerable)),
        "confidence": _percent(float(found.confidence)),
        "inspects": inspects,
        "may_break_off": inspects and standing.reveal is None,
        "rows": rows,
        "later": later,
        "people": names_of_people(
            [*by, *(code for row in rows if row.visit for code in (row.visit.first, row.visit.second))]
        ),
        "shares": _shares(standing) if inspects or standing.reveal else [],
        "bound": _percent(standing.bound / standing.of) if standing.bound is not None and standing.of else "",
        "all_seen": standing.draw is not None and standing.size == standing.of,
        "typed": request.POST.get("reason", ""),
        "said": sentence(error) if error else "",
    }
    status = status_of(error) if error else HTTPStatus.OK
    return show(request, visit, "samples/sample", context, status=status)


def _rows(request: HttpRequest, visit: Visit, standing: Standing) -> tuple[list[Row], str]:
    if standing.draw is None:
        return [], ""
    after = place(request.GET, "after") or 0
    found = list(visible_items(visit.actors, standing.sample).filter(place__gt=after)[: SIZE + 1])
    items = found[:SIZE]
    pks = [item.pk for item in items]
    named = titles(Kind(standing.sample.kind), [item.key for item in items])
    visits, results, again = (
        SampleVisit.objects.in_bulk(pks),
        SampleResult.objects.in_bulk(pks),
        reopened(items),
    )
    rows = [
        Row(item, named.get(item.key, ""), visits.get(item.pk), results.get(item.pk), item.pk in again)
        for item in items
    ]
    here = reverse("sample", args=[visit.running.code, standing.sample.number])
    return rows, address(here, {"after": items[-1].place}) if len(found) > SIZE else ""


def _shares(standing: Standing) -> list[tuple[str, int, int]]:
    """Part, how many of it there are, how many of those are drawn; none where there are no parts."""
    if not standing.sample.parts or standing.population is None or standing.draw is None:
        return []
    drawn = shares(standing, standing.size)
    return [(part, int(n), drawn[part]) for part, n in standing.population.counts.items()]


def _percent(share: float) -> str:
    return f"{share * 100:.2f}".rstrip("0").rstrip(".") + "%"
