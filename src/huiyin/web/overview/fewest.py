"""The overview for whoever may not read the words: what stands on too few givers stands together (SPEC rules 2, 5)."""

from dataclasses import dataclass

from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.opinions.queries import givers_below
from huiyin.process.problems.queries.behind import fewest_givers
from huiyin.process.problems.rules import shown_parts
from huiyin.web.frame.visit import Visit


@dataclass(frozen=True)
class Apart:
    """Which values of a field are shown by themselves; `together` are the others. None of either: there are too few givers in all."""

    alone: frozenset[str]
    together: frozenset[str]


def apart(visit: Visit, by: str) -> Apart | None:
    """How the values of a field are shown to this visitor; None where each stands for itself. One query."""
    if visit.may(Right.OPINION_READ_RAW):
        return None
    counted = givers_below(visit.running, visit.scopes(Right.OVERVIEW_READ), by)
    parts = shown_parts(counted, fewest_givers(visit.running))
    alone = frozenset(part.kinds[0] for part in parts if len(part.kinds) == 1)
    return Apart(alone, frozenset(counted) - alone if parts else frozenset())
