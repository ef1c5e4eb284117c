"""Who is in charge of what, who is away, and a proposal of days: what a unit's office arranges."""

from dataclasses import dataclass
from datetime import date, timedelta
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import BadInput, HuiyinError
from huiyin.platform.accounts.models import Account
from huiyin.platform.calendar.queries import calendar
from huiyin.platform.orgs.models import Grant, Post, Unit, open_on
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.models import Participation
from huiyin.process.campaigns.queries import template_of
from huiyin.process.talks import commands
from huiyin.process.talks.access import get_party
from huiyin.process.talks.models import Absence, Charge
from huiyin.process.talks.queries import rosters
from huiyin.process.talks.queries.board import board, charges_of
from huiyin.process.talks.queries.proposing import Proposed, propose
from huiyin.process.talks.rules.scheduling import Slot
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.fields import day, line
from huiyin.web.frame.filters import place
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.talks.names import TalkWords

_LONGEST_WINDOW = 60
_USUAL_WINDOW = timedelta(days=14)
_MOST_UNITS = 200


@dataclass(frozen=True)
class Sitting:
    """A slot of the proposal, with the talks that are held in it at once."""

    slot: Slot
    part: str
    talks: tuple[Proposed, ...]


@page(Right.TALK_ARRANGE, "GET", "POST")
def talk_roster(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Charges and absences of a unit: what stands, and forms for more. `act` names what is sent."""
    part = _party(visit, pk)
    if request.method == "GET":
        return _roster(request, visit, part)
    try:
        _change(request, visit, part)
    except HuiyinError as error:
        return _roster(request, visit, part, error=error)
    messages.success(request, _("已记下。名册变了的，请到上一页按名册补齐。"))
    return HttpResponseRedirect(reverse("talk_roster", args=[visit.running.code, pk]))


def _change(request: HttpRequest, visit: Visit, part: Participation) -> None:
    by, given, at = visit.by(Right.TALK_ARRANGE, part.unit.path), request.POST, visit.at
    match line(given, "act"):
        case "charge":
            commands.add_charge(
                part,
                _account(given.get("member"), part, visit.today),
                _thing(request, visit, part),
                by=by,
                at=at,
            )
        case "end":
            charge = Charge.objects.filter(pk=place(given, "charge") or 0, participation=part).first()
            if charge is not None:
                charge.participation = part
                commands.end_charge(charge, by=by, at=at)
        case "away":
            since, until = (
                day(given, "since", "起", "The first day"),
                day(given, "until", "止", "The last day"),
            )
            if since is None or until is None:
                raise BadInput("请写起止日期。", "Write the first day and the last.")
            commands.note_absence(
                part, _account(given.get("who"), part, visit.today), since, until, by=by, at=at
            )
        case "back":
            absence = Absence.objects.filter(pk=place(given, "absence") or 0, participation=part).first()
            if absence is not None:
                absence.participation = part
                commands.drop_absence(absence, by=by, at=at)
        case _:
            raise BadInput("没有这一步，请重新打开这一页。", "There is no such act: open the page again.")


def _thing(request: HttpRequest, visit: Visit, part: Participation) -> Unit | Account:
    """What is in somebody's charge: `unit-5` or `account-7`."""
    kind, _sep, number = line(request.POST, "thing").partition("-")
    pk = int(number) if number.isascii() and number.isdecimal() and len(number) < 18 else 0
    if kind == "unit":
        unit = Unit.objects.under(part.unit.path).filter(pk=pk).first()
        if unit is not None:
            return unit
    if kind == "account":
        return _account(str(pk), part, visit.today)
    raise BadInput("请选分管的部门。", "Choose what is in their charge.")


def _account(typed: object, part: Participation, on: date) -> Account:
    """Somebody on the unit's roster or with a post or role in it; nobody else's name is told."""
    text = str(typed or "")
    pk = int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else 0
    who = rosters([part], on)[part.pk]
    there = {*who.team, *who.inspectors, *(head for _, head in who.charges)}
    there |= {held.account_id for held in _own(part, on)}
    found = Account.objects.filter(pk=pk).first() if pk in there else None
    if found is None:
        raise BadInput("请选人。", "Choose a person.")
    return found


def _roster(
    request: HttpRequest, visit: Visit, part: Participation, *, error: HuiyinError | None = None
) -> HttpResponse:
    found = board(part, visit.today)
    who = found.talks.roster
    own = {held.account_id: held.account for held in _own(part, visit.today) if held.account.active}
    context = {
        "part": part,
        "team": [found.names[pk] for pk in who.team],
        "people": sorted(
            (found.names[pk] for pk in {*who.team, *who.inspectors, *(head for _, head in who.charges)}),
            key=lambda one: one.pk,
        ),
        "charges": charges_of(part, visit.today),
        "absences": found.absences,
        "units": list(Unit.objects.filter(parent=part.unit).order_by("path")[:_MOST_UNITS]),
        "own": [account for pk, account in sorted(own.items()) if pk not in who.team],
        "typed": request.POST,
        "said": sentence(error) if error else "",
    }
    status = status_of(error) if error else HTTPStatus.OK
    return show(request, visit, "talks/talk_roster", context, status=status)


def _own(part: Participation, on: date) -> list[Post | Grant]:
    held: list[Post | Grant] = list(
        Post.objects.filter(open_on(on), unit=part.unit).select_related("account")
    )
    return held + list(Grant.objects.filter(open_on(on), unit=part.unit).select_related("account"))


@page(Right.TALK_ARRANGE, "GET", "POST")
def schedule_talks(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """A proposal for a window of days; with `go=do` what was proposed is written, as it stands on the page."""
    part = _party(visit, pk)
    try:
        if request.POST.get("go") == "do":
            by = visit.by(Right.TALK_ARRANGE, part.unit.path)
            done = commands.schedule_talks(part, _slots(request), by=by, at=visit.at)
            messages.success(request, _("已排 %(n)s 次谈话，每个人的日历里都有了。") % {"n": done})
            return HttpResponseRedirect(reverse("unit_talks", args=[visit.running.code, pk]))
        first, last = _window(request, visit)
        return _proposal(request, visit, part, first, last)
    except HuiyinError as error:
        return show(
            request,
            visit,
            "talks/schedule_talks",
            {
                "part": part,
                "said": sentence(error),
                "first": line(request.POST, "first"),
                "last": line(request.POST, "last"),
            },
            status=status_of(error),
        )


def _window(request: HttpRequest, visit: Visit) -> tuple[date, date]:
    tomorrow = visit.today + timedelta(days=1)
    first = day(request.POST, "first", "从哪天起", "The first day") or tomorrow
    last = day(request.POST, "last", "到哪天止", "The last day") or first + _USUAL_WINDOW
    if not visit.today <= first <= last or (last - first).days > _LONGEST_WINDOW:
        raise BadInput(
            f"请从今天或以后排起，止不早于起，不超过 {_LONGEST_WINDOW} 天。",
            f"Begin today or later, end after that, {_LONGEST_WINDOW} days at most.",
        )
    return first, last


def _proposal(
    request: HttpRequest, visit: Visit, part: Participation, first: date, last: date
) -> HttpResponse:
    words, works = TalkWords(visit.running), calendar()
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    parts = range(max(1, len(template_of(visit.running).talks.parts)))
    slots = [Slot(each, at) for each in days if works.works(each) for at in parts]
    proposed = propose(part, slots) if slots else []
    sittings: dict[Slot, list[Proposed]] = {}
    for one in proposed:
        if one.slot is not None:
            sittings.setdefault(one.slot, []).append(one)
    names = [words.part(one.code) for one in words.talks.parts] or [""]
    context = {
        "part": part,
        "first": first.isoformat(),
        "last": last.isoformat(),
        "sittings": [
            Sitting(slot, names[slot.place], tuple(talks)) for slot, talks in sorted(sittings.items())
        ],
        "left": [one.talk for one in proposed if one.slot is None],
        "placed": sum(len(talks) for talks in sittings.values()),
        "due": len(proposed),
        "said": "",
    }
    return show(request, visit, "talks/schedule_talks", context)


def _slots(request: HttpRequest) -> dict[int, Slot]:
    """The proposal as it was on the page: `slot` fields of `talk/day/part`."""
    found = {}
    for text in request.POST.getlist("slot"):
        pk, _one, rest = str(text).partition("/")
        when, _two, at = rest.partition("/")
        try:
            found[int(pk)] = Slot(date.fromisoformat(when), int(at))
        except ValueError:
            raise BadInput(
                "提案看不懂了，请重新生成。", "The proposal can't be read: make it anew."
            ) from None
    if not found:
        raise BadInput("提案是空的，请重新生成。", "The proposal is empty: make it anew.")
    return found


def _party(visit: Visit, pk: int) -> Participation:
    part = get_party(pk, actors=visit.actors, campaign=visit.running)
    visit.by(Right.TALK_ARRANGE, part.unit.path)
    part.campaign = visit.running
    return part
