"""Response, settlement and satisfaction (SPEC section 5), each with what it was counted of; of no unit, and in no order of merit."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from huiyin.kit.errors import HuiyinError
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.answers.queries import RateRow, limits_of
from huiyin.process.answers.queries import answer_rates as rates_of
from huiyin.process.opinions.access import visible_opinions
from huiyin.process.opinions.queries.rates import Rate
from huiyin.process.problems.queries import settled_by_problems
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.names import NameOf, names_of
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.templatetags.huiyin import listed


@dataclass(frozen=True)
class Shown:
    """A rate as a bar: `length` of a thousand; `percent` is "" where n is too small for one."""

    percent: str
    length: int
    k: int
    n: int


@dataclass(frozen=True)
class Line:
    """A row of a table."""

    name: str
    held: int
    response: Shown
    settlement: Shown


@page(Right.OPINION_READ_RAW, "GET")
def answer_rates(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The figures, over what the visitor may read."""
    campaign, names = visit.running, names_of(visit.running)
    limits = limits_of(campaign)
    may_write = visit.may(Right.ANSWER_WRITE)
    context: dict[str, object] = {"limits": limits, "names": names, "said": "", "may_write": may_write}
    status = 200
    try:
        found = rates_of(
            visible_opinions(visit.actors, campaign),
            campaign=campaign,
            limits=limits,
            on=visit.today,
            channels=list(names.channel),
            givers=list(names.giver),
            settled=settled_by_problems(campaign),
        )
        context |= {
            "whole": _line(found.whole, {}),
            "satisfaction": _shown(found.satisfaction),
            "summed": listed(names.rating.get(code, code) for code in found.summed),
            "channels": [_line(row, names.channel) for row in found.by_channel],
            "givers": [_line(row, names.giver) for row in found.by_giver],
        }
    except HuiyinError as error:
        context["said"], status = sentence(error), status_of(error)
    return show(request, visit, "answers/answer_rates", context, status=status)


def _line(row: RateRow, names: NameOf) -> Line:
    named = [names.get(code, code) or _("没有写明") for code in row.codes]
    return Line(listed(named), row.held, _shown(row.response), _shown(row.settlement))


def _shown(rate: Rate) -> Shown:
    share = rate.shown
    return Shown("" if share is None else f"{share:.1%}", round((share or 0) * 1000), rate.k, rate.n)
