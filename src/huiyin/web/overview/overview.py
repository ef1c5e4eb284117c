"""One page that is true: where every opinion is, whether the sum holds, and how far they are to the point."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.kit.errors import BadInput
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.models import Participation
from huiyin.process.campaigns.queries import template_of
from huiyin.process.opinions.queries import Overview, Rates
from huiyin.process.opinions.queries import overview as overview_of
from huiyin.process.opinions.queries.rates import Rate
from huiyin.process.opinions.rules.disposition import Disposition
from huiyin.process.problems.access import visible_problems
from huiyin.process.problems.queries import problem_counts
from huiyin.web.frame.charts import Bar, DrawnRate, drawn_rate, length
from huiyin.web.frame.filters import address
from huiyin.web.frame.names import Names, names_of
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.overview.fewest import apart

UNITS_A_PAGE = 100
KIND = {Disposition.WAITING: "wait", Disposition.LINKED: "go", Disposition.ANSWERED: "go"}


@dataclass(frozen=True)
class RatesRow:
    """A unit or a channel with its rates."""

    name: str
    received: int
    focus: DrawnRate
    specificity: DrawnRate
    address: str


@page(Right.OVERVIEW_READ, "GET")
def overview(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Everything below the visitor's scope; each number opens into its opinions for who may read them."""
    campaign = visit.running
    scopes = visit.scopes(Right.OVERVIEW_READ)
    found = overview_of(campaign, scopes)
    names = names_of(campaign)
    units, more = _units(request, visit, found)
    template = template_of(campaign)
    parts = _parts(visit, found, names)
    context = {
        "balance": found.balance,
        "few": not parts,
        "bars": bars(visit, found, parts),
        "parts": [(name, n) for name, n, _ in parts],
        "focus": drawn_rate(found.rates.focus, template.parameter("focus_rate_line")),
        "specificity": drawn_rate(found.rates.specificity, template.parameter("specificity_rate_line")),
        "heard": found.units_heard_from,
        "taking_part": Participation.objects.filter(campaign=campaign).count(),
        "problems": problem_counts(visible_problems(visit.actors, campaign)),
        "names": names,
        "units": units,
        "more": more,
        "channels": _channels(visit, found, names),
    }
    return show(request, visit, "overview/overview", context)


Part = tuple[str, int, Disposition | None]
"""A part of the sum as it is shown: its name, how many, and where they are; None for small parts that stand together."""


def _parts(visit: Visit, found: Overview, names: Names) -> list[Part]:
    """The parts of the sum; none where there are too few givers for this visitor."""
    told, counted = apart(visit, "disposition"), found.balance.parts
    if told is None or not found.balance.received:
        return [(names.disposition[part.value], n, part) for part, n in counted.items()]
    shown: list[Part] = [
        (names.disposition[part.value], n, part) for part, n in counted.items() if part.value in told.alone
    ]
    rest = sum(n for part, n in counted.items() if part.value in told.together)
    return [*shown, (_("其余各项"), rest, None)] if rest else shown


def bars(visit: Visit, found: Overview, parts: list[Part]) -> list[Bar]:
    """The flow: received, and each part of the sum."""
    inbox = reverse("inbox", args=[visit.running.code]) if visit.may(Right.OPINION_READ_RAW) else ""
    whole = found.balance.received
    return [
        Bar(
            name,
            n,
            length(n, whole),
            KIND.get(part, "calm") if part else "calm",
            address(inbox, {"disposition": part.value}) if inbox and part else "",
        )
        for name, n, part in parts
    ]


def _units(request: HttpRequest, visit: Visit, found: Overview) -> tuple[list[RatesRow], str]:
    """Units in the order of the tree, never of a number; and where the next ones are."""
    after = str(request.GET.get("from", ""))
    if len(after) > 80 or not (after.isalnum() or not after):
        raise BadInput("这个地址里的位置不对，请回到总览。", "The address names no place of the list.")
    told = apart(visit, "about")
    heard = [pk for pk in found.unit_names if told is None or str(pk) in told.alone]
    paths = Unit.objects.in_scopes(visit.scopes(Right.OVERVIEW_READ)).filter(pk__in=heard, path__gt=after)
    chosen = list(paths.values_list("pk", "path")[: UNITS_A_PAGE + 1])
    rows = [
        _row(visit, found.unit_names[pk], found.by_unit[pk], {"unit": pk}) for pk, _ in chosen[:UNITS_A_PAGE]
    ]
    if None in found.by_unit and not after and (told is None or "" in told.alone):
        rows.append(_row(visit, "", found.by_unit[None], {}))
    if told is not None and told.together and not after:
        received = sum(rates.received for pk, rates in found.by_unit.items() if _key(pk) in told.together)
        title = ngettext("意见较少的 %(n)s 个单位", "意见较少的 %(n)s 个单位", len(told.together))
        rows.append(_together(visit, title % {"n": len(told.together)}, received))
    here = reverse("overview", args=[visit.running.code])
    more = address(here, {"from": chosen[UNITS_A_PAGE - 1][1]}) if len(chosen) > UNITS_A_PAGE else ""
    return rows, more


def _channels(visit: Visit, found: Overview, names: Names) -> list[RatesRow]:
    order = [*names.channel, ""]
    told = apart(visit, "channel")
    known = [code for code in order if code in found.by_channel and (told is None or code in told.alone)]
    rows = [
        _row(visit, names.channel.get(code, ""), found.by_channel[code], {"channel": code}) for code in known
    ]
    if told is not None and told.together:
        received = sum(rates.received for code, rates in found.by_channel.items() if code in told.together)
        rows.append(_together(visit, _("其余渠道"), received))
    return rows


def _key(unit: int | None) -> str:
    return "" if unit is None else str(unit)


def _together(visit: Visit, name: str, received: int) -> RatesRow:
    """What is shown in one row, without rates: those of few givers would tell what each of them said."""
    none = Rate(0, 0, suggested=False)
    return _row(visit, name, Rates(received, none, none), {})


def _row(visit: Visit, name: str, rates: Rates, filters: dict[str, object]) -> RatesRow:
    template = template_of(visit.running)
    inbox = reverse("inbox", args=[visit.running.code]) if visit.may(Right.OPINION_READ_RAW) else ""
    return RatesRow(
        name=name,
        received=rates.received,
        focus=drawn_rate(rates.focus, template.parameter("focus_rate_line")),
        specificity=drawn_rate(rates.specificity, template.parameter("specificity_rate_line")),
        address=address(inbox, filters) if inbox and filters and all(filters.values()) else "",
    )
