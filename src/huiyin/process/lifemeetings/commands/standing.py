"""What every change of a meeting stands on: who may, in which state, and that nobody was faster."""

from datetime import date, datetime, timedelta

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import BadInput, Conflict, NotAllowed, Refused
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.queries import template_of
from huiyin.process.lifemeetings.models import LifeMeeting, Recorder
from huiyin.process.lifemeetings.rules.states import LONGEST, MeetingState, Move, moved


def needs_own(meeting: LifeMeeting, by: Actor) -> None:
    """NotAllowed unless `by` prepares and records meetings of that very unit: never one above it."""
    needs_unit(meeting.participation.unit.path, by)
    needs_running(meeting)


def needs_unit(path: str, by: Actor) -> None:
    """NotAllowed unless `by` acts for the very unit at `path`."""
    by.needs(Right.LIFEMEETING_RECORD, path)
    if by.scope != path:
        raise NotAllowed(
            "班子会由本单位自己筹备和记录，上级不能代记。",
            "A team's meeting is prepared and recorded by the unit itself, never from above.",
        )


def needs_running(meeting: LifeMeeting) -> None:
    """Refused where the campaign is over."""
    if meeting.participation.campaign.closed_on is not None:
        raise Refused("活动已经结束。", "The campaign is closed.")


def needs_recorder(meeting: LifeMeeting, by: Actor) -> None:
    """NotAllowed unless `by` records this very meeting."""
    needs_own(meeting, by)
    if by.code not in {f"account:{pk}" for pk in _recorders(meeting)}:
        raise NotAllowed(
            "这次会由指定的记录人记录。请本单位负责筹备的同志把您加为记录人。",
            "This meeting is recorded by its recorders: ask to be made one of them.",
        )


def _recorders(meeting: LifeMeeting) -> list[int]:
    return list(Recorder.objects.filter(meeting=meeting).values_list("account_id", flat=True))


def account_pk(by: Actor) -> int:
    """The account behind an actor; NotAllowed for the server's own."""
    digits = by.code.removeprefix("account:")
    if not by.code.startswith("account:") or not digits.isdecimal():
        raise NotAllowed("要由登录的人办理。", "This takes somebody who is signed in.")
    return int(digits)


def move(meeting: LifeMeeting, what: Move, **changes: object) -> MeetingState:
    """Bring the meeting to its next state, by compare-and-set; Conflict where somebody was faster."""
    to = moved(what, meeting.state)
    there = LifeMeeting.objects.filter(pk=meeting.pk, state=meeting.state)
    if not there.update(state=to, **changes):
        raise changed_meanwhile()
    meeting.state = to
    return to


def now_in(meeting: LifeMeeting, states: frozenset[MeetingState], zh: str, en: str) -> None:
    """Refused unless the meeting stands in one of `states` now, asked of the database."""
    state = LifeMeeting.objects.values_list("state", flat=True).get(pk=meeting.pk)
    if state not in states:
        raise Refused(zh, en)


def changed_meanwhile() -> Conflict:
    return Conflict(
        "这次会刚由别人改过，您没有改动什么。请刷新后再看。",
        "Somebody has just changed this meeting, and you changed nothing: look again.",
    )


def needs_text(text: str, longest: str, zh: str, en: str) -> None:
    """BadInput for nothing, or for more than there is room for (LONGEST)."""
    if not text.strip():
        raise BadInput(f"请写明{zh}。", f"Say {en}.")
    needs_room(text, longest)


def needs_room(text: str, longest: str) -> None:
    """BadInput for a text that is longer than its place: nothing is cut off."""
    if len(text) > LONGEST[longest]:
        raise BadInput(
            f"有 {len(text)} 字，至多 {LONGEST[longest]} 字。",
            f"It has {len(text)} characters; {LONGEST[longest]} at most.",
        )


def kept_for(meeting: LifeMeeting, parameter: str | None, at: datetime) -> date:
    """Until when the template lets words of that class be kept; as long as an opinion's where it doesn't say."""
    template = template_of(meeting.participation.campaign)
    days = int(template.parameter(parameter or "retention_days"))
    return day_in_china(at) + timedelta(days=days)
