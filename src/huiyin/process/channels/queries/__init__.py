"""Questions about the ways by which people speak."""

from huiyin.process.channels.queries.entrances import EntranceRow, entrance_rows

__all__ = ["EntranceRow", "entrance_rows"]
