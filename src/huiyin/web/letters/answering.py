"""Answering a finding, looking at an answer, and saying what else follows a finding."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import HuiyinError
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.letters import commands
from huiyin.process.letters.access import get_finding
from huiyin.process.letters.rules.hands import may_answer
from huiyin.process.letters.rules.wording import Pointed
from huiyin.web.frame.fields import line, words
from huiyin.web.frame.filters import place
from huiyin.web.frame.page import page
from huiyin.web.frame.visit import Visit
from huiyin.web.letters.letter import got, shown, writer

_LONGEST = 4000  # the command says what is too long


@page(Right.PLAN_REPORT, "POST")
def answer_finding(request: HttpRequest, visit: Visit, pk: int, number: int) -> HttpResponse:
    """Answer one finding for one's own unit."""
    found = got(visit, pk)
    finding, path = get_finding(number, found), found.participation.unit.path
    by = next((one for one in visit.actors if may_answer(one, path)), None) or visit.by(Right.PLAN_REPORT)
    proofs = [one for one in request.POST.getlist("proof")[:50] if one.isdecimal() and len(one) < 16]
    typed = {
        "number": number,
        "proofs": proofs,
        **{name: request.POST.get(name, "") for name in ("text", "done", "where")},
    }
    try:
        said = commands.Answered(
            words(request.POST, "text", longest=_LONGEST),
            words(request.POST, "done", longest=_LONGEST),
            line(request.POST, "where", longest=_LONGEST),
            [int(one) for one in proofs],
        )
        commands.answer_finding(finding, said, by=by, at=visit.at)
    except HuiyinError as error:
        return shown(request, visit, found, error, typed)
    messages.success(request, _("这一条已答复。"))
    return _back(visit, pk, number)


@page(Right.LETTER_WRITE, "POST")
def look_at_answer(request: HttpRequest, visit: Visit, pk: int, number: int) -> HttpResponse:
    """Accept an answer, or ask again."""
    found = got(visit, pk)
    finding = get_finding(number, found)
    accepted = line(request.POST, "accepted") == "yes"
    typed = {"number": number, "words": request.POST.get("words", "")}
    try:
        said = words(request.POST, "words", longest=_LONGEST)
        round_ = min(place(request.POST, "round") or 0, 30_000)
        by = writer(visit, found)
        commands.look_at_answer(finding, round_, said, accepted=accepted, by=by, at=visit.at)
    except HuiyinError as error:
        return shown(request, visit, found, error, typed)
    messages.success(request, _("答复已认可。") if accepted else _("已请单位再答。"))
    return _back(visit, pk, number)


@page(Right.LETTER_WRITE, "POST")
def tie_finding(request: HttpRequest, visit: Visit, pk: int, number: int) -> HttpResponse:
    """Say that a problem or an item of the plan follows the finding, too."""
    found = got(visit, pk)
    finding = get_finding(number, found)
    problem, item = line(request.POST, "problem", longest=40), place(request.POST, "item")
    try:
        one = Pointed("", problems=(problem,) if problem else (), items=(item,) if item is not None else ())
        commands.tie_finding(finding, one, by=writer(visit, found), at=visit.at)
    except HuiyinError as error:
        return shown(request, visit, found, error)
    messages.success(request, _("已对应。"))
    return _back(visit, pk, number)


def _back(visit: Visit, pk: int, number: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("letter", args=[visit.running.code, pk]) + f"#finding-{number}")
