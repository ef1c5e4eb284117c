"""Handing a paper in: what is signed is seen first, then signed with one's own password; the team's says when the team talked."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import HuiyinError, NotAllowed, Refused
from huiyin.platform.accounts.commands import sign_in
from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.queries import template_of
from huiyin.process.selfchecks import commands
from huiyin.process.selfchecks.access import writer_of
from huiyin.process.selfchecks.models import SelfCheck
from huiyin.process.selfchecks.queries.shown import what_is_shown
from huiyin.process.selfchecks.rules.content import Content
from huiyin.process.selfchecks.rules.pasting import pasted_of, still_there
from huiyin.process.selfchecks.rules.states import WRITTEN
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.fields import day, words
from huiyin.web.frame.filters import place
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.selfchecks.drawing import paper_lines
from huiyin.web.selfchecks.states import title_of
from huiyin.web.selfchecks.writing import found_paper


@page(Right.SELFCHECK_WRITE, "GET", "POST")
def hand_in_selfcheck(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """The paper as it is to be handed in, and the form that does it."""
    paper = found_paper(visit, pk)
    by = _writer(visit, paper)
    error: HuiyinError | None = None
    if request.method == "POST":
        try:
            edits = place(request.POST, "edits") or 0
            shown = _signed(request, visit, paper) if paper.account_id else ""
            commands.hand_in_selfcheck(
                paper, edits, shown=shown, discussed=_discussed(request, paper), by=by, at=visit.at
            )
        except HuiyinError as refused:
            error = refused
            paper = found_paper(visit, pk)
        else:
            messages.success(request, _("已送审。这一稿从此不变，审阅意见会出现在这一页。"))
            return HttpResponseRedirect(reverse("selfcheck", args=[visit.running.code, pk]))
    text, digest = what_is_shown(paper)
    template = template_of(visit.running)
    context: dict[str, Any] = {
        "paper": paper,
        "title": title_of(paper),
        "lines": paper_lines(paper, Content.of_json(paper.content)),
        "digest": digest,
        "open": paper.state in WRITTEN,
        "pasted": still_there(pasted_of(paper.pasted, template.selfchecks.pasted_from), text),
        "typed": request.POST if error else None,
        "said": sentence(error) if error else "",
    }
    return show(
        request,
        visit,
        "selfchecks/hand_in_selfcheck",
        context,
        status=status_of(error) if error else HTTPStatus.OK,
    )


@page(Right.SELFCHECK_WRITE, "POST")
def finish_selfcheck(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Say that the version that passed is final."""
    paper = found_paper(visit, pk)
    commands.finish_selfcheck(paper, by=_writer(visit, paper), at=visit.at)
    messages.success(request, _("已定稿。"))
    return HttpResponseRedirect(reverse("selfcheck", args=[visit.running.code, pk]))


@page(Right.SELFCHECK_WRITE, "POST")
def name_drafters(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Say who drafts the team's paper."""
    paper = found_paper(visit, pk)
    path = paper.participation.unit.path
    by = next(
        (one for one in visit.actors if one.scope == path and one.may(Right.SELFCHECK_WRITE, path)), None
    )
    chosen = {int(one) for one in request.POST.getlist("drafter") if one.isdecimal() and len(one) < 18}
    accounts = list(Account.objects.filter(pk__in=chosen, active=True))
    commands.name_drafters(paper, accounts, by=by or visit.by(Right.SELFCHECK_WRITE, path), at=visit.at)
    messages.success(request, _("起草组已定。"))
    return HttpResponseRedirect(reverse("selfchecks", args=[visit.running.code]))


def _writer(visit: Visit, paper: SelfCheck) -> Actor:
    by = writer_of(paper, visit.actors)
    if by is None:
        raise NotAllowed(
            "个人材料只由本人写、由本人送审，班子材料由起草组办理。",
            "Only its author, or the group that drafts it, hands this paper in.",
        )
    return by


def _signed(request: HttpRequest, visit: Visit, paper: SelfCheck) -> str:
    """The digest of what the author saw and signed by their password; NotAllowed for another password."""
    _, shown = what_is_shown(paper)
    if str(request.POST.get("shown", "")) != shown:
        raise NotAllowed(
            "您打开这一页之后，材料又存过，还没有送审。请看过现在的内容，再输入密码。",
            "The paper was saved after you opened the page; it wasn't handed in. Look at it now, then type your password.",
        )
    try:
        sign_in(visit.account.login, str(request.POST.get("password", "")), at=visit.at)
    except NotAllowed as error:
        raise NotAllowed(
            "密码不对，没有送审。连续输错几次后要等一会儿再试。",
            "That isn't your password; nothing was handed in. After several wrong tries, wait a while.",
        ) from error
    return shown


def _discussed(request: HttpRequest, paper: SelfCheck) -> commands.Discussed | None:
    if paper.account_id is not None:
        return None
    on = day(request.POST, "discussed_on", "集体研究的日期", "The day of the team's talk")
    if on is None:
        raise Refused("请写明班子哪天集体研究过。", "Say on which day the team talked about it.")
    return commands.Discussed(on, words(request.POST, "discussed", longest=4000))
