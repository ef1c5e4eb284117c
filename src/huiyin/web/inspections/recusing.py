"""Declared conflicts of interest: an inspector declares, who appoints inspectors lifts; all of it stays."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from huiyin.kit.errors import BadInput, HuiyinError, NotAllowed, Unseen
from huiyin.platform.orgs import commands
from huiyin.platform.orgs.models import Recusal
from huiyin.platform.orgs.queries import recusals_below
from huiyin.platform.orgs.rules.recusing import RECUSAL_NAMES, RecusalKind
from huiyin.platform.orgs.rules.rights import Actor, Right, Role
from huiyin.web.frame.fields import line, one_of, words
from huiyin.web.frame.page import page
from huiyin.web.frame.people import names_of_people
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.inspections.frame import done, said, status, words_of
from huiyin.web.inspections.planning import unit_asked_for, units_of

MOST = 200
_LONGEST = 2000


@page(Right.CAMPAIGN_READ, "GET")
def recusals(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What was declared: one's own, and for who appoints or inspects there everybody's."""
    return _shown(request, visit)


@page(Right.INSPECTION_WORK, "POST")
def declare_recusal(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Declare one's own; it counts from now on."""
    try:
        unit = unit_asked_for(visit, line(request.POST, "unit"))
        if unit is None:
            raise BadInput("请选单位。", "Choose a unit.")
        kind = one_of(request.POST, "kind", RecusalKind, "情形", "kind")
        reason = words(request.POST, "reason", longest=_LONGEST)
        by = visit.by(Right.INSPECTION_WORK, unit.path)
        commands.declare_recusal(visit.account, unit, kind, reason, by=by, at=visit.at)
    except HuiyinError as error:
        return _shown(request, visit, error)
    return done(request, visit, _("已登记回避。从现在起，这个单位的事您看不到、也不能办。"), "recusals")


@page(Right.GRANT_GIVE, "POST")
def lift_recusal(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Lift somebody's, with a reason."""
    found = _rows(visit).filter(pk=pk).first() if 0 < pk < 2**63 else None
    if found is None:
        raise Unseen
    try:
        why = words(request.POST, "why", longest=_LONGEST)
        commands.lift_recusal(found, why, by=_appoints(visit, found), at=visit.at)
    except NotAllowed:
        raise
    except HuiyinError as error:
        return _shown(request, visit, error)
    return done(request, visit, _("回避已解除，从明天起算；登记和解除的理由都留着。"), "recusals")


def _appoints(visit: Visit, found: Recusal) -> Actor:
    """A capacity that appoints inspectors at the unit; else some, for the command to refuse."""
    path = found.unit.path
    able = [by for by in visit.actors if by.may_appoint(Role.SUPERVISION, path, by.campaign)]
    return next(iter(able), None) or visit.by(Right.GRANT_GIVE, path)


def _rows(visit: Visit) -> QuerySet[Recusal]:
    scopes = [
        by.scope
        for by in visit.actors
        if by.may(Right.INSPECTION_WORK, by.scope) or by.may(Right.GRANT_GIVE, by.scope)
    ]
    return recusals_below(scopes)


def _shown(request: HttpRequest, visit: Visit, error: HuiyinError | None = None) -> HttpResponse:
    rows = list(_rows(visit)[:MOST])
    works = visit.may(Right.INSPECTION_WORK)
    codes = [code for one in rows for code in (one.declared_by, one.lifted_by) if code]
    context = {
        "rows": rows,
        "works": works,
        "lifts": {
            one.pk
            for one in rows
            if one.until is None
            and one.account_id != visit.account.pk
            and any(by.may_appoint(Role.SUPERVISION, one.unit.path, by.campaign) for by in visit.actors)
        },
        "units": units_of(visit) if works else (),
        "kinds": {kind.value: _(name) for kind, name in RECUSAL_NAMES.items()},
        "words": words_of(visit.running),
        "people": names_of_people(codes),
        "typed": request.POST if error else {},
        "said": said(error),
    }
    return show(request, visit, "inspections/recusals", context, status=status(error))
