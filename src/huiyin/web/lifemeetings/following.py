"""What was said goes to the ledger in one act, in other words; and branch meetings, in no prescribed form."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import BadInput, HuiyinError, Unseen
from huiyin.kit.ids import HIGHEST_ID
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.ballots.models import Vote
from huiyin.process.campaigns.models import Participation
from huiyin.process.campaigns.queries import template_of
from huiyin.process.lifemeetings import commands
from huiyin.process.lifemeetings.access import get_branch, may_read_branch, needs_words
from huiyin.process.lifemeetings.commands import BranchText
from huiyin.process.lifemeetings.models import BranchMeeting, Criticism, LifeMeeting
from huiyin.process.lifemeetings.rules.states import LONGEST
from huiyin.process.problems.commands import Wording
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.fields import day, line, words
from huiyin.web.frame.language import pick
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.lifemeetings.frame import form, own_by, path_of
from huiyin.web.lifemeetings.listing import own_parts

_SUMMARY = 4000


@page(Right.LIFEMEETING_RECORD, "GET", "POST")
def take_up(request: HttpRequest, visit: Visit, pk: int, row: int) -> HttpResponse:
    """A criticism becomes a problem of the ledger; row 0 is what somebody said of themselves and promised."""

    def do(meeting: LifeMeeting) -> str:
        needs_words(meeting, visit.account.code, visit.actors)
        by = own_by(visit, path_of(meeting))
        wording = Wording(
            line(request.POST, "title", longest=201),
            "",
            words(request.POST, "manifestation", longest=_SUMMARY),
            focus=line(request.POST, "focus", longest=40),
        )
        found = (
            commands.raise_criticism(_said(meeting, row), wording, by=by, at=visit.at)
            if row
            else commands.raise_promise(meeting, wording, by=by, at=visit.at)
        )
        return _("已列为问题 %(number)s。") % {"number": found.number}

    def context(meeting: LifeMeeting) -> dict[str, Any]:
        needs_words(meeting, visit.account.code, visit.actors)
        focus = template_of(visit.running).focus
        criticism = _said(meeting, row) if row else None
        leaves = [leaf for leaf in focus.leaves if criticism is None or criticism.wind in {"", leaf.group}]
        return {"criticism": criticism, "leaves": [(leaf.code, pick(leaf.zh, leaf.en)) for leaf in leaves]}

    return form(
        request,
        visit,
        pk,
        "take_up",
        do=do,
        context=context,
        to="lifemeeting_desk",
        right=Right.LIFEMEETING_RECORD,
    )


def _said(meeting: LifeMeeting, row: int) -> Criticism:
    found = (
        Criticism.objects.select_related("problem").filter(pk=row, meeting=meeting).first()
        if row <= HIGHEST_ID
        else None
    )
    if found is None:
        raise Unseen
    found.meeting = meeting
    return found


@page(Right.LIFEMEETING_RECORD, "GET", "POST")
def record_branch(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Keep that a branch of one's own unit met."""
    parts = own_parts(visit)
    said, status = "", 200
    if request.method == "POST":
        wanted = line(request.POST, "participation", longest=12)
        try:
            part = next((one for one in parts if str(one.pk) == wanted), None)
            if part is None:
                raise BadInput("请选择本单位。", "Choose your own unit.")
            again = _again(request.POST, part)
            by = own_by(visit, part.unit.path)
            commands.record_branch(part, _branch(request.POST), again, by=by, at=visit.at)
        except HuiyinError as error:
            said, status = sentence(error), status_of(error)
        else:
            messages.success(request, _("已记下。"))
            return HttpResponseRedirect(reverse("lifemeetings", args=[visit.running.code]) + "#branches")
    context = {
        "parts": parts,
        "votes": _votes(parts),
        "earlier": BranchMeeting.objects.filter(participation__in=parts, pk__gt=0).order_by("-pk")[:20],
        "typed": request.POST,
        "said": said,
    }
    return show(request, visit, "lifemeetings/record_branch", context, status=status)


@page(Right.CAMPAIGN_READ, "GET", "POST")
def branch(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """One branch meeting: read by the unit and the inspectors sent to it, corrected by the unit."""
    found = get_branch(pk, actors=visit.actors, campaign=visit.running)
    path, said, status = found.participation.unit.path, "", 200
    if request.method == "POST":
        try:
            by = own_by(visit, path)
            seen = line(request.POST, "version", longest=9)
            version = int(seen) if seen.isascii() and seen.isdigit() else 0
            text = _branch(request.POST)
            commands.change_branch(found, text, version, by=by, at=visit.at)
        except HuiyinError as error:
            said, status = sentence(error), status_of(error)
        else:
            messages.success(request, _("已改。"))
            return HttpResponseRedirect(reverse("branch", args=[visit.running.code, pk]))
    own = any(one.scope == path and one.may(Right.LIFEMEETING_RECORD, path) for one in visit.actors)
    context = {
        "branch": found,
        "reads": may_read_branch(found, visit.actors),
        "own": own,
        "votes": _votes([found.participation]) if own else [],
        "typed": request.POST or None,
        "said": said,
    }
    return show(request, visit, "lifemeetings/branch", context, status=status)


def _votes(parts: list[Participation]) -> list[Vote]:
    units = [part.unit_id for part in parts]
    campaigns = [part.campaign_id for part in parts]
    return list(
        Vote.objects.filter(unit__in=units, campaign__in=campaigns)
        .select_related("unit")
        .order_by("-pk")[:20]
    )


def _branch(given: QueryDict) -> BranchText:
    vote = None
    if typed := line(given, "vote", longest=18):
        vote = Vote.objects.filter(pk=int(typed) if typed.isascii() and typed.isdigit() else 0).first()
        if vote is None:
            raise BadInput("没有这次测评。", "There is no such vote.")
    return BranchText(
        line(given, "branch", longest=LONGEST["office"] + 1),
        day(given, "held_on", "日期", "The day"),
        _count(given, "due"),
        _count(given, "present"),
        words(given, "raised", longest=LONGEST["plan"]),
        vote,
    )


def _count(given: QueryDict, name: str) -> int:
    typed = line(given, name, longest=6)
    if not (typed.isascii() and typed.isdigit()):
        raise BadInput("应到和实到请写数字。", "Write how many were due and present as numbers.")
    return int(typed)


def _again(given: QueryDict, part: Participation) -> BranchMeeting | None:
    typed = line(given, "redone_of", longest=18)
    if not typed:
        return None
    pk = int(typed) if typed.isascii() and typed.isdigit() else 0
    found = BranchMeeting.objects.filter(pk=pk, participation=part).first()
    if found is None:
        raise BadInput("没有这次会。", "There is no such meeting.")
    return found
