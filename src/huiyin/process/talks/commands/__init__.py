"""Every change to talks, one door each."""

from huiyin.process.talks.commands.arranging import (
    add_charge,
    drop_absence,
    end_charge,
    lay_out_talks,
    note_absence,
    schedule_talks,
)
from huiyin.process.talks.commands.asking import ask_for_talk, remind_head
from huiyin.process.talks.commands.holding import (
    confirm_talk,
    object_to_talk,
    plan_talk,
    say_held,
    say_not_held,
)

__all__ = [
    "add_charge",
    "ask_for_talk",
    "confirm_talk",
    "drop_absence",
    "end_charge",
    "lay_out_talks",
    "note_absence",
    "object_to_talk",
    "plan_talk",
    "remind_head",
    "say_held",
    "say_not_held",
    "schedule_talks",
]
