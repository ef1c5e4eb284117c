"""Whose units, items, asks, circulars and papers of a campaign are whose to see."""

from huiyin.process.campaigns.access.circulars import (
    acknowledging,
    get_circular,
    own_stops,
    visible_circulars,
    visible_stops,
    waiting_stops,
)
from huiyin.process.campaigns.access.formal_texts import OpenText, open_texts
from huiyin.process.campaigns.access.papers import get_paper, visible_papers
from huiyin.process.campaigns.access.plans import (
    get_ask,
    get_item,
    get_part,
    get_participation,
    sees_drafts,
    visible_items,
    visible_participations,
)

__all__ = [
    "OpenText",
    "acknowledging",
    "get_ask",
    "get_circular",
    "get_item",
    "get_paper",
    "get_part",
    "get_participation",
    "open_texts",
    "own_stops",
    "sees_drafts",
    "visible_circulars",
    "visible_items",
    "visible_papers",
    "visible_participations",
    "visible_stops",
    "waiting_stops",
]
