"""The plan is looked at from above, look by look with its facts; and what is said from above afterwards."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import BadInput, HuiyinError
from huiyin.platform.orgs.rules.rights import Right, Role
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.gates import Fact
from huiyin.process.campaigns.rules.judging import Known
from huiyin.process.lifemeetings import commands
from huiyin.process.lifemeetings.models import LifeMeeting
from huiyin.process.lifemeetings.rules.states import LONGEST
from huiyin.process.supervision import commands as supervision
from huiyin.process.supervision.queries import looks_at
from huiyin.process.supervision.rules.standing import LookFound, LookSaid
from huiyin.web.frame.fields import line, words
from huiyin.web.frame.language import pick
from huiyin.web.frame.page import page
from huiyin.web.frame.visit import Visit
from huiyin.web.lifemeetings.frame import form, got, judging_by
from huiyin.web.lifemeetings.meeting import meeting_page

_LONGEST = 3000  # the command says what is too long


@dataclass(frozen=True)
class FactLine:
    """A condition with its facts: the message where it fails, how it came out, each fact with its value."""

    message: str
    outcome: str
    blocks: bool
    facts: list[tuple[str, str]]


@dataclass(frozen=True)
class LookLine:
    """A look with what it stands on."""

    code: str
    name: str
    ready: bool
    lines: list[FactLine]


@page(Right.LIFEMEETING_JUDGE, "GET", "POST")
def look_at_plan(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """The five looks: each ticked with its facts beside it."""

    def do(meeting: LifeMeeting) -> str:
        template = template_of(visit.running)
        said = {}
        for look in template.lifemeetings.looks:
            typed = line(request.POST, f"passed-{look.code}", longest=10)
            if typed in {"yes", "no"}:
                remark = words(request.POST, f"remark-{look.code}", longest=_LONGEST)
                said[look.code] = LookSaid(typed == "yes", remark)
        seen = line(request.POST, "version", longest=9)
        version = int(seen) if seen.isascii() and seen.isdigit() else 0
        why = words(request.POST, "why", longest=_LONGEST)
        by = judging_by(visit, meeting)
        made = supervision.look_at_plan(meeting, said, why, version, by=by, at=visit.at)
        return _("方案已同意。") if made.approved else _("方案已退回修改。")

    return form(
        request,
        visit,
        pk,
        "look_at_plan",
        do=do,
        context=lambda meeting: {**_context(visit, meeting), **_kept(request, visit)},
        right=Right.LIFEMEETING_JUDGE,
    )


def _context(visit: Visit, meeting: LifeMeeting) -> dict[str, Any]:
    found = looks_at(meeting, visit.today)
    facts = {fact.name: fact for fact in template_of(visit.running).facts}
    return {
        "lines": [_look(one, facts) for one in found],
        "failing": [check.check.message for one in found for check in one.failing],
        "unknown": [check.check.message for one in found for check in one.unknown],
        "leads": judging_by(visit, meeting).role is Role.LEADER,
    }


def _kept(request: HttpRequest, visit: Visit) -> dict[str, Any]:
    """What was ticked and typed of each look, for a form that was refused."""
    codes = [look.code for look in template_of(visit.running).lifemeetings.looks]
    ticked = {code: line(request.POST, f"passed-{code}", longest=10) for code in codes}
    return {
        "kept_yes": [code for code in codes if ticked[code] == "yes"],
        "kept_no": [code for code in codes if ticked[code] == "no"],
        "kept_remarks": {code: line(request.POST, f"remark-{code}", longest=_LONGEST) for code in codes},
    }


def _look(found: LookFound, facts: dict[str, Fact]) -> LookLine:
    lines = [
        FactLine(
            check.check.message,
            check.outcome,
            check.check.severity == "blocks",
            [
                (pick(facts[name].zh, name), figure(facts[name], found.facts.get(name)))
                for name in check.facts
            ],
        )
        for check in found.checks
    ]
    return LookLine(found.look.code, pick(found.look.zh, found.look.en), found.ready, lines)


def figure(fact: Fact, known: Known | None) -> str:
    """A fact's value in words, with its n; who looks at a plan stands above the unit."""
    if known is None:
        return _("还不知道")
    if isinstance(known.value, bool):
        return _("是") if known.value else _("否")
    if fact.type == "share" and isinstance(known.value, float):
        if known.n is not None and known.n < 10:
            return _("%(n)s 项中的 %(k)s 项") % {"n": known.n, "k": round(known.value * known.n)}
        return f"{known.value * 100:.0f}%" + (f"（n = {known.n}）" if known.n is not None else "")
    return str(known.value)


@page(Right.LIFEMEETING_JUDGE, "POST")
def judge_lifemeeting(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """`what=verdict`: how it was held. `what=again`: that it is to be held again."""
    meeting = got(visit, pk)
    try:
        text = words(request.POST, "text", longest=LONGEST["text"])
        code = line(request.POST, "code", longest=40)
        what = line(request.POST, "what", longest=20)
        if what == "verdict":
            by = judging_by(visit, meeting, sent=True)
            commands.judge_lifemeeting(meeting, code, text, by=by, at=visit.at)
            note = _("点评已记下。")
        elif what == "again":
            commands.order_rehold(meeting, code, text, by=judging_by(visit, meeting), at=visit.at)
            note = _("已责令重新召开，这一次原样留着。")
        else:
            raise BadInput("请说明要做什么。", "Say what is to be done.")
    except HuiyinError as error:
        return meeting_page(request, visit, pk, error=error)
    messages.success(request, note)
    return HttpResponseRedirect(reverse("lifemeeting", args=[visit.running.code, pk]))
