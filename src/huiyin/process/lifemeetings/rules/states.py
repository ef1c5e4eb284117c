"""The life of a team's meeting (DOMAIN 8.5 "Meeting"): its states, which act leads from which to which, and who sits there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from huiyin.kit.errors import Conflict, Refused

LONGEST: Mapping[str, int] = {
    "place": 100,
    "plan": 6000,
    "reason": 400,
    "words": 6000,
    "fact": 400,
    "office": 100,
    "text": 4000,
}
"""The most characters of each text."""


class MeetingState(StrEnum):
    """Where a meeting stands. What was recorded stays in every state; the last three are ends beside the way."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    NOTIFIED = "notified"
    OPEN = "open"
    SIGNING = "signing"
    REPORTING = "reporting"
    ARCHIVED = "archived"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    REHELD = "reheld"


STATES: Mapping[MeetingState, str] = {
    MeetingState.DRAFT: "方案草拟",
    MeetingState.SUBMITTED: "方案送审",
    MeetingState.RETURNED: "方案退改",
    MeetingState.APPROVED: "方案同意",
    MeetingState.NOTIFIED: "已通知",
    MeetingState.OPEN: "正在召开",
    MeetingState.SIGNING: "记录签阅",
    MeetingState.REPORTING: "通报和报告",
    MeetingState.ARCHIVED: "已归档",
    MeetingState.POSTPONED: "延期",
    MeetingState.CANCELLED: "开会中止",
    MeetingState.REHELD: "责令重新召开",
}

WAY: Sequence[MeetingState] = (
    MeetingState.DRAFT,
    MeetingState.SUBMITTED,
    MeetingState.APPROVED,
    MeetingState.NOTIFIED,
    MeetingState.OPEN,
    MeetingState.SIGNING,
    MeetingState.REPORTING,
    MeetingState.ARCHIVED,
)
"""The way of a meeting at which nothing goes wrong."""

HELD = frozenset({MeetingState.SIGNING, MeetingState.REPORTING, MeetingState.ARCHIVED})
"""It took place and stands."""

SPOKEN = HELD | {MeetingState.OPEN, MeetingState.CANCELLED, MeetingState.REHELD}
"""Words may stand in its record."""

PLANNED = frozenset({MeetingState.DRAFT, MeetingState.RETURNED})
"""Its plan may be written on."""


class Move(StrEnum):
    """What is done with a meeting as a whole."""

    SUBMIT = "submit"
    APPROVE = "approve"
    RETURN = "return"
    NOTIFY = "notify"
    OPEN = "open"
    CLOSE = "close"
    CONCLUDE = "conclude"
    ARCHIVE = "archive"
    POSTPONE = "postpone"
    REDATE = "redate"
    CANCEL = "cancel"
    REHOLD = "rehold"


_S = MeetingState
MOVES: Mapping[Move, tuple[frozenset[MeetingState], MeetingState]] = {
    Move.SUBMIT: (PLANNED, _S.SUBMITTED),
    Move.APPROVE: (frozenset({_S.SUBMITTED}), _S.APPROVED),
    Move.RETURN: (frozenset({_S.SUBMITTED}), _S.RETURNED),
    Move.NOTIFY: (frozenset({_S.APPROVED}), _S.NOTIFIED),
    Move.OPEN: (frozenset({_S.NOTIFIED}), _S.OPEN),
    Move.CLOSE: (frozenset({_S.OPEN}), _S.SIGNING),
    Move.CONCLUDE: (frozenset({_S.SIGNING}), _S.REPORTING),
    Move.ARCHIVE: (frozenset({_S.REPORTING}), _S.ARCHIVED),
    Move.POSTPONE: (frozenset({_S.APPROVED, _S.NOTIFIED}), _S.POSTPONED),
    Move.REDATE: (frozenset({_S.POSTPONED}), _S.APPROVED),
    Move.CANCEL: (frozenset({_S.OPEN}), _S.CANCELLED),
    Move.REHOLD: (HELD | {_S.CANCELLED}, _S.REHELD),
}


def moved(move: Move, state: str) -> MeetingState:
    """The state after a move; Conflict where it doesn't lead from `state`."""
    starts, to = MOVES[move]
    if state not in starts:
        now = STATES[MeetingState(state)]
        raise Conflict(
            f"会议现在的状态是“{now}”，不能这样办。请刷新后再看。",
            f"The meeting is '{state}' now, and that can't be done from there: look again.",
        )
    return to


class SeatKind(StrEnum):
    """Who sits there: of the team, an observer, or an inspector from above."""

    MEMBER = "member"
    OBSERVER = "observer"
    INSPECTOR = "inspector"


class Presence(StrEnum):
    """Whether somebody due was there. `left`: was there, and went before the end. `off`: not on the team any more, so not due."""

    AWAITED = "awaited"
    PRESENT = "present"
    EXCUSED = "excused"
    ABSENT = "absent"
    LEFT = "left"
    OFF = "off"


PRESENCES: Mapping[Presence, str] = {
    Presence.AWAITED: "未点到",
    Presence.PRESENT: "到会",
    Presence.EXCUSED: "请假",
    Presence.ABSENT: "缺席",
    Presence.LEFT: "中途离会",
    Presence.OFF: "已离任",
}

WERE_THERE = frozenset({Presence.PRESENT, Presence.LEFT})


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many of those due are there, and the share that is asked for."""

    due: int
    present: int
    asked: float

    @property
    def share(self) -> float:
        return self.present / self.due if self.due else 0.0

    @property
    def reached(self) -> bool:
        return self.due > 0 and self.share >= self.asked

    @property
    def missing(self) -> int:
        """How many more it takes."""
        needed = next((n for n in range(self.due + 1) if self.due and n / self.due >= self.asked), self.due)
        return max(0, needed - self.present)


def quorum_of(presences: Sequence[str], asked: float) -> Quorum:
    """Of the presences of the members' seats: who is off the team isn't due; only who is there now counts."""
    due = [one for one in presences if one != Presence.OFF]
    return Quorum(len(due), sum(one == Presence.PRESENT for one in due), asked)


def needs_quorum(found: Quorum) -> None:
    """Refused where too few of those due are there."""
    if not found.reached:
        raise Refused(
            f"应到 {found.due} 人，实到 {found.present} 人，还差 {found.missing} 人才够到会比例，会议开不成或无效。请等人到齐，"
            "或改期；已经开了的，写明原因中止，已记下的话都留着。",
            f"{found.present} of {found.due} due are there, {found.missing} short of the quorum: wait, put the meeting off, or, where "
            "it has begun, break it off with a reason. What was recorded stays.",
        )
