"""The one change to figures: they are counted again."""

from huiyin.process.figures.commands.refreshing import refresh_counts

__all__ = ["refresh_counts"]
