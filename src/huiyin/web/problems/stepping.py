"""An act of a problem's life: what it stands on is seen first, then it is taken; with one's own hand by one's own password."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from huiyin.kit.errors import NotAllowed, Unseen
from huiyin.platform.accounts.commands import sign_in
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.life import Act, LifeAct
from huiyin.process.problems.models import Problem
from huiyin.process.rectification import commands
from huiyin.process.rectification.commands.stepping import Said
from huiyin.process.rectification.queries import acts_of, facts_of, life_of, what_is_shown
from huiyin.process.rectification.queries.acts import NextAct
from huiyin.process.rectification.rules.needs import said_of
from huiyin.web.frame.fields import day, line, words
from huiyin.web.frame.language import pick
from huiyin.web.frame.page import page
from huiyin.web.frame.visit import Visit
from huiyin.web.problems.sisters import sisters_of
from huiyin.web.problems.voices import voices_of
from huiyin.web.problems.working import by_of, form_on_problem, needs_mark

_LONGEST = 4000  # the command says what is too long
_WITH_FORMS = {Act.DECIDE, Act.FIX}


@page(Right.PROBLEM_READ, "GET", "POST")
def take_step(request: HttpRequest, visit: Visit, number: str, act: str) -> HttpResponse:
    """One act's page. Who may take it is the template's table; everybody else is refused by the command."""
    code = _act(act)

    def do(found: Problem) -> str:
        taken = template_of(found.campaign).life.act(code)
        by = next(
            (one.by for one in acts_of(found, visit.actors, visit.today).mine if one.act.code == code), None
        )
        if by is None:
            commands.take_step(found, code, by=_any(visit, found), at=visit.at)  # which says why not
        needs_mark(request, _mark(found))
        said = _said(request, visit, found, taken)
        commands.take_step(found, code, said, by=by or _any(visit, found), at=visit.at)
        name = pick(taken.zh, taken.en) if taken else act
        return _("%(number)s：%(act)s，已记下。") % {"number": found.number, "act": name}

    return form_on_problem(
        request, visit, number, "take_step", do=do, context=lambda found: _context(visit, found, code)
    )


def _act(code: str) -> Act:
    """Unseen for an act that nobody knows, and for those that have a form of their own."""
    try:
        act = Act(code.replace("-", "_"))
    except ValueError as error:
        raise Unseen from error
    if act in _WITH_FORMS:
        raise Unseen
    return act


def _any(visit: Visit, found: Problem) -> Actor:
    """Some capacity, for the command to refuse with its own words."""
    return by_of(visit, found, Right.PROBLEM_READ)


def _mark(found: Problem) -> str:
    return f"{found.state}.{found.round}"


def _said(request: HttpRequest, visit: Visit, found: Problem, taken: LifeAct | None) -> Said:
    given = request.POST
    return Said(
        reason=words(given, "reason", longest=_LONGEST),
        reason_code=line(given, "reason_code", longest=40),
        until=day(given, "until", "限期", "The date"),
        proposal=words(given, "proposal", longest=_LONGEST),
        shown=_signed(request, visit, found, taken) if taken is not None and taken.own_hand else "",
    )


def _signed(request: HttpRequest, visit: Visit, found: Problem, taken: LifeAct) -> str:
    """The digest of what the person saw and signed by their password; NotAllowed for another password."""
    shown = what_is_shown(found, taken.code).digest
    if str(request.POST.get("shown", "")) != shown:
        raise NotAllowed(
            "您打开这一页之后，措施或佐证有改动，还没有签。请看过现在的内容，再输入密码。",
            "Measures or evidence changed after you opened the page; nothing was signed. Look at them now, then type your password.",
        )
    try:
        sign_in(visit.account.login, str(request.POST.get("password", "")), at=visit.at)
    except NotAllowed as error:
        raise NotAllowed(
            "密码不对，没有办理。连续输错几次后要等一会儿再试。",
            "That isn't your password; nothing was done. After several wrong tries, wait a while.",
        ) from error
    return shown


def _context(visit: Visit, found: Problem, code: Act) -> dict[str, Any]:
    template = template_of(found.campaign)
    acts = acts_of(found, visit.actors, visit.today)
    mine = next((one for one in acts.mine if one.act.code == code), None)
    act = template.life.act(code)
    reasons = template.lists.get(act.reasons) if act and act.reasons else None
    parties = {party.code: party for party in template.life.parties}
    return {
        "act": act,
        "mine": mine,
        "lacks": [(need, said_of(need)) for need in mine.lacks] if mine else [],
        "reasons": reasons.codes if reasons else (),
        "proposes": code is Act.GO_UP,
        "shown": what_is_shown(found, code),
        "life": life_of(found),
        "mark": _mark(found),
        "parties": [parties[one] for one in facts_of(found, visit.today).parties]
        if code is Act.ACCEPT
        else [],
        **(voices_of(visit, found) if act is not None and act.by_another else {}),
        "sisters": sisters_of(visit, found) if _closing(mine, found) else (),
    }


def _closing(mine: NextAct | None, found: Problem) -> bool:
    """举一反三: who accepts sees which other units have the same matter (S10, R27)."""
    return (
        mine is not None
        and mine.act.code is Act.ACCEPT
        and (found.common or bool(found.topic or found.focus))
    )
