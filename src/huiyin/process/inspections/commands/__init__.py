"""Every change to the supervision group's work, one door each."""

from huiyin.process.inspections.commands.entering import (
    add_revisit,
    confirm_entry,
    correct_entry,
    edit_entry,
    enter_visit,
)
from huiyin.process.inspections.commands.laddering import (
    answer_paper,
    draft_step,
    drop_step,
    edit_step,
    issue_step,
    open_ladder,
    sign_step,
)
from huiyin.process.inspections.commands.visiting import cancel_visit, move_visit, plan_visit
from huiyin.process.inspections.commands.watching import note_watch

__all__ = [
    "add_revisit",
    "answer_paper",
    "cancel_visit",
    "confirm_entry",
    "correct_entry",
    "draft_step",
    "drop_step",
    "edit_entry",
    "edit_step",
    "enter_visit",
    "issue_step",
    "move_visit",
    "note_watch",
    "open_ladder",
    "plan_visit",
    "sign_step",
]
