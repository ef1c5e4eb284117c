"""One unit's talks: the matrix of pairs round by round, what is missing, what its people shared on. That and when, never what was said."""

from dataclasses import dataclass
from datetime import datetime, time
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.clock import CHINA
from huiyin.kit.errors import HuiyinError
from huiyin.platform.accounts.models import Account
from huiyin.platform.notices.rules.feed import Entry, calendar_of
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.models import Participation
from huiyin.process.talks import commands
from huiyin.process.talks.access import get_party
from huiyin.process.talks.models import Talk
from huiyin.process.talks.queries import shared_points
from huiyin.process.talks.queries.board import Board, Mark, board
from huiyin.process.talks.rules.states import OPEN, TalkState
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.filters import place
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.talks.names import SIGNS, TONES, TalkWords


@dataclass(frozen=True)
class Sign:
    """A mark as it is drawn: its shape, colour and word, the round, the day."""

    mark: Mark
    sign: str
    tone: str
    word: str


@dataclass(frozen=True)
class Line:
    """A member's row: a cell for each of the team (None on the diagonal), their departments' heads, their inspector."""

    who: Account
    head: bool
    cells: tuple[tuple[Sign, ...] | None, ...]
    departments: tuple[tuple[Account, tuple[Sign, ...]], ...]
    inspectors: tuple[tuple[Account, tuple[Sign, ...]], ...]
    away: str


