"""What gates may ask of what was said again (facts.toml, room "recurrences")."""

from collections.abc import Sequence
from datetime import date

from huiyin.process.campaigns.models import Participation
from huiyin.process.campaigns.rules.judging import Known
from huiyin.process.problems.models import Problem
from huiyin.process.recurrences.queries.counts import confirmed, pending_counts

FACTS = ("recurrence.confirmed", "recurrence.pending")


def facts(participations: Sequence[Participation], on: date) -> dict[int, dict[str, Known]]:
    """By participation: closed problems of the unit that were confirmed as spoken of again, and suggestions that wait. 3 queries."""
    if not participations:
        return {}
    closed = Problem.objects.of(participations[0].campaign).standing().filter(closed_on__lte=on)
    owned = closed.filter(owner__in=[part.unit_id for part in participations])
    owner = dict(owned.order_by("pk").values_list("pk", "owner_id"))
    again, waiting = confirmed(owned.values("pk")), pending_counts(owned.values("pk"))
    found = {part.unit_id: [0, 0] for part in participations}
    for problem in again:
        found[owner[problem]][0] += 1
    for problem, n in waiting.items():
        found[owner[problem]][1] += n
    return {
        part.pk: dict(zip(FACTS, map(Known, found[part.unit_id]), strict=True)) for part in participations
    }
