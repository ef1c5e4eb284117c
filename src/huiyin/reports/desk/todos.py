"""What a to-do list is made of: plain values, so that a page, a message and a calendar say the same of the same thing."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from huiyin.process.campaigns.queries.workload import ItemRow
from huiyin.process.campaigns.rules.forecast import Forecast
from huiyin.process.campaigns.rules.plans import ItemState
from huiyin.process.campaigns.rules.says import Says


class Kind(StrEnum):
    """From which room it comes."""

    ITEM = "item"  # a plan item of one's own unit
    LATE_UNITS = "late_units"  # an ask that units below are late with
    SIGN = "sign"  # an ask that waits for a signature
    STAGE = "stage"  # units that wait for the decision on a stage
    TRIAGE = "triage"  # opinions that went nowhere yet
    DOUBT = "doubt"  # pairs of opinions of which a person says whether they are one matter
    OWNERLESS = "ownerless"  # problems of nobody
    CLAIM = "claim"  # problems that wait for the head
    CIRCULAR = "circular"  # a circular to be acknowledged
    UNANSWERED = "unanswered"  # opinions whose givers have not heard back in time
    APPROVE = "approve"  # answers of others that wait to be given
    REDRAFT = "redraft"  # one's own answers that were returned
    SUBMIT = "submit"  # problems that wait for the head to hand them in
    REWORK = "rework"  # problems that were returned
    OVERDUE = "overdue"  # problems past their date
    ACCEPT = "accept"  # problems of others to be accepted or returned
    EXTEND = "extend"  # later dates that are asked for
    PASSED_UP = "passed_up"  # problems that units below can't solve
    NOT_FIXED = "not_fixed"  # problems whose givers say that they aren't really fixed
    SAID_AGAIN = "said_again"  # later opinions of which a person says whether a closed problem came back
    BOUNCED = "bounced"  # problems that came back from above so often that the office decides
    CONFIRM = "confirm"  # what is kept up for good and wasn't looked at for a year
    TALK_CONFIRM = "talk_confirm"  # talks of one's own that the other says were held
    TALK_GAP_POST = "talk_gap_post"  # who has a role on the team and no post: nobody must talk with them
    TALK_GAP_CHARGE = "talk_gap_charge"  # members in charge of nothing, where others are
    TALK_GAP_HEAD = "talk_gap_head"  # departments that nobody heads
    TALK_HOLD = "talk_hold"  # talks of one's own that are to be held
    REVIEW_PAPER = "review_paper"  # papers of self-examination at one's level of review
    PAPER_BACK = "paper_back"  # one's own paper that was sent back
    SIGN_REMINDER = "sign_reminder"  # slips to be signed for
    MEETING_LOOK = "meeting_look"  # plans of a team's meeting to be looked at
    MEETING_SIGN = "meeting_sign"  # records of meetings at which one was, to be signed
    MEETING_REREAD = "meeting_reread"  # … of which something was corrected after they signed
    MEETING_NOTICE = "meeting_notice"  # how one's own meeting went is to be told
    MEETING_REPORT = "meeting_report"  # … and reported
    MEETING_AGAIN = "meeting_again"  # a meeting that is to be held again
    SAMPLE_DRAW = "sample_draw"  # samples that were announced and not drawn yet
    SAMPLE_VISIT = "sample_visit"  # what was drawn and isn't looked at yet
    SAMPLE_SAY = "sample_say"  # what was looked at and waits for one's own word
    SAMPLE_FALSE = "sample_false"  # closings that were found false, and still stand
    SAMPLE_SEEN = "sample_seen"  # what is being looked at of one's own unit
    LETTER_SIGN = "letter_sign"  # feedback letters to be signed for
    LETTER_ANSWER = "letter_answer"  # findings that one's own unit has to answer
    LETTER_LOOK = "letter_look"  # answers that inspectors have to look at
    LETTER_ISSUE = "letter_issue"  # drafts of letters that others wrote
    GATE_AGAIN = "gate_again"  # returns at gates of which everything is done
    LOOKS_BACK = "looks_back"  # sheets of looks that were sent back after the end
    VISIT_CONFIRM = "visit_confirm"  # rows of visits that another entered
    VISIT_ENTER = "visit_enter"  # one's visits that nobody entered
    PAPER_ISSUE = "paper_issue"  # drafts of others of papers of the ladder
    PAPER_SIGN = "paper_sign"  # papers of the ladder to be signed for by the head
    UNREAD = "unread"  # what givers said after they had handed in


@dataclass(frozen=True)
class Place:
    """Where it is done: the name of an address and its arguments after the campaign's code, its query and fragment.

    Plain data: reports know no pages, and whoever has some makes an address of it. `own`: one's own page, outside of any campaign.
    """

    name: str
    args: tuple[str, ...] = ()
    query: str = ""
    fragment: str = ""
    own: bool = False


@dataclass(frozen=True)
class Todo:
    """One line. `state` is None for what waits without a date. `place` is None where no page does it yet.

    `item` and `forecast` belong to a plan item of one's own unit; `may_report`: one may write down how far it is.
    """

    kind: Kind
    says: Says
    unit: str
    due_on: date | None
    state: ItemState | None
    place: Place | None
    item: ItemRow | None = None
    forecast: Forecast | None = None
    may_report: bool = False


# Overdue and soon first; then what waits for a decision, what is under way, what has no date yet; what needn't begin yet last.
_ORDER = (ItemState.LATE, ItemState.SOON, None, ItemState.RUNNING, ItemState.UNDATED, ItemState.AHEAD)


def in_order(todos: list[Todo]) -> tuple[Todo, ...]:
    """The lines as a person should read them; those of equal state and date as they came. What is late without a date, because it
    is many things, comes first."""
    return tuple(
        sorted(
            todos,
            key=lambda todo: (
                _ORDER.index(todo.state),
                todo.due_on or (date.min if todo.state is ItemState.LATE else date.max),
            ),
        )
    )
