"""Other units with the same matter (举一反三): whom a fix concerns, too."""

from huiyin.process.problems.access import visible_problems
from huiyin.process.problems.models import Problem
from huiyin.web.frame.visit import Visit

MOST = 20


def sisters_of(visit: Visit, found: Problem) -> tuple[Problem, ...]:
    """Problems of other units under the same labels that the visitor sees, the newest first, MOST at most. One query.

    Under the same topic and the same focus leaf, as far as the problem has them; nothing where it has neither.
    """
    labels = {name: getattr(found, name) for name in ("topic", "focus") if getattr(found, name)}
    if not labels:
        return ()
    rows = visible_problems(visit.actors, found.campaign).standing().filter(**labels)
    others = rows.exclude(owner=found.owner_id).exclude(owner=None).select_related("owner")
    return tuple(others.order_by("-year", "-serial")[:MOST])