@page(Right.TALK_READ, "GET")
def unit_talks(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """The page."""
    return unit_page(request, visit, get_party(pk, actors=visit.actors, campaign=visit.running))


@page(Right.TALK_READ, "GET")
def unit_talks_ics(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """The planned talks of the unit as a calendar: between whom, when, where."""
    part = get_party(pk, actors=visit.actors, campaign=visit.running)
    planned = Talk.objects.filter(participation=part, state=TalkState.PLANNED)
    return ics(request, list(planned.select_related("one", "other").order_by("planned_on", "pk")), part)


@page(Right.TALK_ARRANGE, "POST")
def lay_out_talks(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Make what is missing of a round."""
    part = get_party(pk, actors=visit.actors, campaign=visit.running)
    try:
        by = visit.by(Right.TALK_ARRANGE, part.unit.path)
        made = commands.lay_out_talks(part, place(request.POST, "round") or 1, by=by, at=visit.at)
    except HuiyinError as error:
        return unit_page(request, visit, part, error=error)
    done = {"made": len(made.make) + len(made.again), "dropped": len(made.drop)}
    messages.success(request, _("按名册列出 %(made)s 对，不再要求 %(dropped)s 对；谈过的都没有动。") % done)
    return HttpResponseRedirect(reverse("unit_talks", args=[visit.running.code, pk]))


@page(Right.TALK_REMIND, "POST")
def remind_head(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Ask the unit's head to a reminder talk."""
    part = get_party(pk, actors=visit.actors, campaign=visit.running)
    try:
        by = visit.by(Right.TALK_REMIND, part.unit.path)
        talk = commands.remind_head(part, visit.account, by=by, at=visit.at)
    except HuiyinError as error:
        return unit_page(request, visit, part, error=error)
    messages.success(request, _("已列入你们两人的谈话，请约定时间。"))
    return HttpResponseRedirect(reverse("talk", args=[talk.pk]))


def unit_page(
    request: HttpRequest, visit: Visit, part: Participation, *, error: HuiyinError | None = None
) -> HttpResponse:
    """The page, with what went wrong."""
    part.campaign = visit.running
    found, words = board(part, visit.today), TalkWords(visit.running)
    path = part.unit.path
    on_team = visit.account.pk in found.talks.roster.team
    inspects = visit.account.pk in found.talks.roster.inspectors
    context = {
        "part": part,
        "board": found,
        "words": words,
        "rounds": [(one.number, one.changes) for one in found.talks.rounds],
        "team": [found.names[pk] for pk in found.talks.roster.team if pk in found.names],
        "lines": _lines(found, words),
        "gaps": [(sign_of(mark, words), *_two(mark, found)) for mark in found.gaps],
        "legend": [
            (SIGNS[code], TONES.get(code, ""), word)
            for code, word in words.states.items()
            if code != TalkState.DROPPED
        ],
        "past": [(talk, *_sides(talk, found)) for talk in found.past],
        "others": [
            (
                talk,
                words.kind(talk.kind),
                (SIGNS[talk.state], TONES.get(talk.state, ""), words.states[talk.state]),
                *_sides(talk, found),
                visit.account.pk in (talk.one_id, talk.other_id),
            )
            for talk in found.others
        ],
        "asked": _asked(visit, found, words),
        "shared": [
            (one, words.heading(one.heading), words.focus(one.focus))
            for one in shared_points(part, team=on_team, inspectors=inspects)
        ],
        "sees_shared": on_team or inspects,
        "arranges": visit.may(Right.TALK_ARRANGE, path),
        "reminds": visit.may(Right.TALK_REMIND, path) and not on_team,
        "said": sentence(error) if error else "",
    }
    status = status_of(error) if error else HTTPStatus.OK
    return show(request, visit, "talks/unit_talks", context, status=status)


def _asked(visit: Visit, found: Board, words: TalkWords) -> Talk | None:
    """The reminder talk that the visitor asked the head to, and that wasn't held yet."""
    kind = words.talks.reminder
    return next(
        (
            talk
            for talk in found.others
            if kind is not None
            and talk.kind == kind.code
            and talk.state in OPEN
            and visit.account.pk in (talk.one_id, talk.other_id)
        ),
        None,
    )


def sign_of(mark: Mark, words: TalkWords) -> Sign:
    """A mark as it is drawn."""
    code = mark.state or ""
    return Sign(mark, SIGNS[code], TONES.get(code, ""), words.states[code])


def ics(request: HttpRequest, talks: list[Talk], part: Participation | None = None) -> HttpResponse:
    """Planned talks as an .ics file."""
    entries = []
    for talk in talks:
        if talk.planned_on is None:
            continue
        words = TalkWords((part or talk.participation).campaign)
        when = " ".join(word for word in (words.part(talk.part), talk.place) if word)
        title = f"{talk.one.name}—{talk.other.name} {words.kind(talk.kind)}"
        entries.append(
            Entry(
                uid=f"talk-{talk.pk}",
                day=talk.planned_on,
                title=f"{title}（{when}）" if when else title,
                description="",
                path=reverse("talk", args=[talk.pk]),
                changed_at=datetime.combine(talk.planned_on, time(), CHINA),
            )
        )
    site = request.build_absolute_uri("/").rstrip("/")
    data = calendar_of(entries, name=_("谈话安排"), address=site)
    response = HttpResponse(data, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="talks.ics"'
    return response


def _lines(found: Board, words: TalkWords) -> list[Line]:
    roster = found.talks.roster

    def signs(one: int, other: int) -> tuple[Sign, ...]:
        return tuple(sign_of(mark, words) for mark in found.between(one, other))

    away = {one.account_id: one for one in found.absences}
    lines = []
    for member in roster.team:
        heads = [head for of, head in roster.charges if of == member and head not in roster.team]
        inspectors = {
            mark.pair.one
            for marks in found.marks.values()
            for mark in marks
            if mark.pair.other == member and mark.pair.one not in roster.team and mark.pair.one not in heads
        }
        gone = away.get(member)
        lines.append(
            Line(
                who=found.names[member],
                head=member in roster.heads,
                cells=tuple(None if other == member else signs(member, other) for other in roster.team),
                departments=tuple((found.names[head], signs(member, head)) for head in heads),
                inspectors=tuple((found.names[one], signs(one, member)) for one in sorted(inspectors)),
                away=_("请假至 %(day)s") % {"day": gone.until.isoformat()} if gone else "",
            )
        )
    return lines


def _two(mark: Mark, found: Board) -> tuple[Account, Account]:
    return found.names[mark.pair.one], found.names[mark.pair.other]


def _sides(talk: Talk, found: Board) -> tuple[Account, Account]:
    return found.names[talk.one_id], found.names[talk.other_id]
