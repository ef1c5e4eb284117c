"""Every change to teams' meetings and branch meetings, one door each. The look at a plan is supervision's."""

from huiyin.process.lifemeetings.commands.branching import BranchText, change_branch, record_branch
from huiyin.process.lifemeetings.commands.erasing import (
    erase_entry,
    erase_lawfully,
    erase_words_again,
    expire_words,
)
from huiyin.process.lifemeetings.commands.following import raise_criticism, raise_promise
from huiyin.process.lifemeetings.commands.holding import (
    archive_lifemeeting,
    cancel_lifemeeting,
    close_lifemeeting,
    conclude_record,
    issue_notice,
    open_lifemeeting,
)
from huiyin.process.lifemeetings.commands.judging import judge_lifemeeting, order_rehold
from huiyin.process.lifemeetings.commands.planning import (
    PlanText,
    add_recorder,
    change_plan,
    draft_lifemeeting,
    notify_lifemeeting,
    postpone_lifemeeting,
    redate_lifemeeting,
    settle_plan,
    submit_plan,
)
from huiyin.process.lifemeetings.commands.seating import add_guest, mark_presence, seat_roster
from huiyin.process.lifemeetings.commands.signing import draft_report, sign_record, sign_report
from huiyin.process.lifemeetings.commands.speaking import (
    Entry,
    correct_entry,
    record_answer,
    record_criticism,
    record_turn,
)

__all__ = [
    "BranchText",
    "Entry",
    "PlanText",
    "add_guest",
    "add_recorder",
    "archive_lifemeeting",
    "cancel_lifemeeting",
    "change_branch",
    "change_plan",
    "close_lifemeeting",
    "conclude_record",
    "correct_entry",
    "draft_lifemeeting",
    "draft_report",
    "erase_entry",
    "erase_lawfully",
    "erase_words_again",
    "expire_words",
    "issue_notice",
    "judge_lifemeeting",
    "mark_presence",
    "notify_lifemeeting",
    "open_lifemeeting",
    "order_rehold",
    "postpone_lifemeeting",
    "raise_criticism",
    "raise_promise",
    "record_answer",
    "record_branch",
    "record_criticism",
    "record_turn",
    "redate_lifemeeting",
    "seat_roster",
    "settle_plan",
    "sign_record",
    "sign_report",
    "submit_plan",
]
