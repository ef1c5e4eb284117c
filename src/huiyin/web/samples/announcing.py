"""A new sample: what is looked at, where, how sure; how many that makes is seen before anything is announced."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.analysis.sampling import least_false, sample_size
from huiyin.kit.errors import BadInput, HuiyinError, Unseen
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.queries import template_of
from huiyin.process.samples import commands
from huiyin.process.samples.queries.populations import sizes
from huiyin.process.samples.rules.kinds import (
    CONFIDENCE,
    TOLERABLE,
    Kind,
    Parts,
    needs_figures,
)
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.fields import line, one_of
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.samples.names import kind_names, part_names

_MOST_UNITS = 200


@dataclass(frozen=True)
class Preview:
    """Of one kind: how many there are now, how many would be looked at, and how many false ones are too many."""

    kind: Kind
    of: int
    size: int
    false: int


@page(Right.SAMPLE_DRAW, "GET", "POST")
def announce_sample(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The form with what it would come to; POST announces."""
    if request.method == "GET":
        return _form(request, visit, request.GET)
    given = request.POST
    try:
        scope = _scope(visit, line(given, "scope"))
        kind = one_of(given, "kind", Kind, "核查什么", "kind")
        made = commands.announce_sample(
            visit.running,
            scope,
            kind,
            tolerable=_share(given, "tolerable", "可容忍的比例", "The tolerable share"),
            confidence=_share(given, "confidence", "把握", "The confidence"),
            parts=one_of(given, "parts", Parts, "分层办法", "division"),
            by=visit.by(Right.SAMPLE_DRAW, scope.path),
            at=visit.at,
        )
    except HuiyinError as error:
        return _form(request, visit, given, error)
    messages.success(request, _("种子已抽出并封存，它的摘要已公布。下一步冻结名单。"))
    return HttpResponseRedirect(reverse("sample", args=[visit.running.code, made.number]))


def _scopes(visit: Visit) -> list[Unit]:
    """The units from which the visitor is sent out, as far as they lie in the campaign. One query."""
    paths = {actor.scope for actor in visit.actors if actor.may(Right.SAMPLE_DRAW, actor.scope)}
    root = visit.running.root
    inside = {path for path in paths if path.startswith(root.path)}
    if len(inside) < len(paths):
        inside.add(root.path)  # whoever is sent out from further up looks at the whole
    return list(Unit.objects.filter(path__in=inside).order_by("path")[:_MOST_UNITS])


def _scope(visit: Visit, typed: str) -> Unit:
    if not typed:
        raise BadInput("请选范围。", "Choose below which unit.")
    found = next((unit for unit in _scopes(visit) if str(unit.pk) == typed), None)
    if found is None:
        raise Unseen
    return found


def _share(given: QueryDict, name: str, zh: str, en: str) -> Decimal:
    """Per cent, as a share."""
    typed = line(given, name, longest=10).removesuffix("%").replace("％", "")
    try:
        share = Decimal(typed) / 100
    except InvalidOperation as error:
        raise BadInput(f"{zh}请写百分数，如 10。", f"{en}: write per cent, like 10.") from error
    if not share.is_finite() or share != share.quantize(Decimal("0.0001")):
        raise BadInput(f"{zh}最多写两位小数。", f"{en}: two decimals at most.")
    return share


def _usual(visit: Visit) -> dict[str, str]:
    """What the template starts from, in per cent; empty where it has none."""
    found = {}
    for name, code in (("tolerable", TOLERABLE), ("confidence", CONFIDENCE)):
        try:
            found[name] = f"{Decimal(str(template_of(visit.running).parameter(code))) * 100:f}".rstrip(
                "0"
            ).rstrip(".")
        except KeyError:
            found[name] = ""
    return found


def _form(
    request: HttpRequest, visit: Visit, given: QueryDict, error: HuiyinError | None = None
) -> HttpResponse:
    scopes = _scopes(visit)
    typed = _usual(visit) | {
        name: line(given, name)
        for name in ("scope", "kind", "parts", "tolerable", "confidence")
        if name in given
    }
    chosen = next(
        (unit for unit in scopes if str(unit.pk) == typed.get("scope")), scopes[0] if scopes else None
    )
    previews: list[Preview] = []
    try:
        share = _share(_query(typed), "tolerable", "可容忍的比例", "The tolerable share")
        sure = _share(_query(typed), "confidence", "把握", "The confidence")
        needs_figures(Kind.PROBLEM, Parts.NONE, share, sure)
        previews = _previews(visit, chosen, float(share), float(sure)) if chosen else []
    except HuiyinError as refused:
        error = error or refused
    context = {
        "scopes": scopes,
        "chosen": chosen,
        "kinds": kind_names(),
        "parts": part_names(),
        "typed": typed,
        "previews": previews,
        "said": sentence(error) if error else "",
    }
    status = status_of(error) if error else HTTPStatus.OK
    return show(request, visit, "samples/announce_sample", context, status=status)


def _previews(visit: Visit, scope: Unit, share: float, sure: float) -> list[Preview]:
    return [
        Preview(kind, of, sample_size(of, share, sure), least_false(of, share) if of else 0)
        for kind, of in sizes(visit.running, scope).items()
    ]


def _query(typed: dict[str, str]) -> QueryDict:
    made = QueryDict(mutable=True)
    made.update(typed)
    return made
