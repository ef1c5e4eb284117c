"""Questions that ask several rooms at once."""

from huiyin.process.supervision.queries.gates import (
    ROOMS,
    Sheet,
    Then,
    facts,
    facts_over_time,
    facts_wait,
    gates_before,
    looks_at,
    plan_looks,
    reached,
    sheet,
)
from huiyin.process.supervision.queries.head_acts import HeadActs, head_acts
from huiyin.process.supervision.queries.key_works import key_works
from huiyin.process.supervision.queries.lookbacks import HandedIn, SheetOf, Stands, handed_in_by, sheets_of
from huiyin.process.supervision.queries.pillars import Pillars, pillars
from huiyin.process.supervision.queries.unities import Unities, unities
from huiyin.process.supervision.queries.verdicts import (
    PointNow,
    Round,
    latest_verdicts,
    ready_again,
    rounds_of,
    standing_returns,
)

__all__ = [
    "ROOMS",
    "HandedIn",
    "HeadActs",
    "Pillars",
    "PointNow",
    "Round",
    "Sheet",
    "SheetOf",
    "Stands",
    "Then",
    "Unities",
    "facts",
    "facts_over_time",
    "facts_wait",
    "gates_before",
    "handed_in_by",
    "head_acts",
    "key_works",
    "latest_verdicts",
    "looks_at",
    "pillars",
    "plan_looks",
    "reached",
    "ready_again",
    "rounds_of",
    "sheet",
    "sheets_of",
    "standing_returns",
    "unities",
]
