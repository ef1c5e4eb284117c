"""The three things that the second stage of a campaign stands on: talks, papers, the meeting (S20); facts of each, and what comes next.

No score, no sum over the three, no order of units by them (R31).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from huiyin.process.lifemeetings.rules.states import HELD, MeetingState
from huiyin.process.selfchecks.rules.states import State
from huiyin.process.talks.rules.states import TalkState


class Next(StrEnum):
    """What comes next for a pillar."""

    LAY_OUT_TALKS = "lay_out_talks"
    HOLD_TALKS = "hold_talks"
    CONFIRM_TALKS = "confirm_talks"
    SETTLE_OBJECTIONS = "settle_objections"
    BEGIN_PAPERS = "begin_papers"
    MEND_PAPERS = "mend_papers"
    HAND_IN_PAPERS = "hand_in_papers"
    REVIEW_PAPERS = "review_papers"
    PLAN_MEETING = "plan_meeting"
    LOOK_AT_PLAN = "look_at_plan"
    MEND_PLAN = "mend_plan"
    NOTIFY_MEETING = "notify_meeting"
    HOLD_MEETING = "hold_meeting"
    SET_NEW_DATE = "set_new_date"
    SIGN_RECORD = "sign_record"
    REPORT_MEETING = "report_meeting"
    HOLD_AGAIN = "hold_again"
    NOTHING = ""


@dataclass(frozen=True)
class TalksPillar:
    """Required talks by how far they are; `confirmed` of `required` pairs, the rest of the numbers are of talks laid out."""

    required: int = 0
    confirmed: int = 0
    laid: int = 0
    half: int = 0
    objected: int = 0

    @property
    def open(self) -> int:
        """Pairs that nobody says have talked."""
        return max(0, self.required - self.confirmed - self.half - self.objected)

    @property
    def next(self) -> Next:
        if not self.required or self.confirmed == self.required:
            return Next.NOTHING
        if self.objected:
            return Next.SETTLE_OBJECTIONS
        if self.laid < self.required:
            return Next.LAY_OUT_TALKS
        return Next.HOLD_TALKS if self.open else Next.CONFIRM_TALKS


@dataclass(frozen=True)
class PapersPillar:
    """The papers that are due, by state; `missing` aren't begun, `rewritten` went back to be written anew at least once."""

    due: int = 0
    states: Mapping[State, int] | None = None
    rewritten: int = 0

    def n(self, *states: State) -> int:
        return sum((self.states or {}).get(state, 0) for state in states)

    @property
    def passed(self) -> int:
        return self.n(State.PASSED, State.FINAL)

    @property
    def back(self) -> int:
        """With their writers again."""
        return self.n(State.REVISE, State.REWRITE)

    @property
    def missing(self) -> int:
        return max(0, self.due - sum((self.states or {}).values()))

    @property
    def next(self) -> Next:
        if not self.due or self.passed >= self.due:
            return Next.NOTHING
        if self.back:
            return Next.MEND_PAPERS
        if self.n(State.HANDED_IN):
            return Next.REVIEW_PAPERS
        return Next.BEGIN_PAPERS if self.missing else Next.HAND_IN_PAPERS


_AFTER: Mapping[MeetingState, Next] = {
    MeetingState.DRAFT: Next.PLAN_MEETING,
    MeetingState.SUBMITTED: Next.LOOK_AT_PLAN,
    MeetingState.RETURNED: Next.MEND_PLAN,
    MeetingState.APPROVED: Next.NOTIFY_MEETING,
    MeetingState.NOTIFIED: Next.HOLD_MEETING,
    MeetingState.OPEN: Next.HOLD_MEETING,
    MeetingState.SIGNING: Next.SIGN_RECORD,
    MeetingState.REPORTING: Next.REPORT_MEETING,
    MeetingState.POSTPONED: Next.SET_NEW_DATE,
    MeetingState.CANCELLED: Next.HOLD_AGAIN,
    MeetingState.REHELD: Next.HOLD_AGAIN,
}


@dataclass(frozen=True)
class MeetingPillar:
    """The unit's latest meeting; `state` None before there is one. `criticisms` is their number, and the only thing told of them."""

    pk: int | None = None
    state: MeetingState | None = None
    planned_on: date | None = None
    held_on: date | None = None
    due: int = 0
    present: int = 0
    criticisms: int = 0
    tries: int = 0

    @property
    def held(self) -> bool:
        return self.state in HELD

    @property
    def next(self) -> Next:
        if self.state is None:
            return Next.PLAN_MEETING
        return _AFTER.get(self.state, Next.NOTHING)


def talks_pillar(required: Collection[str], states: Mapping[str, TalkState]) -> TalksPillar:
    """Of the pairs that are required in all rounds and the state of the talk of each that is laid out, both by the same keys."""
    found = [states[key] for key in required if key in states]
    laid = [state for state in found if state is not TalkState.DROPPED]
    return TalksPillar(
        required=len(required),
        confirmed=laid.count(TalkState.CONFIRMED),
        laid=len(laid),
        half=laid.count(TalkState.HELD),
        objected=laid.count(TalkState.OBJECTED),
    )


def papers_pillar(due: int, states: Sequence[State], rewritten: int) -> PapersPillar:
    """Of the papers that are due: how many, the states of those that are begun, how many were sent back to be written anew."""
    return PapersPillar(due, {state: states.count(state) for state in State if state in states}, rewritten)
