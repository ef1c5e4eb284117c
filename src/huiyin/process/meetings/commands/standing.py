"""What commands on a meeting ask first: the right, that it is still a draft or held already, that nobody was faster."""

from huiyin.kit.errors import BadInput, Conflict, Refused
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.meetings.models import Meeting
from huiyin.process.meetings.rules.records import LONGEST, MeetingState

_NAMES = {
    "title": ("会议名称", "title"),
    "place": ("地点", "place"),
    "chair": ("主持人", "chair"),
    "speaker": ("讲话人", "speaker"),
    "heading": ("标题", "heading"),
    "text": ("讲话内容", "text"),
    "who": ("参会人员", "who"),
    "reason": ("理由", "reason"),
}


def needs_recorder(meeting: Meeting, by: Actor) -> None:
    """NotAllowed unless `by` may record meetings of the unit that held it."""
    by.needs(Right.MEETING_RECORD, meeting.host.unit.path)


def needs_draft(meeting: Meeting) -> None:
    """Refused when the record is closed. Reads the row: `meeting` may be older than that."""
    if not Meeting.objects.filter(pk=meeting.pk, state=MeetingState.DRAFT).exists():
        raise Refused(
            "会议记录已经定稿，原话不再改动。写错了的，请在那一处登记更正并写明理由。",
            "The record is closed and its words stay. Where something is wrong, enter a correction with its reason.",
        )


def needs_held(meeting: Meeting) -> None:
    """Refused while the record is a draft."""
    if not Meeting.objects.filter(pk=meeting.pk, state=MeetingState.HELD).exists():
        raise Refused(
            "会议记录还是草稿。请先定稿，再分解任务、列入问题。",
            "The record is a draft still: close it first, then deploy demands and raise findings.",
        )


def changed_meanwhile() -> Conflict:
    return Conflict(
        "这份会议记录刚由别人改过，您的没有写入。请刷新后再改。",
        "Somebody else has just changed this record; yours wasn't written. Look again.",
    )


def needs_room(name: str, text: str) -> None:
    """BadInput for a text that is longer than its place."""
    if len(text) > LONGEST[name]:
        zh, en = _NAMES[name]
        raise BadInput(
            f"{zh}有 {len(text)} 字，最多 {LONGEST[name]} 字，请分成几条或写短一些。",
            f"The {en} has {len(text)} characters; {LONGEST[name]} at most.",
        )
