"""The record as it is read and signed by each; the report that the head signs with their own hand (SPEC rule 11)."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from huiyin.kit.errors import NotAllowed
from huiyin.platform.accounts.commands import sign_in
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.queries import template_of
from huiyin.process.lifemeetings import commands
from huiyin.process.lifemeetings.access import needs_words
from huiyin.process.lifemeetings.models import LifeMeeting
from huiyin.process.lifemeetings.queries.circles import name_of
from huiyin.process.lifemeetings.queries.erasable import tombstones_of
from huiyin.process.lifemeetings.queries.record import record_of, report_digest, signings_of
from huiyin.process.lifemeetings.rules.reach import Reach
from huiyin.process.lifemeetings.rules.states import LONGEST, PRESENCES, WERE_THERE, MeetingState, Presence
from huiyin.reports.papers.lifemeeting_package import write_package
from huiyin.web.frame.downloads import bundle
from huiyin.web.frame.fields import line, words
from huiyin.web.frame.language import pick
from huiyin.web.frame.page import page
from huiyin.web.frame.visit import Visit
from huiyin.web.lifemeetings.frame import form, got, named, own_by, path_of, reach


@page(Right.CAMPAIGN_READ, "GET", "POST")
def lifemeeting_record(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Read the record; who was there signs it. Who was due and absent reads what was said to them."""

    def do(meeting: LifeMeeting) -> str:
        remark = words(request.POST, "remark", longest=LONGEST["text"])
        shown = line(request.POST, "shown", longest=64)
        commands.sign_record(
            meeting, shown, remark, by=visit.by(Right.CAMPAIGN_READ, path_of(meeting)), at=visit.at
        )
        return _("已签阅。")

    return form(
        request, visit, pk, "lifemeeting_record", do=do, context=lambda meeting: _record(visit, meeting)
    )


def _record(visit: Visit, meeting: LifeMeeting) -> dict[str, Any]:
    mine = reach(visit, meeting)
    if mine is Reach.COUNTS:
        needs_words(meeting, visit.account.code, visit.actors)  # which says who does
    record = record_of(meeting)
    template = template_of(visit.running)
    whole = mine is Reach.ALL
    own = {seat.pk for seat in record.seats if seat.account_id == visit.account.pk}
    signings = signings_of(meeting)
    gone = tombstones_of(meeting)
    shown = [one for one in record.criticisms if whole or one.row.to_seat_id in own]
    return {
        "gone_turns": {str(pk): one for (kind, pk), one in gone.items() if kind == "turn"},
        "gone_criticisms": {str(pk): one for (kind, pk), one in gone.items() if kind == "criticism"},
        "places": {str(one.turn.pk): place for place, one in enumerate(record.turns, start=1)},
        "said_places": {str(one.row.pk): place for place, one in enumerate(record.criticisms, start=1)},
        "whole": whole,
        "record": record,
        "points": [
            (pick(point.zh, point.en), record.at(point.code)) for point in template.lifemeetings.agenda
        ]
        if whole
        else [],
        "criticisms": shown,
        "criticised": [
            (pick(point.zh, point.en), rows)
            for point in template.lifemeetings.agenda
            if (rows := [one for one in shown if record.point_of(one, template) == point.code])
        ],
        "wind_names": {group.code: pick(group.zh, group.en) for group in template.focus.groups},
        "there": [
            (
                name_of(seat),
                _(PRESENCES[Presence(seat.presence)]),
                seat.reason,
                _signed(signings.get(seat.pk, []), record.digest),
            )
            for seat in record.seats
        ],
        "signs": meeting.state == MeetingState.SIGNING
        and any(seat.pk in own and seat.presence in WERE_THERE for seat in record.seats),
        "signed": any(one.digest == record.digest for pk in own for one in signings.get(pk, [])),
        "read_to": max((one.said for pk in own for one in signings.get(pk, [])), default=None),
    }


def _signed(signings: list[Any], digest: str) -> tuple[str, str]:
    """Whether somebody has signed the record as it stands ("now"), an earlier one ("before") or none; and what they say to it."""
    if not signings:
        return "", ""
    last = signings[-1]
    remark = last.remark or (_("所写意见已按规定删去") if last.remark_digest else "")
    return ("now" if last.digest == digest else "before"), remark


@page(Right.CAMPAIGN_READ, "GET", "POST")
def lifemeeting_report(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """The report: its text is written by the unit, and signed by the head after seeing it, by their own password."""

    def do(meeting: LifeMeeting) -> str:
        if line(request.POST, "step", longest=10) == "sign":
            by = own_by(visit, path_of(meeting), Right.LIFEMEETING_REPORT)
            commands.sign_report(meeting, _hand(visit, request.POST), by=by, at=visit.at)
            return _("情况报告已签。")
        by = own_by(visit, path_of(meeting))
        text = words(request.POST, "report", longest=LONGEST["text"])
        seen = line(request.POST, "version", longest=9)
        version = int(seen) if seen.isascii() and seen.isdigit() else 0
        commands.draft_report(meeting, text, version, by=by, at=visit.at)
        return _("情况报告已存。")

    return form(
        request, visit, pk, "lifemeeting_report", do=do, context=lambda meeting: _report(visit, meeting)
    )


def _report(visit: Visit, meeting: LifeMeeting) -> dict[str, Any]:
    needs_words(meeting, visit.account.code, visit.actors)
    record = record_of(meeting)
    path = path_of(meeting)
    return {
        "record": record,
        "n": len(record.counted),
        "taken_up": sum(one.row.problem_id is not None for one in record.counted),
        "shown": report_digest(meeting, record.digest),
        "signs": any(one.may(Right.LIFEMEETING_REPORT, path) and one.scope == path for one in visit.actors),
        "writes": any(one.may(Right.LIFEMEETING_RECORD, path) and one.scope == path for one in visit.actors),
        "ready": meeting.state == MeetingState.REPORTING and meeting.reported_on is None,
    }


def _hand(visit: Visit, given: QueryDict) -> str:
    """The digest of what the head saw, signed by their password; NotAllowed for another password."""
    try:
        sign_in(visit.account.login, str(given.get("password", "")), at=visit.at)
    except NotAllowed as error:
        raise NotAllowed(
            "密码不对，没有办理。连续输错几次后要等一会儿再试。",
            "That isn't your password; nothing was done. After several wrong tries, wait a while.",
        ) from error
    return line(given, "shown", longest=64)


@page(Right.CAMPAIGN_READ, "GET")
def lifemeeting_package(_request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Everything that goes up and round, in one zip; for those who read the words alone."""
    meeting = got(visit, pk)
    needs_words(meeting, visit.account.code, visit.actors)
    name = f"{meeting.participation.unit.name}-{named(visit.running)}"
    return bundle(name, lambda path: write_package(meeting, visit.actors, path, visit.today))
