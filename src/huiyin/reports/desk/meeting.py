"""Meetings of a team that wait for somebody: those who look at plans, those who were there, the unit's own. Counted in the desk's one query."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.platform.orgs.models import outside
from huiyin.platform.orgs.rules.rights import Actor, Right, Role
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of
from huiyin.process.lifemeetings.models import LifeMeeting, ReholdOrder, Seat, Signing
from huiyin.process.lifemeetings.queries.clocks import clocks_of
from huiyin.process.lifemeetings.rules.states import WERE_THERE, MeetingState
from huiyin.reports.desk.talking import account_of
from huiyin.reports.desk.todos import Kind, Place

# Kind → the measure word and the rest of the line, its English, where one is done, and where many are.
MEETING_LINES = {
    Kind.MEETING_LOOK: (
        "份|会议方案送审，等您逐项看",
        "plan(s) of a team's meeting wait to be looked at",
        "look_at_plan",
        Place("lifemeetings"),
    ),
    Kind.MEETING_SIGN: (
        "份|会议记录等您看过、签阅",
        "record(s) of a meeting wait for you to read and sign them",
        "lifemeeting_record",
        Place("lifemeetings"),
    ),
    Kind.MEETING_REREAD: (
        "份|会议记录在您签阅以后有更正，请再看、再签",
        "record(s) of a meeting were corrected after you signed: read and sign again",
        "lifemeeting_record",
        Place("lifemeetings"),
    ),
}
EACH = 5
"""So many have a line each, which leads to the one meeting; more are told in one."""
FOLLOWED = (Kind.MEETING_NOTICE, Kind.MEETING_REPORT, Kind.MEETING_AGAIN)
_MOST = 20  # one person has few units
_OWN = frozenset({Role.HEAD, Role.CLERK})
_HELD_SO_FAR = (MeetingState.SIGNING, MeetingState.REPORTING, MeetingState.ARCHIVED)


def waiting_meetings(
    actors: Sequence[Actor], campaign: Campaign
) -> Iterator[tuple[Kind, QuerySet[Any, Any]]]:
    """Plans for those above, records for who was there, and of the very units of heads and clerks what follows a meeting."""
    meetings = LifeMeeting.objects.filter(participation__campaign=campaign)
    looking = _above(actors, campaign)
    if looking is not None:
        yield Kind.MEETING_LOOK, meetings.filter(looking, state=MeetingState.SUBMITTED)
    me = account_of(actors)
    if me is not None:
        yield Kind.MEETING_SIGN, _unsigned(me, campaign, before=False)
        yield Kind.MEETING_REREAD, _unsigned(me, campaign, before=True)
    own = {actor.scope for actor in actors if actor.role in _OWN}
    if own:
        theirs = meetings.filter(participation__unit__path__in=own)
        reporting = theirs.filter(state=MeetingState.REPORTING)
        yield Kind.MEETING_NOTICE, reporting.filter(noticed_on=None)
        yield Kind.MEETING_REPORT, reporting.filter(reported_on=None)
        held = LifeMeeting.objects.filter(again_of=OuterRef("pk"), state__in=_HELD_SO_FAR)
        yield Kind.MEETING_AGAIN, theirs.filter(~Exists(held), state=MeetingState.REHELD)


def _above(actors: Sequence[Actor], campaign: Campaign) -> Q | None:
    """Whose plans these capacities look at: rules.reach.above as a condition; None for nobody's."""
    found: Q | None = None
    root, path = campaign.root.path, "participation__unit__path"
    for by in actors:
        if not by.may(Right.LIFEMEETING_JUDGE, by.scope):
            continue
        theirs = Q(**{f"{path}__startswith": by.scope}) & outside(by.recused, path)
        if by.role is not Role.SUPERVISION:
            theirs &= ~Q(**{path: by.scope}) & ~Q(**{path: root})
            if by.role is Role.LEADER and root.startswith(by.scope):
                theirs |= Q(**{path: root})
        theirs &= ~Q(**{f"{path}__in": by.own})
        found = theirs if found is None else found | theirs
    return found


def _unsigned(me: int, campaign: Campaign, *, before: bool) -> QuerySet[Seat]:
    """Their seats whose record they haven't signed as it stands: never yet, or (`before`) as it stood before something was corrected."""
    mine = Signing.objects.filter(seat=OuterRef("pk"))
    return Seat.objects.filter(
        Exists(mine) if before else ~Exists(mine),
        ~Exists(mine.filter(said=OuterRef("meeting__said"))),
        account=me,
        presence__in=WERE_THERE,
        meeting__state=MeetingState.SIGNING,
        meeting__participation__campaign=campaign,
    )


def each(actors: Sequence[Actor], campaign: Campaign, kind: Kind) -> list[tuple[int, str]]:
    """Those of a kind one by one: the meeting and its unit. One query."""
    rows = dict(waiting_meetings(actors, campaign))[kind]
    meeting = "" if rows.model is LifeMeeting else "meeting__"
    names = (f"{meeting}pk", f"{meeting}participation__unit__name")
    return list(rows.order_by(f"{meeting}participation__unit__path", "pk").values_list(*names)[:EACH])


@dataclass(frozen=True)
class Following:
    """What follows a meeting: its kind, of which unit's meeting, by when, and which item of the unit's plan says the same."""

    kind: Kind
    meeting: LifeMeeting
    due_on: date | None
    item: str


def following(actors: Sequence[Actor], campaign: Campaign, kind: Kind) -> Iterator[Following]:
    """One by one what waits of a kind with a date: the notice, the report, or holding it again. Some four queries a meeting, as few wait."""
    template = template_of(campaign)
    codes = {
        Kind.MEETING_NOTICE: template.lifemeetings.notice,
        Kind.MEETING_REPORT: template.lifemeetings.report,
        Kind.MEETING_AGAIN: template.lifemeetings.held_again,
    }
    rows = dict(waiting_meetings(actors, campaign)).get(kind)
    if rows is None:
        return
    related = ("participation__unit", "participation__campaign")
    for meeting in rows.select_related(*related).order_by("pk")[:_MOST]:
        order = (
            ReholdOrder.objects.filter(meeting=meeting).values_list("on", flat=True).first()
            if kind is Kind.MEETING_AGAIN
            else None
        )
        due = {clock.item.code: clock.due.day for clock in clocks_of(meeting, order)}
        item = codes[kind] or ""
        yield Following(kind, meeting, due.get(item), item)
