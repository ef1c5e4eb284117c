"""What gates may ask of a unit's plan, and of what came down to it (facts.toml, room "campaigns")."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Count, Q

from huiyin.process.campaigns.models import Participation, PlanItem
from huiyin.process.campaigns.queries.cascade import cascade_facts
from huiyin.process.campaigns.rules.judging import Known

FACTS = ("plan.due", "plan.overdue", "plan.done_share", "cascade.acknowledged")


def facts(participations: Sequence[Participation], on: date) -> dict[int, dict[str, Known]]:
    """By participation: items due by `on`, those of them that are open, the share that is done, and whether every circular is
    acknowledged. 2 queries."""
    items = PlanItem.objects.sent().filter(participation__in=participations)
    due = Q(due_on__lte=on)
    late = Q(due_on__lt=on, done_on=None)
    rows = (
        items.order_by()
        .values("participation")
        .annotate(
            due=Count("pk", filter=due),
            done=Count("pk", filter=due & Q(done_on__isnull=False)),
            late=Count("pk", filter=late),
        )
    )
    found = {row["participation"]: row for row in rows}
    cascade = cascade_facts(participations, on)
    return {part.pk: _known(found.get(part.pk)) | cascade[part.pk] for part in participations}


def _known(row: dict[str, int] | None) -> dict[str, Known]:
    due, done, late = (row["due"], row["done"], row["late"]) if row else (0, 0, 0)
    known = {"plan.due": Known(due), "plan.overdue": Known(late)}
    return known | ({"plan.done_share": Known(done / due, due)} if due else {})
