"""Every change to sealed matters, one door each."""

from huiyin.process.sealed.commands.closing_days import seal_matters
from huiyin.process.sealed.commands.handling import (
    close_sealed,
    erase_sealed,
    expire_sealed,
    list_sealed,
    note_sealed,
    read_sealed,
    release_sealed,
)
from huiyin.process.sealed.commands.saying import keep_said, let_said_go
from huiyin.process.sealed.commands.taking import keep_sealed, take_sealed

__all__ = [
    "close_sealed",
    "erase_sealed",
    "expire_sealed",
    "keep_said",
    "keep_sealed",
    "let_said_go",
    "list_sealed",
    "note_sealed",
    "read_sealed",
    "release_sealed",
    "seal_matters",
    "take_sealed",
]
