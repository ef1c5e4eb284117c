"""The page of one meeting: where it stands, what comes next for this reader, its dates with their trail, and counts of what was said."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from huiyin.kit.errors import HuiyinError
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.queries import template_of
from huiyin.process.lifemeetings.models import (
    LifeMeeting,
    MeetingJudgement,
    Recorder,
    ReholdOrder,
    Signing,
    WordsTombstone,
)
from huiyin.process.lifemeetings.queries.clocks import clocks_of
from huiyin.process.lifemeetings.queries.desk import desk_of
from huiyin.process.lifemeetings.queries.record import signed_seats
from huiyin.process.lifemeetings.rules.reach import Reach
from huiyin.process.lifemeetings.rules.states import (
    PRESENCES,
    SPOKEN,
    STATES,
    WAY,
    WERE_THERE,
    MeetingState,
    Presence,
)
from huiyin.process.supervision.queries import plan_looks
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.language import pick
from huiyin.web.frame.page import page
from huiyin.web.frame.people import names_of_people
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.lifemeetings.frame import framed, got, reach

_BEFORE = {
    MeetingState.DRAFT,
    MeetingState.RETURNED,
    MeetingState.SUBMITTED,
    MeetingState.APPROVED,
    MeetingState.NOTIFIED,
    MeetingState.POSTPONED,
}


@page(Right.CAMPAIGN_READ, "GET")
def lifemeeting(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """The meeting's page."""
    return meeting_page(request, visit, pk)


def meeting_page(
    request: HttpRequest, visit: Visit, pk: int, *, error: HuiyinError | None = None
) -> HttpResponse:
    """The page, with what went wrong on top of it."""
    meeting = got(visit, pk)
    context = {
        **framed(visit, meeting),
        **_context(visit, meeting),
        "said": sentence(error) if error else "",
        "typed": request.POST,
    }
    status = status_of(error) if error else HTTPStatus.OK
    return show(request, visit, "lifemeetings/lifemeeting", context, status=status)


def _context(visit: Visit, meeting: LifeMeeting) -> dict[str, Any]:
    template = template_of(visit.running)
    rules, mine = template.lifemeetings, reach(visit, meeting)
    desk = desk_of(meeting)
    order = ReholdOrder.objects.filter(meeting=meeting).first()
    judgements = list(MeetingJudgement.objects.filter(meeting=meeting).order_by("-pk"))
    looks = plan_looks(meeting)
    recorders = list(Recorder.objects.filter(meeting=meeting).select_related("account").order_by("pk"))
    listed = template.lists.get(rules.grounds)
    signed, there = signed_seats(meeting, desk.record)
    people = [row.by for row in looks] + [row.by for row in judgements] + ([order.by] if order else [])
    return {
        "reach": mine,
        "reads": mine is Reach.ALL,
        "reads_own": mine is Reach.OWN,
        "desk": desk,
        "spoken": meeting.state in SPOKEN,
        "before": meeting.state in _BEFORE,
        "way": _way(meeting),
        "clocks": [
            (clock, clock.late(visit.today)) for clock in clocks_of(meeting, order.on if order else None)
        ],
        "order": order,
        "order_gone": WordsTombstone.objects.filter(order=order).first()
        if order and not order.text
        else None,
        "again": LifeMeeting.objects.filter(again_of=meeting).first(),
        "looks": looks,
        "look_names": {one.code: pick(one.zh, one.en) for one in rules.looks},
        "judgements": judgements,
        "verdicts": {one.code: pick(one.zh, one.en) for one in rules.verdicts},
        "grounds": {code.code: pick(code.zh, code.en) for code in listed.codes} if listed else {},
        "recorders": recorders,
        "records": any(one.account_id == visit.account.pk for one in recorders),
        "presences": [(one.value, _(PRESENCES[one])) for one in Presence if one is not Presence.OFF],
        "agenda": [(point, pick(point.zh, point.en)) for point in rules.agenda],
        "signed": len(signed),
        "to_sign": len(there),
        "my_seat": next(
            (
                seat
                for seat in desk.record.seats
                if seat.account_id == visit.account.pk and seat.presence in WERE_THERE
            ),
            None,
        ),
        "mine_signed": any(
            seat.account_id == visit.account.pk for seat in desk.record.seats if seat.pk in signed
        ),
        "reread": Signing.objects.filter(meeting=meeting, seat__account=visit.account).exists()
        and not any(seat.account_id == visit.account.pk for seat in desk.record.seats if seat.pk in signed),
        "erases": any(one.may(Right.OPINION_ERASE, visit.running.root.path) for one in visit.actors),
        "heads": any(
            one.may(Right.LIFEMEETING_REPORT, meeting.participation.unit.path)
            and one.scope == meeting.participation.unit.path
            for one in visit.actors
        ),
        "people": names_of_people(people),
        "explained": _explained(meeting),
    }


def _way(meeting: LifeMeeting) -> list[tuple[str, str]]:
    """The states of the way with how each stands: done, now or to come. An end beside the way is told in words."""
    state = MeetingState(meeting.state)
    here = {MeetingState.RETURNED: MeetingState.DRAFT, MeetingState.POSTPONED: MeetingState.APPROVED}.get(
        state, state
    )
    if here not in WAY:
        return []
    at = WAY.index(here)
    return [
        (_(STATES[one]), "done" if number < at else "now" if number == at else "coming")
        for number, one in enumerate(WAY)
    ]


def _explained(meeting: LifeMeeting) -> str:
    """Where it stands, in a sentence."""
    return {
        MeetingState.DRAFT: _("方案正在起草。写明日期和怎么准备、怎么开，然后送审。"),
        MeetingState.SUBMITTED: _("方案已送审，等上面逐项看。看准备好没有，不看日期。"),
        MeetingState.RETURNED: _("方案退回来改。看下面要改什么，改好再送。"),
        MeetingState.APPROVED: _("方案已同意。把主题和时间通知到每个人。"),
        MeetingState.NOTIFIED: _("已通知。点到人数够了就开会。"),
        MeetingState.OPEN: _("会正在开。记录人在记录台逐条记原话。"),
        MeetingState.SIGNING: _("会开完了。到会的人逐个看过记录、签阅。"),
        MeetingState.REPORTING: _("记录签阅完了。接着通报、写情况报告，由主要负责人本人签。"),
        MeetingState.ARCHIVED: _("已归档，不再改动。"),
        MeetingState.POSTPONED: _("延期：%(why)s。同意过的方案照旧有效，定了新日期再通知。")
        % {"why": meeting.why},
        MeetingState.CANCELLED: _("开到一半中止：%(why)s。记下的话都留着；可以另起一次，和这一次连着。")
        % {"why": meeting.why},
        MeetingState.REHELD: _("被责令重新召开。这一次原样留着，只能看；新的一次和它连着。"),
    }[MeetingState(meeting.state)]
