"""The lawful deletion of words of a meeting: by the office, which reads none of them, in two steps, for a reason and on a legal ground."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import BadInput, HuiyinError, Unseen
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.lifemeetings import commands
from huiyin.process.lifemeetings.models import LifeMeeting
from huiyin.process.lifemeetings.queries.erasable import Held, get_words, held_words
from huiyin.process.lifemeetings.rules.grounds import needs_grounds
from huiyin.process.lifemeetings.rules.states import LONGEST
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.fields import line
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.lifemeetings.frame import framed, got

_TYPED = LONGEST["reason"] + 1  # the command says what is too long


def kinds() -> dict[str, str]:
    """What each kind of words is called."""
    return {
        "speech": _("发言"),
        "criticism": _("批评意见"),
        "remark": _("签阅意见"),
        "judgement": _("点评"),
        "order": _("责令重新召开的说明"),
        "report": _("情况报告正文"),
    }


@page(Right.OPINION_ERASE, "GET")
def erasable_words(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """What words a meeting holds, by kind and number alone, and what was deleted of them on which ground."""
    meeting = _meeting(visit, pk)
    context = {**framed(visit, meeting), "held": held_words(meeting), "kinds": kinds()}
    return show(request, visit, "lifemeetings/erasable_words", context)


@page(Right.OPINION_ERASE, "GET", "POST")
def erase_entry(request: HttpRequest, visit: Visit, pk: int, kind: str, row: int) -> HttpResponse:
    """Reason and legal ground are asked for; then what goes is shown once more, and only then it goes (`step=erase`)."""
    meeting = _meeting(visit, pk)
    entry, held = get_words(meeting, kind, row), _held(meeting, kind, row)
    said, status, sure = "", 200, False
    if request.method == "POST":
        ground = line(request.POST, "ground", longest=_TYPED)
        reason = line(request.POST, "reason", longest=_TYPED)
        step = line(request.POST, "step", longest=10)
        try:
            needs_grounds(ground, reason)
            if step == "erase" and request.POST.get("sure") != "yes":
                sure = True
                raise BadInput("请勾选确认后再删除。", "Tick that you are sure first.")
            if step == "erase":
                by = visit.by(Right.OPINION_ERASE, visit.running.root.path)
                commands.erase_lawfully(entry, ground=ground, reason=reason, by=by, at=visit.at)
                messages.success(request, _("已依法删除，留下了删除标记。"))
                return HttpResponseRedirect(reverse("erasable_words", args=[visit.running.code, pk]))
            sure = True
        except HuiyinError as error:
            said, status = sentence(error), status_of(error)
    context: dict[str, Any] = {
        **framed(visit, meeting),
        "held": held,
        "name": kinds()[kind],
        "kinds": kinds(),
        "sure": sure,
        "typed": request.POST,
        "said": said,
    }
    return show(request, visit, "lifemeetings/erase_entry", context, status=status)


def _meeting(visit: Visit, pk: int) -> LifeMeeting:
    meeting = got(visit, pk)
    visit.by(Right.OPINION_ERASE, visit.running.root.path)
    return meeting


def _held(meeting: LifeMeeting, kind: str, row: int) -> Held:
    found = next((one for one in held_words(meeting) if (one.kind, one.pk) == (kind, row)), None)
    if found is None:
        raise Unseen
    return found
