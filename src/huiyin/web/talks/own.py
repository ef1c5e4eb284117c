"""One's own talks, whatever one's role: what comes next on top. Each act is of the two alone."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import BadInput, HuiyinError
from huiyin.platform.accounts.models import Account
from huiyin.process.campaigns.models import Participation
from huiyin.process.talks import commands
from huiyin.process.talks.access import get_own_talk, own_talks
from huiyin.process.talks.models import Objection, Talk
from huiyin.process.talks.queries import key_of, points_of, rosters
from huiyin.process.talks.rules.states import TalkState
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.fields import day, line
from huiyin.web.frame.filters import place
from huiyin.web.frame.page import Open, page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.talks.names import SIGNS, TONES, TalkWords
from huiyin.web.talks.unit import ics

_LONGEST_PLACE, _LONGEST_NOTE = 60, 100


@dataclass(frozen=True)
class Row:
    """A talk in one's list: with whom, of which kind, how it stands, and whether it waits for oneself."""

    talk: Talk
    other: Account
    kind: str
    sign: str
    tone: str
    word: str
    part: str
    mine: bool


@page(Open.SIGNED_IN, "GET")
def my_talks(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The list."""
    return _list(request, visit)


@page(Open.SIGNED_IN, "GET")
def my_talks_ics(request: HttpRequest, visit: Visit) -> HttpResponse:
    """One's planned talks as a calendar."""
    return ics(request, list(own_talks(visit.account).filter(state=TalkState.PLANNED).order_by("planned_on")))


@page(Open.SIGNED_IN, "POST")
def ask_for_talk(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Ask somebody of a unit's roster for a talk."""
    pk = place(request.POST, "unit") or 0
    part = Participation.objects.select_related("unit", "campaign__root").filter(pk=pk).first()
    other = Account.objects.filter(pk=place(request.POST, "who") or 0).first()
    try:
        if part is None or other is None:
            raise BadInput("请选一位。", "Choose somebody.")
        talk = commands.ask_for_talk(part, other, who=visit.account, at=visit.at)
    except HuiyinError as error:
        return _list(request, visit, error=error)
    messages.success(request, _("已约，对方的待办里有了。请约定时间。"))
    return HttpResponseRedirect(reverse("talk", args=[talk.pk]))


@page(Open.SIGNED_IN, "GET")
def talk(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """One talk of one's own."""
    return _one(request, visit, get_own_talk(pk, visit.account))


@page(Open.SIGNED_IN, "POST")
def plan_talk(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Write down when and where."""

    def act(found: Talk) -> str:
        when = day(request.POST, "day", "日期", "The day")
        if when is None:
            raise BadInput("请写约定的日期。", "Write the day.")
        part, where = line(request.POST, "part"), line(request.POST, "place", longest=_LONGEST_PLACE)
        commands.plan_talk(found, day=when, part=part, place=where, who=visit.account, at=visit.at)
        return _("已约定，两个人的日历里都有了。")

    return _act(request, visit, pk, act)


@page(Open.SIGNED_IN, "POST")
def say_held(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Say that it took place."""

    def act(found: Talk) -> str:
        when = day(request.POST, "held_on", "谈话日期", "The day")
        if when is None:
            raise BadInput("请写哪天谈的。", "Write the day on which you talked.")
        commands.say_held(found, held_on=when, who=visit.account, at=visit.at)
        return _("已记下，等对方确认。")

    return _act(request, visit, pk, act)


@page(Open.SIGNED_IN, "POST")
def confirm_talk(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Confirm what the other said."""

    def act(found: Talk) -> str:
        seen = day(request.POST, "held_on", "谈话日期", "The day")
        found.held_on = seen or found.held_on  # the day that stood on the page
        commands.confirm_talk(found, who=visit.account, at=visit.at)
        return _("已确认，这一对谈过了。")

    return _act(request, visit, pk, act)


@page(Open.SIGNED_IN, "POST")
def object_to_talk(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Say that it wasn't so."""

    def act(found: Talk) -> str:
        reason, note = line(request.POST, "reason"), line(request.POST, "note", longest=_LONGEST_NOTE)
        commands.object_to_talk(found, reason=reason, note=note, who=visit.account, at=visit.at)
        return _("异议已记下，这一对还不算谈过。")

    return _act(request, visit, pk, act)


@page(Open.SIGNED_IN, "POST")
def say_not_held(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Take back that it took place."""

    def act(found: Talk) -> str:
        commands.say_not_held(found, who=visit.account, at=visit.at)
        return _("已改回待谈。")

    return _act(request, visit, pk, act)


def _act(request: HttpRequest, visit: Visit, pk: int, act: Callable[[Talk], str]) -> HttpResponse:
    found = get_own_talk(pk, visit.account)
    try:
        messages.success(request, act(found))
    except HuiyinError as error:
        return _one(request, visit, get_own_talk(pk, visit.account), error=error)
    return HttpResponseRedirect(reverse("talk", args=[pk]))


def _list(request: HttpRequest, visit: Visit, *, error: HuiyinError | None = None) -> HttpResponse:
    found = list(own_talks(visit.account).exclude(state=TalkState.DROPPED).order_by("round", "pk"))
    rows = [_row(one, visit) for one in found]
    context = {
        "mine": [row for row in rows if row.mine],
        "ahead": [
            row for row in rows if not row.mine and row.talk.state in (TalkState.DUE, TalkState.PLANNED)
        ],
        "waiting": [
            row for row in rows if not row.mine and row.talk.state in (TalkState.HELD, TalkState.OBJECTED)
        ],
        "done": [row for row in rows if row.talk.state == TalkState.CONFIRMED],
        "planned": any(row.talk.state == TalkState.PLANNED for row in rows),
        "key": key_of(visit.account),
        "askable": _askable(visit, found),
        "said": sentence(error) if error else "",
    }
    return show(
        request, visit, "talks/my_talks", context, status=status_of(error) if error else HTTPStatus.OK
    )


def _askable(visit: Visit, found: list[Talk]) -> list[tuple[Participation, list[Account]]]:
    """Whom one can ask for a talk: who is on the rosters of the units that one already talks in. 4 queries a unit."""
    parts = {one.participation_id: one.participation for one in found}
    asked = []
    for part in parts.values():
        who = rosters([part], visit.today)[part.pk]
        there = {*who.team, *who.inspectors, *(head for _, head in who.charges)} - {visit.account.pk}
        if there and visit.account.pk in {*who.team, *who.inspectors, *(head for _, head in who.charges)}:
            asked.append((part, list(Account.objects.filter(pk__in=there).order_by("pk"))))
    return asked


def _row(found: Talk, visit: Visit) -> Row:
    words = TalkWords(found.participation.campaign)
    own = found.one_on if found.one_id == visit.account.pk else found.other_on
    mine = (found.state == TalkState.HELD and own is None) or found.state == TalkState.OBJECTED
    mine = mine or (
        found.state == TalkState.PLANNED and found.planned_on is not None and found.planned_on <= visit.today
    )
    return Row(
        talk=found,
        other=found.other if found.one_id == visit.account.pk else found.one,
        kind=words.kind(found.kind),
        sign=SIGNS[TalkState(found.state)],
        tone=TONES.get(found.state, ""),
        word=words.states[found.state],
        part=words.part(found.part),
        mine=mine,
    )


def _one(
    request: HttpRequest, visit: Visit, found: Talk, *, error: HuiyinError | None = None
) -> HttpResponse:
    words = TalkWords(found.participation.campaign)
    own = found.one_on if found.one_id == visit.account.pk else found.other_on
    context: dict[str, Any] = {
        "row": _row(found, visit),
        "talk": found,
        "words": words,
        "confirmed_by_me": own is not None,
        "objections": [
            (one, words.objection(one.reason))
            for one in Objection.objects.filter(talk=found).select_related("by")
        ],
        "parts": words.talks.parts,
        "reasons": words.talks.objections,
        "themes": words.talks.themes,
        "points": len(points_of(found)),
        "today": visit.today.isoformat(),
        "typed": request.POST,
        "said": sentence(error) if error else "",
    }
    return show(request, visit, "talks/talk", context, status=status_of(error) if error else HTTPStatus.OK)
