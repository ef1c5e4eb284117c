"""Every change to talks, one door each."""

from huiyin.process.talks.commands.arranging import (
    add_charge,
    drop_absence,
    end_charge,
    lay_out_talks,
    note_absence,
    schedule_talks,
)
from huiyin.process.talks.commands.asking import ask_for_talk, remind_head, talk_again
from huiyin.process.talks.commands.holding import (
    confirm_talk,
    object_to_talk,
    plan_talk,
    say_held,
    say_not_held,
)
from huiyin.process.talks.commands.keys import change_talk_passphrase, make_talk_key
from huiyin.process.talks.commands.points import (
    open_points,
    share_point,
    take_back_shared,
    write_point,
)

__all__ = [
    "add_charge",
    "ask_for_talk",
    "change_talk_passphrase",
    "confirm_talk",
    "drop_absence",
    "end_charge",
    "lay_out_talks",
    "make_talk_key",
    "note_absence",
    "object_to_talk",
    "open_points",
    "plan_talk",
    "remind_head",
    "say_held",
    "say_not_held",
    "schedule_talks",
    "share_point",
    "take_back_shared",
    "talk_again",
    "write_point",
]
