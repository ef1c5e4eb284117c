"""Questions about the ways by which people speak."""

from huiyin.process.channels.queries.by_code import entrance_of, is_open
from huiyin.process.channels.queries.entrances import EntranceRow, entrance_rows
from huiyin.process.channels.queries.hints import Hints, hints_for

__all__ = ["EntranceRow", "Hints", "entrance_of", "entrance_rows", "hints_for", "is_open"]
