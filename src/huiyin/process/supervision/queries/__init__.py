"""Questions that ask several rooms at once."""

from huiyin.process.supervision.queries.gates import (
    ROOMS,
    Sheet,
    facts,
    gates_before,
    looks_at,
    plan_looks,
    sheet,
)
from huiyin.process.supervision.queries.pillars import Pillars, pillars
from huiyin.process.supervision.queries.unities import Unities, unities

__all__ = [
    "ROOMS",
    "Pillars",
    "Sheet",
    "Unities",
    "facts",
    "gates_before",
    "looks_at",
    "pillars",
    "plan_looks",
    "sheet",
    "unities",
]
