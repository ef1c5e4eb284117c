"""Every change to the ways by which people speak, one door each."""

from huiyin.process.channels.commands.complaining import submit_complaint
from huiyin.process.channels.commands.contacts import open_contact, open_sealed_contact
from huiyin.process.channels.commands.entrances import Opened, close_entrance, open_entrance, open_entrances
from huiyin.process.channels.commands.erasing import erase_given, erase_given_sealed
from huiyin.process.channels.commands.marking import seal_files
from huiyin.process.channels.commands.printing import print_sheets
from huiyin.process.channels.commands.scans import forget_old_scans, keep_scans, skip_scan
from huiyin.process.channels.commands.sealing import hand_back_sealed, seal_opinion
from huiyin.process.channels.commands.submitting import Submitted, submit_opinion
from huiyin.process.channels.commands.taking_down import (
    WrittenDown,
    record_box,
    record_forum,
    take_down_note,
    take_down_opinion,
)
from huiyin.process.channels.commands.typing_in import close_batch, set_sheet_aside, type_sheet

__all__ = [
    "Opened",
    "Submitted",
    "WrittenDown",
    "close_batch",
    "close_entrance",
    "erase_given",
    "erase_given_sealed",
    "forget_old_scans",
    "hand_back_sealed",
    "keep_scans",
    "open_contact",
    "open_entrance",
    "open_entrances",
    "open_sealed_contact",
    "print_sheets",
    "record_box",
    "record_forum",
    "seal_files",
    "seal_opinion",
    "set_sheet_aside",
    "skip_scan",
    "submit_complaint",
    "submit_opinion",
    "take_down_note",
    "take_down_opinion",
    "type_sheet",
]
